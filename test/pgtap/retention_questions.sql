-- cohorts(), maintenance_funnel(), survival(), retention_methods() and metric snapshots, of six cars worked out by hand.
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店');
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on, scrapped_on) VALUES
	('A', 'S1', '2025-01-10', NULL), ('B', 'S1', '2025-01-20', NULL), ('C', 'S2', '2025-02-05', NULL), ('D', NULL, NULL, NULL),
	('E', 'S1', '2024-12-31', NULL), ('F', 'S1', '2025-01-15', '2025-06-01');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, voided_at) VALUES
	('S1', 'a1', 'A', 'maintenance', '2025-01-25', NULL), ('S2', 'a2', 'A', 'repair', '2025-03-01', NULL), ('S2', 'a3', 'A', 'maintenance', '2025-03-20', NULL),
	('S1', 'a4', 'A', 'maintenance', '2025-07-02', NULL),
	-- before the sale; twice on a day
	('S1', 'b0', 'B', 'maintenance', '2024-12-05', NULL), ('S1', 'b1', 'B', 'maintenance', '2025-04-10', NULL), ('S2', 'b2', 'B', 'maintenance', '2025-04-10', NULL),
	('S2', 'c1', 'C', 'maintenance', '2025-02-05', NULL), ('S2', 'c2', 'C', 'recall', '2025-03-01', NULL), ('S2', 'c3', 'C', 'maintenance', '2025-03-02', now()),
	('S2', 'd1', 'D', 'repair', '2026-07-01', NULL);
INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit;

SELECT results_eq($$SELECT cohort, months_since, vehicles, seen, retention_rate FROM cohorts('2025-01-05', '2025-02-01', '2025-07-15')$$,
	$$VALUES (date '2025-01-01', 0, 3::bigint, 1::bigint, 1 / 3::float8), ('2025-01-01', 1, 3, 0, 0), ('2025-01-01', 2, 3, 1, 1 / 3::float8), ('2025-01-01', 3, 3, 1, 1 / 3::float8),
		('2025-01-01', 4, 3, 0, 0), ('2025-01-01', 5, 3, 0, 0),
		('2025-02-01', 0, 1, 1, 1), ('2025-02-01', 1, 1, 0, 0), ('2025-02-01', 2, 1, 0, 0), ('2025-02-01', 3, 1, 0, 0), ('2025-02-01', 4, 1, 0, 0)$$,
	'cohorts: complete months only; visits before the sale, recalls and voided ones do not count');
SELECT bag_eq($$SELECT months_since, seen FROM cohorts('2025-01-01', '2025-01-01', '2025-08-01', 'S1') WHERE seen > 0$$,
	$$VALUES (0, 1::bigint), (3, 1), (6, 1)$$, 'cohorts of a station: visits to it');
SELECT is_empty($$SELECT * FROM cohorts('2025-03-01', '2025-05-01', '2025-08-01')$$, 'a month without a sale has no cohort');
SELECT is_empty($$SELECT * FROM cohorts('2025-01-01', '2025-01-01', '2025-01-31')$$, '... and one that is not complete neither');
SELECT throws_ok($$SELECT * FROM cohorts('2025-02-01', '2025-01-01', '2025-08-01')$$, '22023', 'from_month must not be after to_month', 'cohorts: months in order');
SELECT throws_ok($$SELECT * FROM cohorts('-infinity', '2025-01-01', '2025-08-01')$$, '22023', 'from_month and to_month must be months', '... finite');
SELECT throws_ok($$SELECT * FROM cohorts('2025-01-01', NULL, '2025-08-01')$$, '22023', 'from_month and to_month must be months', '... and given');
SELECT throws_ok($$SELECT * FROM cohorts('2025-01-01', '2025-01-01', NULL)$$, '22023', 'as_of must be a day', '... and the day');

SELECT results_eq($$SELECT * FROM maintenance_funnel('2025-07-15')$$,
	$$VALUES (date '2024-12-01', 1::bigint, 0::bigint, 0::bigint, 0::bigint, 0::float8, NULL::float8, NULL::float8),
		('2025-01-01', 3, 2, 1, 1, 2 / 3::float8, 0.5, 1), ('2025-02-01', 1, 1, 0, 0, 1, 0, NULL)$$, 'funnel: maintenance days since the sale');
SELECT results_eq($$SELECT cohort, vehicles, first, second, third FROM maintenance_funnel('2025-07-15', 'S1') WHERE cohort = '2025-01-01'$$,
	$$VALUES (date '2025-01-01', 3::bigint, 2::bigint, 1::bigint, 0::bigint)$$, 'funnel of a station: maintenance there');
SELECT is((SELECT third FROM maintenance_funnel('2025-07-01') WHERE cohort = '2025-01-01'), 0::bigint, 'funnel: later visits are ignored');
SELECT throws_ok($$SELECT * FROM maintenance_funnel('infinity')$$, '22023', 'as_of must be a day', 'funnel: infinity is refused');

-- lost 12 months after the last visit: C and E after 365 days, B after 491 (from its first visit), A after 538; D is observed for 14
SELECT results_eq($$SELECT duration, at_risk, lost, survival, round(lower_limit::numeric, 4), round(upper_limit::numeric, 4) FROM survival('2026-07-15')$$,
	$$VALUES (14, 5::bigint, 0::bigint, 1::float8, NULL::numeric, NULL::numeric), (365, 4, 2, 0.5, 0.0578, 0.8449), (491, 2, 1, 0.25, 0.0089, 0.6653), (538, 1, 1, 0, NULL, NULL)$$,
	'survival by days since the delivery');
SELECT results_eq($$SELECT duration, at_risk, lost FROM survival('2026-07-15', 'S2')$$, $$VALUES (14, 2::bigint, 0::bigint), (365, 1, 1)$$, 'survival of a station');
INSERT INTO parameter (name, dealer_code, value) VALUES ('lost_months', 'S2', 14);
SELECT results_eq($$SELECT duration, at_risk, lost FROM survival('2026-07-15', 'S2')$$, $$VALUES (14, 2::bigint, 0::bigint), (424, 1, 1)$$, '... by its own limit');
DELETE FROM parameter WHERE dealer_code = 'S2';
SELECT throws_ok('SELECT * FROM survival(NULL)', '22023', 'as_of must be a day', 'survival: NULL is refused');

-- 31 January: A, B, E, F active; 31 July: A, B, C active, E at risk, F scrapped; seen since: A, B, C; C is new
SELECT results_eq($$SELECT dealer_code COLLATE "C", method, retained, base, retention_rate FROM retention_methods('2025-02-01', '2025-07-31')$$,
	$$VALUES ('S1' COLLATE "C", 'end_less_new', 2::bigint, 4::bigint, 0.5::float8), ('S1', 'seen_again', 1, 1, 1), ('S1', 'units_in_operation', 2, 3, 2 / 3::float8),
		('S2', 'end_less_new', 0, 0, NULL), ('S2', 'seen_again', 0, 0, NULL), ('S2', 'units_in_operation', 1, 1, 1),
		(NULL, 'end_less_new', 2, 4, 0.5), (NULL, 'seen_again', 1, 1, 1), (NULL, 'units_in_operation', 3, 4, 0.75)$$, 'retention by three methods');
SELECT bag_eq($$SELECT * FROM retention_methods('2025-02-01', '2025-07-31', 'S1')$$, $$SELECT * FROM retention_methods('2025-02-01', '2025-07-31') WHERE dealer_code = 'S1'$$, 'one station: its rows only');
SELECT throws_ok($$SELECT * FROM retention_methods('2025-02-01', '2025-01-01')$$, '22023', 'from_month must not be after to_month', 'methods: months in order');
SELECT throws_ok($$SELECT * FROM retention_methods('2025-02-01', 'infinity')$$, '22023', 'from_month and to_month must be months', '... finite');
SELECT throws_ok($$SELECT * FROM retention_methods('infinity', '2025-02-01')$$, '22023', 'from_month and to_month must be months', '... both of them');
SELECT throws_ok($$SELECT * FROM retention_methods(NULL, '2025-02-01')$$, '22023', 'from_month and to_month must be months', '... and given');

-- 20 a month of P and Q: safety stock 33.3, so 34 to hold; 4 of P are under its old number
INSERT INTO part (part_no, name, order_cycle, lead_time) VALUES ('P', '灯', 7, 3), ('Q', '灯', 7, 3);
INSERT INTO part (part_no, name, superseded_by) VALUES ('OLD', '灯', 'P');
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity)
SELECT 'S1', p || m, 1, make_date(2026, m, 5), p, 20 FROM unnest(ARRAY['P', 'Q']) p, generate_series(1, 6) m;
INSERT INTO dirty SELECT 'part_demand', 'S1', make_date(2026, m, 1) FROM generate_series(1, 6) m;
INSERT INTO stock (dealer_code, part_no, on_hand) VALUES ('S1', 'P', 30), ('S1', 'OLD', 4), ('S1', 'Q', 33);
SELECT results_eq($$SELECT metric, dealer_code, month, value FROM metrics('2026-07-15')$$,
	$$VALUES ('churn_rate', 'S1', date '2026-06-01', NULL::float8), ('churn_rate', 'S2', '2026-06-01', NULL), ('churn_rate', NULL, '2026-06-01', NULL),
		('must_stock_coverage', 'S1', '2026-07-01', 0.5), ('must_stock_coverage', NULL, '2026-07-01', 0.5),
		('must_stock_parts', 'S1', '2026-07-01', 2), ('must_stock_parts', NULL, '2026-07-01', 2),
		('retention_rate', 'S1', '2026-06-01', NULL), ('retention_rate', 'S2', '2026-06-01', NULL), ('retention_rate', NULL, '2026-06-01', NULL),
		('vehicles_active', 'S1', '2026-07-01', 0), ('vehicles_active', 'S2', '2026-07-01', 1), ('vehicles_active', NULL, '2026-07-01', 1),
		('vehicles_at_risk', 'S1', '2026-07-01', 0), ('vehicles_at_risk', 'S2', '2026-07-01', 0), ('vehicles_at_risk', NULL, '2026-07-01', 0),
		('vehicles_lost', 'S1', '2026-07-01', 3), ('vehicles_lost', 'S2', '2026-07-01', 1), ('vehicles_lost', NULL, '2026-07-01', 4)$$, 'metrics');
CALL take_metric_snapshot('baseline', '2025-08-01');
CALL take_metric_snapshot('now', '2026-07-15');
CREATE TEMP TABLE kept AS SELECT * FROM metric_differences('baseline', 'now');
SELECT results_eq($$SELECT metric, baseline_month, month, baseline_value, value, difference FROM kept WHERE dealer_code = 'S1' ORDER BY 1$$,
	$$VALUES ('churn_rate' COLLATE "C", date '2025-07-01', date '2026-06-01', 0::float8, NULL::float8, NULL::float8), ('must_stock_coverage', NULL, '2026-07-01', NULL, 0.5, NULL),
		('must_stock_parts', NULL, '2026-07-01', NULL, 2, NULL), ('retention_rate', '2025-07-01', '2026-06-01', 1, NULL, NULL),
		('vehicles_active', '2025-08-01', '2026-07-01', 2, 0, -2), ('vehicles_at_risk', '2025-08-01', '2026-07-01', 1, 0, -1), ('vehicles_lost', '2025-08-01', '2026-07-01', 0, 3, 3)$$,
	'two snapshots side by side');
SELECT results_eq($$SELECT baseline_value, value, difference FROM kept WHERE dealer_code IS NULL AND metric = 'vehicles_lost'$$, $$VALUES (0::float8, 4::float8, 4::float8)$$, '... and of the network');
CALL void_visit('S2', 'd1');
UPDATE stock SET on_hand = 0;
SELECT bag_eq($$SELECT * FROM metric_differences('baseline', 'now')$$, 'SELECT * FROM kept', 'a snapshot does not change');
SELECT throws_ok($$CALL take_metric_snapshot('now', '2026-07-15')$$, '23505', 'snapshot "now" exists', 'a name taken is refused');
SELECT throws_ok($$CALL take_metric_snapshot('', '2026-07-15')$$, '22023', 'a snapshot must have a name', '... and none');
SELECT throws_ok($$CALL take_metric_snapshot('x', 'infinity')$$, '22023', 'as_of must be a day', '... and infinity');
SELECT throws_ok($$SELECT * FROM metrics(NULL)$$, '22023', 'as_of must be a day', 'metrics: NULL is refused');
SELECT throws_ok($$SELECT * FROM metric_differences('none', 'now')$$, '22023', 'baseline must be a snapshot', 'an unknown baseline is refused');
SELECT throws_ok($$SELECT * FROM metric_differences('now', NULL)$$, '22023', 'other must be a snapshot', '... and no other');
SELECT * FROM finish();
