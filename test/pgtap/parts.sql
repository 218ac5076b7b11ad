-- stocking_plan(), must_stock_list(), must_stock_list_by_volume(), depot_plan(), half_year_consumption() on the network worked
-- out by hand. Expected figures follow from the rules, e.g. FILTER at S1: (10+2*12+3*9+4*14+5*11+6*16)/21 = 268/21.
\ir ../fixtures/network.sql
BEGIN;
SELECT no_plan();

CREATE TEMP VIEW plan AS
SELECT dealer_code, part_no, half_year_quantity, round(monthly_average_demand::numeric, 6) AS mad, order_cycle, lead_time,
	round(safety_stock::numeric, 6) AS ssq, round(months_of_supply::numeric, 6) AS months, over_three_months, short_history, location, reason
FROM stocking_plan('2026-07-01');

SELECT results_eq($$SELECT part_no, half_year_quantity, mad, order_cycle, lead_time, ssq, months, over_three_months, short_history, location, reason
	FROM plan WHERE dealer_code = 'S1' AND part_no IN ('FILTER', 'PAD', 'NEW', 'LATE') ORDER BY part_no$$,
	$$VALUES ('FILTER', 72.000, 12.761905, 7::float8, 3::float8, 21.269841, 1.666667, false, false, 'station', 'stocked'),
		('LATE', 30.000, 15.454545, 7, 3, 25.757576, 1.666667, false, true, 'station', 'stocked'),
		('NEW', 35.000, 4.000000, 7, 3, 6.666667, 1.666667, false, false, 'station', 'stocked'),
		('PAD', 35.000, 10.000000, 7, 3, 16.666667, 1.666667, false, false, 'station', 'stocked')$$,
	'stocked parts: six months, returns within the month, short history, chain of superseded numbers');
SELECT results_eq($$SELECT half_year_quantity, mad, order_cycle, lead_time, ssq, months, over_three_months, location FROM plan WHERE dealer_code = 'S2' AND part_no = 'FILTER'$$,
	$$VALUES (13.000, 3.714286, 20::float8, 10::float8, 18.571429, 5.000000, true, 'station')$$,
	'supply figures of the station go before the network''s; more than three months of supply is flagged');
SELECT results_eq($$SELECT dealer_code, part_no, location, reason FROM plan
	WHERE location <> 'station' AND reason NOT IN ('introduction', 'discontinued') ORDER BY 1, 2$$,
	$$VALUES ('S1', 'CLU', 'supplier', 'assembly'), ('S1', 'CYL', 'depot', 'assembly'), ('S1', 'LAMP', 'depot', 'slow'), ('S1', 'OIL', 'supplier', 'direct_supply'),
		('S2', 'LAMP', 'depot', 'slow'), ('S2', 'RING1', 'depot', 'slow'), ('S3', 'CYL', 'supplier', 'assembly'), ('S3', 'LAMP', 'supplier', 'slow')$$,
	'direct supply, assemblies with and without demand, 12 itself is slow, no depot means the supplier, a circle of numbers');
SELECT is((SELECT count(*) FROM plan WHERE dealer_code IN ('S4', 'D1')), 0::bigint, 'neither a closed station nor a depot is planned as a station');
SELECT is((SELECT count(*) FROM stocking_plan('2026-05-31') WHERE dealer_code = 'S4'), 1::bigint, 'a station is planned up to its last day');
SELECT bag_eq($$SELECT reason FROM plan WHERE part_no IN ('INTRO', 'DISC')$$, $$VALUES ('introduction'), ('discontinued')$$, 'phases have reasons of their own');
SELECT results_eq($$SELECT part_no, abc FROM stocking_plan('2026-07-01', 'S1') ORDER BY part_no$$,
	-- 12 months' usage x price: PAD 107000, CYL 9000, OIL 5000, DISC and INTRO 3000, FILTER 2160, LATE 1800, NEW 1400, LAMP 240 of 132600
	$$VALUES ('CLU', 'C'), ('CYL', 'B'), ('DISC', 'B'), ('FILTER', 'C'), ('INTRO', 'B'), ('LAMP', 'C'), ('LATE', 'C'), ('NEW', 'C'), ('OIL', 'B'), ('PAD', 'A')$$,
	'ABC class by twelve months'' value');
SELECT bag_eq($$SELECT * FROM stocking_plan('2026-07-01', 'S2')$$, $$SELECT * FROM stocking_plan('2026-07-01') WHERE dealer_code = 'S2'$$,
	'the plan of one station is its part of the plan of all');
SELECT results_eq($$SELECT part_no::text FROM plan WHERE dealer_code = 'S1' ORDER BY part_no$$,
	$$SELECT unnest(ARRAY['CLU', 'CYL', 'DISC', 'FILTER', 'INTRO', 'LAMP', 'LATE', 'NEW', 'OIL', 'PAD'])$$,
	'one row for each part with demand, stock or supply figures');

SELECT results_eq($$SELECT priority, part_no, quantity, reason FROM must_stock_list('2026-07-01', 'S1')$$,
	-- a part in introduction is at the station whatever it sold: 6*30/21 * 10/6 = 14.29
	$$VALUES (1::bigint, 'LATE', 26::numeric, 'stocked'), (2, 'FILTER', 22, 'stocked'), (3, 'PAD', 17, 'stocked'), (4, 'INTRO', 15, 'introduction'), (5, 'NEW', 7, 'stocked')$$,
	'must-stock list by safety stock, quantity rounded up');
SELECT bag_eq($$SELECT dealer_code, part_no, part_name, attribute, abc, half_year_quantity, monthly_average_demand, short_history, order_cycle, lead_time,
		safety_stock, months_of_supply, over_three_months, reason FROM must_stock_list('2026-07-01')$$,
	$$SELECT dealer_code, part_no, part_name, attribute, abc, half_year_quantity, monthly_average_demand, short_history, order_cycle, lead_time,
		safety_stock, months_of_supply, over_three_months, reason FROM stocking_plan('2026-07-01') WHERE location = 'station'$$,
	'the must-stock list is the plan''s rows at the station');
SELECT is_empty($$SELECT * FROM must_stock_list('2026-07-01', 'NONE')$$, 'an unknown station has no list');

SELECT results_eq($$SELECT priority, part_no, quantity, amount, quantity_rank, amount_rank FROM must_stock_list_by_volume('2026-07-01', 'S1', 2)$$,
	$$VALUES (1::bigint, 'OIL', 100.000, 5000.00000, 1::bigint, 3::bigint), (2, 'FILTER', 72.000, 2160, 2, 6), (3, 'PAD', 35.000, 7000, 4, 2), (4, 'CYL', 1.000, 9000, 9, 1)$$,
	'old list: two by quantity and two by amount');
SELECT results_eq($$SELECT dealer_code, from_month, to_month, quantity, amount FROM half_year_consumption('2026-07-01') WHERE part_no IN ('FILTER', 'NEW') ORDER BY 1, part_no$$,
	$$VALUES ('S1', date '2026-01-01', date '2026-06-01', 72.000, 2160.00000), ('S1', '2026-01-01', '2026-06-01', 35.000, 1400), ('S2', '2026-01-01', '2026-06-01', 13.000, 390)$$,
	'half-year consumption; a line without price counts at the part''s price');

SELECT results_eq($$SELECT depot_code, part_no, stations, reasons, half_year_quantity, round(monthly_average_demand::numeric, 6), order_cycle, lead_time, round(safety_stock::numeric, 6)
	FROM depot_plan('2026-07-01') WHERE part_no IN ('CYL', 'LAMP', 'RING1')$$,
	$$VALUES ('D1', 'CYL', 1::bigint, '{assembly}'::text[], 1.000, 0.285714, 30::float8, 15::float8, 2.142857),
		('D1', 'LAMP', 2, '{slow}', 17.000, 2.000000, 14, 7, 7.000000), ('D1', 'RING1', 1, '{slow}', 0, 0, 7, 3, 0)$$,
	'depot plan: demand of its stations summed, safety stock with the depot''s own days');
SELECT results_eq($$SELECT sum(stations)::bigint, sum(half_year_quantity) FROM depot_plan('2026-07-01')$$,
	$$SELECT count(*), sum(half_year_quantity) FROM stocking_plan('2026-07-01') WHERE location = 'depot'$$,
	'nothing pooled is lost');
SELECT is((SELECT count(*) FROM plan WHERE location IN ('station', 'depot', 'supplier')), (SELECT count(DISTINCT (dealer_code, part_no)) FROM plan),
	'every (station, part) is at exactly one of station, depot and supplier');

INSERT INTO parameter (name, dealer_code, value) VALUES ('slow_limit', 'S1', 11), ('safety_stock_divisor', 'S1', 30), ('low_safety_stock', 'S1', 2);
SELECT results_eq($$SELECT part_no, round(safety_stock::numeric, 6), location, reason FROM stocking_plan('2026-07-01', 'S1') WHERE part_no IN ('FILTER', 'LAMP', 'NEW') ORDER BY 1$$,
	$$VALUES ('FILTER', 4.253968, 'station', 'stocked'), ('LAMP', 0.190476, 'depot', 'low_safety_stock'), ('NEW', 1.333333, 'depot', 'low_safety_stock')$$,
	'a station''s own parameters count');
SELECT is((SELECT location FROM stocking_plan('2026-07-01', 'S2') WHERE part_no = 'LAMP'), 'depot', '... for that station only');

DELETE FROM parameter WHERE dealer_code <> '*';
UPDATE part SET available_from = '2026-09-01' WHERE part_no = 'LATE';
SELECT results_eq($$SELECT round(monthly_average_demand::numeric, 6), round(safety_stock::numeric, 6), short_history FROM stocking_plan('2026-07-01', 'S1') WHERE part_no = 'LATE'$$,
	$$VALUES (15.454545, 25.757576, true)$$, 'a part that was sold before it was available counts from its first month with demand');
SELECT throws_ok('SELECT * FROM stocking_plan(NULL)', '22023', 'as_of must be a day', 'no day, no plan');
SELECT is_empty('SELECT * FROM must_stock_list_by_volume(NULL)', '... and no old list');
SELECT is((SELECT count(*) FROM must_stock_list_by_volume('2026-07-01') WHERE dealer_code = 'S4'), 0::bigint, 'the old list has no closed station either');
UPDATE dealer SET depot_code = 'S3' WHERE dealer_code = 'S1';
UPDATE dealer SET closed_on = '2026-06-30' WHERE dealer_code = 'D1';
SELECT is_empty($$SELECT * FROM depot_plan('2026-07-01')$$, 'neither a station nor a closed depot pools');
SELECT is((SELECT count(*) FROM stocking_plan('2026-07-01') WHERE location = 'depot'), 0::bigint, '... and the plan says supplier');
SELECT throws_ok($$UPDATE dealer SET depot_code = dealer_code WHERE dealer_code = 'S1'$$, '23514', NULL, 'a station is not its own depot');
SELECT throws_ok(format('UPDATE parameter SET value = %L WHERE name = %L', v, n), '23514', NULL, n || ' is not ' || v)
FROM (VALUES ('abc_a', '0'), ('abc_b', '1.1'), ('abc_months', '2.5'), ('lost_months', '1201'), ('active_months', '0'), ('slow_limit', '-1'), ('safety_stock_divisor', '0'), ('lead_time', 'NaN')) t (n, v);
SELECT throws_ok($$INSERT INTO parameter (name, dealer_code, value) VALUES ('slow_limit', 'none', 1)$$, '23503', NULL, 'a parameter of a station that does not exist is refused');

SELECT results_eq($$SELECT part_no, newest_no FROM part_newest WHERE part_no LIKE 'OLD%' OR part_no IN ('NEW', 'RING1', 'RING2') ORDER BY 1$$,
	$$VALUES ('NEW' COLLATE "C", 'NEW' COLLATE "C"), ('OLD1', 'NEW'), ('OLD2', 'NEW'), ('RING1', 'RING1'), ('RING2', 'RING2')$$,
	'newest numbers; those of a circle are their own');
SELECT * FROM finish();
