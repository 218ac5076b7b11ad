-- Follow-ups: who is given what, day by day.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
-- 2026-06-11 is a Thursday, the 12th a holiday
INSERT INTO dealer (dealer_code, name) VALUES ('BJ01', '北京一店');
INSERT INTO workday (day, is_workday) VALUES ('2026-06-12', false);
INSERT INTO staff (dealer_code, staff_no, name, position, daily_calls) VALUES ('BJ01', 'A1', '王', 'caller', 3), ('BJ01', 'A2', '李', 'caller', 3), ('BJ01', 'MG', '赵', 'manager', 3);
INSERT INTO customer (customer_no, name, phone) VALUES ('C', '张三', '13812345678');
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'BJ01' FROM generate_series(1, 9) n;
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
SELECT 'post_visit', 'V' || n, 'x', 'BJ01', 'C', 'service', 'phone', 30, '2026-06-11', '2026-06-11', '2026-06-30', '2026-06-11', '2026-06-11' FROM generate_series(1, 4) n;
CREATE FUNCTION pg_temp.id(vehicle text) RETURNS bigint LANGUAGE sql AS $$SELECT f.follow_up FROM follow_up f WHERE f.vehicle_no = vehicle$$;
CREATE FUNCTION pg_temp.people() RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(f.vehicle_no || ' ' || coalesce(f.assigned_to || ' ' || f.assigned_why, f.state), ', ' ORDER BY f.vehicle_no) FROM follow_up f $$;

SELECT assign_follow_up(pg_temp.id('V4'), 'A2', '2026-06-11');
SELECT assign_follow_ups('2026-06-11') AS assigned \gset
SELECT is(pg_temp.people(), 'V1 A1 least load, V2 A1 least load, V3 A2 least load, V4 A2 by hand', 'three shared out, one given by hand');
CREATE TEMP TABLE before AS SELECT * FROM follow_up;
SELECT is((SELECT sum(assign_follow_ups(d)) FROM unnest(ARRAY[date '2026-06-12', '2026-06-13', '2026-06-14', '2026-06-15']) d), 0::numeric, 'on a holiday, a weekend and the next workday nothing is shared out anew');
SELECT bag_eq('SELECT * FROM follow_up', 'SELECT * FROM before', '... and nobody loses a task');
INSERT INTO staff_shift (dealer_code, staff_no, day, on_duty) VALUES ('BJ01', 'A1', '2026-06-13', true), ('BJ01', 'A2', '2026-06-14', false);
SELECT is(assign_follow_ups('2026-06-14'), 0::bigint, 'who is absent while the station is closed loses nothing');
SELECT is(assign_follow_ups('2026-06-13'), 0::bigint, 'who works on a Saturday does not get what others keep for Monday');
SELECT bag_eq('SELECT * FROM follow_up', 'SELECT * FROM before', '... they keep it');
SAVEPOINT absent;
SELECT is(reassign_follow_ups('BJ01', 'A2', '2026-06-15'), 1::bigint, 'who is absent on a workday loses his tasks, as far as others can do them');
SELECT is(pg_temp.people(), 'V1 A1 least load, V2 A1 least load, V3 A1 least load, V4 new', '... those given by hand, too');
ROLLBACK TO absent;
UPDATE staff SET employed_until = '2026-06-11' WHERE staff_no = 'A2';
SELECT is(assign_follow_ups('2026-06-13'), 1::bigint, 'who has left loses them on any day');
ROLLBACK TO absent;
UPDATE follow_up_rule SET certificate = 'phone' WHERE rule = 'post_visit';
INSERT INTO staff_certificate (dealer_code, staff_no, certificate, valid_from, valid_until) VALUES ('BJ01', 'A1', 'phone', '2026-01-01', NULL), ('BJ01', 'A2', 'phone', '2026-01-01', '2026-06-12');
SELECT is(assign_follow_ups('2026-06-13'), 1::bigint, '... as does he whose certificate has ended');
ROLLBACK TO absent;

-- the capacity is one of the day
UPDATE staff SET daily_calls = 1;
UPDATE staff SET employed_until = '2026-06-10' WHERE staff_no = 'A2';
UPDATE follow_up SET state = 'new', assigned_to = NULL, assigned_on = NULL, assigned_why = NULL;
SELECT is(assign_follow_ups('2026-06-15'), 1::bigint, 'one call a day: one of four');
SELECT record_follow_up(pg_temp.id('V1'), 'reached', as_of => '2026-06-15') AS state \gset
SELECT is(assign_follow_ups('2026-06-15'), 0::bigint, '... and no other when it is done');
SELECT is(assign_follow_ups('2026-06-16'), 1::bigint, '... before the next day');
SELECT record_follow_up(pg_temp.id('V2'), 'no_answer', as_of => '2026-06-16') AS state \gset
SELECT record_follow_up(pg_temp.id('V3'), 'reached', as_of => '2026-06-16', staff_no => 'A1') AS state \gset
UPDATE staff SET daily_calls = 3;
SELECT is(assign_follow_ups('2026-06-16'), 1::bigint, 'two tried that day, also by who was not given one, leave room for one of three');
SELECT * FROM finish();
ROLLBACK;
