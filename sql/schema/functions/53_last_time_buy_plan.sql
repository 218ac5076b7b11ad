CREATE OR REPLACE FUNCTION last_time_buy_plan(as_of date, dealer text DEFAULT NULL, years integer DEFAULT 10, decay float8 DEFAULT 0.15)
RETURNS TABLE (
	part_no text, part_name text, order_quantity numeric, amount numeric, quantity float8, year_quantity numeric,
	remaining_demand float8, safety_stock float8, on_hand numeric, on_order numeric, pack numeric, unit_cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH asked AS (
		SELECT r.part_no, aftersales.rollup(r.demand) AS demand,
			CASE WHEN count(*) = count(r.available_from) THEN min(r.available_from) END AS available_from
		FROM aftersales.station_demand(dealer) r GROUP BY r.part_no
	), held AS (
		SELECT n.newest_no, sum(h.on_hand) AS on_hand, sum(h.on_order) AS on_order
		FROM (SELECT s.dealer_code, s.part_no, s.on_hand, 0 AS on_order FROM aftersales.stock s
			UNION ALL
			SELECT l.dealer_code, l.part_no, 0, greatest(l.quantity - l.received, 0)
			FROM aftersales.purchase_order o
			JOIN aftersales.purchase_order_line l ON l.dealer_code = o.dealer_code AND l.order_no = o.order_no
			WHERE o.closed_on IS NULL) h
		JOIN aftersales.part_newest n ON n.part_no = h.part_no
		WHERE dealer IS NULL OR h.dealer_code = dealer
		GROUP BY n.newest_no
	), figure AS (
		SELECT p.part_no, p.name, coalesce(p.pack, 1) AS pack, p.cost, coalesce(h.on_hand, 0) AS on_hand, coalesce(h.on_order, 0) AS on_order,
			greatest(coalesce(aftersales.demand_quantity(a.demand, aftersales.month_of(as_of, -12), aftersales.month_of(as_of, -1)), 0), 0) AS year_quantity,
			aftersales.safety_stock(coalesce(aftersales.monthly_average_demand(a.demand, as_of, a.available_from), 0),
				coalesce(s.order_cycle, p.order_cycle, aftersales.parameter_value('order_cycle', coalesce(dealer, '*')))::float8,
				coalesce(s.lead_time, p.lead_time, aftersales.parameter_value('lead_time', coalesce(dealer, '*')))::float8,
				aftersales.parameter_value('safety_stock_divisor', coalesce(dealer, '*'))::float8) AS safety_stock
		FROM aftersales.part p
		LEFT JOIN asked a ON a.part_no = p.part_no
		LEFT JOIN held h ON h.newest_no = p.part_no
		LEFT JOIN aftersales.part_supply s ON s.dealer_code = last_time_buy_plan.dealer AND s.part_no = p.part_no
		WHERE p.phase = 'discontinued' AND (a.part_no IS NOT NULL OR h.newest_no IS NOT NULL)
	)
	SELECT f.part_no, f.name, o.order_quantity, o.order_quantity * f.cost, q.quantity, f.year_quantity,
		aftersales.last_time_buy(f.year_quantity::float8, decay, years), f.safety_stock, f.on_hand, f.on_order, f.pack, f.cost
	FROM figure f
	CROSS JOIN LATERAL (SELECT aftersales.last_time_buy(f.year_quantity::float8, decay, years, f.safety_stock, (f.on_hand + f.on_order)::float8) AS quantity) q
	CROSS JOIN LATERAL (SELECT aftersales.suggested_order(q.quantity, 0, pack => f.pack::float8)::numeric AS order_quantity) o
	WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day') AND aftersales.require(years BETWEEN 1 AND 100, 'years must be between 1 and 100')
		AND aftersales.require(decay BETWEEN 0 AND 1, 'decay must be between 0 and 1')
	ORDER BY f.part_no;
END;
COMMENT ON FUNCTION last_time_buy_plan(date, text, integer, float8) IS 'What to buy at last of each discontinued part for the promised years: last_time_buy() of the quantity of the twelve complete months before as_of, falling each year by the share decay, with the safety stock of the present demand, less what is on hand and on order; order_quantity in whole packs, amount at cost. Supply times as in stocking_plan(); dealer NULL: the whole network as one, with the network''s.';
