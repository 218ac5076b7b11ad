-- What the stocking decision by supply cycle, attribute and safety stock is made from.
-- Parameters are looked up once a station; the planner sees through these functions, so a station given reads its own rows only.
CREATE OR REPLACE FUNCTION stocking_input(as_of date, dealer text DEFAULT NULL, holdable boolean DEFAULT false)
RETURNS TABLE (
	dealer_code text, depot_code text, part_no text, part_name text, attribute text, phase text, abc text, value numeric,
	demand aftersales.demand, available_from date, half_year_quantity numeric, monthly_average_demand float8, short_history boolean,
	order_cycle float8, lead_time float8, safety_stock float8, initial_supply numeric, slow_limit numeric, low_safety_stock float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH station AS MATERIALIZED (
		SELECT row_number() OVER (ORDER BY d.dealer_code) AS station_no, d.dealer_code, d.depot_code,
			aftersales.parameter_value('order_cycle', d.dealer_code) AS order_cycle,
			aftersales.parameter_value('lead_time', d.dealer_code) AS lead_time,
			aftersales.parameter_value('safety_stock_divisor', d.dealer_code)::float8 AS divisor,
			aftersales.parameter_value('slow_limit', d.dealer_code) AS slow_limit,
			aftersales.parameter_value('low_safety_stock', d.dealer_code)::float8 AS low_safety_stock,
			aftersales.parameter_value('abc_a', d.dealer_code) AS abc_a,
			greatest(aftersales.parameter_value('abc_a', d.dealer_code), aftersales.parameter_value('abc_b', d.dealer_code)) AS abc_b,
			aftersales.month_of(as_of, -aftersales.parameter_value('abc_months', d.dealer_code)::integer) AS abc_from,
			-- counted only where some part needs it
			CASE WHEN EXISTS (SELECT FROM aftersales.part p WHERE p.phase = 'introduction' AND p.initial_supply > 0)
				THEN (SELECT count(*) FROM aftersales.vehicle v WHERE v.dealer_code = d.dealer_code
					AND (v.sold_on IS NULL OR v.sold_on <= as_of) AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of)) END AS vehicles
		FROM aftersales.open_dealers(as_of) d
		WHERE d.kind = 'station'
			AND (dealer IS NULL OR d.dealer_code = dealer) AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	), number AS MATERIALIZED (
		SELECT t.station_no, n.part_no, n.newest_no, n.demand, p.phase = 'introduction' AS introduced,
			p.price * aftersales.demand_quantity(n.demand, t.abc_from, aftersales.month_of(as_of, -1)) AS value,
			coalesce(aftersales.demand_quantity(n.demand, aftersales.month_of(as_of, -6), aftersales.month_of(as_of, -1)), 0) AS half_year_quantity
		FROM aftersales.station_number(dealer, holdable) n
		JOIN station t ON t.dealer_code = n.dealer_code
		JOIN aftersales.part p ON p.part_no = coalesce(n.newest_no, n.part_no)
		-- true for each station of the CTE; tells the planner that one station has all rows
		WHERE dealer IS NULL OR t.dealer_code = dealer
	), shared AS MATERIALIZED (
		SELECT n.station_no, n.newest_no AS part_no, aftersales.rollup(n.demand) AS demand, bool_or(n.introduced) AS introduced,
			sum(n.value) AS value, sum(n.half_year_quantity) AS half_year_quantity,
			-- the station had the part from the day it had the first of its numbers
			min(coalesce(s.available_from, p.available_from, '-infinity')) AS available_from
		FROM number n
		JOIN station t ON t.station_no = n.station_no
		JOIN aftersales.part p ON p.part_no = n.part_no
		LEFT JOIN aftersales.part_supply s ON s.dealer_code = t.dealer_code AND s.part_no = n.part_no
		WHERE n.newest_no IS NOT NULL
		GROUP BY n.station_no, n.newest_no
	), asked AS NOT MATERIALIZED (
		SELECT n.station_no, n.part_no, n.demand, n.introduced, n.value, n.half_year_quantity, NULL::date AS available_from
		FROM number n WHERE n.newest_no IS NULL
		UNION ALL
		SELECT s.station_no, s.part_no, s.demand, s.introduced, s.value, s.half_year_quantity, s.available_from FROM shared s
	), class AS MATERIALIZED (
		SELECT t.*, aftersales.abc_limits(v.values, t.abc_a, t.abc_b) AS limits
		FROM station t
		LEFT JOIN (SELECT a.station_no, aftersales.abc_values_agg(a.value) AS values FROM asked a GROUP BY a.station_no) v ON v.station_no = t.station_no
	), figure AS (
		SELECT t.*, a.part_no, p.name, p.attribute, p.phase, a.demand, f.available_from, a.value, a.half_year_quantity,
			CASE WHEN a.introduced THEN ceil(p.initial_supply * t.vehicles / 100) END AS initial_supply,
			coalesce(aftersales.monthly_average_demand(a.demand, as_of, f.available_from), 0) AS monthly_average_demand,
			coalesce(f.available_from > aftersales.month_of(as_of, -6), false) AS short_history,
			coalesce(s.order_cycle, p.order_cycle, t.order_cycle)::float8 AS part_order_cycle,
			coalesce(s.lead_time, p.lead_time, t.lead_time)::float8 AS part_lead_time
		FROM asked a
		JOIN class t ON t.station_no = a.station_no
		JOIN aftersales.part p ON p.part_no = a.part_no
		LEFT JOIN aftersales.part_supply s ON s.dealer_code = t.dealer_code AND s.part_no = a.part_no
		CROSS JOIN LATERAL (SELECT aftersales.sold_or_available_from(a.demand, coalesce(a.available_from, s.available_from, p.available_from)) AS available_from) f
		WHERE NOT holdable OR a.half_year_quantity > t.slow_limit OR a.introduced
		-- makes each figure once, whoever uses it
		OFFSET 0
	)
	SELECT f.dealer_code, f.depot_code, f.part_no, f.name, f.attribute, f.phase, aftersales.abc_class_of(f.value, f.limits),
		f.value, f.demand, f.available_from, f.half_year_quantity, f.monthly_average_demand, f.short_history, f.part_order_cycle, f.part_lead_time,
		aftersales.safety_stock(f.monthly_average_demand, f.part_order_cycle, f.part_lead_time, f.divisor),
		f.initial_supply, f.slow_limit, f.low_safety_stock
	FROM figure f;
END;
COMMENT ON FUNCTION stocking_input(date, text, boolean) IS 'What stocking_plan() decides from: the rows of station_demand() of open stations with the figures of each part there. value: price x usage of the months of parameter abc_months; abc: parts of equal value have equal classes; initial_supply: quantity for the vehicles in operation that the station is responsible for, of parts in introduction. Half-year: the six complete months before as_of. holdable: without those that cannot have to be held by a station, not in introduction and slow. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION stocking_plan(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, attribute text, phase text, abc text,
	half_year_quantity numeric, monthly_average_demand float8, short_history boolean, order_cycle float8, lead_time float8,
	safety_stock float8, months_of_supply float8, over_three_months boolean, location text, reason text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	-- apart from the rest, so that Citus workers look through their own stations
	WITH wanted AS MATERIALIZED (
		SELECT DISTINCT k.part_no FROM aftersales.part_demand_now k
		WHERE aftersales.demand_quantity(k.demand, aftersales.month_of(as_of, -6), aftersales.month_of(as_of, -1)) > 0
	)
	SELECT i.dealer_code, i.part_no, i.part_name, i.attribute, i.phase, i.abc,
		i.half_year_quantity, i.monthly_average_demand, i.short_history, i.order_cycle, i.lead_time,
		i.safety_stock, m.months_of_supply, coalesce(m.months_of_supply > 3, false),
		CASE WHEN d.location = 'depot' AND i.depot_code IS NULL THEN 'supplier' ELSE d.location END, d.reason
	FROM aftersales.stocking_input(as_of, dealer) i
	LEFT JOIN (SELECT DISTINCT n.newest_no AS part_no FROM wanted k JOIN aftersales.part_newest n ON n.part_no = k.part_no) w
		ON w.part_no = i.part_no
	CROSS JOIN LATERAL aftersales.stocking_decision(i.order_cycle, i.lead_time, i.attribute, i.half_year_quantity,
		i.safety_stock, i.phase, w.part_no IS NOT NULL, i.slow_limit, i.low_safety_stock) d
	CROSS JOIN LATERAL (SELECT aftersales.months_of_supply(i.safety_stock, i.monthly_average_demand) AS months_of_supply) m
	-- as keys are compared, whatever the database's collation
	ORDER BY i.dealer_code COLLATE "C", i.part_no COLLATE "C";
END;
COMMENT ON FUNCTION stocking_plan(date, text) IS 'Where each part of each station belongs (station, depot or supplier), why, and all figures of the decision. The network has demand for a part if any station or depot had in the half-year. A station without a depot gets from the supplier what would be pooled. dealer NULL: all stations.';
