-- Whom to call, whom not yet and whom not: precedence in the gap between two contacts, consent and its withdrawal, what a hold-out group shows;
-- and the calendar: Spring Festival, stations in other time zones. Days after Spring Festival have no days off here.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S', '一店'), ('T', '二店');
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'S' FROM generate_series(1, 9) n;
INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '张三', '1381234567' || n FROM generate_series(1, 5) n;

-- Spring Festival: due days, attempts and call windows go round it, by the make-up Saturdays, too
SELECT load_calendar(array_agg(d::date ORDER BY d), array_agg(CASE WHEN extract(day FROM d) IN (14, 28) THEN 'workday' ELSE 'holiday' END ORDER BY d), array_agg('春节'::text)) AS year
FROM generate_series(timestamp '2026-02-14', '2026-02-28', interval '1 day') d WHERE extract(day FROM d) NOT BETWEEN 24 AND 27 \gset
INSERT INTO workday SELECT d::date, true FROM generate_series(timestamp '2026-06-01', '2026-12-31', interval '1 day') d;
UPDATE follow_up_rule SET active = rule = 'post_visit';
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on)
SELECT 'S', 'F' || d, 'V' || row_number() OVER (), 'C4', 'repair', d::date, d::date FROM unnest(ARRAY['2026-02-11', '2026-02-12', '2026-02-20', '2026-02-25', '2026-02-26']) d;
CALL generate_follow_ups('2026-02-14');
SELECT results_eq($$SELECT event_on, due_on FROM follow_up$$, $$VALUES (date '2026-02-11', date '2026-02-14')$$, 'on the eve, a make-up Saturday');
SELECT is(record_follow_up(follow_up, 'no_answer', NULL, '2026-02-14', half => 'pm'), 'attempted', 'no answer on the eve') FROM follow_up;
SELECT results_eq('SELECT retry_on, retry_half FROM follow_up', $$VALUES (date '2026-02-24', 'am')$$, '... again after the feast');
CALL generate_follow_ups('2026-03-02');
SELECT results_eq('SELECT event_on, due_on FROM follow_up ORDER BY 1', $$VALUES (date '2026-02-11', date '2026-02-14'), ('2026-02-12', '2026-02-24'), ('2026-02-20', '2026-02-24'), ('2026-02-25', '2026-02-28'), ('2026-02-26', '2026-03-02')$$,
	'due days after the feast, on a make-up Saturday, after a Sunday');
SELECT is(may_call_at('S', m::timestamptz), w, 'call at ' || m) FROM (VALUES ('2026-02-14 19:59:59+08', true), ('2026-02-14 20:00+08', false), ('2026-02-15 10:00+08', false), ('2026-02-23 10:00+08', false),
	('2026-02-24 10:00+08', true), ('2026-02-28 10:00+08', true), ('2026-03-01 10:00+08', false)) x (m, w);
-- ... and the window is counted from there, however late the visit gets known
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('visit', 'late', 'late') RETURNING load_batch AS late \gset
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, load_batch)
SELECT 'S', 'L' || d, 'V' || row_number() OVER (), 'C4', 'repair', d::date, d::date, :late FROM unnest(ARRAY['2026-02-10', '2026-02-12', '2026-02-20']) d;
CALL generate_follow_ups('2026-03-07');
SELECT results_eq($$SELECT event_on, due_on, expires_on, state, state_reason FROM follow_up WHERE trigger_key LIKE 'S/L%' ORDER BY 1$$,
	$$VALUES (date '2026-02-10', date '2026-02-13', date '2026-02-24', 'expired', 'loaded after its window passed'), ('2026-02-12', '2026-02-24', '2026-03-07', 'new', NULL), ('2026-02-20', '2026-02-24', '2026-03-07', 'new', NULL)$$,
	'visits of the feast that come in on the last day of their window are called about');
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('visit', 'later', 'later') RETURNING load_batch AS later \gset
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, load_batch) VALUES ('S', 'L', 'V1', 'C4', 'repair', '2026-02-20', '2026-02-20', :later);
CALL generate_follow_ups('2026-03-08');
SELECT results_eq($$SELECT due_on, expires_on, state, state_reason FROM follow_up WHERE trigger_key = 'S/L'$$, $$VALUES (date '2026-02-24', date '2026-03-07', 'expired', 'loaded after its window passed')$$,
	'... the day after it is too late, and the day it was due is a workday');
DELETE FROM follow_up_attempt;
DELETE FROM follow_up;
UPDATE follow_up_rule SET active = false;
CALL generate_follow_ups('2026-06-01');
CREATE FUNCTION pg_temp.task(of_rule text, customer text, station text DEFAULT 'S', due date DEFAULT '2026-06-02', expires date DEFAULT '2026-11-30', vehicle text DEFAULT 'V1') RETURNS bigint LANGUAGE sql AS $$
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
	SELECT r.rule, vehicle, 'of ' || customer, station, customer, r.purpose, r.channel, r.priority, due, due, expires, due, due FROM follow_up_rule r WHERE r.rule = of_rule
	RETURNING follow_up $$;
CREATE FUNCTION pg_temp.called(customer text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(f.rule, ' ' ORDER BY f.rule) FROM follow_up f WHERE f.customer_no = $1 AND f.state = 'new' $$;

-- complaint > recall > after a visit > lost > due > thank-you > marketing; each call done makes room for the next after seven days
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C1', 'marketing', 'sms', '2026-01-01', true);
SELECT count(pg_temp.task(r, 'C1')) AS tasks FROM unnest(ARRAY['care', 'thank_you', 'maintenance_due', 'lost_interview', 'post_visit', 'recall', 'complaint']) r \gset
SELECT is(:tasks, 7, 'seven calls are due at once');
CREATE TEMP TABLE called (day date, rule text);
DO $$
DECLARE
	day date := '2026-06-02';
	task bigint;
BEGIN
	FOR i IN 1 .. 60 LOOP
		CALL generate_follow_ups(day);
		FOR task IN SELECT follow_up FROM follow_up_list(day) WHERE customer_no = 'C1' LOOP
			INSERT INTO called SELECT day, f.rule FROM follow_up f WHERE f.follow_up = task;
			PERFORM record_follow_up(task, 'reached', NULL, day);
		END LOOP;
		day := day + 1;
	END LOOP;
END $$;
SELECT results_eq('SELECT day, rule FROM called ORDER BY day', $$VALUES (date '2026-06-02', 'complaint'), ('2026-06-09', 'recall'), ('2026-06-16', 'post_visit'), ('2026-06-23', 'lost_interview'),
	('2026-06-30', 'maintenance_due'), ('2026-07-07', 'thank_you'), ('2026-07-14', 'care')$$, 'one contact in seven days, the most pressing first; none is lost');

-- the same rank does not hold back: a second car is not dropped
SELECT pg_temp.task('post_visit', 'C2', due => '2026-08-01'), pg_temp.task('post_visit', 'C2', due => '2026-08-01', vehicle => 'V2'), pg_temp.task('warranty_end', 'C2', due => '2026-08-01', expires => '2026-08-05') \g /dev/null
CALL generate_follow_ups('2026-08-01');
SELECT is(pg_temp.called('C2'), 'post_visit post_visit', 'calls about two cars of a customer are both made');
SELECT is((SELECT state_reason FROM follow_up WHERE customer_no = 'C2' AND rule = 'warranty_end'), 'another contact first: post_visit', 'the reason names the more pressing one');
SELECT count(record_follow_up(follow_up, 'reached', NULL, '2026-08-01')) AS done FROM follow_up WHERE customer_no = 'C2' AND rule = 'post_visit' \gset
CALL generate_follow_ups('2026-08-08');
SELECT results_eq($$SELECT state, expires_on FROM follow_up WHERE customer_no = 'C2' AND rule = 'warranty_end'$$, $$VALUES ('new', date '2026-08-15')$$,
	'what was held back past its window gets the days of the gap to be called');
CALL generate_follow_ups('2026-08-16');
SELECT is((SELECT state FROM follow_up WHERE customer_no = 'C2' AND rule = 'warranty_end'), 'expired', '... and expires then');

-- a station's own gap
INSERT INTO parameter (name, dealer_code, value) VALUES ('contact_gap_days', 'T', 2);
SELECT pg_temp.task('post_visit', 'C3', 'T', '2026-08-17') AS first, pg_temp.task('warranty_end', 'C3', 'T', '2026-08-17') AS second \gset
CALL generate_follow_ups('2026-08-17');
SELECT record_follow_up(:first, 'reached', NULL, '2026-08-17') AS done \gset
CALL generate_follow_ups('2026-08-18');
SELECT is(pg_temp.called('C3'), NULL, 'a gap of two days: not the day after');
CALL generate_follow_ups('2026-08-19');
SELECT is(pg_temp.called('C3'), 'warranty_end', '... but the second');

-- withdrawn, refused, lost after the list was made: out of the list and of what is exported; back with the reason gone
SELECT pg_temp.task('post_visit', 'C4', due => '2026-08-20') AS task \gset
CALL generate_follow_ups('2026-08-20');
CREATE FUNCTION pg_temp.listed(day date) RETURNS bigint LANGUAGE sql AS $$SELECT count(*) FROM follow_up_list(day) WHERE customer_no = 'C4'$$;
SELECT is(pg_temp.listed('2026-08-20'), 1::bigint, 'listed');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C4', 'service', 'phone', '2026-08-20', false);
SELECT is(pg_temp.listed('2026-08-20'), 0::bigint, 'consent withdrawn since: not listed');
DELETE FROM consent WHERE customer_no = 'C4';
UPDATE customer SET do_not_call = true WHERE customer_no = 'C4';
SELECT is(pg_temp.listed('2026-08-20'), 0::bigint, 'do not call since: not listed');
UPDATE customer SET do_not_call = false, phone = NULL WHERE customer_no = 'C4';
SELECT is(pg_temp.listed('2026-08-20'), 0::bigint, 'no number any more: not listed');
UPDATE customer SET phone = '13812345674' WHERE customer_no = 'C4';
SELECT is(pg_temp.listed('2026-08-20'), 1::bigint, '... listed when that is gone');

-- a thank-you waits while a complaint is open
SELECT pg_temp.task('thank_you', 'C5', due => '2026-08-21') AS thanks \gset
INSERT INTO complaint (dealer_code, complaint_no, customer_no, opened_on) VALUES ('S', 'K', 'C5', '2026-08-21');
CALL generate_follow_ups('2026-08-21');
SELECT is((SELECT state_reason FROM follow_up WHERE follow_up = :thanks), 'open complaint', 'no thank-you while a complaint is open');
CALL close_complaint('S', 'K', '2026-08-24');
CALL generate_follow_ups('2026-08-24');
SELECT is((SELECT state FROM follow_up WHERE follow_up = :thanks), 'new', '... and one when it is closed');

-- what waits for a complaint holds back nothing, and is a contact again with it
SELECT pg_temp.task('thank_you', 'C5', due => '2026-08-25', vehicle => 'V5') AS thanks2, pg_temp.task('survey', 'C5', due => '2026-08-25', vehicle => 'V5') AS survey \gset
UPDATE follow_up SET state = 'cancelled', state_reason = 'test' WHERE follow_up = :thanks;
CALL generate_follow_ups('2026-08-25');
SELECT is(pg_temp.called('C5'), 'thank_you', 'the more pressing one');
INSERT INTO complaint (dealer_code, complaint_no, customer_no, opened_on) VALUES ('S', 'K2', 'C5', '2026-08-26');
SELECT pg_temp.task('care', 'C5', due => '2026-08-26') \g /dev/null
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C5', 'marketing', 'sms', '2026-01-01', true);
CALL generate_follow_ups('2026-08-26');
SELECT is(pg_temp.called('C5'), 'survey', '... waits for the complaint, and the next is called');
CALL close_complaint('S', 'K2', '2026-08-27');
CALL generate_follow_ups('2026-08-27');
SELECT is(pg_temp.called('C5'), 'thank_you', '... until that is closed');
UPDATE follow_up SET state = 'cancelled', state_reason = 'test', assigned_to = NULL, assigned_on = NULL, assigned_why = NULL WHERE customer_no = 'C5';

-- the hold-out group: drawn by hash, the same each time; what the calls bring, beside Wilson's limits found as roots and a published interval
UPDATE follow_up_rule SET active = rule = 'lost_interview', hold_out = 0.3 WHERE rule = 'lost_interview';
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on) SELECT 'H' || n, 'S', '2025-09-01' FROM generate_series(1, 400) n;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'H' || n, 'C1', '2025-09-01' FROM generate_series(1, 400) n;
CALL generate_follow_ups('2026-09-02');
SELECT is((SELECT count(*) FROM follow_up WHERE vehicle_no LIKE 'H%'), 400::bigint, 'every lost vehicle has its task');
SELECT ok(abs(count(*) - 120) < 30, 'the share held out') FROM follow_up WHERE vehicle_no LIKE 'H%' AND state_reason = 'hold-out group';
SELECT bag_eq($$SELECT vehicle_no FROM follow_up WHERE vehicle_no LIKE 'H%' AND state_reason = 'hold-out group'$$,
	$$SELECT 'H' || n FROM generate_series(1, 400) n WHERE hash_share('hold-out/lost_interview/H' || n) < 0.3$$, '... is who the hash says');
DELETE FROM follow_up WHERE vehicle_no LIKE 'H%';
-- Newcombe (1998), table II, method 10: 56 of 70 and 48 of 80
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, purpose, channel, priority, event_on, due_on, expires_on, state, state_reason, state_on, made_as_of)
SELECT 'lost_interview', 'H' || n, 'x', 'S', 'service', 'phone', 1, '2026-09-02', '2026-09-02', '2026-10-02', CASE WHEN n > 70 THEN 'suppressed' ELSE 'new' END,
	CASE WHEN n > 70 THEN 'hold-out group' END, '2026-09-02', '2026-09-02' FROM generate_series(1, 150) n;
-- these are of neither group: they were not drawn
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, purpose, channel, priority, event_on, due_on, expires_on, state, state_reason, state_on, made_as_of)
SELECT 'lost_interview', 'H' || n, 'y', 'S', 'service', 'phone', 1, '2026-09-02', '2026-09-02', '2026-09-03', CASE WHEN n = 3 THEN 'suppressed' ELSE 'expired' END,
	(ARRAY['no run before its window passed', 'loaded after its window passed', 'no call after a visit of kind pdi'])[n], '2026-09-04', '2026-09-04' FROM generate_series(1, 3) n;
INSERT INTO vehicle_state (vehicle_no, seen_on, seen_at, dealer_code, returned_on, services, fingerprint)
SELECT 'H' || n, '2026-09-10', 'S', 'S', '2026-09-10', 0, 0 FROM generate_series(1, 118) n WHERE n <= 56 OR n > 70;
SELECT results_eq($$SELECT called, called_came, held_out, held_out_came, round(difference::numeric, 4), round(lower_limit::numeric, 4), round(upper_limit::numeric, 4)
	FROM hold_out_effect('lost_interview', '2026-09-01', '2026-09-30')$$, $$VALUES (70::bigint, 56::bigint, 80::bigint, 48::bigint, 0.2000, 0.0524, 0.3339)$$, 'conversion of called against held out: the published interval');
-- wilson(X, N, UP): the root of |p - x/n| = z sqrt(p (1 - p) / n), by halving
CREATE FUNCTION pg_temp.wilson(x float8, n float8, up boolean) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	inner_p float8 := x / n;
	outer_p float8 := CASE WHEN up THEN 1 ELSE 0 END;
	p float8;
BEGIN
	FOR i IN 1 .. 200 LOOP
		p := (inner_p + outer_p) / 2;
		IF abs(p - x / n) < 1.959963984540054 * sqrt(p * (1 - p) / n) THEN inner_p := p; ELSE outer_p := p; END IF;
	END LOOP;
	RETURN p;
END $$;
SELECT ok(abs(e.lower_limit - (e.difference - sqrt((p1 - pg_temp.wilson(x1, n1, false)) ^ 2 + (pg_temp.wilson(x2, n2, true) - p2) ^ 2))) < 1e-9
	AND abs(e.upper_limit - (e.difference + sqrt((pg_temp.wilson(x1, n1, true) - p1) ^ 2 + (p2 - pg_temp.wilson(x2, n2, false)) ^ 2))) < 1e-9, 'limits as from roots: ' || came || ' days')
FROM (VALUES (7), (8), (90)) d (came) CROSS JOIN LATERAL hold_out_effect('lost_interview', '2026-09-01', '2026-09-30', came) e
CROSS JOIN LATERAL (SELECT e.called_came, e.called, e.held_out_came, e.held_out, e.called_rate, e.held_out_rate) v (x1, n1, x2, n2, p1, p2);
SELECT results_eq($$SELECT held_out, lower_limit FROM hold_out_effect('post_visit', '2026-01-01', '2026-01-02')$$, $$VALUES (0::bigint, NULL::float8)$$, 'no group, no interval');
UPDATE follow_up_rule SET active = false;

-- groups that differ by the draw alone: whether the customer may be called, and comes in, has nothing to do with it
UPDATE follow_up_rule SET active = rule = 'lost_interview', hold_out = CASE rule WHEN 'lost_interview' THEN 0.3 ELSE 0 END;
INSERT INTO customer (customer_no, name, phone, do_not_call) SELECT 'K' || n, '张三', '13812345678', n % 2 = 0 FROM generate_series(1, 400) n;
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on, scrapped_on) SELECT 'K' || n, 'S', '2025-10-01', CASE WHEN n % 7 = 0 THEN date '2026-10-08' END FROM generate_series(1, 400) n;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'K' || n, 'K' || n, '2025-10-01' FROM generate_series(1, 400) n;
CALL generate_follow_ups('2026-10-02');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) SELECT 'S', 'K' || n, 'K' || n, 'repair', '2026-10-06', '2026-10-06' FROM generate_series(1, 400) n WHERE n % 10 < 3;
CALL refresh();
CALL generate_follow_ups('2026-10-11');
SELECT cmp_ok(count(DISTINCT state_reason), '>=', 4::bigint, 'of these some came in, some are scrapped, held out, not to be called') FROM follow_up WHERE vehicle_no LIKE 'K%';
SELECT results_eq($$SELECT called, called_came, held_out, held_out_came FROM hold_out_effect('lost_interview', '2026-10-01', '2026-10-31')$$,
	$$SELECT count(*) FILTER (WHERE NOT out), count(*) FILTER (WHERE NOT out AND n % 10 < 3), count(*) FILTER (WHERE out), count(*) FILTER (WHERE out AND n % 10 < 3)
	FROM (SELECT n, hash_share('hold-out/lost_interview/K' || n) < 0.3 AS out FROM generate_series(1, 400) n) v$$, '... and all of them count, in the group they were drawn for');
-- what a run comes too late for is in neither group
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on) SELECT 'L' || n, 'S', '2024-01-01' FROM generate_series(1, 50) n;
DELETE FROM follow_up WHERE vehicle_no LIKE 'K%';
SELECT make_follow_ups('lost_interview', '2025-01-02', '2026-10-11', true, '{}') \g /dev/null
SELECT results_eq($$SELECT state, state_reason, count(*) FROM follow_up WHERE vehicle_no LIKE 'L%' GROUP BY 1, 2$$, $$VALUES ('expired', 'no run before its window passed', 50::bigint)$$,
	'whose window passed without a run is expired, held out or not');
UPDATE follow_up_rule SET active = false, hold_out = 0;

-- barred after the list was made: suppressed on the next day and given to nobody, until the bar is gone
INSERT INTO customer (customer_no, name, phone) VALUES ('C6', '张三', '13812345676');
INSERT INTO staff (dealer_code, staff_no, name, position) VALUES ('S', 'A', 'x', 'caller');
SELECT pg_temp.task('maintenance_due', 'C6', due => '2026-11-02') AS older, pg_temp.task('warranty_end', 'C5', due => '2026-11-02') AS other \gset
CALL generate_follow_ups('2026-11-02');
SELECT assign_follow_ups('2026-11-02') \g /dev/null
UPDATE customer SET do_not_call = true WHERE customer_no = 'C6';
CREATE FUNCTION pg_temp.state(task bigint) RETURNS text LANGUAGE sql AS $$SELECT concat_ws('/', state, state_reason, assigned_to) FROM follow_up WHERE follow_up = task$$;
SELECT is(pg_temp.state(:older), 'assigned/A', 'assigned');
CALL generate_follow_ups('2026-11-03');
SELECT is(pg_temp.state(:older) || ' ' || pg_temp.state(:other), 'suppressed/do not call assigned/A', 'do not call since: suppressed, taken back, the others are as they were');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C5', 'service', 'phone', '2026-11-03', false);
CALL generate_follow_ups('2026-11-04');
SELECT is(pg_temp.state(:other), 'suppressed/no consent', 'consent withdrawn since');
-- ... who refused a call of the other purpose
INSERT INTO customer (customer_no, name, phone) VALUES ('C7', '张三', '13812345677');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C7', 'marketing', 'sms', '2026-01-01', true);
SELECT pg_temp.task('care', 'C7', due => '2026-10-20') AS care \gset
CALL generate_follow_ups('2026-11-04');
SELECT record_follow_up(:care, 'refused', NULL, '2026-11-04') AS refused \gset
SELECT pg_temp.task('recall', 'C7', due => '2026-11-04') AS service \gset
UPDATE follow_up_run SET newest_task = (SELECT max(follow_up) FROM follow_up) WHERE as_of = '2026-11-04';
SELECT is(pg_temp.state(:service), 'new', 'a call of service');
CALL generate_follow_ups('2026-11-05');
SELECT is(pg_temp.state(:service), 'suppressed/do not call', 'refused since: neither is called about the other');
-- several let go at once: the more pressing first
SELECT pg_temp.task('warranty_end', 'C6', due => '2026-11-05') AS lesser \gset
CALL generate_follow_ups('2026-11-06');
SELECT is(pg_temp.state(:lesser), 'suppressed/do not call', 'two of a customer who is not to be called');
UPDATE customer SET do_not_call = false WHERE customer_no = 'C6';
CALL generate_follow_ups('2026-11-07');
SELECT is(pg_temp.state(:older) || ' ' || pg_temp.state(:lesser), 'new suppressed/another contact first: maintenance_due', '... of which one is let go when he is');

-- other time zones: the day and its half are those of the station's clock
UPDATE dealer SET time_zone = 'Pacific/Kiritimati' WHERE dealer_code = 'S';
UPDATE dealer SET time_zone = 'Etc/GMT+12' WHERE dealer_code = 'T';
SELECT is(station_time(s, m::timestamptz), t::timestamp, s || ' at ' || m) FROM (VALUES ('S', '2026-12-31 09:59:59+00', '2026-12-31 23:59:59'), ('S', '2026-12-31 10:00+00', '2027-01-01 00:00'),
	('T', '2027-01-01 11:59:59+00', '2026-12-31 23:59:59'), ('T', '2027-01-01 12:00+00', '2027-01-01 00:00')) x (s, m, t);
SELECT pg_temp.task('at_risk', c, s, '2026-06-02', '2089-12-31', 'V9') FROM (VALUES ('C3', 'S'), ('C4', 'T')) x (c, s) \g /dev/null
SELECT count(record_follow_up(follow_up, 'no_answer')) AS two FROM follow_up WHERE vehicle_no = 'V9' \gset
SELECT results_eq($$SELECT f.dealer_code, a.tried_on, a.tried_half, f.retry_half FROM follow_up f JOIN follow_up_attempt a ON a.follow_up = f.follow_up WHERE f.vehicle_no = 'V9' ORDER BY 1$$,
	$$SELECT d.dealer_code, station_time(d.dealer_code)::date, CASE WHEN station_time(d.dealer_code)::time < '13:00' THEN 'am' ELSE 'pm' END,
		CASE WHEN station_time(d.dealer_code)::time < '13:00' THEN 'pm' ELSE 'am' END FROM dealer d WHERE d.dealer_code IN ('S', 'T') ORDER BY 1$$,
	'an attempt recorded now is of the station''s day and half');
-- today is the newest day of a station, wherever the session is: these two never have the same date
DELETE FROM follow_up_run;
SET TimeZone = 'Etc/GMT+12';
SELECT is(today(), station_time('S')::date, 'the day of the station that has the newest');
SELECT isnt(today(), CURRENT_DATE, '... not the session''s');
CALL generate_follow_ups();
SELECT is(max(as_of), station_time('S')::date, 'a run without a day is of today') FROM follow_up_run;
UPDATE dealer SET time_zone = 'Etc/GMT+12';
SET TimeZone = 'Pacific/Kiritimati';
SELECT is(today(), station_time('S')::date, '... also where the session is ahead');
SELECT is(newest_day(), CURRENT_DATE, '... whose day is none of the future');
SELECT * FROM finish();
ROLLBACK;
