CREATE OR REPLACE FUNCTION retention_methods(from_month date, to_month date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, method text, retained bigint, base bigint, retention_rate float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH before AS MATERIALIZED (
		-- any day will do where from_month is none: refused below, under its own name
		SELECT s.vehicle_no, s.dealer_code, s.status = 'active' AS active
		FROM aftersales.vehicle_statuses(CASE WHEN aftersales.is_day(from_month) THEN aftersales.month_of(from_month) - 1 ELSE '2000-01-01' END) s
	), counted AS (
		SELECT v.dealer_code, grouping(v.dealer_code) = 1 AS network,
			count(*) FILTER (WHERE v.at_start) AS at_start,
			count(*) FILTER (WHERE v.at_end) AS at_end,
			count(*) FILTER (WHERE v.at_end AND v.new_to_network) AS new_to_network,
			count(*) FILTER (WHERE v.at_end AND v.new_to_station) AS new_to_station,
			count(*) FILTER (WHERE v.in_operation) AS in_operation,
			count(*) FILTER (WHERE v.seen) AS seen
		FROM (SELECT b.dealer_code, b.active AS at_start, false AS at_end, false AS new_to_network, false AS new_to_station,
				false AS in_operation, false AS seen
			FROM before b
			UNION ALL
			SELECT a.dealer_code, false, a.status = 'active', b.vehicle_no IS NULL, b.dealer_code IS DISTINCT FROM a.dealer_code,
				true, a.last_visit >= aftersales.month_of(from_month)
			FROM aftersales.vehicle_statuses(aftersales.month_of(to_month, 1) - 1) a
			LEFT JOIN before b ON b.vehicle_no = a.vehicle_no) v
		GROUP BY GROUPING SETS ((), (v.dealer_code))
	)
	SELECT m.dealer_code, m.method, m.retained, m.base, m.retained::float8 / nullif(m.base, 0)
	FROM (SELECT r.dealer_code, 'seen_again' AS method, r.vehicles - r.lost AS retained, r.vehicles AS base
		FROM aftersales.retention_monthly(to_month, to_month, dealer) r
		UNION ALL
		SELECT c.dealer_code, x.*
		FROM counted c
		CROSS JOIN LATERAL (VALUES
			('end_less_new', c.at_end - CASE WHEN c.network THEN c.new_to_network ELSE c.new_to_station END, c.at_start),
			('units_in_operation', c.seen, c.in_operation)) x (method, retained, base)
		WHERE (c.network AND dealer IS NULL) OR (c.dealer_code IS NOT NULL AND (dealer IS NULL OR c.dealer_code = dealer))) m
	WHERE aftersales.require(aftersales.is_day(from_month) AND aftersales.is_day(to_month), 'from_month and to_month must be months')
		AND aftersales.require(from_month <= to_month, 'from_month must not be after to_month')
	ORDER BY m.dealer_code, m.method;
END;
COMMENT ON FUNCTION retention_methods(date, date, text) IS 'Retention of a period by three methods, retention_rate = retained / base, NULL without a base. seen_again: retention_monthly() of the last month. end_less_new: vehicles active at the end less new ones / active at the start, where new ones were neither sold nor seen before the period (of a station: were not its own); won back and moved in, it can exceed 1. units_in_operation: vehicles seen in the period / vehicles sold or seen by its end and not scrapped. Vehicles count for the station responsible on the day. dealer NULL: all stations, and the network with dealer_code NULL. Error 22023: not months in order.';
