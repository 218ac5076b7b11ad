-- Which parts the network asks for only divides depot and supplier, so it is not asked here.
CREATE OR REPLACE FUNCTION stock_position(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, reason text, monthly_average_demand float8, order_cycle float8, lead_time float8,
	safety_stock float8, target float8, on_hand numeric, on_order numeric, back_orders numeric, allocated numeric, pack numeric, unit_cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH planned AS (
		SELECT i.dealer_code, i.part_no, d.reason, i.monthly_average_demand, i.order_cycle, i.lead_time, i.safety_stock,
			CASE WHEN d.location = 'station' THEN greatest(t.target, i.initial_supply::float8) ELSE 0 END AS target
		FROM aftersales.stocking_input(as_of, dealer) i
		CROSS JOIN LATERAL aftersales.stocking_decision(i.order_cycle, i.lead_time, i.attribute, i.half_year_quantity,
			i.safety_stock, i.phase, true, i.slow_limit, i.low_safety_stock) d
		CROSS JOIN LATERAL aftersales.order_target(i.monthly_average_demand, i.order_cycle, i.lead_time, i.safety_stock) t (target)
		UNION ALL
		SELECT q.depot_code, q.part_no, array_to_string(q.reasons, ', '), q.monthly_average_demand, q.order_cycle, q.lead_time, q.safety_stock,
			CASE WHEN 'discontinued' = ANY (q.reasons) THEN 0
				ELSE aftersales.order_target(q.monthly_average_demand, q.order_cycle, q.lead_time, q.safety_stock) END
		FROM aftersales.depot_plan(as_of) q
		WHERE (dealer IS NULL OR q.depot_code = dealer)
			-- the plan of all stations is made for depots only
			AND EXISTS (SELECT FROM aftersales.dealer g WHERE g.kind = 'depot' AND (dealer IS NULL OR g.dealer_code = dealer))
	), held AS (
		SELECT h.dealer_code, n.newest_no AS part_no, sum(h.on_hand) AS on_hand, sum(h.on_order) AS on_order,
			sum(h.back_orders) AS back_orders, sum(h.allocated) AS allocated
		FROM (SELECT s.dealer_code, s.part_no, s.on_hand, 0 AS on_order, 0 AS back_orders, s.allocated FROM aftersales.stock s
			UNION ALL
			SELECT l.dealer_code, l.part_no, 0, greatest(l.quantity - l.received, 0), 0, 0
			FROM aftersales.purchase_order o
			JOIN aftersales.purchase_order_line l ON l.dealer_code = o.dealer_code AND l.order_no = o.order_no
			WHERE o.closed_on IS NULL
			UNION ALL
			SELECT b.dealer_code, b.part_no, 0, 0, b.quantity, 0 FROM aftersales.back_order b) h
		JOIN aftersales.part_newest n ON n.part_no = h.part_no
		JOIN aftersales.dealer d ON d.dealer_code = h.dealer_code AND (d.closed_on IS NULL OR d.closed_on >= as_of)
		WHERE dealer IS NULL OR h.dealer_code = dealer
		GROUP BY h.dealer_code, n.newest_no
	)
	SELECT k.dealer_code, p.part_no, p.name, coalesce(q.reason, 'not planned'), q.monthly_average_demand, q.order_cycle, q.lead_time,
		q.safety_stock, coalesce(q.target, 0), coalesce(h.on_hand, 0), coalesce(h.on_order, 0), coalesce(h.back_orders, 0),
		coalesce(h.allocated, 0), coalesce(p.pack, 1), p.cost
	FROM planned q
	FULL JOIN held h ON h.dealer_code = q.dealer_code AND h.part_no = q.part_no
	CROSS JOIN LATERAL (SELECT coalesce(q.dealer_code, h.dealer_code) AS dealer_code, coalesce(q.part_no, h.part_no) AS part_no) k
	JOIN aftersales.part p ON p.part_no = k.part_no
	ORDER BY k.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION stock_position(date, text) IS 'What a station or depot should have of each part and what it has and expects now, under the newest part numbers. target: order_target() of what the must-stock list or the depot''s plan holds, at least the initial supply of a part in introduction; 0 for parts held elsewhere and for discontinued ones, which are bought by last_time_buy_plan(). Demand is as of the day, stock and open orders are the present ones. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION suggested_orders(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, quantity numeric, amount numeric, reason text,
	monthly_average_demand float8, order_cycle float8, lead_time float8, safety_stock float8, target float8,
	on_hand numeric, on_order numeric, back_orders numeric, allocated numeric, pack numeric, unit_cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.dealer_code, s.part_no, s.part_name, o.quantity, o.quantity * s.unit_cost, s.reason,
		s.monthly_average_demand, s.order_cycle, s.lead_time, s.safety_stock, s.target,
		s.on_hand, s.on_order, s.back_orders, s.allocated, s.pack, s.unit_cost
	FROM aftersales.stock_position(as_of, dealer) s
	CROSS JOIN LATERAL (SELECT aftersales.suggested_order(s.target, s.on_hand::float8, s.on_order::float8, s.back_orders::float8,
		s.allocated::float8, s.pack::float8)::numeric AS quantity) o
	WHERE o.quantity > 0
	ORDER BY s.dealer_code, s.part_no;
END;
COMMENT ON FUNCTION suggested_orders(date, text) IS 'What to order: target less (on_hand + on_order - back_orders - allocated), rounded up to packs, with the figures it follows from; target = monthly_average_demand x (order_cycle + lead_time) / 30 + safety_stock for parts held there. A part held elsewhere is ordered for customers who wait only. amount: at cost. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION excess_stock(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, excess numeric, amount numeric, reason text,
	on_hand numeric, target float8, monthly_average_demand float8, months_of_supply float8, unit_cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.dealer_code, s.part_no, s.part_name, s.on_hand - s.target::numeric, (s.on_hand - s.target::numeric) * s.unit_cost, s.reason,
		s.on_hand, s.target, s.monthly_average_demand, aftersales.months_of_supply(s.on_hand::float8, s.monthly_average_demand), s.unit_cost
	FROM aftersales.stock_position(as_of, dealer) s
	WHERE s.on_hand > s.target::numeric
	ORDER BY s.dealer_code, s.part_no;
END;
COMMENT ON FUNCTION excess_stock(date, text) IS 'Stock on hand above the target of stock_position(), with how many months it lasts and its amount at cost. dealer NULL: all stations and depots.';
