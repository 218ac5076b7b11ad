CREATE OR REPLACE FUNCTION follow_up_trigger_lost_interview(as_of date)
RETURNS TABLE (vehicle_no text, trigger_key text, cycle integer, dealer_code text, customer_no text, due_on date, expires_on date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.vehicle_no, coalesce(s.last_visit, s.sold_on)::text, 1, c.dealer_code, c.customer_no,
		e.lost_after + r.offset_days, e.lost_after + r.offset_days + r.window_days
	FROM aftersales.follow_up_rule r
	CROSS JOIN aftersales.vehicle_statuses(as_of) s
	CROSS JOIN LATERAL (SELECT (coalesce(s.last_visit, s.sold_on) + make_interval(months =>
		aftersales.lost_months(coalesce(s.dealer_code, '*'))))::date AS lost_after) e
	CROSS JOIN LATERAL aftersales.vehicle_contact(s.vehicle_no, as_of) c
	WHERE r.rule = 'lost_interview' AND s.status = 'lost' AND s.dealer_code IS NOT NULL
		AND e.lost_after BETWEEN as_of - r.offset_days - r.window_days AND as_of - r.offset_days;
END;
COMMENT ON FUNCTION follow_up_trigger_lost_interview(date) IS 'Interviews with owners of lost vehicles that are due on a day: once a loss, which is named by the last visit (else the sale) before it. A vehicle without any station is left out.';
