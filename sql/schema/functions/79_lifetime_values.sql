CREATE OR REPLACE FUNCTION lifetime_values(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, vehicles bigint, retained bigint, retention_rate float8, seen bigint, margin_a_year float8,
	yearly_discount float8, value_5_years float8, value float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH margin AS MATERIALIZED (
		SELECT p.dealer_code, p.brand, p.margin_rate FROM aftersales.retention_parameters() p
	), visited AS MATERIALIZED (
		SELECT h.dealer_code, h.vehicle_no,
			aftersales.visit_count(h.visits, aftersales.month_of(as_of, -24), aftersales.month_of(as_of, -12) - 1) > 0 AS before,
			aftersales.visit_count(h.visits, aftersales.month_of(as_of, -12), aftersales.month_of(as_of) - 1) > 0 AS lately,
			aftersales.visit_amount(h.visits, aftersales.month_of(as_of, -12), aftersales.month_of(as_of) - 1) * m.margin_rate AS margin
		FROM aftersales.vehicle_history_now h
		JOIN aftersales.vehicle v ON v.vehicle_no = h.vehicle_no
		LEFT JOIN aftersales.vehicle_model b ON b.model_code = v.model_code
		JOIN margin m ON m.dealer_code = h.dealer_code AND m.brand = coalesce(b.brand, '')
		WHERE dealer IS NULL OR h.dealer_code = dealer
	), counted AS (
		SELECT v.dealer_code, count(*) FILTER (WHERE v.before) AS vehicles, count(*) FILTER (WHERE v.before AND v.lately) AS retained,
			count(*) FILTER (WHERE v.lately) AS seen, sum(v.margin) AS margin
		FROM (SELECT s.dealer_code, s.before, s.lately, s.margin FROM visited s
			UNION ALL
			SELECT NULL, bool_or(s.before), bool_or(s.lately), sum(s.margin) FROM visited s WHERE dealer IS NULL GROUP BY s.vehicle_no) v
		GROUP BY v.dealer_code
	)
	SELECT c.dealer_code, c.vehicles, c.retained, r.retention, c.seen, r.margin, r.discount,
		aftersales.lifetime_value(r.margin, r.retention, r.discount, 5),
		CASE WHEN r.retention < 1 OR r.discount > 0 THEN aftersales.lifetime_value(r.margin, r.retention, r.discount) END
	FROM counted c
	CROSS JOIN LATERAL (SELECT c.retained::float8 / nullif(c.vehicles, 0) AS retention, (c.margin / nullif(c.seen, 0))::float8 AS margin,
		((1 + aftersales.parameter_value('monthly_discount')) ^ 12 - 1)::float8 AS discount) r
	WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY c.dealer_code;
END;
COMMENT ON FUNCTION lifetime_values(date, text) IS 'What a vehicle that comes is worth to a station: the margin it brings in a year (margin_rate of retention_parameters() of what the vehicles seen in the last twelve complete months paid), times retention from year to year (retained / vehicles: of the vehicles seen in the twelve months before those the share seen in the last twelve), discounted (parameter monthly_discount, compounded to a year): lifetime_value(), over all the future and over five years. Visits that count as a return. dealer NULL: all stations, and the network with dealer_code NULL, where a vehicle that went to another station was retained. NULL: nothing to divide by, or the value has no bound. Error 22023: as_of not a day.';
