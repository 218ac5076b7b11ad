-- Follow-ups: what is said about them: why a task is there, how the work stands, what lost customers answered.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S', '一店'), ('T', '二店');
INSERT INTO workday (day, is_workday) VALUES ('2026-06-13', true), ('2026-06-15', false);
INSERT INTO staff (dealer_code, staff_no, name, position, daily_calls) VALUES ('S', 'A', 'x', 'caller', 1);
INSERT INTO customer (customer_no, name, phone, do_not_call) SELECT 'C' || n, '张三', '1381234567' || n, n = 3 FROM generate_series(1, 3) n;
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'S' FROM generate_series(1, 3) n;

-- why this task, why this day, why this person, or why held back
UPDATE follow_up_rule SET active = rule = 'post_visit';
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, staff_no, kind, opened_on, closed_on)
SELECT 'S', n, 'V' || n, 'C' || n, 'A', 'repair', d, d FROM (VALUES (1, date '2026-06-08'), (2, '2026-06-12'), (3, '2026-06-09')) v (n, d);
CALL generate_follow_ups('2026-06-16');
SELECT is(assign_follow_ups('2026-06-16'), 1::bigint, 'one of two is given away');
CREATE FUNCTION pg_temp.told(vehicle text, what text) RETURNS text LANGUAGE sql AS $$
	SELECT e.explanation FROM follow_up f CROSS JOIN LATERAL follow_up_explanation(f.follow_up) e WHERE f.vehicle_no = vehicle AND f.rule = 'post_visit' AND e.item = what $$;
SELECT is(pg_temp.told(v, i), t, v || ', ' || i) FROM (VALUES
	('V1', 'task', 'Rule "post_visit" (维修后回访), precedence 30: visit on 2026-06-08, 维修; trigger S/1, cycle 1 of 1.'),
	('V1', 'day', '2026-06-08 and 3 days are 2026-06-11; that is the due day. It can be done until 2026-06-22; made by the run of 2026-06-16.'),
	('V1', 'person', 'Given to A on 2026-06-16: last adviser.'), ('V1', 'state', 'assigned since 2026-06-16; 0 attempts.'),
	('V2', 'day', '2026-06-12 and 3 days are 2026-06-15; the due day is 2026-06-16 (days off are skipped, or the rule has changed since). It can be done until 2026-06-27; made by the run of 2026-06-16.'),
	('V2', 'person', 'Not given to anybody yet.'), ('V2', 'state', 'new since 2026-06-16; 0 attempts.'),
	('V3', 'person', 'Nobody.'), ('V3', 'state', 'suppressed since 2026-06-16: do not call; 0 attempts.')) x (v, i, t);
SELECT is(record_follow_up(follow_up, 'no_answer', as_of => '2026-06-16', half => 'am'), 'attempted', 'no answer') FROM follow_up WHERE vehicle_no = 'V1';
SELECT is(pg_temp.told('V1', 'state'), 'attempted since 2026-06-16; 1 attempts; next on 2026-06-17 (pm) by phone.', '... and when to try again');
UPDATE follow_up SET escalated_on = '2026-06-20' WHERE vehicle_no = 'V2';
SELECT is(pg_temp.told('V2', 'person'), 'Not given to anybody yet; waits for a manager since 2026-06-20.', 'what waits for a manager');
SELECT is_empty('SELECT * FROM follow_up_explanation(-1)', 'no task, no explanation');

-- open, due and late by person; what became of the others within 30 days
DELETE FROM follow_up_attempt;
DELETE FROM follow_up;
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, purpose, channel, priority, event_on, due_on, expires_on, state, state_reason, state_on, attempts, assigned_to, assigned_on,
	assigned_why, escalated_on, unreached_on, made_as_of)
SELECT 'post_visit', 'V1', row_number() OVER (), station, 'service', 'phone', 30, day - late, day - late, day - late + 30, state, CASE WHEN state = 'expired' THEN 'x' END, day - ago,
	(state NOT IN ('new', 'assigned', 'expired'))::integer, person, CASE WHEN person <> '' THEN day END, CASE WHEN person <> '' THEN 'least load' END, CASE WHEN late = 8 THEN day END,
	CASE WHEN state IN ('unreachable', 'wrong_number') THEN day END, day - late
FROM (VALUES ('S', 'A', 'assigned', -1, 0), ('S', 'A', 'assigned', 0, 0), ('S', 'A', 'assigned', 1, 0), ('S', 'A', 'assigned', 3, 0), ('S', 'A', 'assigned', 4, 0), ('S', 'A', 'assigned', 7, 0),
	('S', 'A', 'assigned', 8, 0), ('S', 'A', 'assigned', 31, 0), ('S', 'A', 'done', 0, 29), ('S', 'A', 'done', 0, 30), ('S', 'A', 'unreachable', 0, 1), ('S', 'A', 'wrong_number', 0, 1), ('S', 'A', 'refused', 0, 1),
	('S', NULL, 'new', 2, 0), ('S', NULL, 'expired', 40, 1), ('T', NULL, 'new', 0, 0)) x (station, person, state, late, ago) CROSS JOIN (VALUES (date '2026-07-20')) d (day);
SELECT results_eq($$SELECT * FROM follow_up_status('2026-07-20')$$, $$VALUES ('S' COLLATE "C", 'A' COLLATE "C", 7::bigint, 6::bigint, 2::bigint, 2::bigint, 1::bigint, date '2026-07-12', 1::bigint, 1::bigint, 2::bigint, 1::bigint, 0::bigint),
	('S', NULL, 1, 1, 1, 0, 0, '2026-07-18', 0, 0, 0, 0, 1), ('T', NULL, 1, 1, 0, 0, 0, '2026-07-20', 0, 0, 0, 0, 0)$$, 'tasks by person: late 1 to 3, 4 to 7 and more days; of 30 days what is ended');
SELECT is((SELECT string_agg(dealer_code || ' ' || open, ', ') FROM follow_up_status('2026-07-20', 'T')), 'T 1', '... of a station');

-- an interview for each loss: why, whether to be won back, and who was
DELETE FROM follow_up;
DELETE FROM follow_up_run;
UPDATE follow_up_rule SET active = rule = 'lost_interview';
UPDATE customer SET do_not_call = false;
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'L' || n, 'S' FROM generate_series(1, 3) n;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S', 'first ' || n, 'L' || n, 'C' || n, 'repair', '2024-01-10', '2024-01-10' FROM generate_series(1, 3) n;
CALL generate_follow_ups('2025-01-11');
SELECT is(record_follow_up(follow_up, 'reached', as_of => '2025-01-13', loss_reason => CASE vehicle_no WHEN 'L3' THEN '搬家' ELSE '太贵' END, recoverable => vehicle_no <> 'L3'), 'done', 'asked: ' || vehicle_no)
FROM follow_up WHERE rule = 'lost_interview' ORDER BY vehicle_no;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) VALUES ('S', 'back', 'L1', 'C1', 'repair', '2025-02-10', '2025-02-10');
CALL generate_follow_ups('2025-02-10');
SELECT results_eq($$SELECT * FROM lost_interviews('2025-01-01', '2025-12-31')$$, $$VALUES ('S' COLLATE "C", '太贵', 2::bigint, 2::bigint, 1::bigint), ('S', '搬家', 1, 0, 0)$$, 'by reason: how many may come back, and how many did');
SELECT is_empty($$SELECT * FROM lost_interviews('2025-01-14', '2025-12-31')$$, '... of those days');
CALL generate_follow_ups('2026-02-11');
SELECT results_eq($$SELECT vehicle_no, trigger_key FROM follow_up ORDER BY 1, 2$$, $$VALUES ('L1' COLLATE "C", '2024-01-10' COLLATE "C"), ('L1', '2025-02-10'), ('L2', '2024-01-10'), ('L3', '2024-01-10')$$,
	'who came back and is lost again is asked again, who stays lost is not');
SELECT * FROM finish();
ROLLBACK;
