-- Orders, stock health, fill rate, leakage, counts, last-time buy, matrices, scores, and the two must-stock lists side by side, on the
-- network worked out by hand in parts.sql, with stock, orders and costs added.
\ir ../fixtures/network.sql
BEGIN;
SELECT no_plan();
UPDATE part SET cost = c.cost, pack = c.pack FROM (VALUES
	('FILTER', 20, 10), ('CLU', 2000, NULL), ('LAMP', 10, NULL), ('CYL', 6000, NULL), ('PAD', 120, NULL), ('DISC', 60, 25)) c (part_no, cost, pack)
WHERE part.part_no = c.part_no;
UPDATE part SET criticality = 0.9 WHERE part_no = 'CYL';
INSERT INTO part (part_no, name, price, origin, genuine_no) VALUES ('PADX', '副厂制动片', 150, 'aftermarket', 'PAD'), ('EVEN', '垫圈', 10, 'genuine', NULL);

INSERT INTO stock (dealer_code, part_no, bin, on_hand, allocated) VALUES
	('S1', 'FILTER', 'B1', 8, 2), ('S1', 'FILTER', 'B2', 3, 0), ('S1', 'OLD2', '', 3, 0), ('S1', 'DISC', '', 5, 0), ('S1', 'PAD', '', 8, 0),
	('S3', 'LAMP', '', 12, 0), ('S3', 'CLU', '', 2, 0), ('D1', 'PAD', '', 1, 0), ('D1', 'LAMP', '', 1, 0);
INSERT INTO purchase_order (dealer_code, order_no, ordered_on, closed_on) VALUES ('S1', 'P1', '2026-06-25', NULL), ('S1', 'P2', '2026-06-01', '2026-06-20');
INSERT INTO purchase_order_line (dealer_code, order_no, line_no, part_no, quantity, received) VALUES
	('S1', 'P1', 1, 'FILTER', 5, 1), ('S1', 'P1', 2, 'DISC', 2, 0), ('S1', 'P2', 1, 'FILTER', 100, 0);
-- customers wait for 3 filters and a lamp; visits of W... are settled
UPDATE visit SET closed_on = opened_on;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on) VALUES ('S1', 'OPEN', 'V0', 'repair', '2026-07-01');
INSERT INTO visit_line (dealer_code, visit_no, line_no, part_no, quantity, quantity_filled) VALUES ('S1', 'OPEN', 1, 'FILTER', 3, 1), ('S1', 'OPEN', 2, 'LAMP', 1, 0);
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity, quantity_filled, waiting) VALUES
	('S1', 'wait', 1, '2026-07-01', 'FILTER', 2, 1, true), ('S1', 'left', 1, '2026-07-01', 'FILTER', 5, 0, false);

-- target 268/21*10/30 + 268/21*10/6 = 25.52; 8+3 on hand, 4 on order, 3 back-ordered, 2 allocated: 15.52 short, two packs of 10
SELECT results_eq($$SELECT part_no, quantity, amount, round(target::numeric, 4), on_hand, on_order, back_orders, allocated, pack, reason FROM suggested_orders('2026-07-01', 'S1')$$,
	$$VALUES ('FILTER', 20::numeric, 400.00, 25.5238, 11.000, 4.000, 3.000, 2.000, 10::numeric, 'stocked'),
		('INTRO', 18, NULL, 17.1429, 0, 0, 0, 0, 1, 'introduction'), ('LAMP', 1, 10.00, 0, 0, 0, 1.000, 0, 1, 'slow'),
		('LATE', 31, NULL, 30.9091, 0, 0, 0, 0, 1, 'stocked'), ('NEW', 5, NULL, 8, 3.000, 0, 0, 0, 1, 'stocked'), ('PAD', 12, 1440.00, 20, 8.000, 0, 0, 0, 1, 'stocked')$$,
	'suggested order with its figures: packs, bins, open orders, waiting customers, stock of superseded numbers, nothing for discontinued');
SELECT results_eq($$SELECT part_no, quantity, round(target::numeric, 4), on_hand FROM suggested_orders('2026-07-01', 'D1')$$,
	-- CYL 6/21 pieces a month, 45 days: 0.4286 + 2.1429; LAMP 2 a month, 21 days: 1.4 + 7
	$$VALUES ('CYL', 3::numeric, 2.5714, 0::numeric), ('LAMP', 8, 8.4000, 1.000)$$, 'a depot orders what it pools');
SELECT bag_eq($$SELECT * FROM suggested_orders('2026-07-01') WHERE dealer_code IN ('S1', 'D1')$$,
	$$SELECT * FROM suggested_orders('2026-07-01', 'S1') UNION ALL SELECT * FROM suggested_orders('2026-07-01', 'D1')$$, 'the orders of one are its part of the orders of all');
SELECT results_eq($$SELECT dealer_code, part_no, excess, amount, months_of_supply FROM excess_stock('2026-07-01')$$,
	$$VALUES ('D1', 'PAD', 1.000, 120.00000, NULL::float8), ('S1', 'CLU', 1.000, 2000.00000, NULL), ('S1', 'DISC', 5, 300, 5 / (180 / 21::float8)),
		('S2', 'RING1', 5, NULL, NULL), ('S3', 'CLU', 2, 4000, NULL), ('S3', 'LAMP', 12, 120, 12 / (24 / 21::float8))$$, 'stock above the target');

SELECT is(confirm_order('S1', '2026-07-01'), 'SO20260701-001', 'confirming writes an order');
SELECT results_eq($$SELECT line_no, part_no, quantity, received, expected_on FROM purchase_order_line WHERE order_no LIKE 'SO%'$$,
	$$VALUES (1, 'FILTER' COLLATE "C", 20.000, 0.000, date '2026-07-04'), (2, 'INTRO', 18, 0, '2026-07-04'), (3, 'LAMP', 1, 0, '2026-07-04'), (4, 'LATE', 31, 0, '2026-07-04'),
		(5, 'NEW', 5, 0, '2026-07-04'), (6, 'PAD', 12, 0, '2026-07-04')$$, 'its lines are the suggestion');
SELECT is_empty($$SELECT * FROM suggested_orders('2026-07-01', 'S1')$$, 'nothing more is suggested');
SELECT is(confirm_order('S1', '2026-07-01'), NULL, 'and confirming again orders nothing');
SELECT is((SELECT count(*) FROM purchase_order WHERE order_no LIKE 'SO%'), 1::bigint, 'nor leaves an empty order');
INSERT INTO visit_line (dealer_code, visit_no, line_no, part_no, quantity, quantity_filled) VALUES ('S1', 'OPEN', 3, 'CLU', 2, 0);
SELECT is(confirm_order('S1', '2026-07-01'), 'SO20260701-002', 'new need the same day makes a second order');
SELECT is(confirm_order('D1', '2026-07-01', 'mine'), 'mine', 'a number may be given');
SELECT throws_ok($$SELECT confirm_order('D1', '2026-07-01', 'mine')$$, '23505', 'order "mine" of "D1" exists', '... once');
SELECT throws_ok($$SELECT confirm_order('D1', '2026-07-01', '')$$, '22023', 'order_no must not be empty', '... and not empty');
SELECT throws_ok($$SELECT confirm_order('none', '2026-07-01')$$, 'P0002', 'station or depot "none" does not exist', 'an unknown station is refused');
SELECT throws_ok($$SELECT confirm_order('S1', 'infinity')$$, '22023', 'as_of must be a day', 'so is a day without end');
SELECT throws_ok($$SELECT confirm_order('S1', NULL)$$, '22023', 'as_of must be a day', 'and none');
SELECT throws_ok($$SELECT confirm_order(NULL, '2026-07-01')$$, '22023', 'dealer must not be NULL', 'and no station');
DELETE FROM visit_line WHERE visit_no = 'OPEN';

-- one sold just a year ago, one only asked for in vain, one moved out; of PAD, FILTER, DISC and OLD2 pieces were sold
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) VALUES ('S2', 'year', 1, '2025-07-01', 'RING1', 1);
INSERT INTO lost_sale (dealer_code, lost_sale_no, line_no, asked_on, part_no, quantity) VALUES ('S1', 'vain', 1, '2026-05-03', 'CLU', 1);
INSERT INTO stock_movement (dealer_code, movement_no, moved_on, part_no, kind, quantity, source) VALUES
	('S3', '1', '2026-01-10', 'CLU', 'issue', -1, NULL), ('S3', '2', '2026-06-20', 'LAMP', 'receipt', 12, NULL),
	('S1', '1', '2026-06-02', 'PAD', 'receipt', 20, NULL), ('S1', '2', '2026-06-03', 'PAD', 'receipt', 10, 'other'), ('S1', '3', '2026-06-20', 'PAD', 'issue', -35, NULL),
	('S1', '4', '2026-06-02', 'PADX', 'receipt', 3, NULL), ('S1', '5', '2026-06-03', 'PADX', 'issue', -3, NULL), ('S1', '6', '2026-07-02', 'PAD', 'receipt', 4, 'maker');
INSERT INTO dirty VALUES ('part_demand', 'S2', '2025-07-01'), ('part_demand', 'S1', '2026-05-01');
SELECT results_eq($$SELECT dealer_code, part_no, on_hand, amount, last_asked FROM dead_stock('2026-07-01')$$,
	$$VALUES ('D1', 'LAMP', 1.000, 10.00000, NULL::date), ('D1', 'PAD', 1, 120, NULL), ('S1', 'CLU', 1, 2000, '2026-05-01'), ('S2', 'RING1', 5, NULL, '2025-07-01')$$,
	'dead stock: no issue in twelve months, the day twelve months ago left out');
SELECT results_eq($$SELECT part_no::text FROM dead_stock('2026-06-30', 'S2')$$, $$SELECT 'RING1'::text WHERE false$$, 'a day earlier the part still lives');
SELECT results_eq($$SELECT dealer_code, issues, round(mean_stock, 4), round(turns, 8) FROM stock_turns('2026-07-01') WHERE dealer_code IN ('D1', 'S3')$$,
	-- S3 holds 4120 now, 4000 before the receipt, 6000 before the issue: (7*6000 + 5*4000 + 4120) / 13; it sold a CYL and 4 LAMP
	$$VALUES ('D1', 0::numeric, 130.0000, 0::numeric), ('S3', 6040.00000, 5086.1538, 1.18753781)$$, 'turns: issues at cost by mean stock at cost');
SELECT is((SELECT turns FROM stock_turns('2026-07-01', 'S2')), NULL, 'no turns of a stock without cost');
SELECT results_eq($$SELECT part_no, mobility_code, year_quantity, on_hand FROM mobility('2026-07-01', 'S1') WHERE part_no IN ('CLU', 'FILTER', 'LATE', 'NEW', 'DISC') ORDER BY part_no$$,
	$$VALUES ('CLU', 4, 1.000, 1.000), ('DISC', 4, 30, 5), ('FILTER', 3, 72, 11), ('LATE', 0, 30, 0), ('NEW', 4, 35, 3)$$, 'mobility codes');

UPDATE visit_line SET quantity_filled = 5 WHERE dealer_code = 'S1' AND visit_no = 'WS11' AND part_no = 'LAMP';
SELECT results_eq($$SELECT month, dealer_code, lines, lines_filled, round(line_fill_rate, 4), quantity, quantity_filled, round(quantity_fill_rate, 4), quantity_lost
	FROM fill_rate_monthly('2026-01-15', '2026-03-02') WHERE dealer_code IN ('S1', 'S3') OR dealer_code IS NULL$$,
	$$VALUES (date '2026-01-01', 'S1', 3::bigint, 2::bigint, 0.6667, 43.000, 36.000, 0.8372, 0::numeric), ('2026-01-01', 'S3', 0, 0, NULL, 0, 0, NULL, 0), ('2026-01-01', NULL, 3, 2, 0.6667, 43, 36, 0.8372, 0),
		('2026-02-01', 'S1', 1, 1, 1, 12, 12, 1, 0), ('2026-02-01', 'S3', 1, 1, 1, 1, 1, 1, 0), ('2026-02-01', NULL, 2, 2, 1, 13, 13, 1, 0),
		('2026-03-01', 'S1', 2, 1, 0.5000, 16, 7, 0.4375, 9), ('2026-03-01', 'S3', 0, 0, NULL, 0, 0, NULL, 0), ('2026-03-01', NULL, 2, 1, 0.5, 16, 7, 0.4375, 9)$$,
	'fill rate: lost sales unfilled, a part filled line unfilled, no demand NULL, the network last');
SELECT results_eq($$SELECT lines, lines_filled, quantity FROM fill_rate_monthly('2026-06-01', '2026-06-01', 'S2')$$, $$VALUES (2::bigint, 2::bigint, 18.000)$$, '... of one station: one row a month');
SELECT is((SELECT quantity FROM fill_rate_monthly('2026-06-01', '2026-06-01', 'S1')), 244.000, 'returns are not asked for');
SELECT throws_ok($$SELECT * FROM fill_rate_monthly('2026-06-01', '2026-05-01')$$, '22023', 'from_month must not be after to_month', 'months in the wrong order are refused');
SELECT throws_ok($$SELECT * FROM fill_rate_monthly('2026-06-01', 'infinity')$$, '22023', 'from_month and to_month must be months', 'a month without end too');

INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity, unit_price) VALUES
	('S1', 'x', 1, '2026-06-10', 'PADX', 2, 199.99), ('S1', 'x', 2, '2026-06-11', 'PADX', 1, 200), ('S2', 'x', 1, '2026-06-10', 'CLU', 1, 1), ('S2', 'x', 2, '2026-06-11', 'CLU', -1, 1);
INSERT INTO dirty VALUES ('part_demand', 'S1', '2026-06-01'), ('part_demand', 'S2', '2026-06-01');
SELECT results_eq($$SELECT part_no, origin, used, bought, opening_stock, round(leakage, 6), genuine_price, lines_at_genuine_price, at_genuine_price
	FROM parts_leakage('2026-06-01', '2026-06-30') WHERE part_no IN ('PAD', 'PADX', 'CLU')$$,
	-- PAD: 8 on hand now, 4 - 35 + 30 moved since: 9 at the start; 35 used, 20 from the maker
	$$VALUES ('PAD', 'genuine', 35.000, 20.000, 9.000, 0.171429, NULL::numeric, 0::bigint, false),
		('PADX', 'aftermarket', 3, 0, 0, 1, 200.00, 1, true), ('CLU', 'genuine', 0, 0, 0, NULL, NULL, 0, false)$$,
	'leakage: goods bought elsewhere, opening stock, nothing used; a copy sold at the genuine price');
SELECT throws_ok($$SELECT * FROM parts_leakage('2026-06-01', '2026-05-01')$$, '22023', 'from_month must not be after to_month', 'months in the wrong order are refused');

INSERT INTO stock_count (dealer_code, counted_on, part_no, bin, book, counted) VALUES
	('S1', '2026-04-01', 'PAD', '', 10, 8), ('S1', '2026-07-15', 'PAD', '', 8, 8), ('D1', '2026-04-02', 'PAD', '', 1, 1), ('S1', '2025-07-02', 'CLU', 'A1', 1, 1), ('S1', '2024-01-01', 'CLU', 'A2', 0, 0),
	('S1', '2026-06-30', 'FILTER', 'B1', 8, 9), ('S1', '2026-06-30', 'FILTER', 'B2', 3, 3), ('S1', '2025-07-01', 'OLD2', '', 3, 3), ('S1', '2026-06-30', 'DISC', '', 5, 5), ('S3', '2026-06-30', 'CLU', '', 2, 2);
SELECT results_eq($$SELECT dealer_code, part_no, bin, abc, counts_a_year, last_counted, due_on FROM count_due('2026-07-01')$$,
	$$VALUES ('D1', 'LAMP', '', 'C', 1, NULL::date, date '2026-07-01'), ('S1', 'PAD', '', 'A', 4, '2026-04-01', '2026-07-01'),
		('S1', 'CLU', 'A2', 'B', 2, '2024-01-01', '2024-07-01'), ('S1', 'CLU', 'A1', 'B', 2, '2025-07-02', '2026-01-02'), ('S1', 'OLD2', '', 'C', 1, '2025-07-01', '2026-07-01'), ('S2', 'RING1', '', 'C', 1, NULL, '2026-07-01'), ('S3', 'LAMP', '', 'C', 1, NULL, '2026-07-01')$$,
	'counts due: A after three months, B after six, C after a year, to the day; never counted; later counts unseen');
SELECT ok(EXISTS (SELECT FROM count_due('2026-07-02', 'D1') WHERE part_no = 'PAD' AND abc = 'A'), 'a depot''s part has the class of its stations'' usage');
UPDATE class_control SET counts_a_year = 12 WHERE abc = 'C';
SELECT is((SELECT count(*) FROM count_due('2026-07-30', 'S1') WHERE abc = 'C'), 3::bigint, 'the frequency is a table''s');
SELECT throws_ok($$SELECT * FROM count_due('infinity')$$, '22023', NULL, 'a day without end is refused');
SELECT results_eq($$SELECT part_no, variance, amount FROM count_variance('2026-01-01', '2026-06-30', 'S1') WHERE variance <> 0$$,
	$$VALUES ('PAD', -2.000, -240.00000), ('FILTER', 1.000, 20.00000)$$, 'variance of counts and its amount');
SELECT throws_ok($$SELECT * FROM count_variance('2026-01-02', '2026-01-01')$$, '22023', 'from_day must not be after to_day', 'days in the wrong order are refused');

SELECT results_eq($$SELECT part_no, order_quantity, amount, round(quantity::numeric, 5), year_quantity, round(remaining_demand::numeric, 5), round(safety_stock::numeric, 5), on_hand, on_order
	FROM last_time_buy_plan('2026-07-01')$$,
	-- 30 * (1 - 0.85^10) / 0.15 + 180/21 * 10/6 - 5 - 2
	$$VALUES ('DISC', 175::numeric, 10500.00, 167.91083, 30.000, 160.62512, 14.28571, 5.000, 2.000)$$, 'last-time buy of discontinued parts, in packs');
SELECT results_eq($$SELECT round(quantity::numeric, 5) FROM last_time_buy_plan('2026-07-01', 'S1', 2, 0.5)$$, $$VALUES (52.28571)$$, '... two years, halving');
INSERT INTO part_supply (dealer_code, part_no, order_cycle, lead_time) VALUES ('S1', 'DISC', 30, 30);
SELECT results_eq($$SELECT safety_stock FROM last_time_buy_plan('2026-07-01', 'S1')$$, $$SELECT safety_stock FROM stocking_plan('2026-07-01', 'S1') WHERE part_no = 'DISC'$$,
	'... a station''s by its own times of supply, as in its stocking plan');
DELETE FROM part_supply WHERE dealer_code = 'S1' AND part_no = 'DISC';
SELECT is_empty($$SELECT * FROM last_time_buy_plan('2026-07-01', 'S3')$$, '... nothing where nobody has or asked for it');
UPDATE part SET phase = 'discontinued' WHERE part_no LIKE 'RING%';
SELECT results_eq($$SELECT part_no, year_quantity, on_hand FROM last_time_buy_plan('2026-07-01', 'S2') WHERE part_no LIKE 'RING%'$$, $$VALUES ('RING1', 1.000, 5.000)$$, '... of numbers that supersede each other in a circle too');
UPDATE part SET phase = 'mature' WHERE part_no LIKE 'RING%';
SELECT throws_ok($$SELECT * FROM last_time_buy_plan('2026-07-01', 'none', 0)$$, '22023', 'years must be between 1 and 100', 'no years are refused, also where there is nothing to buy');
SELECT throws_ok($$SELECT * FROM last_time_buy_plan('2026-07-01', 'none', 10, 'NaN')$$, '22023', 'decay must be between 0 and 1', '... and a decay that is no share');

INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity)
SELECT 'S3', 'even', m, month_of('2026-07-01', -m), 'EVEN', 1 FROM generate_series(1, 12) m;
INSERT INTO dirty SELECT 'part_demand', 'S3', month_of('2026-07-01', -m) FROM generate_series(1, 12) m;
SELECT results_eq($$SELECT abc, xyz, parts, share_of_parts, value, round(share_of_value, 6) FROM abc_xyz_matrix('2026-07-01', 'S3')$$,
	$$VALUES ('A', 'Z', 1::bigint, 0.25, 9000::numeric, 0.978261), ('C', 'X', 1, 0.25, 120, 0.013043), ('C', 'Z', 1, 0.25, 80, 0.008696), ('C', 'none', 1, 0.25, 0, 0)$$, 'ABC-XYZ matrix');
SELECT results_eq($$SELECT abc, attribute, parts, share_of_parts, value, round(share_of_value, 6) FROM abc_attribute_matrix('2026-07-01', 'S3')$$,
	$$VALUES ('A', 'assembly', 1::bigint, 0.25, 9000::numeric, 0.978261), ('C', 'assembly', 1, 0.25, 0, 0), ('C', 'common', 2, 0.5, 200, 0.021739)$$, 'ABC-attribute matrix');
SELECT results_eq($$SELECT part_no, round(score::numeric, 6), round(commonality::numeric, 6), criticality, round(price_rank::numeric, 6), round(demand_rank::numeric, 6) FROM part_score('2026-07-01', 'S3')$$,
	$$VALUES ('CYL', 0.725, 0.666667, 0.9::float8, 1::numeric, 0.333333), ('LAMP', 0.625, 1, 0.5, 0.333333, 0.666667),
		('EVEN', 0.458333, 0.333333, 0.5, 0, 1), ('CLU', 0.375, 0.333333, 0.5, 0.666667, 0)$$, 'scores: commonality, criticality, price, demand');
SELECT bag_eq($$SELECT * FROM part_score('2026-07-01', 'S3')$$, $$SELECT * FROM part_score('2026-07-01') WHERE dealer_code = 'S3'$$, 'the scores of one station are its part of all');
INSERT INTO parameter (name, dealer_code, value) VALUES ('score_price', 'S3', 0.5);
SELECT throws_ok($$SELECT * FROM part_score('2026-07-01', 'S3')$$, '22023', NULL, 'weights that do not sum to 1 are refused');

SELECT results_eq($$SELECT dealer_code, part_no, difference, priority, priority_by_volume, quantity, location, reason FROM must_stock_comparison('2026-07-01', NULL, 2) WHERE dealer_code < 'S3'$$,
	$$VALUES ('S1', 'LATE', 'added', 1::bigint, NULL::bigint, 26::numeric, 'station', 'stocked'), ('S1', 'FILTER', NULL, 2, 2, 22, 'station', 'stocked'), ('S1', 'PAD', NULL, 3, 3, 17, 'station', 'stocked'),
		('S1', 'INTRO', 'added', 4, NULL, 15, 'station', 'introduction'), ('S1', 'NEW', 'added', 5, NULL, 7, 'station', 'stocked'),
		('S1', 'OIL', 'dropped', NULL, 1, NULL, 'supplier', 'direct_supply'), ('S1', 'CYL', 'dropped', NULL, 4, NULL, 'depot', 'assembly'),
		('S2', 'FILTER', NULL, 1, 1, 19, 'station', 'stocked'), ('S2', 'LAMP', 'dropped', NULL, 2, NULL, 'depot', 'slow')$$,
	'the two lists side by side');
SELECT throws_ok($$SELECT * FROM must_stock_comparison('2026-07-01', NULL, 0)$$, '22023', 'n must be above 0', 'a list of no parts is refused');

-- by service: twelve months' mean and deviation, order cycle and lead time of 10 days, the class's service
SELECT results_eq($$SELECT part_no, abc, service_level, service_target, target = founding_target FROM stock_position('2026-07-01', 'S1') WHERE part_no IN ('PAD', 'FILTER') ORDER BY 1$$,
	$$SELECT i.part_no, i.abc, c.service_level, (SELECT min(k) FROM generate_series(0, 1000) k
			WHERE demand_probability(k, avg(m) * n.days / 30, variance(m) * n.days / 30, 'negative_binomial') >= c.service_level)::float8, true
		FROM stocking_input('2026-07-01', 'S1') i JOIN class_control c ON c.abc = i.abc
		CROSS JOIN LATERAL (SELECT i.order_cycle + i.lead_time AS days) n
		CROSS JOIN unnest(demand_values(i.demand, '2025-07-01', '2026-06-01')) m
		WHERE i.part_no IN ('PAD', 'FILTER') GROUP BY i.part_no, i.abc, c.service_level, n.days ORDER BY 1$$, 'the level for the service of a class, beside the founding rule''s');
SELECT is_empty($$SELECT * FROM stock_position('2026-07-01') WHERE service_target IS NOT NULL AND (target = 0 OR dealer_code = 'D1')$$, '... of what a station holds only');
INSERT INTO parameter (name, dealer_code, value) VALUES ('order_by_service', 'S1', 1);
SELECT is_empty($$SELECT * FROM stock_position('2026-07-01') WHERE reason = 'stocked' AND target <> CASE dealer_code WHEN 'S1' THEN coalesce(service_target, founding_target) ELSE founding_target END$$,
	'a station may order by service');
SELECT results_eq($$SELECT part_no, quantity FROM suggested_orders('2026-07-01', 'S1') WHERE quantity > 0 AND reason = 'stocked' ORDER BY 1$$,
	$$SELECT part_no, suggested_order(service_target, on_hand::float8, on_order::float8, back_orders::float8, allocated::float8, pack::float8)::numeric FROM stock_position('2026-07-01', 'S1')
		WHERE reason = 'stocked' AND service_target > on_hand + on_order - back_orders - allocated ORDER BY 1$$, '... and its suggested orders follow');
UPDATE class_control SET service_level = 0.5;
SELECT ok((SELECT bool_and(service_target <= founding_target AND service_level = 0.5) FROM stock_position('2026-07-01', 'S1') WHERE service_target IS NOT NULL), 'the service is the table''s');
SELECT results_eq($$SELECT service_target('{2026-01:3}', '2026-02-01', '2026-01-01', 12, 7, 3, 0.9), service_target('{2026-01:1000000,2026-03:5}', '2026-07-01', NULL, 6, 7, 3, 0.9) > 1e5, service_target('{}', '2026-07-01', NULL, 6, 7, 3, 0.9)$$,
	$$VALUES (NULL::float8, true, 0::float8)$$, 'no level from one month; wild demand has one, no demand needs nothing');
SELECT throws_ok($$INSERT INTO parameter (name, value) VALUES ('slow_limmit', 1)$$, '23503', NULL, 'a parameter that no rule reads is refused');
SELECT throws_ok($$SELECT parameter_value('slow_limmit')$$, '22023', 'name must be that of a parameter', '... and cannot be asked for');
SELECT throws_ok($$UPDATE parameter SET value = 2 WHERE name = 'order_by_service'$$, '23514', NULL, 'orders go by service or not');

SELECT throws_ok(format('SELECT * FROM %I(%L::date)', f, d), '22023', 'as_of must be a day', format('%s refuses the day %s', f, coalesce(d, 'NULL')))
FROM unnest(ARRAY['stocking_plan', 'must_stock_list', 'must_stock_list_by_volume', 'half_year_consumption', 'stock_position', 'suggested_orders', 'excess_stock', 'dead_stock', 'stock_turns', 'mobility',
	'count_due', 'last_time_buy_plan', 'abc_xyz_matrix', 'abc_attribute_matrix', 'part_score', 'must_stock_comparison', 'depot_plan']) f, unnest(ARRAY['infinity', '-infinity', '5874897-12-31', '0001-01-01', '4713-01-01 BC', NULL]) d;
SELECT throws_ok(format('SELECT * FROM %I(%s)', f, q), '22023', 'from_month and to_month must be months', format('%s(%s) is refused', f, q))
FROM unnest(ARRAY['fill_rate_monthly', 'parts_leakage', 'must_stock_backtest']) f, unnest(ARRAY['''5874897-12-31'', ''2026-01-01''', '''2026-01-01'', ''5874897-12-31''', '''4713-01-01 BC'', ''2026-01-01''', 'NULL, ''2026-01-01''']) q;
SELECT results_eq($$SELECT month_of('infinity'), month_of('-infinity', 3), month_of('5874897-12-31', 1), month_of('4713-01-01 BC', -1), month_of(NULL), month_of('9999-12-31')$$,
	$$VALUES (date 'infinity', date '-infinity', date 'infinity', date '-infinity', NULL::date, date '9999-12-01')$$, 'months outside the calendar');
SELECT * FROM finish();
