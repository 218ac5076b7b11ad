-- Follow-ups: how tasks come to be, are held back, worked on and ended. The triggers have a file of their own, follow_up_triggers.sql.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店');
INSERT INTO workday (day, is_workday) VALUES ('2026-06-13', true), ('2026-06-14', true);
INSERT INTO customer (customer_no, name, phone, do_not_call) VALUES
	('C1', '张三', '13812345678', false), ('C2', '李四', '13900000002', true), ('C3', '王五', NULL, false), ('C4', '欧阳六', '13700000004', false),
	('C5', '赵七', '13600000005', false), ('C6', '钱八', '13600000006', false);
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C5', 'service', 'phone', '2026-01-01', true), ('C5', 'service', 'phone', '2026-02-01', false);
INSERT INTO vehicle (vehicle_no, plate, dealer_code) SELECT v, '沪' || v, 'S1' FROM unnest(ARRAY['A', 'B', 'C', 'D', 'E', 'F', 'P']) v;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from, owned_until) VALUES
	('A', 'C1', '2026-01-01', '2026-06-12'), ('A', 'C4', '2026-06-12', NULL), ('B', 'C2', '2026-01-01', NULL), ('D', 'C3', '2026-01-01', NULL),
	('E', 'C1', '2026-01-01', NULL), ('F', 'C6', '2026-01-01', NULL), ('P', 'C5', '2026-01-01', NULL);
UPDATE follow_up_rule SET active = rule IN ('post_visit', 'complaint', 'data_correction');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, voided_at) VALUES
	('S1', '1', 'A', NULL, 'repair', '2026-06-09', '2026-06-10', NULL), ('S2', '1', 'A', NULL, 'recall', '2026-06-10', '2026-06-10', NULL),
	('S1', '2', 'B', NULL, 'repair', '2026-06-01', '2026-06-01', NULL), ('S1', '3', 'C', NULL, 'repair', '2026-05-30', '2026-05-30', NULL),
	('S1', '4', 'D', NULL, 'repair', '2026-06-05', '2026-06-05', NULL), ('S1', '5', 'E', 'C4', 'repair', '2026-06-05', '2026-06-05', NULL),
	('S1', '6', 'P', NULL, 'repair', '2026-06-05', '2026-06-05', NULL), ('S1', '12', 'F', NULL, 'pdi', '2026-06-09', '2026-06-09', NULL),
	-- not to be called: too recent, too old, voided, not finished
	('S1', '7', 'E', NULL, 'repair', '2026-06-11', '2026-06-11', NULL), ('S1', '8', 'E', NULL, 'repair', '2026-05-29', '2026-05-29', NULL),
	('S1', '9', 'E', NULL, 'repair', '2026-06-06', '2026-06-06', '2026-06-07'), ('S1', '10', 'E', NULL, 'repair', '2026-06-06', NULL, NULL);

CALL generate_follow_ups('2026-06-13');
SELECT results_eq($$SELECT row_number() OVER (ORDER BY follow_up), vehicle_no, trigger_key, customer_no, due_on, state, state_reason FROM follow_up ORDER BY follow_up$$,
	$$VALUES (1::bigint, 'C' COLLATE "C", 'S1/3' COLLATE "C", NULL::text COLLATE "C", date '2026-06-02', 'suppressed', 'no customer known'),
		(2, 'B', 'S1/2', 'C2', '2026-06-04', 'suppressed', 'do not call'), (3, 'D', 'S1/4', 'C3', '2026-06-08', 'suppressed', 'no phone number'),
		(4, 'E', 'S1/5', 'C4', '2026-06-08', 'new', NULL), (5, 'P', 'S1/6', 'C5', '2026-06-08', 'suppressed', 'no consent'),
		(6, 'F', 'S1/12', 'C6', '2026-06-12', 'suppressed', 'no call after a visit of kind pdi'),
		(7, 'A', 'S1/1', 'C1', '2026-06-13', 'new', NULL), (8, 'A', 'S2/1', 'C1', '2026-06-13', 'new', NULL)$$,
	'the first run makes the tasks of its day, in order: who brought it, else the owner of the day; held back with the reason');
SELECT results_eq('SELECT as_of, made, expired FROM follow_up_run', $$VALUES (date '2026-06-13', 8::bigint, 0::bigint)$$, 'the run is recorded');
CREATE TEMP TABLE before AS SELECT * FROM follow_up;
CALL generate_follow_ups('2026-06-13');
SELECT bag_eq('SELECT * FROM follow_up', 'SELECT * FROM before', 'the same day again adds nothing');
SAVEPOINT refreshed;
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
VALUES ('lost_interview', 'F', 'lost', 'S1', 'C6', 'service', 'phone', 40, '2026-06-12', '2026-06-12', '2026-07-12', '2026-06-12', '2026-06-12');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on) VALUES ('S1', '16', 'F', 'repair', '2026-06-13');
INSERT INTO dirty VALUES ('vehicle_state', 'S1', '2026-06-01');
CALL refresh();
SELECT is_empty('SELECT * FROM dirty', 'refresh() leaves no month marked');
CALL generate_follow_ups('2026-06-13');
SELECT results_eq($$SELECT state, state_reason FROM follow_up WHERE trigger_key = 'lost'$$, $$VALUES ('cancelled', 'vehicle came in')$$, 'a run finds what refresh() has changed before it');
SELECT is((SELECT vehicles_changed FROM follow_up_run), '{}', '... once');
ROLLBACK TO refreshed;
SELECT throws_ok($$CALL generate_follow_ups('2026-06-12')$$, '22023', 'as_of 2026-06-12 is before the first run', 'a day before the first run is refused');
SELECT results_eq($$SELECT outcome, reason, visits FROM follow_up_coverage('2026-06-01', '2026-06-10', 'S1')$$,
	$$VALUES ('open', NULL, 2::bigint), ('suppressed', 'do not call', 1), ('suppressed', 'no call after a visit of kind pdi', 1), ('suppressed', 'no consent', 1), ('suppressed', 'no phone number', 1)$$,
	'each finished visit has a task or a reason');
SELECT results_eq($$SELECT vehicle_no, dealer_code, reason, plate, customer, phone, due_on, state, attempts FROM follow_up_list('2026-06-13')$$,
	$$VALUES ('E', 'S1', '维修后回访 S1/5', '沪E*', '欧**', '137****0004', date '2026-06-08', 'new', 0), ('A', 'S1', '维修后回访 S1/1', '沪A*', '张*', '138****5678', '2026-06-13', 'new', 0),
		('A', 'S2', '维修后回访 S2/1', '沪A*', '张*', '138****5678', '2026-06-13', 'new', 0)$$,
	'the list: by precedence, due day and vehicle, masked');
SELECT results_eq($$SELECT vehicle_no FROM follow_up_list('2026-06-13', 'S2')$$, $$VALUES ('A')$$, 'the list of one station');
SELECT is_empty($$SELECT * FROM follow_up_list('2026-06-01')$$, 'nothing is listed before it is due');

-- looked at again while the window lasts
UPDATE customer SET phone = '13500000003' WHERE customer_no = 'C3';
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C5', 'service', 'phone', '2026-06-13', true);
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) VALUES ('C', 'C6', '2026-01-01');
CALL generate_follow_ups('2026-06-13');
SELECT results_eq($$SELECT vehicle_no, customer_no, state FROM follow_up WHERE trigger_key IN ('S1/3', 'S1/4', 'S1/6') ORDER BY 1$$,
	$$VALUES ('C' COLLATE "C", 'C6' COLLATE "C", 'new'), ('D', 'C3', 'new'), ('P', 'C5', 'new')$$, 'a number, consent or owner that has become known lets the call go');

-- a visit of 9 June arrives late by plain SQL, one of 20 May by a load, one of February by plain SQL; and no run from 14 June to 8 July
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('visit', 'f', 'h');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, load_batch) VALUES ('S1', '11', 'E', 'repair', '2026-06-09', '2026-06-09', NULL),
	('S1', '13', 'E', 'repair', '2026-05-20', '2026-05-20', (SELECT max(load_batch) FROM load_batch)), ('S1', '14', 'E', 'repair', '2026-02-20', '2026-02-20', NULL), ('S1', '15', 'E', 'repair', '2026-06-16', '2026-06-16', NULL);
CALL void_visit('S2', '1');
CALL generate_follow_ups('2026-07-08');
SELECT results_eq($$SELECT trigger_key, due_on, expires_on, state, state_reason, made_as_of FROM follow_up WHERE follow_up > (SELECT max(follow_up) FROM before) ORDER BY follow_up$$,
	$$VALUES ('S1/11' COLLATE "C", date '2026-06-12', date '2026-06-23', 'expired', 'no run before its window passed', date '2026-06-14'),
		('S1/7', '2026-06-14', '2026-06-25', 'expired', 'no run before its window passed', '2026-06-14'), ('S1/15', '2026-06-19', '2026-06-30', 'expired', 'no run before its window passed', '2026-06-19'),
		('S1/13', '2026-05-25', '2026-06-05', 'expired', 'loaded after its window passed', '2026-07-08')$$,
	'missed days are replayed in order as of themselves; what can no longer be called is recorded; nothing is late before the first run');
SELECT results_eq('SELECT count(*), sum(expired) FROM follow_up_run', $$VALUES (26::bigint, 3::numeric)$$, 'every day has its run');
SELECT results_eq($$SELECT trigger_key, state, state_reason FROM follow_up WHERE trigger_key IN ('S1/1', 'S2/1', 'S1/5') ORDER BY 1$$,
	$$VALUES ('S1/1' COLLATE "C", 'expired', 'not reached in its window'), ('S1/5', 'expired', 'not reached in its window'), ('S2/1', 'cancelled', 'visit is voided')$$,
	'open tasks whose window has passed are expired, those of voided visits cancelled');
SELECT throws_ok(format('CALL generate_follow_ups(%L)', CURRENT_DATE + 2), '22023', format('as_of %s is in the future', CURRENT_DATE + 2), 'a day to come is refused');
SAVEPOINT long_ago;
UPDATE follow_up_run SET as_of = as_of - 4000;
SELECT throws_ok($$CALL generate_follow_ups('2026-07-08')$$, '22023', 'as_of 2026-07-08 is too long after the last run', 'a day years after the last run is refused');
ROLLBACK TO long_ago;
SELECT throws_ok($$CALL generate_follow_ups('infinity')$$, '22023', 'as_of must be a day', 'infinity is refused');
SELECT throws_ok($$CALL generate_follow_ups(NULL)$$, '22023', 'as_of must be a day', 'NULL is refused');

-- work. task(VEHICLE): a new task
CREATE FUNCTION pg_temp.task(vehicle text, customer text, rule text DEFAULT 'post_visit', key text DEFAULT 'extra') RETURNS bigint LANGUAGE sql AS $$
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
	VALUES ($3, $1, $4, 'S1', $2, 'service', 'phone', 30, '2026-07-08', '2026-07-08', '2026-07-31', '2026-07-08', '2026-07-08') RETURNING follow_up $$;
CREATE TEMP TABLE t AS SELECT v, pg_temp.task(v, c) AS id FROM (VALUES ('A', 'C1'), ('B', 'C6'), ('C', 'C1'), ('D', 'C4'), ('E', 'C4'), ('P', 'C1')) x (v, c);
CREATE FUNCTION pg_temp.id(v text) RETURNS bigint LANGUAGE sql AS $$SELECT t.id FROM t WHERE t.v = $1$$;
SELECT is(record_follow_up(pg_temp.id('E'), 'reached', '满意', '2026-07-08'), 'done', 'reached: done');
SELECT is(record_follow_up(pg_temp.id('C'), 'no_answer', NULL, '2026-07-10', half => 'am', staff_no => 'x'), 'attempted', 'no answer: attempted');
SELECT results_eq($$SELECT retry_on, retry_half, attempts FROM follow_up WHERE follow_up = pg_temp.id('C')$$, $$VALUES (date '2026-07-13', 'pm', 1)$$, '... again on the next workday in the other half of the day');
SELECT is((SELECT count(*) FROM follow_up_list('2026-07-12') WHERE follow_up = pg_temp.id('C')), 0::bigint, '... not listed before');
SELECT is(record_follow_up(pg_temp.id('C'), 'no_answer', NULL, '2026-07-13', half => 'pm'), 'attempted', 'no answer the second time: attempted');
SELECT is((SELECT retry_half FROM follow_up WHERE follow_up = pg_temp.id('C')), 'am', '... the morning');
SELECT is(record_follow_up(pg_temp.id('C'), 'no_answer', NULL, '2026-07-14', half => 'am'), 'attempted', 'no answer the third time');
SELECT is((SELECT channel FROM follow_up WHERE follow_up = pg_temp.id('C')), 'sms', '... another channel');
SELECT results_eq($$SELECT vehicle_no, reason FROM contacts_to_confirm('2026-07-14')$$, $$VALUES ('C', 'not reached')$$, '... and the contact is to be confirmed');
SELECT is(record_follow_up(pg_temp.id('C'), 'no_answer', NULL, '2026-07-15'), 'unreachable', 'no answer to that: unreachable');
SELECT results_eq($$SELECT attempt_no, tried_on, tried_half, channel, outcome, staff_no FROM follow_up_attempt WHERE follow_up = pg_temp.id('C') AND attempt_no IN (1, 4) ORDER BY 1$$,
	$$VALUES (1, date '2026-07-10', 'am', 'phone', 'no_answer', 'x' COLLATE "C"), (4, '2026-07-15', 'am', 'sms', 'no_answer', NULL)$$, 'attempts are kept');
SELECT is(record_follow_up(pg_temp.id('P'), 'cannot_reach', NULL, '2026-07-08'), 'unreachable', 'cannot reach: unreachable');
SELECT is(record_follow_up(pg_temp.id('D'), 'empty_number', NULL, '2026-07-08'), 'wrong_number', 'empty number: wrong number');
SELECT results_eq($$SELECT vehicle_no, trigger_key, internal, state, due_on FROM follow_up WHERE rule = 'data_correction'$$,
	$$SELECT 'D' COLLATE "C", pg_temp.id('D')::text COLLATE "C", true, 'new', date '2026-07-08'$$, '... and a task to correct it');
SELECT is(record_follow_up(pg_temp.id('B'), 'reached', NULL, '2026-07-09', dissatisfied => true), 'done', 'dissatisfied: done');
SELECT results_eq($$SELECT complaint_no, vehicle_no, customer_no, source, opened_on, due_on FROM complaint$$,
	$$SELECT ('F' || pg_temp.id('B')) COLLATE "C", 'B' COLLATE "C", 'C6' COLLATE "C", 'follow_up', date '2026-07-09', date '2026-07-12'$$, '... opens a complaint');
SELECT results_eq($$SELECT vehicle_no, due_on, state FROM follow_up WHERE rule = 'complaint'$$, $$VALUES ('B' COLLATE "C", date '2026-07-09', 'new')$$, '... and a manager''s task on the same day');
SELECT pg_temp.task('E', 'C1', key => 'other') AS other \gset
SELECT is(record_follow_up(pg_temp.id('A'), 'refused', NULL, '2026-07-08'), 'refused', 'refused');
SELECT results_eq(format('SELECT state, state_reason FROM follow_up WHERE follow_up = %s', :other), $$VALUES ('cancelled', 'customer refused calls')$$, '... cancels the customer''s open tasks');
SELECT results_eq($$SELECT customer_no, do_not_call FROM customer_masked WHERE customer_no IN ('C1', 'C4') ORDER BY 1$$, $$VALUES ('C1' COLLATE "C", true), ('C4', false)$$, '... means do-not-call');
SELECT is(follow_up_suppression('C1', 'service', 'phone'), 'do not call', '... for tasks to come');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C1', 'service', 'phone', '2026-07-08', true);
SELECT is(follow_up_suppression('C1', 'service', 'phone'), 'do not call', '... also where consent of that day is on record');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C1', 'service', 'phone', '2026-07-09', true);
SELECT is(follow_up_suppression('C1', 'service', 'phone'), NULL, '... until a later consent');
SELECT throws_ok($$SELECT record_follow_up(pg_temp.id('E'), 'reached')$$, '55000', NULL, 'a closed task is refused');
SELECT throws_ok($$SELECT record_follow_up(-1, 'reached')$$, 'P0002', 'follow-up -1 does not exist', 'an unknown task is refused');
SELECT pg_temp.task('F', 'C6', key => 'open') AS open \gset
SELECT throws_ok(format($$SELECT record_follow_up(%s, %s)$$, :open, o), '22023', NULL, 'refused: ' || o)
FROM unnest(ARRAY['''maybe''', 'NULL', '''no_answer'', dissatisfied => true', '''no_answer'', recommend => 9', '''reached'', half => ''noon''', '''reached'', as_of => ''infinity''', '''reached'', as_of => CURRENT_DATE + 2', '''reached'', as_of => ''2026-07-07''', '''reached'', channel => ''letter''']) o;
SELECT is((SELECT count(*) FROM follow_up_attempt WHERE follow_up = :open), 0::bigint, '... and leaves no attempt');

SELECT results_eq(format($$SELECT i.result, i.place, i.code FROM (VALUES (%s, NULL, 'reached', date '2026-07-08'), (NULL, 0, 'reached', NULL), (%1$s, 0, 'maybe', NULL), (-1, 0, 'reached', NULL),
		(%1$s, 0, 'reached', '2026-07-07')) v (task, tries, outcome, day) CROSS JOIN LATERAL import_outcome(v.task, v.tries, v.outcome, v.day, NULL, NULL, NULL, NULL, NULL, NULL) i$$, :open),
	$$VALUES ('rejected', 'attempts', '22004'), ('rejected', 'follow_up', '22004'), ('rejected', '', '22023'), ('rejected', '', 'P0002'), ('rejected', 'tried_on', '22023')$$, 'rows of a list that are rejected, and why');
SELECT is((SELECT count(*) FROM follow_up_attempt WHERE follow_up = :open), 0::bigint, '... leave no attempt');
SELECT throws_ok(format('SELECT * FROM load_calendar(%s)', a), '22023', NULL, 'no calendar: ' || a)
FROM unnest(ARRAY['''{}'', ''{}'', ''{}''', 'NULL, NULL, NULL', '''{2027-01-01}'', ''{}'', ''{x}''', '''{2027-01-01}'', ''{feast}'', ''{x}''', '''{NULL}'', ''{holiday}'', ''{x}''',
	'''{1989-01-01}'', ''{holiday}'', ''{x}''', '''{2027-01-01,2027-01-01}'', ''{holiday,workday}'', ''{x,y}''']) a;

-- the state follows from the attempts, for every task there is
SELECT is_empty($$SELECT f.follow_up FROM follow_up f JOIN LATERAL (SELECT a.* FROM follow_up_attempt a WHERE a.follow_up = f.follow_up ORDER BY a.attempt_no DESC LIMIT 1) a ON true
	WHERE f.state IS DISTINCT FROM follow_up_state_after(a.outcome, a.channel, unanswered_calls(f.follow_up), CASE WHEN f.channel <> 'phone' THEN f.channel END)
		OR f.attempts <> (SELECT count(*) FROM follow_up_attempt b WHERE b.follow_up = f.follow_up)$$, 'states follow from the attempts');
SELECT throws_ok(format('UPDATE follow_up SET %s WHERE follow_up = %s', s, :open), '23514', NULL, 'no such state: ' || s)
FROM unnest(ARRAY['state = ''attempted''', 'state = ''assigned''', 'state = ''done''', 'state = ''cancelled''', 'retry_on = due_on', 'attempts = 1', 'assigned_to = ''x''', 'expires_on = due_on - 1']) s;

-- a survey with a low answer and no complaint becomes one after a week
UPDATE follow_up_rule SET active = false WHERE rule = 'post_visit';
SELECT record_follow_up(:open, 'reached', NULL, '2026-07-08', recommend => 3, satisfaction => 40) AS done \gset
SELECT pg_temp.task('E', 'C4', key => 'happy') AS happy \gset
SELECT record_follow_up(:happy, 'reached', NULL, '2026-07-08', recommend => 10, satisfaction => 90) AS done \gset
DELETE FROM complaint;
CALL generate_follow_ups('2026-07-14');
SELECT is((SELECT count(*) FROM complaint), 0::bigint, 'a low answer is no complaint for six days');
CALL generate_follow_ups('2026-07-15');
SELECT results_eq($$SELECT vehicle_no, source, opened_on FROM complaint$$, $$VALUES ('F' COLLATE "C", 'survey', date '2026-07-15')$$, '... and is one after seven');
SELECT is((SELECT count(*) FROM follow_up WHERE rule = 'complaint' AND vehicle_no = 'F'), 1::bigint, '... with its task');
SELECT results_eq($$SELECT month, answers, satisfaction, net_promoter_score FROM survey_scores('2026-07-01', '2026-07-31')$$, $$VALUES (date '2026-07-01', 2::bigint, 65.00, 0.00)$$, 'scores of surveys');

UPDATE follow_up_rule SET purpose = 'marketing' WHERE rule = 'post_visit';
SELECT results_eq($$SELECT follow_up_suppression(c, 'marketing', 'phone') FROM unnest(ARRAY['C4', 'C5']) c$$, $$VALUES ('no consent'), ('no consent')$$, 'marketing needs consent');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C4', 'marketing', 'phone', '2026-01-01', true);
SELECT is(follow_up_suppression('C4', 'marketing', 'phone'), NULL, '... and is allowed with it');
UPDATE customer SET phone = NULL WHERE customer_no = 'C3';
SELECT is(follow_up_suppression('C3', 'service', 'wechat'), NULL, 'a channel without phone needs no phone number');
SELECT is(follow_up_suppression('C3', 'service', 'sms'), 'no phone number', '... a text message does');
SELECT is(follow_up_suppression(NULL, 'service', 'phone'), 'no customer known', 'nobody');

-- a trigger made by a DBA, without C
CREATE FUNCTION follow_up_trigger_red_car(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event LANGUAGE sql STABLE AS $$
	SELECT v.vehicle_no, 'red', to_on, v.dealer_code, NULL::text, NULL::text, NULL::text, NULL::text FROM aftersales.vehicle v WHERE v.vehicle_no = 'F' $$;
INSERT INTO follow_up_rule (rule, name, trigger, purpose, offset_days, window_days, priority) VALUES ('red', '红车', 'red_car', 'service', 0, 5, 90);
CALL generate_follow_ups('2026-07-15');
SELECT is((SELECT count(*) FROM follow_up WHERE rule = 'red'), 1::bigint, 'a new rule is a function of SQL and a row');
UPDATE follow_up_rule SET trigger = 'none' WHERE rule = 'red';
SELECT throws_ok($$CALL generate_follow_ups('2026-07-16')$$, '42883', 'trigger of follow-up rule "red" does not exist', 'a trigger that does not exist');
SELECT throws_ok($$UPDATE follow_up_rule SET trigger = 'x(); DROP TABLE part' WHERE rule = 'red'$$, '23514', NULL, 'a trigger that is no name');
CREATE FUNCTION follow_up_trigger_wrong(rule text, from_on date, to_on date, as_of date) RETURNS void LANGUAGE sql AS 'SELECT';
UPDATE follow_up_rule SET trigger = 'wrong' WHERE rule = 'red';
SELECT throws_ok($$CALL generate_follow_ups('2026-07-16')$$, '42883', NULL, 'a function that is no trigger');
SELECT throws_ok(format('UPDATE follow_up_rule SET hold_out = 0.1 WHERE rule = %L', r), '23514', NULL, 'no hold-out group: ' || r) FROM unnest(ARRAY['recall', 'complaint', 'complaint_check']) r;

-- workdays and windows
SELECT is(next_workday('2026-10-01'), date '2026-10-02', 'the next workday is Friday');
INSERT INTO workday (day, is_workday) VALUES ('2026-10-02', false), ('2026-10-10', true);
SELECT is(next_workday('2026-10-01'), date '2026-10-05', '... Monday after a holiday');
SELECT is(next_workday('2026-10-09'), date '2026-10-10', '... a make-up Saturday');
SELECT is(is_workday('2026-10-02'), false, 'a holiday');
SELECT is(may_call_at('S1', m::timestamptz), w, 'call at ' || m) FROM (VALUES
	('2026-10-09 09:00+08', true), ('2026-10-09 08:59:59+08', false), ('2026-10-09 12:00+08', false), ('2026-10-09 14:00+08', true), ('2026-10-09 20:00+08', false),
	('2026-10-10 10:00+08', true), ('2026-10-02 10:00+08', false), ('2026-10-11 10:00+08', false), ('2026-10-08 23:30+00', false), ('2026-10-09 01:30+00', true)) x (m, w);
UPDATE dealer SET time_zone = 'Asia/Urumqi' WHERE dealer_code = 'S2';
INSERT INTO parameter (name, dealer_code, value) VALUES ('call_from_am', 'S2', 9.5);
SELECT is(may_call_at('S2', m::timestamptz), w, 'call at S2 at ' || m) FROM (VALUES ('2026-10-09 11:29+08', false), ('2026-10-09 11:30+08', true)) x (m, w);
SELECT is(station_time('S2', '2026-10-09 01:00+08'), timestamp '2026-10-08 23:00', 'before midnight in the west');
SELECT * FROM finish();
ROLLBACK;
