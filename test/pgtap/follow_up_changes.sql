-- Follow-ups: what is learned late, corrected or taken back counts all the same.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('BJ01', '北京一店');
INSERT INTO vehicle_model (model_code, brand, name) VALUES ('M1', '东方', '远行'), ('M2', '东方', '近行');
INSERT INTO service_interval (model_code, service_no, months, km) VALUES ('M1', 0, 6, 10000);
INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '张三', '1381234567' || n FROM generate_series(1, 9) n;
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) SELECT 'V' || n, 'M1', 'BJ01', '2024-01-10' FROM generate_series(1, 8) n;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'V' || n, 'C' || n, '2024-01-10' FROM generate_series(1, 8) n;
UPDATE follow_up_rule SET active = rule IN ('maintenance_due', 'first_maintenance', 'overdue', 'at_risk', 'lost_interview');
-- arrive(VEHICLE, DAY): a visit as a load brings it
CREATE FUNCTION pg_temp.arrive(vehicle text, day date, kind text DEFAULT 'maintenance') RETURNS void LANGUAGE sql AS $$
	INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) VALUES ('BJ01', vehicle || '/' || day, vehicle, kind, day, day);
	INSERT INTO dirty (kept, dealer_code, month) SELECT k, 'BJ01', month_of(day) FROM unnest(ARRAY['part_demand', 'vehicle_history', 'vehicle_state']) k $$;
-- task(VEHICLE): the newest
CREATE FUNCTION pg_temp.task(vehicle text) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', rule, state, state_reason) FROM follow_up WHERE vehicle_no = vehicle ORDER BY follow_up DESC LIMIT 1 $$;

-- visits that arrive late
SELECT pg_temp.arrive('V1', '2026-01-12'), pg_temp.arrive('V2', '2026-01-12'), pg_temp.arrive('V3', '2025-11-25'), pg_temp.arrive('V4', '2025-12-28', 'repair'),
	pg_temp.arrive('V5', '2025-06-28', 'repair'), pg_temp.arrive('V2', '2026-04-01', 'repair');
CALL generate_follow_ups('2026-06-25');
CALL generate_follow_ups('2026-06-29');
SELECT is((SELECT string_agg(v || ' ' || pg_temp.task(v), ', ' ORDER BY v) FROM unnest(ARRAY['V1', 'V2', 'V3', 'V4', 'V5']) v),
	'V1 maintenance_due new, V2 maintenance_due new, V3 overdue new, V4 at_risk new, V5 lost_interview new', 'calls about maintenance due and overdue, risk and loss');
SELECT pg_temp.arrive('V1', '2026-06-26'), pg_temp.arrive('V2', '2026-03-01', 'repair'), pg_temp.arrive('V3', '2026-05-20'), pg_temp.arrive('V4', '2026-01-05', 'repair'),
	pg_temp.arrive('V5', '2026-02-20', 'repair');
SET LOCAL datestyle = 'sql, dmy';
CALL generate_follow_ups('2026-06-30');
SELECT is(pg_temp.task(v), r || ' cancelled vehicle came in', 'a visit before the call was planned that arrives after it cancels it: ' || r)
FROM (VALUES ('V1', 'maintenance_due'), ('V3', 'overdue'), ('V4', 'at_risk'), ('V5', 'lost_interview')) x (v, r);
SELECT is(pg_temp.task('V2'), 'maintenance_due new', '... but not a repair long before maintenance is due');
SELECT is((SELECT count(*) FROM follow_up WHERE trigger_key LIKE '%/%'), 0::bigint, '... whatever the style of dates');
RESET datestyle;

-- a load that is taken back leaves the vehicle as a voided visit does
SELECT pg_temp.arrive('V6', '2026-01-12'), pg_temp.arrive('V7', '2026-01-12'), pg_temp.arrive('V6', '2026-06-27'), pg_temp.arrive('V7', '2026-06-27');
CALL refresh();
INSERT INTO load_batch (table_name, file_name, file_hash, rows_inserted) VALUES ('visit', 'f', 'h', 1) RETURNING load_batch AS batch \gset
UPDATE visit SET load_batch = :batch WHERE visit_no = 'V6/2026-06-27';
PREPARE periods AS SELECT seen_on, until_on, returned_on, services, service_on, due_on FROM vehicle_state WHERE vehicle_no = $1 ORDER BY seen_on;
SELECT results_eq($$EXECUTE periods('V6')$$, $$VALUES (date '2026-01-12', date '2026-06-27', date '2026-01-12', 1, date '2026-01-12', date '2026-07-12'),
	('2026-06-27', NULL, '2026-06-27', 2, '2026-06-27', '2026-12-27')$$, 'two maintenances');
SELECT undo_load(:batch) \gset
CALL refresh();
SELECT results_eq($$EXECUTE periods('V6')$$, $$VALUES (date '2026-01-12', NULL::date, date '2026-01-12', 1, date '2026-01-12', date '2026-07-12')$$, 'a visit whose load is taken back is forgotten');
CALL void_visit('BJ01', 'V7/2026-06-27');
CALL refresh();
SELECT results_eq($$EXECUTE periods('V7')$$, $$EXECUTE periods('V6')$$, '... as a voided one is');

-- a dirty month of which nothing is read that has changed leaves all as it is
CREATE TEMP TABLE written AS SELECT vehicle_no, seen_on, ctid AS place FROM vehicle_state;
PREPARE rewritten AS SELECT k.vehicle_no, k.seen_on FROM vehicle_state k LEFT JOIN written w ON w.vehicle_no = k.vehicle_no AND w.seen_on = k.seen_on AND w.place = k.ctid
	WHERE w.place IS NULL;
UPDATE visit SET amount = 1, closed_on = opened_on + 1 WHERE visit_no IN ('V7/2026-01-12', 'V3/2026-05-20');
INSERT INTO dirty SELECT 'vehicle_state', 'BJ01', month_of(opened_on) FROM visit;
CALL refresh();
SELECT is_empty('rewritten', 'another amount or end of a visit changes nothing that is known of the vehicle');
UPDATE visit SET staff_no = 'E1' WHERE visit_no = 'V7/2026-01-12';
UPDATE visit SET odometer = 9000 WHERE visit_no = 'V3/2026-05-20';
UPDATE visit SET customer_no = 'C9' WHERE visit_no = 'V4/2026-01-05';
INSERT INTO dirty SELECT 'vehicle_state', 'BJ01', month_of(opened_on) FROM visit;
CALL refresh();
SELECT bag_eq('rewritten', $$VALUES ('V7' COLLATE "C", date '2026-01-12'), ('V3', '2026-05-20'), ('V4', '2026-01-05')$$, '... but adviser, odometer or customer, of that vehicle alone');

-- two stations on one day: each marks its own months, and what was known of the day is both's
INSERT INTO dealer (dealer_code, name) VALUES ('AA01', '另一店');
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) SELECT 'Z' || n, 'M1', 'BJ01', '2024-01-10' FROM generate_series(1, 9) n;
INSERT INTO load_batch (table_name, file_name, file_hash, rows_inserted) VALUES ('visit', 'f', 'two', 1) RETURNING load_batch AS batch \gset
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, load_batch)
SELECT d, 'Z' || n, 'Z' || n, 'maintenance', '2026-05-10', '2026-05-10', CASE WHEN n = 5 AND d = 'AA01' THEN :batch END FROM generate_series(1, 6) n, unnest(ARRAY['AA01', 'BJ01']) d;
INSERT INTO dirty VALUES ('vehicle_state', 'AA01', '2026-05-01'), ('vehicle_state', 'BJ01', '2026-05-01');
CALL refresh();
CALL void_visit('AA01', 'Z1');
SELECT undo_load(:batch) \gset
UPDATE visit SET opened_on = '2026-05-15', closed_on = '2026-05-15' WHERE dealer_code = 'AA01' AND visit_no = 'Z3';
UPDATE visit SET vehicle_no = 'Z9' WHERE dealer_code = 'AA01' AND visit_no = 'Z4';
INSERT INTO dirty VALUES ('vehicle_state', 'AA01', '2026-05-01');
CALL refresh();
SELECT results_eq($$SELECT vehicle_no, string_agg((seen_on || ' ' || dealer_code) COLLATE "C", ', ' ORDER BY seen_on) FROM vehicle_state WHERE vehicle_no LIKE 'Z%' GROUP BY 1 ORDER BY 1$$,
	$$VALUES ('Z1' COLLATE "C", '2026-05-10 BJ01' COLLATE "C"), ('Z2', '2026-05-10 AA01'), ('Z3', '2026-05-10 BJ01, 2026-05-15 AA01'), ('Z4', '2026-05-10 BJ01'), ('Z5', '2026-05-10 BJ01'),
	('Z6', '2026-05-10 AA01'), ('Z9', '2026-05-10 AA01')$$, 'a visit of one of two stations on a day is voided, moved on, another vehicle''s or taken back');
CALL void_visit('BJ01', 'Z2');
CALL refresh();
CREATE TEMP TABLE kept AS TABLE vehicle_state;
DELETE FROM vehicle_state;
DELETE FROM vehicle_known;
CALL refresh();
SELECT bag_eq('TABLE kept', 'TABLE vehicle_state', '... as if made anew');

-- plans, models, vehicles and kinds of visits that change, however they do
CREATE FUNCTION pg_temp.due(vehicle text) RETURNS date LANGUAGE sql AS $$SELECT due_on FROM vehicle_state WHERE vehicle_no = vehicle AND until_on IS NULL$$;
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) VALUES ('W1', 'M2', 'BJ01', '2026-01-10'), ('W2', 'M2', 'BJ01', '2026-01-10');
SELECT pg_temp.arrive('W1', '2026-02-02', 'repair');
CALL generate_follow_ups('2026-07-01');
SELECT is(pg_temp.due('W1'), NULL, 'no plan, no due day');
INSERT INTO service_interval (model_code, service_no, months, km) VALUES ('M2', 0, 6, 50000);
CALL generate_follow_ups('2026-07-01');
SELECT is(pg_temp.due('W1'), date '2026-07-10', 'a plan by plain SQL counts at the next run of the same day');
SELECT results_eq($$SELECT vehicle_no, due_on FROM follow_up WHERE rule = 'first_maintenance' ORDER BY 1$$, $$VALUES ('W1' COLLATE "C", date '2026-06-26'), ('W2', '2026-06-26')$$,
	'... and calls whose day is past are made, also for a vehicle never seen');
UPDATE service_interval SET months = 12 WHERE model_code = 'M2';
CALL refresh();
SELECT is(pg_temp.due('W1'), date '2027-01-10', '... one that is changed, too');
UPDATE vehicle SET sold_on = '2026-03-01' WHERE vehicle_no = 'W1';
CALL generate_follow_ups('2026-07-02');
SELECT is(pg_temp.due('W1'), date '2027-03-01', '... a sale of another day');
UPDATE vehicle SET model_code = 'M1' WHERE vehicle_no = 'W1';
CALL refresh();
SELECT is(pg_temp.due('W1'), date '2026-09-01', '... another model');
CALL set_visit_kind('repair', '维修', true, true);
CALL refresh();
SELECT is(pg_temp.due('W1'), date '2026-08-02', '... a kind of visits that becomes maintenance');
CALL set_visit_kind('repair', '维修', false, false);
CALL refresh();
SELECT results_eq($$SELECT due_on, returned_on FROM vehicle_state WHERE vehicle_no = 'W1'$$, $$VALUES (date '2026-09-01', NULL::date)$$, '... and one that neither is nor counts as a return any more');
INSERT INTO load_batch (table_name, file_name, file_hash, rows_inserted) VALUES ('service_interval', 'f', 'i', 1) RETURNING load_batch AS batch \gset
INSERT INTO service_interval (model_code, service_no, months, km, load_batch) VALUES ('M1', 1, 2, 50000, :batch);
CALL refresh();
SELECT is(pg_temp.due('W1'), date '2026-05-01', 'a plan that is loaded');
SELECT undo_load(:batch) \gset
CALL refresh();
SELECT is(pg_temp.due('W1'), date '2026-09-01', '... and taken back');

-- what no reading tells
INSERT INTO vehicle_model (model_code, brand, name) VALUES ('M3', '东方', '新行');
INSERT INTO service_interval (model_code, service_no, km) VALUES ('M3', 0, 2000);
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) VALUES ('W6', 'M3', 'BJ01', '2026-05-01');
SELECT pg_temp.arrive('W6', '2026-05-11', 'repair');
CALL refresh();
SELECT is(pg_temp.due('W6'), date '2026-06-20', 'without readings 40 km a day, unless the model says otherwise');
UPDATE vehicle_model SET km_per_day = 100 WHERE model_code = 'M3';
CALL refresh();
SELECT is(pg_temp.due('W6'), date '2026-05-21', '... which it may');

-- vehicles that are loaded when their day is past, in whatever order loads end
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('vehicle', 'f', '1') RETURNING load_batch AS early \gset
DELETE FROM load_batch WHERE load_batch = :early;
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('vehicle_model', 'f', '2');
CALL generate_follow_ups('2026-07-02');
INSERT INTO load_batch (load_batch, table_name, file_name, file_hash) OVERRIDING SYSTEM VALUE VALUES (:early, 'vehicle', 'f', '1');
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on, load_batch) VALUES ('W3', 'M1', 'BJ01', '2026-01-05', :early);
CALL generate_follow_ups('2026-07-02');
SELECT is(pg_temp.task('W3'), 'first_maintenance suppressed no customer known', 'a load that ends after a later one is seen the same day');
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) VALUES ('W4', 'M1', 'BJ01', '2026-01-06');
CALL generate_follow_ups('2026-07-03');
SELECT is(pg_temp.task('W4'), 'first_maintenance suppressed no customer known', 'what plain SQL adds is seen the next day');
INSERT INTO vehicle (vehicle_no) VALUES ('W5');
CALL refresh();
DELETE FROM vehicle WHERE vehicle_no = 'W5';
CALL refresh();
SELECT is((SELECT count(*) FROM vehicle_known k FULL JOIN vehicle v ON v.vehicle_no = k.vehicle_no WHERE v.vehicle_no IS NULL OR k.vehicle_no IS NULL), 0::bigint, 'vehicles known are those there are');
SELECT * FROM finish();
ROLLBACK;
