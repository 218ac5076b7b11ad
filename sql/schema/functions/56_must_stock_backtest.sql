-- The old list names parts, not quantities. It gets pieces in proportion to its half-year quantities, rounded to the nearest: scaled by a
-- factor f a part gets its k-th piece as soon as f x quantity >= k - 1/2, so pieces are bought in the order of (k - 1/2) / quantity.
-- As round(x) >= x - 1/2, the factor that the money reaches is at most (money + half a piece of each part) / cost of all quantities.
-- What is asked for on a day is outstanding on the following days less than so many later: on a scale on which days - 1/2 are 1 (days
-- rounded up), those at most 1 before.
-- The depot's pieces are paid for by its stations, in proportion to their demand for each part, and serve whoever asks first.
CREATE OR REPLACE FUNCTION must_stock_backtest(from_month date, to_month date, dealer text DEFAULT NULL, n integer DEFAULT 100)
RETURNS TABLE (
	half date, dealer_code text, list text, parts bigint, pieces numeric, money numeric, depot_money numeric,
	quantity numeric, quantity_filled numeric, fill_rate numeric, quantity_from_depot numeric, fill_rate_with_depot numeric)
LANGUAGE sql STABLE PARALLEL SAFE SET jit = off
BEGIN ATOMIC
	WITH half AS MATERIALIZED (
		SELECT h::date AS half, aftersales.month_of(h::date, 6) AS next_half
		FROM generate_series(aftersales.month_of(from_month)::timestamp, aftersales.month_of(to_month, -5)::timestamp, interval '6 months') h
	), price AS (
		SELECT p.part_no, coalesce(nullif(p.cost, 0), nullif(p.price, 0)) AS cost FROM aftersales.part p
	), planned AS MATERIALIZED (
		SELECT h.half, s.dealer_code, s.part_no, s.order_cycle + s.lead_time AS days, s.monthly_average_demand,
			CASE WHEN s.location = 'depot' THEN d.depot_code END AS depot_code
		FROM half h CROSS JOIN LATERAL aftersales.stocking_plan(h.half) s JOIN aftersales.dealer d ON d.dealer_code = s.dealer_code
	), new_list AS MATERIALIZED (
		SELECT h.half, m.dealer_code, m.part_no, m.quantity AS pieces, m.quantity * c.cost AS money
		FROM half h
		CROSS JOIN LATERAL aftersales.must_stock_list(h.half, dealer) m
		JOIN price c ON c.part_no = m.part_no AND c.cost IS NOT NULL
		WHERE m.quantity > 0
	), pool AS MATERIALIZED (
		SELECT h.half, o.depot_code, o.part_no, o.order_cycle + o.lead_time AS days, ceil(o.safety_stock::numeric) AS pieces,
			ceil(o.safety_stock::numeric) * c.cost AS money, o.monthly_average_demand
		FROM half h
		CROSS JOIN LATERAL aftersales.depot_plan(h.half) o
		JOIN price c ON c.part_no = o.part_no AND c.cost IS NOT NULL
		WHERE o.safety_stock > 0 AND o.reasons <> '{discontinued}'
	), share AS MATERIALIZED (
		SELECT s.half, s.dealer_code, sum(o.money * (s.monthly_average_demand / o.monthly_average_demand)::numeric) AS money
		FROM planned s JOIN pool o ON o.half = s.half AND o.depot_code = s.depot_code AND o.part_no = s.part_no
		WHERE dealer IS NULL OR s.dealer_code = dealer
		GROUP BY s.half, s.dealer_code
	), budget AS (
		SELECT b.half, b.dealer_code, sum(b.money) AS money
		FROM (SELECT l.half, l.dealer_code, l.money FROM new_list l UNION ALL SELECT s.half, s.dealer_code, s.money FROM share s) b
		GROUP BY b.half, b.dealer_code
	), old_list AS (
		SELECT h.half, o.dealer_code, o.part_no, o.priority, o.quantity, c.cost, b.money AS budget,
			(b.money + sum(c.cost) OVER w / 2) / sum(o.quantity * c.cost) OVER w AS largest_factor
		FROM half h
		CROSS JOIN LATERAL aftersales.must_stock_list_by_volume(h.half, dealer, n) o
		JOIN price c ON c.part_no = o.part_no AND c.cost IS NOT NULL
		JOIN budget b ON b.half = h.half AND b.dealer_code = o.dealer_code
		WINDOW w AS (PARTITION BY h.half, o.dealer_code)
	), piece AS (
		SELECT o.half, o.dealer_code, o.part_no, o.cost, o.budget, sum(o.cost) OVER (PARTITION BY o.half, o.dealer_code
			ORDER BY (k - 0.5) / o.quantity, o.priority ROWS UNBOUNDED PRECEDING) AS spent
		FROM old_list o CROSS JOIN LATERAL generate_series(1, floor(o.largest_factor * o.quantity + 0.5)) k
	), level AS MATERIALIZED (
		SELECT 'three_in_one' AS list, l.half, l.dealer_code, l.part_no, l.pieces, l.money FROM new_list l
		UNION ALL
		SELECT 'by_volume', e.half, e.dealer_code, e.part_no, count(*), sum(e.cost)
		FROM piece e WHERE e.spent <= e.budget GROUP BY e.half, e.dealer_code, e.part_no
	), asked AS MATERIALIZED (
		SELECT h.half, l.dealer_code, x.newest_no AS part_no, l.asked_on, sum(l.quantity) AS quantity
		FROM half h
		JOIN aftersales.demand_line l ON l.asked_on >= h.half AND l.asked_on < h.next_half AND l.quantity > 0
		JOIN aftersales.part_newest x ON x.part_no = l.part_no
		GROUP BY h.half, l.dealer_code, x.newest_no, l.asked_on
	), need AS MATERIALIZED (
		SELECT a.half, a.dealer_code, a.part_no, a.quantity,
			coalesce(sum(a.quantity) OVER (PARTITION BY a.half, a.dealer_code, a.part_no ORDER BY (a.asked_on - a.half) / (ceil(s.days) - 0.5)
				RANGE BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW), 0) AS outstanding
		FROM asked a
		JOIN planned s ON s.half = a.half AND s.dealer_code = a.dealer_code AND s.part_no = a.part_no AND s.days > 0
		WHERE dealer IS NULL OR a.dealer_code = dealer
	), from_depot AS (
		SELECT q.half, q.dealer_code, sum(least(q.quantity, greatest(q.pieces - q.outstanding, 0))) AS quantity
		FROM (SELECT a.half, a.dealer_code, a.quantity, o.pieces,
				coalesce(sum(a.quantity) OVER (PARTITION BY a.half, o.depot_code, a.part_no ORDER BY (a.asked_on - a.half) / (ceil(o.days) - 0.5)
					RANGE BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE GROUP), 0)
				+ coalesce(sum(a.quantity) OVER (PARTITION BY a.half, o.depot_code, a.part_no, a.asked_on ORDER BY a.dealer_code
					ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW), 0) AS outstanding
			FROM asked a
			JOIN planned s ON s.half = a.half AND s.dealer_code = a.dealer_code AND s.part_no = a.part_no
			JOIN pool o ON o.half = s.half AND o.depot_code = s.depot_code AND o.part_no = s.part_no) q
		WHERE dealer IS NULL OR q.dealer_code = dealer
		GROUP BY q.half, q.dealer_code
	), served AS (
		SELECT d.half, d.dealer_code, t.list, sum(d.quantity) AS quantity,
			sum(least(d.quantity, greatest(coalesce(v.pieces, 0) - d.outstanding, 0))) AS quantity_filled
		FROM need d
		CROSS JOIN (VALUES ('three_in_one'), ('by_volume')) t (list)
		LEFT JOIN level v ON v.list = t.list AND v.half = d.half AND v.dealer_code = d.dealer_code AND v.part_no = d.part_no
		GROUP BY d.half, d.dealer_code, t.list
	), held AS (
		SELECT v.half, v.dealer_code, v.list, count(v.part_no) AS parts, sum(v.pieces) AS pieces, sum(v.money) AS money, sum(v.depot_money) AS depot_money
		FROM (SELECT l.half, l.dealer_code, l.list, l.part_no, l.pieces, l.money, 0 AS depot_money FROM level l
			UNION ALL
			SELECT s.half, s.dealer_code, 'three_in_one', NULL, 0, s.money, s.money FROM share s) v
		GROUP BY v.half, v.dealer_code, v.list
	)
	SELECT r.half, r.dealer_code, r.list, coalesce(sum(r.parts), 0)::bigint, coalesce(sum(r.pieces), 0), round(coalesce(sum(r.money), 0), 2), round(coalesce(sum(r.depot_money), 0), 2),
		coalesce(sum(r.quantity), 0), coalesce(sum(r.quantity_filled), 0), sum(r.quantity_filled) / sum(r.quantity),
		coalesce(sum(r.from_depot), 0), (sum(r.quantity_filled) + coalesce(sum(r.from_depot), 0)) / sum(r.quantity)
	FROM (SELECT k.half, k.dealer_code, k.list, g.parts, g.pieces, g.money, g.depot_money, s.quantity, s.quantity_filled, f.quantity AS from_depot
		FROM served s FULL JOIN held g ON g.half = s.half AND g.dealer_code = s.dealer_code AND g.list = s.list
		CROSS JOIN LATERAL (SELECT coalesce(s.half, g.half) AS half, coalesce(s.dealer_code, g.dealer_code) AS dealer_code, coalesce(s.list, g.list) AS list) k
		LEFT JOIN from_depot f ON f.half = k.half AND f.dealer_code = k.dealer_code AND k.list = 'three_in_one') r
	WHERE aftersales.require(n > 0, 'n must be above 0')
		AND aftersales.require(aftersales.is_day(from_month) AND aftersales.is_day(to_month), 'from_month and to_month must be months')
		AND aftersales.require(aftersales.month_of(from_month, 5) <= to_month, 'from_month to to_month must hold a half-year')
	GROUP BY GROUPING SETS ((r.half, r.list, r.dealer_code), (r.half, r.list))
	HAVING dealer IS NULL OR r.dealer_code IS NOT NULL
	ORDER BY 1, 2, 3 DESC;
END;
COMMENT ON FUNCTION must_stock_backtest(date, date, text, integer) IS 'Fill rate that each list would have reached at equal money tied up. For each half-year beginning at from_month and each sixth month after it, complete by to_month, both lists are made as of its start (n: size of the old one). three_in_one holds the quantities of must_stock_list() at the stations and, of what they pool, the safety stock of depot_plan() in whole pieces at the depot (none of discontinued parts); money: their cost, or price where no cost is known (a part with neither is left out), depot_money of it for the pieces at the depot, which stations pay for in proportion to their demand for each part. by_volume shares the same money among the parts of must_stock_list_by_volume() in proportion to their quantities, in whole pieces, up to the first that the money does not reach; it has no depot. Then the half-year''s demand is replayed day by day: a list''s pieces are on hand at its start, what is asked for is ordered the same day and arrives after order_cycle + lead_time days (the depot''s for its pieces), what is not on hand waits for it; stations that ask the depot on the same day are served by their code. quantity_filled: filled at once from the station; quantity_from_depot: on hand at the depot, so there after the transport (parameter transport_time); parts and pieces: at the station. Parts of direct supply (0 days) need no stock and are left out, returns too. Rates are NULL without demand. Part figures (price, attribute, phase, days) are the present ones. dealer NULL: all stations, and the network itself with dealer_code NULL.';
