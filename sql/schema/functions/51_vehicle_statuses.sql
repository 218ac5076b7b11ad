CREATE OR REPLACE FUNCTION vehicle_statuses(as_of date)
RETURNS TABLE (vehicle_no text, dealer_code text, last_visit date, sold_on date, status text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH limits AS MATERIALIZED (
		SELECT p.dealer_code, p.brand, p.active_months, p.lost_months FROM aftersales.retention_parameters() p
	), seen AS (
		SELECT DISTINCT ON (h.vehicle_no) h.vehicle_no, h.dealer_code, aftersales.last_visit(h.visits, as_of) AS last_visit
		FROM aftersales.vehicle_history_now h
		WHERE aftersales.last_visit(h.visits, as_of) IS NOT NULL
		ORDER BY h.vehicle_no, last_visit DESC, h.dealer_code
	)
	SELECT v.vehicle_no, coalesce(s.dealer_code, v.dealer_code), s.last_visit, v.sold_on,
		aftersales.vehicle_status(s.last_visit, as_of, v.sold_on, m.active_months, m.lost_months)
	FROM aftersales.vehicle v
	LEFT JOIN seen s ON s.vehicle_no = v.vehicle_no
	LEFT JOIN aftersales.vehicle_model b ON b.model_code = v.model_code
	JOIN limits m ON m.dealer_code = coalesce(s.dealer_code, v.dealer_code, '*') AND m.brand = coalesce(b.brand, '')
	WHERE (v.scrapped_on IS NULL OR v.scrapped_on > as_of) AND (s.last_visit IS NOT NULL OR v.sold_on <= as_of)
		AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY v.vehicle_no;
END;
COMMENT ON FUNCTION vehicle_statuses(date) IS 'active, at_risk or lost, of each vehicle that was sold or seen by as_of and not scrapped; counted from the last visit that counts as a return, else from the sale. The responsible station is the one visited last, else the vehicle''s own. Limits are those of retention_parameters(): the brand''s, else the station''s, else the network''s. A user of a station is told by the visits at that station. Error 22023: as_of not a day.';
