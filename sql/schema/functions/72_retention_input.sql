-- What retention models are fitted to and score: the vehicles of vehicle_statuses(), each with what happened to it so far.
CREATE OR REPLACE FUNCTION retention_input(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (vehicle_no text, dealer_code text, brand text, sold_on date, last_visit date, status text, events visit_history)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH event AS (
		SELECT u.vehicle_no, aftersales.rollup(u.visits) AS events
		FROM (SELECT h.vehicle_no, h.visits FROM aftersales.vehicle_history_now h
			UNION ALL
			SELECT v.vehicle_no, aftersales.visit_agg(v.sold_on, 0::numeric)
			FROM aftersales.vehicle v WHERE v.sold_on <= as_of
			GROUP BY v.vehicle_no) u
		GROUP BY u.vehicle_no
	)
	SELECT s.vehicle_no, s.dealer_code, coalesce(m.brand, ''), s.sold_on, s.last_visit, s.status, e.events
	FROM aftersales.vehicle_statuses(as_of) s
	JOIN aftersales.vehicle v ON v.vehicle_no = s.vehicle_no
	LEFT JOIN aftersales.vehicle_model m ON m.model_code = v.model_code
	LEFT JOIN event e ON e.vehicle_no = s.vehicle_no
	WHERE (dealer IS NULL OR s.dealer_code = dealer)
		AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day');
END;
COMMENT ON FUNCTION retention_input(date, text) IS 'The vehicles of vehicle_statuses() with their events: the visits that count as a return, at whatever station, and the delivery as a visit of amount 0, so that a car that never came back is known too. Events after as_of are in the history and have to be ignored. dealer: the vehicles it is responsible for; NULL: all. Error 22023: as_of not a day.';
