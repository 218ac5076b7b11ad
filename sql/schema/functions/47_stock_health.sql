CREATE OR REPLACE FUNCTION dead_stock(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, part_no text, part_name text, on_hand numeric, unit_cost numeric, amount numeric, last_asked date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH used AS (
		SELECT DISTINCT l.dealer_code, l.part_no
		FROM aftersales.demand_line l
		-- here, too: before the twelve months are counted
		WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
			AND l.kind <> 'lost' AND l.quantity > 0 AND l.asked_on > (as_of - interval '12 months')::date AND l.asked_on <= as_of
			AND (dealer IS NULL OR l.dealer_code = dealer)
	), moved AS (
		SELECT DISTINCT m.dealer_code, m.part_no
		FROM aftersales.stock_movement m
		WHERE m.kind IN ('issue', 'transfer_out') AND m.moved_on > (as_of - interval '12 months')::date AND m.moved_on <= as_of
			AND (dealer IS NULL OR m.dealer_code = dealer)
	), held AS (
		SELECT s.dealer_code, s.part_no, s.on_hand, k.demand
		FROM (SELECT b.dealer_code, b.part_no, sum(b.on_hand) AS on_hand
			FROM aftersales.stock b WHERE dealer IS NULL OR b.dealer_code = dealer
			GROUP BY b.dealer_code, b.part_no HAVING sum(b.on_hand) > 0) s
		LEFT JOIN aftersales.part_demand_now k ON k.dealer_code = s.dealer_code AND k.part_no = s.part_no
	)
	SELECT s.dealer_code, p.part_no, p.name, s.on_hand, p.cost, s.on_hand * p.cost,
		(SELECT max(m.month) FROM aftersales.demand_months(s.demand) m WHERE m.quantity > 0 AND m.month <= as_of)
	FROM held s JOIN aftersales.part p ON p.part_no = s.part_no
	WHERE NOT EXISTS (SELECT FROM used u WHERE u.dealer_code = s.dealer_code AND u.part_no = s.part_no)
		AND NOT EXISTS (SELECT FROM moved m WHERE m.dealer_code = s.dealer_code AND m.part_no = s.part_no)
		AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY s.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION dead_stock(date, text) IS 'Dead stock (死库存): parts on hand of which nothing was sold, used or moved out in the twelve months up to as_of, each under the number it lies in the bin with; last_asked: last month somebody asked for it. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION stock_turns(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, issues numeric, mean_stock numeric, turns numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH issued AS (
		SELECT l.dealer_code, sum(l.quantity * p.cost) AS amount
		FROM aftersales.demand_line l JOIN aftersales.part p ON p.part_no = l.part_no
		WHERE l.kind <> 'lost' AND l.asked_on >= aftersales.month_of(as_of, -12) AND l.asked_on < aftersales.month_of(as_of)
			AND (dealer IS NULL OR l.dealer_code = dealer)
		GROUP BY l.dealer_code
	), present AS (
		SELECT s.dealer_code, sum(s.on_hand * p.cost) AS amount
		FROM aftersales.stock s JOIN aftersales.part p ON p.part_no = s.part_no
		WHERE dealer IS NULL OR s.dealer_code = dealer
		GROUP BY s.dealer_code
	), moved AS (
		SELECT m.dealer_code, aftersales.month_of(m.moved_on) AS month, sum(m.quantity * p.cost) AS amount
		FROM aftersales.stock_movement m JOIN aftersales.part p ON p.part_no = m.part_no
		WHERE m.moved_on >= aftersales.month_of(as_of, -12) AND (dealer IS NULL OR m.dealer_code = dealer)
		GROUP BY m.dealer_code, 2
	), mean AS (
		SELECT d.dealer_code, avg(coalesce(n.amount, 0) - coalesce(
			(SELECT sum(m.amount) FROM moved m WHERE m.dealer_code = d.dealer_code AND m.month >= aftersales.month_of(as_of, b)), 0)) AS amount
		FROM aftersales.dealer d
		CROSS JOIN generate_series(-12, 0) b
		LEFT JOIN present n ON n.dealer_code = d.dealer_code
		WHERE (d.closed_on IS NULL OR d.closed_on >= as_of) AND (dealer IS NULL OR d.dealer_code = dealer)
		GROUP BY d.dealer_code
	)
	SELECT s.dealer_code, coalesce(i.amount, 0), s.amount, CASE WHEN s.amount > 0 THEN coalesce(i.amount, 0) / s.amount END
	FROM mean s LEFT JOIN issued i ON i.dealer_code = s.dealer_code
	WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY s.dealer_code;
END;
COMMENT ON FUNCTION stock_turns(date, text) IS 'Turns of the stock in the twelve complete months before as_of: what was sold and used, at cost / mean of the stock at cost at the thirteen starts of month. Past stock is the present one less the stock movements since; costs are the present ones, parts without cost are left out. NULL without stock. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION mobility(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, part_no text, part_name text, mobility_code integer, year_quantity numeric, on_hand numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT r.dealer_code, p.part_no, p.name, aftersales.mobility_code(coalesce(r.demand, '{}'), as_of, r.available_from),
		coalesce(aftersales.demand_quantity(r.demand, aftersales.month_of(as_of, -12), aftersales.month_of(as_of, -1)), 0),
		coalesce(s.on_hand, 0)
	FROM aftersales.station_demand(dealer) r
	JOIN aftersales.part p ON p.part_no = r.part_no
	LEFT JOIN (SELECT b.dealer_code, n.newest_no, sum(b.on_hand) AS on_hand
		FROM aftersales.stock b JOIN aftersales.part_newest n ON n.part_no = b.part_no
		GROUP BY b.dealer_code, n.newest_no) s ON s.dealer_code = r.dealer_code AND s.newest_no = r.part_no
	WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY r.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION mobility(date, text) IS 'Mobility code of each part at each station by the months with demand of the twelve complete ones before as_of: 1 all, 2 8-11, 3 5-7, 4 1-4, 5 none, 0 available for less than a year; with the quantity of those months and what is on hand. dealer NULL: all stations and depots.';
