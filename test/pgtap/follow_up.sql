-- Follow-ups: triggers, generation, list, outcomes. Default rules: post_visit 3 days after settlement, for 11 days;
-- maintenance_due 14 days ahead, for 28; lost_interview the day after 12 months, for 30.
SET client_min_messages = warning;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店');
INSERT INTO vehicle_model (model_code, brand, name) VALUES ('M1', '东方', '远行');
INSERT INTO service_interval (model_code, service_no, months, km) VALUES ('M1', 1, 3, 5000), ('M1', 0, 6, 10000), ('M1', 3, NULL, 20000);
INSERT INTO customer (customer_no, name, phone, do_not_call) VALUES
	('C1', '张三', '13812345678', false), ('C2', '李四', '13900000002', true), ('C3', '王五', NULL, false), ('C4', '欧阳六', '13700000004', false),
	('C5', '赵七', '13600000005', false);
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C5', 'service', 'phone', '2026-01-01', true), ('C5', 'service', 'phone', '2026-02-01', false);
INSERT INTO vehicle (vehicle_no, plate, model_code, dealer_code, sold_on, scrapped_on) VALUES
	('A', '沪A00001', NULL, 'S1', '2026-01-01', NULL), ('B', '沪A00002', NULL, 'S1', '2026-01-01', NULL), ('C', NULL, NULL, 'S1', '2026-01-01', NULL),
	('D', NULL, NULL, 'S1', '2026-01-01', NULL), ('E', NULL, NULL, 'S1', '2026-01-01', NULL), ('P', NULL, NULL, 'S1', '2026-01-01', NULL),
	('F1', NULL, 'M1', 'S1', '2026-03-25', NULL), ('F2', NULL, 'M1', 'S1', '2025-09-25', NULL), ('F3', NULL, 'M1', 'S1', '2025-06-25', NULL),
	('F4', NULL, 'M1', NULL, '2026-03-25', NULL), ('F5', NULL, 'M1', 'S1', '2026-03-25', '2026-06-01'),
	('L1', NULL, NULL, 'S1', '2020-01-01', NULL), ('L2', NULL, NULL, 'S2', '2025-06-01', NULL), ('L3', NULL, NULL, 'S1', '2020-01-01', NULL), ('L4', NULL, NULL, 'S1', '2020-01-01', NULL);
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from, owned_until) VALUES
	('A', 'C1', '2026-01-01', '2026-06-12'), ('A', 'C4', '2026-06-12', NULL), ('B', 'C2', '2026-01-01', NULL), ('D', 'C3', '2026-01-01', NULL), ('E', 'C1', '2026-01-01', NULL),
	('P', 'C5', '2026-01-01', NULL), ('F1', 'C1', '2026-03-25', NULL), ('F2', 'C4', '2025-09-25', NULL), ('F3', 'C4', '2025-06-25', NULL), ('L1', 'C4', '2020-01-01', NULL), ('L2', 'C4', '2025-06-01', NULL);
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, voided_at) VALUES
	('S1', '1', 'A', NULL, 'repair', '2026-06-09', '2026-06-10', NULL), ('S2', '1', 'A', NULL, 'recall', '2026-06-10', '2026-06-10', NULL),
	('S1', '2', 'B', NULL, 'repair', '2026-06-01', '2026-06-01', NULL), ('S1', '3', 'C', NULL, 'repair', '2026-05-30', '2026-05-30', NULL),
	('S1', '4', 'D', NULL, 'repair', '2026-06-05', '2026-06-05', NULL), ('S1', '5', 'E', 'C4', 'repair', '2026-06-05', '2026-06-05', NULL),
	('S1', '6', 'P', NULL, 'repair', '2026-06-05', '2026-06-05', NULL),
	-- not to be called: too recent, too old, voided, not finished
	('S1', '7', 'E', NULL, 'repair', '2026-06-11', '2026-06-11', NULL), ('S1', '8', 'E', NULL, 'repair', '2026-05-29', '2026-05-29', NULL),
	('S1', '9', 'E', NULL, 'repair', '2026-06-06', '2026-06-06', '2026-06-07'), ('S1', '10', 'E', NULL, 'repair', '2026-06-06', NULL, NULL),
	-- the first maintenance of F2 was on 2025-12-25 (twice recorded), the second of F3 on 2025-12-25: its third has no date
	('S2', 'm1', 'F2', NULL, 'maintenance', '2025-12-25', '2025-12-25', NULL), ('S1', 'm2', 'F2', NULL, 'maintenance', '2025-12-25', '2025-12-25', NULL),
	('S1', 'm3', 'F3', NULL, 'maintenance', '2025-09-25', '2025-09-25', NULL), ('S1', 'm4', 'F3', NULL, 'maintenance', '2025-12-25', '2025-12-25', NULL),
	-- lost on 2026-06-13 for the first day; L3 long ago; L4 not yet
	('S2', 'l1', 'L1', NULL, 'repair', '2025-06-12', '2025-06-12', NULL), ('S1', 'l3', 'L3', NULL, 'repair', '2025-05-12', '2025-05-12', NULL), ('S1', 'l4', 'L4', NULL, 'repair', '2025-06-13', '2025-06-13', NULL);
INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit;

SELECT results_eq($$SELECT t::text FROM follow_up_trigger_post_visit('2026-06-13') t ORDER BY 1$$,
	$$VALUES ('(A,S1/1,1,S1,C1,2026-06-13,2026-06-24)'), ('(A,S2/1,1,S2,C1,2026-06-13,2026-06-24)'), ('(B,S1/2,1,S1,C2,2026-06-04,2026-06-15)'),
		('(C,S1/3,1,S1,,2026-06-02,2026-06-13)'), ('(D,S1/4,1,S1,C3,2026-06-08,2026-06-19)'), ('(E,S1/5,1,S1,C4,2026-06-08,2026-06-19)'),
		('(P,S1/6,1,S1,C5,2026-06-08,2026-06-19)')$$,
	'post_visit: the whole window, the owner of the day, who brought it, one a visit');
SELECT results_eq($$SELECT t::text FROM follow_up_trigger_maintenance_due('2026-06-13') t ORDER BY 1$$,
	$$VALUES ('(F1,2026-06-25,1,S1,C1,2026-06-11,2026-07-09)'), ('(F2,2026-06-25,1,S1,C4,2026-06-11,2026-07-09)')$$,
	'maintenance_due: first after the sale, next after the record, none without a date, a station or the vehicle');
SELECT is((SELECT count(*) FROM follow_up_trigger_maintenance_due('2026-06-10')), 0::bigint, '... not before it is due');
SELECT is((SELECT count(*) FROM follow_up_trigger_maintenance_due('2026-07-09')), 2::bigint, '... up to its last day');
SELECT is((SELECT count(*) FROM follow_up_trigger_maintenance_due('2026-07-10')), 0::bigint, '... and not after it');
SELECT results_eq($$SELECT t::text FROM follow_up_trigger_lost_interview('2026-06-13') t ORDER BY 1$$,
	$$VALUES ('(L1,2025-06-12,1,S2,C4,2026-06-13,2026-07-13)'), ('(L2,2025-06-01,1,S2,C4,2026-06-02,2026-07-02)')$$,
	'lost_interview: from the first day of loss, after the sale where never seen, not for old losses');
SELECT is((SELECT count(*) FROM follow_up_trigger_lost_interview('2026-06-12') WHERE vehicle_no = 'L1'), 0::bigint, '... not on the last day before');

SELECT results_eq($$SELECT v || c::text FROM unnest(ARRAY['A', 'C', 'E', 'F4', 'L2', 'none']) v, vehicle_contact(v, '2026-06-13') c$$,
	-- A came to S1 (a recall at S2 does not count) and changed hands the day before; nobody is known for C and F4
	$$VALUES ('A(S1,C4)'), ('C(S1,)'), ('E(S1,C1)'), ('F4(,)'), ('L2(S2,C4)')$$, 'contact: last counted station or the vehicle''s own, owner of the day');
SELECT results_eq($$SELECT c::text FROM vehicle_contact('A', '2026-06-11') c$$, $$VALUES ('(S1,C1)')$$, '... as of the day');

CALL generate_follow_ups('2026-06-13');
SELECT results_eq($$SELECT row_number() OVER (ORDER BY follow_up), rule, vehicle_no, trigger_key, customer_no, state, state_reason FROM follow_up ORDER BY follow_up$$,
	$$VALUES (1::bigint, 'post_visit' COLLATE "C", 'C' COLLATE "C", 'S1/3' COLLATE "C", NULL::text COLLATE "C", 'suppressed', 'no customer known'),
		(2, 'post_visit', 'B', 'S1/2', 'C2', 'suppressed', 'do not call'), (3, 'post_visit', 'D', 'S1/4', 'C3', 'suppressed', 'no phone number'),
		(4, 'post_visit', 'E', 'S1/5', 'C4', 'new', NULL), (5, 'post_visit', 'P', 'S1/6', 'C5', 'suppressed', 'no consent'),
		(6, 'post_visit', 'A', 'S1/1', 'C1', 'new', NULL), (7, 'post_visit', 'A', 'S2/1', 'C1', 'new', NULL),
		(8, 'lost_interview', 'L2', '2025-06-01', 'C4', 'new', NULL), (9, 'lost_interview', 'L1', '2025-06-12', 'C4', 'new', NULL),
		(10, 'maintenance_due', 'F1', '2026-06-25', 'C1', 'new', NULL), (11, 'maintenance_due', 'F2', '2026-06-25', 'C4', 'new', NULL)$$,
	'the first run makes the tasks of its day, in order, suppressed ones with the reason');
SELECT results_eq('SELECT as_of, made, expired FROM follow_up_run', $$VALUES (date '2026-06-13', 11::bigint, 0::bigint)$$, 'the run is recorded');
CREATE TEMP TABLE before AS SELECT * FROM follow_up;
CALL generate_follow_ups('2026-06-13');
SELECT bag_eq('SELECT * FROM follow_up', 'SELECT * FROM before', 'the same day again adds nothing');
SELECT throws_ok($$CALL generate_follow_ups('2026-06-12')$$, '22023', 'as_of 2026-06-12 is before the first run', 'a day before the first run is refused');
SELECT is((SELECT count(*) FROM follow_up_run), 1::bigint, '... and is not recorded');

SELECT results_eq($$SELECT vehicle_no, dealer_code, reason, plate, customer, phone, due_on, state, attempts FROM follow_up_list('2026-06-13') LIMIT 3$$,
	$$VALUES ('E', 'S1', '维修后回访 S1/5', NULL, '欧**', '137****0004', date '2026-06-08', 'new', 0::bigint), ('A', 'S1', '维修后回访 S1/1', '沪A00001', '张*', '138****5678', '2026-06-13', 'new', 0),
		('A', 'S2', '维修后回访 S2/1', '沪A00001', '张*', '138****5678', '2026-06-13', 'new', 0)$$,
	'the list: by priority, due day and vehicle, masked');
SELECT results_eq($$SELECT vehicle_no FROM follow_up_list('2026-06-13', 'S2')$$, $$VALUES ('A'), ('L2'), ('L1')$$, 'the list of one station');
SELECT is_empty($$SELECT * FROM follow_up_list('2026-06-01')$$, 'nothing is listed before it is due');

-- a visit of 9 June arrives late, and no run from 14 June to 8 July
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) VALUES ('S1', '11', 'E', 'repair', '2026-06-09', '2026-06-09'), ('S1', '12', 'F1', 'maintenance', '2026-06-20', '2026-06-20');
INSERT INTO dirty VALUES ('vehicle_history', 'S1', '2026-06-01');
CALL generate_follow_ups('2026-07-08');
SELECT results_eq($$SELECT rule, vehicle_no, trigger_key, due_on, expires_on, state, made_as_of FROM follow_up WHERE follow_up > (SELECT max(follow_up) FROM before) ORDER BY follow_up$$,
	$$VALUES ('post_visit' COLLATE "C", 'E' COLLATE "C", 'S1/11' COLLATE "C", date '2026-06-12', date '2026-06-23', 'expired', date '2026-06-14'),
		('post_visit', 'E', 'S1/7', '2026-06-14', '2026-06-25', 'expired', '2026-06-14'), ('lost_interview', 'L4', '2025-06-13', '2026-06-14', '2026-07-14', 'suppressed', '2026-06-14'),
		('post_visit', 'F1', 'S1/12', '2026-06-23', '2026-07-04', 'expired', '2026-06-23')$$,
	'missed days are replayed in order as of themselves; what can no longer be called is recorded expired');
SELECT results_eq('SELECT count(*), sum(made), sum(expired) FROM follow_up_run', $$VALUES (26::bigint, 15::numeric, 3::numeric)$$, 'every day has its run');
SELECT results_eq($$SELECT vehicle_no, state_reason FROM follow_up WHERE state = 'expired' AND follow_up IN (SELECT follow_up FROM before) ORDER BY follow_up$$,
	$$VALUES ('E' COLLATE "C", 'not reached in its window'), ('A', 'not reached in its window'), ('A', 'not reached in its window'), ('L2', 'not reached in its window')$$,
	'open tasks whose window has passed are expired');

SELECT throws_ok(format('CALL generate_follow_ups(%L)', CURRENT_DATE + 1), '22023', format('as_of %s is in the future', CURRENT_DATE + 1), 'a day to come is refused');
SAVEPOINT long_ago;
UPDATE follow_up_run SET as_of = as_of - 4000;
SELECT throws_ok($$CALL generate_follow_ups('2026-07-08')$$, '22023', 'as_of 2026-07-08 is too long after the last run', 'a day years after the last run is refused');
ROLLBACK TO long_ago;
SELECT throws_ok($$CALL generate_follow_ups('infinity')$$, '22023', 'as_of must be a day', 'infinity is refused');
SELECT throws_ok($$CALL generate_follow_ups(NULL)$$, '22023', 'as_of must be a day', 'NULL is refused');

CREATE FUNCTION pg_temp.task(vehicle_no text) RETURNS bigint LANGUAGE sql AS $$SELECT max(f.follow_up) FROM follow_up f WHERE f.vehicle_no = $1$$;
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, due_on, expires_on, made_as_of)
SELECT 'post_visit', v, 'extra', 'S1', c, '2026-07-08', '2026-07-31', '2026-07-08' FROM (VALUES ('A', 'C1'), ('E', 'C4'), ('C', 'C1'), ('F3', 'C4'), ('P', 'C1')) t (v, c);
SELECT is(record_follow_up(pg_temp.task('E'), 'reached', '满意'), 'done', 'reached: done');
SELECT is(record_follow_up(pg_temp.task('C'), 'no_answer'), 'attempted', 'no answer: attempted');
SELECT is((SELECT retry_on FROM follow_up WHERE follow_up = pg_temp.task('C')), next_workday(CURRENT_DATE), '... again the next workday');
SELECT is((SELECT count(*) FROM follow_up_list('2026-07-08') WHERE vehicle_no = 'C'), (CURRENT_DATE < '2026-07-08')::int::bigint, '... not listed before');
SELECT is(record_follow_up(pg_temp.task('C'), 'no_answer', NULL, '2026-07-10'), 'attempted', 'no answer the second time: attempted');
SELECT is((SELECT retry_on FROM follow_up WHERE follow_up = pg_temp.task('C')), '2026-07-13', '... on a Friday: again on Monday');
SELECT is(record_follow_up(pg_temp.task('C'), 'no_answer'), 'unreachable', 'no answer the third time: unreachable');
SELECT is((SELECT retry_on FROM follow_up WHERE follow_up = pg_temp.task('C')), NULL, '... and not tried again');
SELECT is(record_follow_up(pg_temp.task('F3'), 'empty_number'), 'wrong_number', 'empty number: wrong number');
SELECT is(record_follow_up(pg_temp.task('P'), 'cannot_reach'), 'unreachable', 'cannot reach: unreachable');
SELECT is(record_follow_up(pg_temp.task('A'), 'refused'), 'refused', 'refused');
SELECT results_eq($$SELECT customer_no, do_not_call FROM customer_masked WHERE customer_no IN ('C1', 'C4') ORDER BY 1$$, $$VALUES ('C1' COLLATE "C", true), ('C4', false)$$, '... means do-not-call');
SELECT is(follow_up_suppression('C1', 'service', 'phone'), 'do not call', '... for tasks to come');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C1', 'service', 'phone', CURRENT_DATE, true);
SELECT is(follow_up_suppression('C1', 'service', 'phone'), 'do not call', '... whatever consent there was');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C1', 'service', 'phone', CURRENT_DATE + 1, true);
SELECT is(follow_up_suppression('C1', 'service', 'phone'), NULL, '... until a later consent');
SELECT results_eq($$SELECT vehicle_no, rule, state_reason FROM follow_up WHERE state = 'cancelled'$$, $$VALUES ('F1' COLLATE "C", 'maintenance_due' COLLATE "C", 'customer refused calls')$$,
	'... and cancels the customer''s open tasks');
SELECT results_eq($$SELECT attempt_no, outcome, note, tried_by = session_user FROM follow_up_attempt WHERE follow_up = pg_temp.task('E')$$, $$VALUES (1, 'reached', '满意', true)$$, 'attempts are kept');
SELECT throws_ok($$SELECT record_follow_up(pg_temp.task('E'), 'reached')$$, '55000', NULL, 'a closed task is refused');
SELECT throws_ok($$SELECT record_follow_up(-1, 'reached')$$, 'P0002', 'follow-up -1 does not exist', 'an unknown task is refused');
SELECT throws_ok($$SELECT record_follow_up(pg_temp.task('L1'), 'maybe')$$, '22023', 'outcome "maybe" is unknown', 'an unknown outcome is refused');
SELECT throws_ok($$SELECT record_follow_up(pg_temp.task('L1'), NULL)$$, '22023', NULL, '... and none');
SELECT is((SELECT count(*) FROM follow_up_attempt WHERE follow_up = pg_temp.task('L1')), 0::bigint, '... and leaves no attempt');

UPDATE follow_up_rule SET purpose = 'marketing', active = rule = 'post_visit';
SELECT results_eq($$SELECT follow_up_suppression(c, 'marketing', 'phone') FROM unnest(ARRAY['C4', 'C5']) c$$, $$VALUES ('no consent'), ('no consent')$$, 'marketing needs consent');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C4', 'marketing', 'phone', '2026-01-01', true);
SELECT is(follow_up_suppression('C4', 'marketing', 'phone'), NULL, '... and is allowed with it');
SELECT is(follow_up_suppression('C3', 'service', 'wechat'), NULL, 'a channel without phone needs no phone number');
SELECT is(next_workday('2026-10-01'), date '2026-10-02', 'the next workday is Friday');
INSERT INTO workday (day, is_workday) VALUES ('2026-10-02', false), ('2026-10-04', true);
SELECT is(next_workday('2026-10-01'), date '2026-10-04', '... unless it is a holiday and Sunday a make-up workday');

-- coverage: visits loaded late, customers known later, visits voided and vehicles scrapped meanwhile
UPDATE follow_up_rule SET purpose = 'service';
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('visit', 'late.csv', 'x');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, load_batch)
SELECT 'S1', 'late' || n, v, 'repair', d, d, max(load_batch) FROM load_batch, (VALUES (1, 'E', date '2026-05-01'), (2, 'C', '2026-07-04'), (3, 'D', '2026-07-04'), (4, 'B', '2026-07-05')) t (n, v, d)
GROUP BY n, v, d;
UPDATE customer SET do_not_call = false WHERE customer_no = 'C2';
CALL generate_follow_ups('2026-07-08');
CREATE TEMP VIEW late AS SELECT trigger_key COLLATE "default" AS trigger_key, customer_no COLLATE "default" AS customer_no, state, state_reason FROM follow_up WHERE trigger_key LIKE 'S1/late%' ORDER BY trigger_key;
SELECT results_eq('TABLE late', $$VALUES ('S1/late1', 'C1', 'expired', 'loaded after its window passed'), ('S1/late2', NULL, 'suppressed', 'no customer known'),
	('S1/late3', 'C3', 'suppressed', 'no phone number'), ('S1/late4', 'C2', 'new', NULL)$$, 'a visit loaded after its window is recorded');
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) VALUES ('C', 'C4', '2026-01-01');
UPDATE customer SET phone = '13800000003' WHERE customer_no = 'C3';
CALL void_visit('S1', 'late4');
CALL generate_follow_ups('2026-07-09');
SELECT results_eq('TABLE late', $$VALUES ('S1/late1', 'C1', 'expired', 'loaded after its window passed'), ('S1/late2', 'C4', 'new', NULL),
	('S1/late3', 'C3', 'new', NULL), ('S1/late4', 'C2', 'cancelled', 'visit is voided')$$, 'whom to call and the number become known; a voided visit is not called about');
UPDATE vehicle SET scrapped_on = '2026-07-10' WHERE vehicle_no = 'C';
CALL generate_follow_ups('2026-07-10');
CALL generate_follow_ups('2026-07-10');
SELECT results_eq('TABLE late', $$VALUES ('S1/late1', 'C1', 'expired', 'loaded after its window passed'), ('S1/late2', 'C4', 'cancelled', 'vehicle is scrapped'),
	('S1/late3', 'C3', 'new', NULL), ('S1/late4', 'C2', 'cancelled', 'visit is voided')$$, '... nor a scrapped vehicle, and it stays so');
SELECT * FROM finish();
