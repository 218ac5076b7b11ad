-- network_stock_plan() and network_stock_saving() on the network worked out by hand, with a second part that is cheap.
-- LAMP: 12 pieces in January at S1, 5 in June at S2: MAD 12/21 = 4/7 and 6*5/21 = 10/7; from the supplier in 7 + 3 days, to the
-- depot in 14 + 7. On order without a depot: 4/7 / 30 * 10 = 4/21 and 10/21.
\ir ../fixtures/network.sql
BEGIN;
SELECT no_plan();

SELECT results_eq($$SELECT dealer_code, round(monthly_average_demand::numeric, 6), supply_days, direct_supply_days, unit_cost, station_only_stock,
		round(station_only_fill_rate::numeric, 6), round(station_only_backorders::numeric, 6)
	FROM network_stock_plan('2026-07-01', 0.9)$$,
	-- pieces by what they add: S2 10 e^-10/21, S1 4 e^-4/21, S2 10 (10/21) e^-10/21: 0.8911 of 14 filled, S2 once more: 0.9415
	-- S1 owes 4/21 - 1 + e^-4/21, S2 10/21 - 3 + e^-10/21 (3 + 2 (10/21) + (10/21)^2 / 2)
	$$VALUES ('D1', 2.000000, 21::float8, NULL::float8, 20.00, 0, NULL::numeric, NULL::numeric),
		('S1', round(4/7.0, 6), 2, 10, 20, 1, round(exp(-4/21.0), 6), round(4/21.0 - 1 + exp(-4/21.0), 6)),
		('S2', round(10/7.0, 6), 2, 10, 20, 3, round(exp(-10/21.0) * (1 + 10/21.0 + 50/441.0), 6),
			round(10/21.0 - 3 + exp(-10/21.0) * (3 + 20/21.0 + 50/441.0), 6))$$,
	'demand, days and cost of the plan; stock at stations only by hand');
SELECT results_eq($$SELECT array_agg(stock), round(sum(fill_rate * monthly_average_demand)::numeric / 2, 6), round(sum(backorders)::numeric, 6) FROM network_stock_plan('2026-07-01', 0.9)$$,
	$$SELECT depot_stock || station_stocks, round(fill_rate::numeric, 6), round((SELECT sum(b) FROM unnest(depot_backorders || backorders) b)::numeric, 6)
	FROM two_echelon_plan(ARRAY[4/210.0, 10/210.0]::float8[], '{2,2}', 21, 0.9)$$,
	'of one part, the plan is that of two_echelon_plan');
SELECT is_empty($$SELECT * FROM network_stock_plan('2026-07-01', 0.9) WHERE part_no <> 'LAMP' OR dealer_code NOT IN ('D1', 'S1', 'S2')$$,
	'only slow parts of stations that have a depot, and that were asked for');
SELECT results_eq($$SELECT sum(stock), sum(station_only_stock) FROM network_stock_plan('2026-07-01', 0)$$, $$VALUES (0::bigint, 0::bigint)$$,
	'no target, no stock');
SELECT throws_ok($$SELECT * FROM network_stock_plan('2026-07-01', 1.1)$$, '22023', 'target_fill_rate must be between 0 and 1', 'a target above 1 is refused');
SELECT throws_ok($$SELECT * FROM network_stock_plan('2026-07-01', 'NaN')$$, '22023', 'target_fill_rate must be between 0 and 1', 'and one that is no number');
SELECT is((SELECT count(*) FROM network_stock_plan('2020-07-01', 0.9)), 0::bigint, 'no demand, no plan');
SELECT throws_ok(format('SELECT * FROM %I(%L::date, %L::float8)', f, d, t), '22023', m, format('%s(%s, %s) is refused', f, d, t))
FROM unnest('{network_stock_plan,network_stock_saving}'::text[]) f, (VALUES ('2020-07-01', '-0.1', 'target_fill_rate must be between 0 and 1'), ('2020-07-01', NULL, 'target_fill_rate must be between 0 and 1'),
	('2020-07-01', 'Infinity', 'target_fill_rate must be between 0 and 1'), ('infinity', '0.9', 'as_of must be a day'), (NULL, '0.9', 'as_of must be a day')) v(d, t, m);

INSERT INTO parameter (name, dealer_code, value) VALUES ('transport_time', 'S2', 5);
SELECT results_eq($$SELECT supply_days FROM network_stock_plan('2026-07-01', 0.9) WHERE dealer_code <> 'D1'$$, $$VALUES (2::float8), (5)$$,
	'a station has a transport time of its own');

-- a ring of cost 1, of which S2 asks for 7 in June: MAD 2, and LAMP at cost 15
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) VALUES ('S2', 'R', 1, '2026-06-10', 'RING1', 7);
INSERT INTO dirty (kept, dealer_code, month) VALUES ('part_demand', 'S2', '2026-06-01');
UPDATE part SET cost = CASE part_no WHEN 'LAMP' THEN 15 ELSE 1 END WHERE part_no IN ('LAMP', 'RING1');

-- every stock there is, and what it costs and fills: demand 4/7, 10/7 and 2 a month
CREATE TEMP TABLE lamp AS SELECT 15 * (d + a + b) AS money, fill_rate AS filled
FROM generate_series(0, 5) d, generate_series(0, 4) a, generate_series(0, 6) b, two_echelon_service(ARRAY[4/210.0, 10/210.0]::float8[], '{2,5}', 21, d, ARRAY[a, b]);
CREATE TEMP TABLE ring AS SELECT d + a AS money, fill_rate AS filled
FROM generate_series(0, 9) d, generate_series(0, 9) a, two_echelon_service(ARRAY[1/15.0]::float8[], '{5}', 10, d, ARRAY[a]);
SELECT is((SELECT s.money FROM network_stock_saving('2026-07-01', target) s),
		(SELECT min(lamp.money + ring.money) FROM network_stock_saving('2026-07-01', target) s, lamp, ring WHERE (lamp.filled + ring.filled) / 2 >= s.fill_rate - 1e-12)::numeric,
		'fill rate ' || target || ': no stock of less money fills as much')
FROM unnest('{0.5,0.7,0.8,0.9,0.95,0.97}'::float8[]) target;
SELECT results_eq($$SELECT parts, pieces, depot_pieces, money, station_only_pieces, station_only_money, saving, backorders, station_only_backorders FROM network_stock_saving('2026-07-01', 0.9)$$,
	$$SELECT count(DISTINCT part_no), sum(stock), sum(stock) FILTER (WHERE dealer_code = 'D1'), sum(stock * unit_cost),
		sum(station_only_stock), sum(station_only_stock * unit_cost), sum(station_only_stock * unit_cost) - sum(stock * unit_cost),
		sum(backorders) FILTER (WHERE dealer_code <> 'D1'), sum(station_only_backorders) FROM network_stock_plan('2026-07-01', 0.9)$$,
	'the saving sums up the plan');
SELECT ok(fill_rate >= 0.9 AND station_only_fill_rate >= 0.9, 'both ways reach the target') FROM network_stock_saving('2026-07-01', 0.9);
UPDATE part SET cost = 0 WHERE part_no = 'RING1';
SELECT ok(min(n.fill_rate) > 0.9999, 'parts that cost nothing come first') FROM network_stock_plan('2026-07-01', 0.9) n WHERE part_no = 'RING1';
SELECT * FROM finish();
