CREATE OR REPLACE FUNCTION retention_monthly(from_month date, to_month date, dealer text DEFAULT NULL)
RETURNS TABLE (month date, dealer_code text, vehicles bigint, lost bigint, churn_rate float8, retention_rate float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH history AS MATERIALIZED (
		SELECT h.dealer_code, h.visits FROM aftersales.vehicle_history_now h WHERE dealer IS NULL OR h.dealer_code = dealer
		UNION ALL
		SELECT NULL, aftersales.rollup(h.visits) FROM aftersales.vehicle_history_now h WHERE dealer IS NULL GROUP BY h.vehicle_no
	), period AS MATERIALIZED (
		SELECT aftersales.month_of(from_month, n) AS month, aftersales.month_of(from_month, n - 6) AS seen_from,
			aftersales.month_of(from_month, n - 5) AS back_from, aftersales.month_of(from_month, n + 1) - 1 AS until
		FROM generate_series(0, CASE WHEN aftersales.is_day(from_month) AND aftersales.is_day(to_month) THEN
			(extract(year FROM to_month) - extract(year FROM from_month))::integer * 12
			+ (extract(month FROM to_month) - extract(month FROM from_month))::integer ELSE 0 END) n
		WHERE aftersales.require(aftersales.is_day(from_month) AND aftersales.is_day(to_month), 'from_month and to_month must be months')
			AND aftersales.require(date_trunc('month', from_month::timestamp) <= date_trunc('month', to_month::timestamp), 'from_month must not be after to_month')
	)
	SELECT p.month, h.dealer_code,
		count(*) FILTER (WHERE aftersales.visit_count(h.visits, p.seen_from, p.back_from - 1) > 0),
		count(*) FILTER (WHERE aftersales.visit_count(h.visits, p.seen_from, p.back_from - 1) > 0
			AND aftersales.visit_count(h.visits, p.back_from, p.until) = 0),
		aftersales.churn_rate(h.visits, p.month), aftersales.retention_rate(h.visits, p.month)
	FROM period p CROSS JOIN history h
	GROUP BY p.month, h.dealer_code
	ORDER BY p.month, h.dealer_code;
END;
COMMENT ON FUNCTION retention_monthly(date, date, text) IS 'Of the vehicles seen in the sixth month before, how many were not seen since up to the end of the month, by month and station. dealer NULL: all stations, and the network itself with dealer_code NULL, where a vehicle that went to another station came back. Rates are NULL where no vehicle was seen. Errors 22023: no months, from_month after to_month.';
