-- The level by service is the quantile of a negative binomial distribution, the one for slow parts; where demand is large or varies
-- wildly, a normal one, which has no limits.
CREATE OR REPLACE FUNCTION service_target(
	demand aftersales.demand, as_of date, available_from date, months integer, order_cycle float8, lead_time float8, service_level float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT aftersales.order_up_to_level(demand, m.first_month, m.last_month, order_cycle, lead_time, service_level, 0,
		CASE WHEN f.mean * greatest((order_cycle + lead_time) / 30, 1) > 1e5 OR f.stddev * f.stddev > 1000 * f.mean THEN 'normal' ELSE 'negative_binomial' END)
	FROM (SELECT greatest(aftersales.month_of(as_of, -months), aftersales.month_of(available_from)) AS first_month, aftersales.month_of(as_of, -1) AS last_month) m
	CROSS JOIN LATERAL (SELECT aftersales.demand_mean(demand, m.first_month, m.last_month) AS mean,
		aftersales.demand_stddev(demand, m.first_month, m.last_month) AS stddev) f
	WHERE m.first_month < m.last_month;
END;
COMMENT ON FUNCTION service_target(aftersales.demand, date, date, integer, float8, float8, float8) IS 'Order-up-to level for a service level: order_up_to_level() of order cycle and lead time (days), demand of a month as in so many complete months before as_of, of those from the month of available_from on; negative binomial (Poisson where it varies less), but normal where the demand of order cycle and lead time is above 100000 or the variance above 1000 times the mean. NULL for less than two months.';

-- Which parts the network asks for only divides depot and supplier, so it is not asked here.
CREATE OR REPLACE FUNCTION stock_position(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, reason text, monthly_average_demand float8, order_cycle float8, lead_time float8,
	safety_stock float8, founding_target float8, abc text, service_level numeric, service_target float8, target float8, on_hand numeric, on_order numeric, back_orders numeric, allocated numeric, pack numeric, unit_cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH rule AS MATERIALIZED (
		SELECT d.dealer_code, aftersales.parameter_value('order_by_service', d.dealer_code) = 1 AS by_service,
			aftersales.parameter_value('service_months', d.dealer_code)::integer AS months
		FROM aftersales.dealer d
	), planned AS (
		SELECT i.dealer_code, i.part_no, d.reason, i.monthly_average_demand, i.order_cycle, i.lead_time, i.safety_stock,
			t.target AS founding_target, i.abc, w.service_level, v.service_target,
			CASE WHEN d.location = 'station' THEN greatest(CASE WHEN r.by_service THEN coalesce(v.service_target, t.target) ELSE t.target END, i.initial_supply::float8)
				ELSE 0 END AS target
		FROM aftersales.stocking_input(as_of, dealer) i
		JOIN rule r ON r.dealer_code = i.dealer_code
		JOIN aftersales.class_control w ON w.abc = i.abc
		CROSS JOIN LATERAL aftersales.stocking_decision(i.order_cycle, i.lead_time, i.attribute, i.half_year_quantity,
			i.safety_stock, i.phase, true, i.slow_limit, i.low_safety_stock) d
		CROSS JOIN LATERAL (SELECT CASE WHEN d.location = 'station' THEN aftersales.service_target(i.demand, as_of, i.available_from, r.months,
			i.order_cycle, i.lead_time, w.service_level::float8) END AS service_target OFFSET 0) v
		CROSS JOIN LATERAL aftersales.order_target(i.monthly_average_demand, i.order_cycle, i.lead_time, i.safety_stock) t (target)
		UNION ALL
		SELECT q.depot_code, q.part_no, array_to_string(q.reasons, ', '), q.monthly_average_demand, q.order_cycle, q.lead_time, q.safety_stock,
			t.target, NULL, NULL, NULL, CASE WHEN 'discontinued' = ANY (q.reasons) THEN 0 ELSE t.target END
		FROM aftersales.depot_plan(as_of) q
		CROSS JOIN LATERAL aftersales.order_target(q.monthly_average_demand, q.order_cycle, q.lead_time, q.safety_stock) t (target)
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
		q.safety_stock, q.founding_target, q.abc, q.service_level, q.service_target, coalesce(q.target, 0), coalesce(h.on_hand, 0), coalesce(h.on_order, 0), coalesce(h.back_orders, 0),
		coalesce(h.allocated, 0), coalesce(p.pack, 1), p.cost
	FROM planned q
	FULL JOIN held h ON h.dealer_code = q.dealer_code AND h.part_no = q.part_no
	CROSS JOIN LATERAL (SELECT coalesce(q.dealer_code, h.dealer_code) AS dealer_code, coalesce(q.part_no, h.part_no) AS part_no) k
	JOIN aftersales.part p ON p.part_no = k.part_no
	ORDER BY k.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION stock_position(date, text) IS 'What a station or depot should have of each part and what it has and expects now, under the newest part numbers. founding_target: order_target(). service_target: service_target() for the service level of the part''s ABC class (class_control) from the last service_months months, of parts that the station holds; NULL at a depot. target: founding_target, or service_target where parameter order_by_service is 1, of what the must-stock list or the depot''s plan holds, at least the initial supply of a part in introduction; 0 for parts held elsewhere and for discontinued ones, which are bought by last_time_buy_plan(). Demand is as of the day, stock and open orders are the present ones. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION suggested_orders(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, quantity numeric, amount numeric, reason text,
	monthly_average_demand float8, order_cycle float8, lead_time float8, safety_stock float8, founding_target float8, abc text, service_level numeric, service_target float8, target float8,
	on_hand numeric, on_order numeric, back_orders numeric, allocated numeric, pack numeric, unit_cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.dealer_code, s.part_no, s.part_name, o.quantity, o.quantity * s.unit_cost, s.reason,
		s.monthly_average_demand, s.order_cycle, s.lead_time, s.safety_stock, s.founding_target, s.abc, s.service_level, s.service_target, s.target,
		s.on_hand, s.on_order, s.back_orders, s.allocated, s.pack, s.unit_cost
	FROM aftersales.stock_position(as_of, dealer) s
	CROSS JOIN LATERAL (SELECT aftersales.suggested_order(s.target, s.on_hand::float8, s.on_order::float8, s.back_orders::float8,
		s.allocated::float8, s.pack::float8)::numeric AS quantity) o
	WHERE o.quantity > 0
	ORDER BY s.dealer_code, s.part_no;
END;
COMMENT ON FUNCTION suggested_orders(date, text) IS 'What to order: target less (on_hand + on_order - back_orders - allocated), rounded up to packs, with the figures it follows from; target = founding_target = monthly_average_demand x (order_cycle + lead_time) / 30 + safety_stock for parts held there, or service_target where parameter order_by_service is 1 (see stock_position()). A part held elsewhere is ordered for customers who wait only. amount: at cost. dealer NULL: all stations and depots.';

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
