-- Who is given which call: on duty, of the rule's position, certified, below capacity; the last adviser first, then who has least to do.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO workday SELECT d::date, extract(isodow FROM d) < 6 FROM generate_series(timestamp '2026-06-01', '2026-07-31', interval '1 day') d;
INSERT INTO dealer (dealer_code, name) VALUES ('S', '一店'), ('T', '二店');
INSERT INTO staff (dealer_code, staff_no, name, position, employed_until, daily_calls) VALUES
	('S', 'A1', 'x', 'caller', NULL, 10), ('S', 'A2', 'x', 'caller', NULL, 10), ('S', 'A3', 'x', 'adviser', NULL, 20), ('S', 'B', 'x', 'caller', '2026-06-01', 50),
	('S', 'C', 'x', 'caller', NULL, 0), ('S', 'K', 'x', 'cashier', NULL, NULL), ('S', 'M', 'x', 'manager', NULL, NULL), ('T', 'A1', 'x', 'caller', NULL, NULL);
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || to_char(n, 'FM000'), 'S' FROM generate_series(1, 60) n;
INSERT INTO customer (customer_no, name, phone) VALUES ('C', '张三', '13812345678'), ('D', '李四', '13812345679');
UPDATE follow_up_rule SET active = false;
CREATE FUNCTION pg_temp.tasks(of_rule text, first integer, last integer, adviser text DEFAULT NULL, station text DEFAULT 'S', due date DEFAULT '2026-06-02', customer text DEFAULT 'C') RETURNS void LANGUAGE sql AS $$
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, internal, event_on, due_on, expires_on, adviser, state_on, made_as_of)
	SELECT r.rule, 'V' || to_char(n, 'FM000'), due || station, station, customer, r.purpose, r.channel, r.priority, r.internal, due, due, '2026-07-20', adviser, due, due
	FROM follow_up_rule r, generate_series(first, last) n WHERE r.rule = of_rule $$;
CREATE FUNCTION pg_temp.shares(station text DEFAULT 'S') RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(assigned_to || ' ' || n, ', ' ORDER BY assigned_to), '') FROM (SELECT f.assigned_to, count(*) AS n FROM follow_up f
		WHERE f.dealer_code = station AND f.assigned_to IS NOT NULL AND f.state IN ('assigned', 'attempted') GROUP BY 1) s $$;

-- fair
SELECT pg_temp.tasks('post_visit', 1, 21) \g /dev/null
SELECT is(assign_follow_ups('2026-06-02', 'S'), 21::bigint, 'all are shared out');
SELECT is(pg_temp.shares(), 'A1 5, A2 5, A3 11', 'in proportion to what each can do; nobody employed no more, without capacity, of another trade');
CREATE TEMP TABLE first AS SELECT vehicle_no, assigned_to, assigned_why FROM follow_up;
SELECT is(assign_follow_ups('2026-06-02', 'S'), 0::bigint, 'again: nothing to do');
UPDATE follow_up SET state = 'new', assigned_to = NULL, assigned_on = NULL, assigned_why = NULL;
SELECT assign_follow_ups('2026-06-02') \g /dev/null
SELECT bag_eq('SELECT vehicle_no, assigned_to, assigned_why FROM follow_up', 'SELECT * FROM first', 'the same input, the same result');
SELECT is_empty($$SELECT 1 FROM follow_up WHERE assigned_why <> 'least load'$$, '... and why');

-- overflow: what nobody can do stays, the newest
DELETE FROM follow_up;
SELECT pg_temp.tasks('post_visit', 1, 30, due => '2026-06-02'), pg_temp.tasks('post_visit', 31, 50, due => '2026-06-01') \g /dev/null
SELECT is(assign_follow_ups('2026-06-02', 'S'), 40::bigint, 'no more than the capacities');
SELECT is(pg_temp.shares(), 'A1 10, A2 10, A3 20', '... of each');
SELECT results_eq($$SELECT due_on, count(*) FROM follow_up WHERE assigned_to IS NULL GROUP BY 1$$, $$VALUES (date '2026-06-02', 10::bigint)$$, 'the oldest are given away first');
UPDATE follow_up SET state = 'done', attempts = 1, state_on = '2026-06-02' WHERE assigned_to IS NOT NULL;
SELECT is(assign_follow_ups('2026-06-03', 'S'), 10::bigint, 'the rest the next day');

-- ... also before newer ones of an adviser
DELETE FROM follow_up;
SELECT pg_temp.tasks('post_visit', 1, 40, due => '2026-06-01'), pg_temp.tasks('post_visit', 41, 50, 'A3', due => '2026-06-02') \g /dev/null
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT results_eq($$SELECT due_on, count(*) FROM follow_up WHERE assigned_to IS NULL GROUP BY 1$$, $$VALUES (date '2026-06-02', 10::bigint)$$, 'what is newer than all there is time for waits, whoever its adviser is');
SELECT results_eq($$SELECT count(*) FROM follow_up WHERE assigned_why = 'last adviser'$$, $$VALUES (0::bigint)$$, '... and keeps nothing from its turn');

-- ... but not behind what none of them can do
DELETE FROM follow_up;
SELECT pg_temp.tasks('complaint', 1, 25, due => '2026-06-01'), pg_temp.tasks('recall', 26, 40, due => '2026-06-01'), pg_temp.tasks('post_visit', 41, 50, 'A3', due => '2026-06-02') \g /dev/null
UPDATE follow_up_rule SET certificate = 'recall' WHERE rule = 'recall';
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT results_eq($$SELECT rule, count(*) FROM follow_up WHERE assigned_why = 'last adviser' GROUP BY 1$$, $$VALUES ('post_visit' COLLATE "C", 10::bigint)$$, 'old tasks of managers and of certificates nobody has keep no adviser from his customers');
DELETE FROM follow_up;
INSERT INTO staff_certificate (dealer_code, staff_no, certificate, valid_from) VALUES ('S', 'A1', 'recall', '2025-01-01');
SELECT pg_temp.tasks('recall', 1, 40, due => '2026-06-01'), pg_temp.tasks('post_visit', 41, 50, 'A3', due => '2026-06-02') \g /dev/null
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT results_eq($$SELECT assigned_to, rule, assigned_why, count(*) FROM follow_up WHERE assigned_to IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1$$,
	$$VALUES ('A1' COLLATE "C", 'recall' COLLATE "C", 'least load', 10::bigint), ('A3', 'post_visit', 'last adviser', 10)$$, '... nor do those of which few are left to who has it');
DELETE FROM staff_certificate;
UPDATE follow_up_rule SET certificate = NULL WHERE rule = 'recall';

-- whom nobody may call is passed over, and is escalated to nobody
DELETE FROM follow_up;
SELECT pg_temp.tasks('post_visit', 1, 3), pg_temp.tasks('post_visit', 4, 6, customer => 'D'), pg_temp.tasks('confirm_contact', 7, 8, customer => 'D') \g /dev/null
UPDATE customer SET do_not_call = true WHERE customer_no = 'D';
SELECT is(assign_follow_ups('2026-06-02', 'S'), 5::bigint, 'those who may be called, and what is no contact');
SELECT assign_follow_ups('2026-06-08', 'S') \g /dev/null
SELECT is_empty($$SELECT 1 FROM follow_up WHERE customer_no = 'D' AND NOT internal AND (assigned_to IS NOT NULL OR escalated_on IS NOT NULL)$$, '... not when it is late, either');
UPDATE customer SET do_not_call = false WHERE customer_no = 'D';
SELECT assign_follow_ups('2026-06-08', 'S') \g /dev/null
SELECT results_eq($$SELECT DISTINCT escalated_on FROM follow_up WHERE customer_no = 'D' AND NOT internal$$, $$VALUES (date '2026-06-08')$$, '... when that is over, it is');

-- the last adviser first, up to a fair share
DELETE FROM follow_up;
SELECT pg_temp.tasks('post_visit', 1, 4, 'A2'), pg_temp.tasks('post_visit', 5, 8) \g /dev/null
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT results_eq($$SELECT assigned_to, adviser, count(*) FROM follow_up WHERE assigned_why = 'last adviser' GROUP BY 1, 2$$, $$VALUES ('A2' COLLATE "C", 'A2' COLLATE "C", 2::bigint)$$,
	'his own customers, as many as are fair');
SELECT is(pg_temp.shares(), 'A1 2, A2 2, A3 4', '... and nobody has more than another');

-- absent
SELECT is(reassign_follow_ups('S', 'A3', '2026-06-02', '2026-06-03', 'ill'), 4::bigint, 'who is absent gives back');
SELECT is(pg_temp.shares(), 'A1 4, A2 4', '... to the others, evenly');
SELECT is(reassign_follow_ups('S', 'A3', newest_day() + 1, newest_day() + 2), 0::bigint, 'an absence ahead is recorded');
SELECT results_eq($$SELECT count(*) FROM staff_shift WHERE staff_no = 'A3' AND day > newest_day()$$, 'VALUES (2::bigint)', '... for its days');
SELECT throws_ok($$SELECT reassign_follow_ups('S', 'nobody')$$, 'P0002', NULL, 'an unknown person');
SELECT throws_ok($$SELECT assign_follow_ups(newest_day() + 1)$$, '22023', NULL, 'a day that has not come');
SELECT throws_ok($$SELECT reassign_follow_ups('S', 'A1', '2026-06-02', '2028-06-02')$$, '22023', NULL, 'an absence of years');
SELECT is(assign_follow_ups('2026-06-06', 'S'), 0::bigint, 'on a day off nobody is given anything');
INSERT INTO staff_shift (dealer_code, staff_no, day, on_duty) VALUES ('S', 'A1', '2026-06-06', true);
SELECT pg_temp.tasks('post_visit', 9, 10) \g /dev/null
SELECT assign_follow_ups('2026-06-06', 'S') \g /dev/null
SELECT is(pg_temp.shares(), 'A1 6, A2 4', '... but who has a shift, and nobody loses anything');
DELETE FROM staff_shift;

-- positions and certificates
DELETE FROM follow_up;
SELECT pg_temp.tasks('complaint', 1, 2), pg_temp.tasks('confirm_contact', 3, 4) \g /dev/null
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT is_empty($$SELECT 1 FROM follow_up WHERE rule = 'complaint' AND assigned_to IS DISTINCT FROM 'M'$$, 'complaints are the manager''s');
SELECT is_empty($$SELECT 1 FROM follow_up WHERE rule = 'confirm_contact' AND assigned_to = 'M'$$, '... and nothing else is');
UPDATE follow_up_rule SET certificate = 'recall' WHERE rule = 'recall';
INSERT INTO staff_certificate (dealer_code, staff_no, certificate, valid_from, valid_until) VALUES ('S', 'A1', 'recall', '2025-01-01', '2026-06-02'), ('S', 'A2', 'recall', '2026-06-04', NULL), ('S', 'A3', 'other', '2025-01-01', NULL), ('T', 'A1', 'recall', '2025-01-01', NULL);
DELETE FROM follow_up;
SELECT pg_temp.tasks('recall', 1, 3) \g /dev/null
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT is(pg_temp.shares(), 'A1 3', 'a certificate on its last day');
SELECT assign_follow_ups('2026-06-03', 'S') \g /dev/null
SELECT is(pg_temp.shares(), '', '... the day after: taken back, and nobody has one');
SELECT throws_ok($$SELECT assign_follow_up((SELECT min(follow_up) FROM follow_up), 'A1', '2026-06-03')$$, '55000', NULL, '... nor is given it by hand');
SELECT assign_follow_ups('2026-06-04', 'S') \g /dev/null
SELECT is(pg_temp.shares(), 'A2 3', 'one on its first day');
SELECT lives_ok($$SELECT assign_follow_up((SELECT min(follow_up) FROM follow_up), 'A2', '2026-06-04')$$, 'by hand to who may');
SELECT throws_ok($$SELECT assign_follow_up((SELECT min(follow_up) FROM follow_up), 'B', '2026-06-04')$$, '55000', NULL, '... not to who is not there');
SELECT throws_ok($$SELECT assign_follow_up(-1, 'A2', '2026-06-04')$$, 'P0002', NULL, '... nor an unknown task');

-- escalation
DELETE FROM follow_up;
SELECT pg_temp.tasks('post_visit', 1, 2, due => '2026-06-02'), pg_temp.tasks('post_visit', 3, 3, due => '2026-06-03') \g /dev/null
SELECT assign_follow_ups('2026-06-02', 'S') \g /dev/null
SELECT record_follow_up((SELECT min(follow_up) FROM follow_up), 'no_answer', NULL, '2026-06-02') AS tried \gset
SELECT assign_follow_ups('2026-06-08', 'S') \g /dev/null
SELECT results_eq($$SELECT vehicle_no, escalated_on, assigned_to, assigned_why FROM follow_up WHERE escalated_on IS NOT NULL ORDER BY 1$$,
	$$VALUES ('V002' COLLATE "C", date '2026-06-08', 'M' COLLATE "C", 'escalated'), ('V003', '2026-06-08', 'M', 'escalated')$$, 'what nobody has tried for five days is the manager''s');
SELECT pg_temp.tasks('post_visit', 4, 4, due => '2026-06-04') \g /dev/null
SELECT assign_follow_ups('2026-06-08', 'S') \g /dev/null
SELECT is((SELECT escalated_on FROM follow_up WHERE vehicle_no = 'V004'), NULL, '... not after four');

-- shares, against plain counting: as equal as capacities allow, whatever the loads and capacities
SELECT setseed(0.5) \g /dev/null
CREATE TEMP TABLE drawn AS SELECT i, array_agg(load) AS loads, array_agg(load + room) AS capacities, tasks FROM (
	SELECT i, floor(random() * 3)::int AS load, floor(random() * 9)::int AS room, (array_agg(floor(random() * 40)::int) OVER (PARTITION BY i))[1] AS tasks FROM generate_series(1, 300) i, generate_series(1, 5) p) d GROUP BY i, tasks;
SELECT is_empty($$SELECT d.* FROM drawn d, LATERAL (SELECT fair_shares(d.loads, d.capacities, d.tasks) AS after) f
	WHERE (SELECT sum(x) FROM unnest(f.after) x) <> least((SELECT sum(x) FROM unnest(d.loads) x) + d.tasks, (SELECT sum(x) FROM unnest(d.capacities) x))
		OR EXISTS (SELECT FROM unnest(f.after, d.loads, d.capacities) u (s, l, c) WHERE u.s < u.l OR u.s > u.c)
		-- nobody could give one to another and both be nearer
		OR EXISTS (SELECT FROM unnest(f.after, d.loads, d.capacities) a (s, l, c), unnest(f.after, d.loads, d.capacities) b (s, l, c) WHERE a.c = b.c AND a.s > b.s + 1 AND a.s > a.l)$$,
	'shares: nobody above his capacity, nothing left that could be done, a difference of one among equals');
SELECT * FROM finish();
ROLLBACK;
