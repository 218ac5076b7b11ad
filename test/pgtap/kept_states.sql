-- Kept states, refresh() and voids.
\ir ../fixtures/network.sql
BEGIN;
SELECT no_plan();
CREATE TEMP VIEW recomputed AS SELECT dealer_code, part_no, demand_agg(asked_on, quantity) AS demand FROM demand_line GROUP BY 1, 2;

SELECT bag_eq('SELECT * FROM part_demand_now', 'SELECT * FROM recomputed', 'answers are complete before the first refresh');
CALL refresh();
SELECT is_empty('SELECT * FROM dirty', 'refresh leaves nothing dirty');
SELECT bag_eq('SELECT * FROM part_demand', 'SELECT * FROM recomputed', 'refresh keeps them');
SELECT bag_eq('SELECT * FROM part_demand_now', 'SELECT * FROM part_demand', 'questions read what is kept');

CALL void_line('S1', 'WS16', 1);
SELECT results_eq('SELECT * FROM dirty', $$VALUES ('part_demand' COLLATE "C", 'S1' COLLATE "C", date '2026-06-01')$$, 'void_line() marks the month');
SELECT bag_eq('SELECT * FROM part_demand_now', 'SELECT * FROM recomputed', 'a voided line counts no more at once');
CALL void_visit('S3', 'WS32');
SELECT bag_eq('SELECT * FROM dirty', $$VALUES ('part_demand' COLLATE "C", 'S1' COLLATE "C", date '2026-06-01'), ('part_demand', 'S3', '2026-02-01'), ('vehicle_history', 'S3', '2026-02-01'), ('vehicle_state', 'S3', '2026-02-01')$$,
	'void_visit() marks the month of each kept table');
SELECT is_empty($$SELECT * FROM part_demand_now WHERE dealer_code = 'S3' AND part_no = 'CYL'$$, 'a part whose only line is voided has no demand');
CALL refresh();
SELECT bag_eq('SELECT * FROM part_demand', 'SELECT * FROM recomputed', 'refresh removes it');
SELECT throws_ok($$CALL void_visit('S1', 'none')$$, 'P0002', 'visit "none" of station "S1" does not exist', 'an unknown visit is refused');
SELECT throws_ok($$CALL void_line('S1', 'WS16', 99)$$, 'P0002', 'line 99 of visit "WS16" of station "S1" does not exist', 'an unknown line is refused');
SELECT is((SELECT count(*) FROM visit WHERE visit_no = 'WS32' AND voided_at IS NOT NULL), 1::bigint, 'what is voided stays on record');

INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, amount) VALUES
	('S1', 'A', 'V0', 'repair', '2026-03-01', 100), ('S1', 'B', 'V0', 'maintenance', '2026-03-01', 50.50), ('S2', 'A', 'V0', 'repair', '2026-04-02', NULL),
	('S1', 'C', 'V0', 'recall', '2026-05-01', 10);
INSERT INTO dirty VALUES ('vehicle_history', 'S1', '2026-03-01'), ('vehicle_history', 'S1', '2026-05-01'), ('vehicle_history', 'S2', '2026-04-01');
SELECT results_eq('SELECT h.dealer_code, v.day, v.amount FROM vehicle_history_now h, visit_days(h.visits) v ORDER BY 1',
	$$VALUES ('S1' COLLATE "C", date '2026-03-01', 150.50), ('S2', '2026-04-02', 0)$$, 'histories hold days and amounts of the visits that count');
CALL refresh();
SELECT results_eq('SELECT h.dealer_code, v.day, v.amount FROM vehicle_history h, visit_days(h.visits) v ORDER BY 1',
	$$VALUES ('S1' COLLATE "C", date '2026-03-01', 150.50), ('S2', '2026-04-02', 0)$$, 'refresh keeps them');

CALL set_visit_kind('recall', '召回', true, false);
CALL refresh();
SELECT results_eq('SELECT h.dealer_code, v.day FROM vehicle_history h, visit_days(h.visits) v ORDER BY 1, 2',
	$$VALUES ('S1' COLLATE "C", date '2026-03-01'), ('S1', '2026-05-01'), ('S2', '2026-04-02')$$, 'a kind that counts from now on is in the histories');
CALL set_visit_kind('recall', '召回活动', true, false);
SELECT is_empty($$SELECT * FROM dirty WHERE kept <> 'vehicle_state'$$, 'another name changes no history');
CALL set_visit_kind('recall', '召回', false, false);
SELECT is((SELECT count(*) FROM vehicle_history_now h, visit_days(h.visits)), 2::bigint, 'one that counts no more is gone at once');
CALL set_visit_kind('wash', '洗车', false, false);
SELECT results_eq($$SELECT name, counts_as_return, is_maintenance FROM visit_kind WHERE kind = 'wash'$$, $$VALUES ('洗车', false, false)$$, 'a new kind');
CALL refresh();

SELECT results_eq($$SELECT month_of('2024-02-29'), month_of('2024-01-31', 1), month_of('2024-01-31', -2)$$, $$VALUES (date '2024-02-01', date '2024-02-01', date '2023-11-01')$$, 'month_of()');
INSERT INTO dirty SELECT 'part_demand', 'S1', m::date FROM unnest(ARRAY['2026-02-01', '2025-12-01', '2026-01-01', '2026-01-01', '2026-04-01']) m;
SELECT results_eq($$SELECT first_day, next_day FROM dirty_span WHERE kept = 'part_demand' ORDER BY 1$$, $$VALUES (date '2025-12-01', date '2026-03-01'), ('2026-04-01', '2026-05-01')$$,
	'adjacent dirty months are one span');
SELECT * FROM finish();
