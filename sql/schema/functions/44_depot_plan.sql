CREATE OR REPLACE FUNCTION depot_plan(as_of date)
RETURNS TABLE (
	depot_code text, part_no text, part_name text, stations bigint, reasons text[],
	half_year_quantity numeric, monthly_average_demand float8, order_cycle float8, lead_time float8, safety_stock float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH depot AS MATERIALIZED (
		SELECT d.dealer_code,
			aftersales.parameter_value('order_cycle', d.dealer_code) AS order_cycle,
			aftersales.parameter_value('lead_time', d.dealer_code) AS lead_time,
			aftersales.parameter_value('safety_stock_divisor', d.dealer_code)::float8 AS divisor
		FROM aftersales.dealer d
	), pooled AS (
		SELECT d.depot_code, s.part_no, s.part_name, count(*) AS stations, array_agg(DISTINCT s.reason) AS reasons,
			sum(s.half_year_quantity) AS half_year_quantity,
			sum(s.monthly_average_demand ORDER BY s.dealer_code) AS monthly_average_demand
		FROM aftersales.stocking_plan(as_of) s JOIN aftersales.dealer d ON d.dealer_code = s.dealer_code
		WHERE s.location = 'depot'
		GROUP BY d.depot_code, s.part_no, s.part_name
	)
	SELECT q.depot_code, q.part_no, q.part_name, q.stations, q.reasons, q.half_year_quantity, q.monthly_average_demand,
		c.order_cycle, c.lead_time, aftersales.safety_stock(q.monthly_average_demand, c.order_cycle, c.lead_time, t.divisor)
	FROM pooled q
	JOIN depot t ON t.dealer_code = q.depot_code
	JOIN aftersales.part p ON p.part_no = q.part_no
	LEFT JOIN aftersales.part_supply s ON s.dealer_code = q.depot_code AND s.part_no = q.part_no
	CROSS JOIN LATERAL (SELECT coalesce(s.order_cycle, p.order_cycle, t.order_cycle)::float8 AS order_cycle,
		coalesce(s.lead_time, p.lead_time, t.lead_time)::float8 AS lead_time) c
	ORDER BY q.depot_code, q.part_no;
END;
COMMENT ON FUNCTION depot_plan(date) IS 'What each depot pools for its stations: the rows of stocking_plan() located there, demand summed over them, safety stock from the sum with the depot''s own order cycle and lead time.';
