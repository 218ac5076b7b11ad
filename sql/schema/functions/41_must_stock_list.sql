-- The rows of stocking_plan() at the station. Which parts the network asks for only divides depot and supplier, so it is not asked here.
CREATE OR REPLACE FUNCTION must_stock_list(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, priority bigint, part_no text, part_name text, quantity numeric, attribute text, abc text,
	half_year_quantity numeric, monthly_average_demand float8, short_history boolean, order_cycle float8, lead_time float8,
	safety_stock float8, months_of_supply float8, over_three_months boolean, reason text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT i.dealer_code, row_number() OVER (PARTITION BY i.dealer_code ORDER BY i.safety_stock DESC, i.part_no) AS priority,
		i.part_no, i.part_name, greatest(ceil(i.safety_stock::numeric), i.initial_supply), i.attribute, i.abc,
		i.half_year_quantity, i.monthly_average_demand, i.short_history, i.order_cycle, i.lead_time,
		i.safety_stock, m.months_of_supply, coalesce(m.months_of_supply > 3, false), (i.decision).reason
	FROM (SELECT s.*, aftersales.stocking_decision(s.order_cycle, s.lead_time, s.attribute, s.half_year_quantity,
			s.safety_stock, s.phase, true, s.slow_limit, s.low_safety_stock) AS decision
		FROM aftersales.stocking_input(as_of, dealer, true) s OFFSET 0) i
	CROSS JOIN LATERAL (SELECT aftersales.months_of_supply(i.safety_stock, i.monthly_average_demand) AS months_of_supply) m
	WHERE (i.decision).location = 'station'
	ORDER BY i.dealer_code, priority;
END;
COMMENT ON FUNCTION must_stock_list(date, text) IS 'Must-stock list (必备储备清单): the parts a station holds for the half-year after as_of, by safety stock, with the figures they follow from; quantity = safety stock rounded up, of a part in introduction at least its initial supply. dealer NULL: all stations.';
