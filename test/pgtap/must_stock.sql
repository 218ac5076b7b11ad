-- Back-test, published lists, and initial supply at one station T, worked out by hand. Half-years 2019-07 to 2019-12 and 2020-01 to 2020-06.
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('T', '试验店');
INSERT INTO part (part_no, name, attribute, phase, price, cost, order_cycle, lead_time, initial_supply) VALUES
	('A', '滤清器', 'wear', 'mature', 10, 8, 10, 5, NULL), ('B', '灯', 'common', 'mature', 30, 20, 10, 5, NULL),
	('C', '总成', 'assembly', 'mature', 150, 100, 10, 5, NULL), ('D', '新到件', 'common', 'mature', 10, 8, 10, 5, NULL),
	('E', '皮带', 'common', 'mature', 6, 5, 10, 5, NULL), ('F', '导入件', 'common', 'introduction', NULL, NULL, 10, 5, 50),
	('G', '无价件', 'common', 'mature', NULL, NULL, 10, 5, NULL), ('O', '机油', 'wear', 'mature', 2, 1, 0, 0, NULL);
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on, scrapped_on) VALUES ('V1', 'T', '2019-01-01', NULL), ('V2', 'T', NULL, NULL), ('V3', 'T', '2019-12-31', NULL),
	('V4', 'T', '2020-05-01', NULL), ('V5', 'T', '2018-01-01', '2019-06-01');
CREATE TEMP TABLE sold (day date, part_no text, quantity numeric, filled numeric);
INSERT INTO sold SELECT month_of('2020-01-01', -m), p, q, NULL
FROM generate_series(1, 6) m, (VALUES ('A', 14), ('B', 2), ('C', 1), ('E', 3), ('O', 100)) v (p, q);
INSERT INTO sold VALUES ('2019-12-05', 'G', 13, NULL),
	('2020-01-10', 'A', 20, NULL), ('2020-01-20', 'A', 20, 15), ('2020-03-01', 'A', 40, NULL), ('2020-03-16', 'A', 5, NULL), ('2020-05-01', 'A', -4, NULL),
	('2020-04-01', 'C', 2, NULL), ('2020-06-02', 'D', 21, NULL), ('2020-02-10', 'E', 10, NULL), ('2020-02-10', 'O', 500, NULL);
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity, quantity_filled)
SELECT 'T', row_number() OVER (), 1, day, part_no, quantity, filled FROM sold;
INSERT INTO lost_sale (dealer_code, lost_sale_no, line_no, asked_on, part_no, quantity) VALUES ('T', '1', 1, '2020-02-01', 'B', 3);
INSERT INTO dirty SELECT DISTINCT 'part_demand', dealer_code, month_of(asked_on) FROM demand_line;

-- A: 14 a month, 15 days, 14*15/6 = 35; E: 7.5; G: 6*13/21 * 15/6 = 9.29; F: three vehicles in operation, 50 for each hundred: 1.5
SELECT results_eq($$SELECT part_no, quantity, reason FROM must_stock_list('2020-01-01', 'T')$$,
	$$VALUES ('A', 35::numeric, 'stocked'), ('G', 10, 'stocked'), ('E', 8, 'stocked'), ('F', 2, 'introduction')$$,
	'must-stock list, with the initial supply of a part in introduction that nobody asked for');
SELECT results_eq($$SELECT part_no, quantity, target FROM suggested_orders('2020-01-01', 'T') WHERE part_no = 'F'$$, $$VALUES ('F', 2::numeric, 2::float8)$$,
	'the initial supply is ordered');
SELECT results_eq($$SELECT part_no::text FROM must_stock_list_by_volume('2020-01-01', 'T', 2)$$, $$VALUES ('O'), ('A'), ('C')$$, 'the old list');
-- Money: 35*8 + 8*5 = 320 (F and G have no price). The old list shares it in proportion to 600 O, 84 A, 6 C: piece k of O is due at (k - .5)/600,
-- of A at (k - .5)/84, of C at (k - .5)/6. Up to 1/12: 50 O, 7 A, then 1 C: 206. Up to A's 15th, due at .1726: 104 O, 14 A, 1 C: 316; the 15th would make 324.
-- Replay of A, 15 days: with 35: 20 + 15 + 35 + 5 = 75, with 14: 14 + 0 + 14 + 5 = 33 of 85; the order of 1 March is there on the 16th.
-- E: 8 of 10 and none; C: none and 1 of 2; B 3 and D 21 none. O needs no stock.
SELECT results_eq($$SELECT dealer_code, list, parts, pieces, money, quantity, quantity_filled, round(fill_rate, 6) FROM must_stock_backtest('2020-01-01', '2020-06-30', NULL, 2)$$,
	$$VALUES ('T', 'three_in_one', 2::bigint, 43::numeric, 320.00, 121.000, 83.000, 0.685950), ('T', 'by_volume', 3, 119, 316.00, 121, 34, 0.280992),
		(NULL, 'three_in_one', 2, 43, 320, 121, 83, 0.685950), (NULL, 'by_volume', 3, 119, 316, 121, 34, 0.280992)$$,
	'back-test at equal money');
SELECT results_eq($$SELECT DISTINCT half FROM must_stock_backtest('2019-07-01', '2020-11-01', 'T', 2) ORDER BY 1$$, $$VALUES (date '2019-07-01'), ('2020-01-01')$$,
	'only whole half-years are tested');
SELECT results_eq($$SELECT list, money, quantity, quantity_filled, fill_rate FROM must_stock_backtest('2019-07-01', '2019-12-01', 'T', 2)$$,
	$$VALUES ('three_in_one', 0::numeric, 133.000, 0::numeric, 0::numeric), ('by_volume', 0, 133, 0, 0)$$, 'without a list nothing is filled');
SELECT throws_ok($$SELECT * FROM must_stock_backtest('2020-01-01', '2020-05-31')$$, '22023', 'from_month to to_month must hold a half-year', 'less than a half-year is refused');
SELECT throws_ok($$SELECT * FROM must_stock_backtest('2020-01-01', '2020-06-30', NULL, 0)$$, '22023', 'n must be above 0', 'a list of no parts is refused');
SELECT throws_ok($$SELECT * FROM must_stock_backtest('2020-01-01', 'infinity')$$, '22023', NULL, 'a month without end is refused');

SELECT is(publish_must_stock_list('2020-01-01'), 4::bigint, 'a list is published');
SELECT throws_ok($$SELECT publish_must_stock_list('2020-01-01')$$, '23505', 'must-stock list of half-year 2020-01-01 is published', '... once');
SELECT throws_ok($$SELECT publish_must_stock_list('2020-02-01')$$, '22023', 'half must be the first day of a half-year', 'a half-year begins in January or July');
SELECT throws_ok($$SELECT publish_must_stock_list('2020-01-02')$$, '22023', 'half must be the first day of a half-year', '... on the first');
SELECT throws_ok($$SELECT publish_must_stock_list('9999-01-01')$$, '22023', 'half-year 9999-01-01 has not begun', 'its list cannot be known before it begins');
SELECT throws_ok($$SELECT publish_must_stock_list(NULL)$$, '22023', 'half must be the first day of a half-year', 'no half-year is refused');
CREATE TEMP TABLE before AS SELECT * FROM published_must_stock('2020-01-01');
UPDATE part SET lead_time = 50 WHERE part_no = 'A';
UPDATE counter_sale SET voided_at = now() WHERE part_no = 'G';
INSERT INTO dirty VALUES ('part_demand', 'T', '2019-12-01');
SELECT bag_eq('SELECT * FROM published_must_stock(''2020-01-01'')', 'SELECT * FROM before', 'what is published stays');
SELECT isnt((SELECT count(*) FROM must_stock_list('2020-01-01')), 4::bigint, 'though the list would be another now');
UPDATE part SET lead_time = 5 WHERE part_no = 'A';
-- at the end: A (40 + 3*45)/21 * 15/6 = 20.83, D 6*15/6 = 15, F four vehicles, E only 10
SELECT results_eq($$SELECT part_no, outcome, plan_quantity, actual_quantity, round(plan_monthly_average_demand::numeric, 6), round(actual_monthly_average_demand::numeric, 6), lines, lines_filled, quantity, quantity_filled, round(fill_rate, 6)
	FROM must_stock_plan_vs_actual('2020-01-01')$$,
	$$VALUES ('A', 'confirmed', 35::numeric, 21::numeric, 14::numeric, 8.333333, 4::bigint, 3::bigint, 85.000, 80.000, 0.941176), ('D', 'missed', NULL, 15, NULL, 6, 1, 1, 21, 21, 1),
		('E', 'slowed', 8, NULL, 3, 0.952381, 1, 1, 10, 10, 1), ('F', 'confirmed', 2, 2, 0, 0, 0, 0, 0, 0, NULL), ('G', 'not_asked', 10, NULL, 3.714286, NULL, 0, 0, 0, 0, NULL)$$,
	'plan and actual');
SELECT throws_ok($$SELECT * FROM must_stock_plan_vs_actual('2019-07-01')$$, '22023', 'no must-stock list is published for this half-year', 'without a plan there is nothing to compare');
SELECT throws_ok(format('SELECT * FROM %I(%L::date)', f, d), '22023', 'half must be a day', format('%s refuses the day %s', f, coalesce(d, 'NULL')))
FROM unnest('{published_must_stock,must_stock_plan_vs_actual}'::text[]) f, unnest(ARRAY['infinity', '-infinity', '5874897-12-31', '4713-01-01 BC', NULL]) d;
SELECT throws_ok(format('SELECT publish_must_stock_list(%L)', d), '22023', 'half must be the first day of a half-year', 'no list of ' || d)
FROM unnest('{infinity,4713-07-01 BC,5874897-01-01}'::text[]) d;
SELECT is_empty($$SELECT * FROM published_must_stock('2019-07-01')$$, 'what was not published is empty');
SELECT is((SELECT count(*) FROM published_must_stock_now), 4::bigint, 'the newest list as a view');
SELECT is((SELECT count(*) FROM must_stock_plan_vs_actual_now WHERE half = '2020-01-01'), 5::bigint, 'and its comparison');
-- Two stations and their depot: L sells 2 a month at each, slow, so the depot has 4*15/6 = 10 of it, 50 of money for each station.
-- On 1 July both ask for 6: U has them, V 4; on the 10th nothing is there; on the 16th all but what was asked for on the 10th.
-- The old list has 5 at each: U 5 of 6, none, 2; V 5 of 6.
INSERT INTO dealer (dealer_code, name, kind, depot_code) VALUES ('Z', '中转库', 'depot', NULL), ('U', '甲店', 'station', 'Z'), ('V', '乙店', 'station', 'Z');
INSERT INTO part (part_no, name, cost, order_cycle, lead_time) VALUES ('L', '小灯', 10, 10, 5);
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity)
SELECT d, m::text, 1, month_of('2021-07-01', -m), 'L', 2 FROM generate_series(1, 6) m, unnest('{U,V}'::text[]) d
UNION ALL VALUES ('U', 'a', 1, date '2021-07-01', 'L', 6), ('V', 'a', 1, '2021-07-01', 'L', 6), ('U', 'b', 1, '2021-07-10', 'L', 1), ('U', 'c', 1, '2021-07-16', 'L', 2);
INSERT INTO dirty SELECT DISTINCT 'part_demand', dealer_code, month_of(asked_on) FROM demand_line WHERE part_no = 'L';
SELECT results_eq($$SELECT dealer_code, list, parts, pieces, money, depot_money, quantity, quantity_filled, quantity_from_depot, round(fill_rate_with_depot, 6)
	FROM must_stock_backtest('2021-07-01', '2021-12-31') WHERE dealer_code IN ('U', 'V')$$,
	$$VALUES ('U', 'three_in_one', 0::bigint, 0::numeric, 50.00, 50.00, 9.000, 0.000, 8.000, 0.888889), ('U', 'by_volume', 1, 5, 50, 0, 9, 7, 0, 0.777778),
		('V', 'three_in_one', 0, 0, 50, 50, 6, 0, 4, 0.666667), ('V', 'by_volume', 1, 5, 50, 0, 6, 5, 0, 0.833333)$$, 'the back-test serves from the depot what is pooled there, at equal money');
SELECT bag_eq($$SELECT * FROM must_stock_backtest('2021-07-01', '2021-12-31', 'V')$$, $$SELECT * FROM must_stock_backtest('2021-07-01', '2021-12-31') WHERE dealer_code = 'V'$$,
	'... also where one station is asked for');
SELECT * FROM finish();
