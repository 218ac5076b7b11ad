-- Follow-ups: how often and by what channel a customer is tried, what is confirmed at a visit, and what he consented to when.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('BJ01', '北京一店'), ('SH01', '上海一店');
INSERT INTO workday (day, is_workday) VALUES ('2026-06-12', false);
INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '张三', '1381234567' || n FROM generate_series(1, 9) n;
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'BJ01' FROM generate_series(1, 9) n;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'V' || n, 'C' || n, '2024-01-10' FROM generate_series(1, 9) n;
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted)
SELECT 'C' || n, 'service', c, '2026-01-01', false FROM generate_series(1, 9) n, unnest(ARRAY['sms', 'wechat']) c WHERE (n, c) <> (2, 'wechat') AND (n, c) <> (3, 'wechat');
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
SELECT 'post_visit', 'V' || n, 'x', 'BJ01', 'C' || n, 'service', CASE n WHEN 5 THEN 'sms' ELSE 'phone' END, 30, '2026-06-08', '2026-06-08', '2026-06-30', '2026-06-08', '2026-06-08'
FROM generate_series(1, 6) n;
-- try(VEHICLE, DAY, HALF, CHANNEL): nobody answers; what is to be done then
CREATE FUNCTION pg_temp.try(vehicle text, day date, half text, channel text DEFAULT 'phone') RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM record_follow_up(f.follow_up, 'no_answer', as_of => $2, half => $3, channel => $4) FROM follow_up f WHERE f.vehicle_no = vehicle;
		RETURN (SELECT concat_ws(' ', f.state, f.retry_on, f.retry_half, f.channel, f.unreached_on) FROM follow_up f WHERE f.vehicle_no = vehicle);
	END $$;

-- Thursday the 11th is followed by a holiday and a weekend
SELECT is(pg_temp.try(v, d::date, h, c), w, format('%s, %s %s by %s: %s', v, d, h, c, w)) FROM (VALUES
	('V1', '2026-06-10', 'am', 'phone', 'attempted 2026-06-11 pm phone'), ('V1', '2026-06-10', 'am', 'phone', 'attempted 2026-06-11 pm phone'),
	('V1', '2026-06-10', 'pm', 'phone', 'attempted 2026-06-11 pm phone'), ('V1', '2026-06-11', 'pm', 'phone', 'attempted 2026-06-15 am phone'),
	('V1', '2026-06-13', 'pm', 'phone', 'attempted 2026-06-15 am phone'), ('V1', '2026-06-15', 'am', 'phone', 'unreachable phone 2026-06-15'),
	('V2', '2026-06-10', 'am', 'wechat', 'attempted 2026-06-11 pm phone'), ('V2', '2026-06-11', 'pm', 'phone', 'attempted 2026-06-15 am phone'),
	('V2', '2026-06-11', 'pm', 'wechat', 'attempted 2026-06-15 am phone'), ('V2', '2026-06-15', 'am', 'phone', 'attempted 2026-06-16 pm phone'),
	('V2', '2026-06-16', 'pm', 'phone', 'attempted 2026-06-17 am wechat 2026-06-16'), ('V2', '2026-06-16', 'pm', 'phone', 'attempted 2026-06-17 am wechat 2026-06-16'),
	('V2', '2026-06-17', 'am', 'wechat', 'unreachable wechat 2026-06-16'),
	('V3', '2026-06-09', 'am', 'phone', 'attempted 2026-06-10 pm phone'), ('V3', '2026-06-10', 'pm', 'phone', 'attempted 2026-06-11 am phone'),
	('V3', '2026-06-11', 'am', 'phone', 'attempted 2026-06-15 pm wechat 2026-06-11'),
	('V4', '2026-06-09', 'am', 'phone', 'attempted 2026-06-10 pm phone'), ('V4', '2026-06-10', 'pm', 'phone', 'attempted 2026-06-11 am phone'),
	('V5', '2026-06-09', 'am', 'sms', 'unreachable sms 2026-06-09')) x (v, d, h, c, w);

-- contacts are confirmed at the next visit, whatever has become of the task
UPDATE follow_up_rule SET active = rule = 'confirm_contact';
SELECT results_eq($$SELECT vehicle_no, since, reason FROM contacts_to_confirm('2026-06-17') ORDER BY 1$$,
	$$VALUES ('V1', date '2026-06-15', 'not reached'), ('V2', '2026-06-16', 'not reached'), ('V3', '2026-06-11', 'not reached'), ('V5', '2026-06-09', 'not reached')$$, 'contacts to confirm');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on) SELECT 'BJ01', v, v, 'repair', '2026-07-06' FROM unnest(ARRAY['V2', 'V3', 'V4', 'V6']) v;
CALL generate_follow_ups('2026-07-06');
SELECT results_eq($$SELECT vehicle_no, state FROM follow_up WHERE trigger_key = 'x' ORDER BY 1$$, $$VALUES ('V1' COLLATE "C", 'unreachable'), ('V2', 'unreachable'), ('V3', 'expired'), ('V4', 'expired'), ('V5', 'unreachable'), ('V6', 'expired')$$,
	'... one of the tasks has expired by then');
SELECT results_eq($$SELECT vehicle_no FROM follow_up WHERE rule = 'confirm_contact' ORDER BY 1$$, $$VALUES ('V2' COLLATE "C"), ('V3')$$, '... at the visit of those whom three calls did not reach');
SELECT results_eq($$SELECT vehicle_no FROM contacts_to_confirm('2026-07-06') ORDER BY 1$$, $$VALUES ('V1'), ('V2'), ('V3'), ('V5')$$, '... and they are still to be confirmed');

-- consents count from their day
UPDATE follow_up_rule SET active = true WHERE rule IN ('care', 'thank_you');
INSERT INTO customer (customer_no, name, phone) SELECT 'M' || n, '张三', '1391234567' || n FROM generate_series(1, 4) n;
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('M1', 'marketing', 'sms', '2026-05-15', true),
	('M2', 'marketing', 'sms', '2026-05-16', true), ('M3', 'marketing', 'sms', '2026-05-01', true), ('M3', 'marketing', 'sms', '2026-06-01', false),
	('M4', 'marketing', 'sms', '2089-01-01', true), ('M4', 'marketing', 'wechat', '2026-01-01', true), ('M4', 'marketing', 'wechat', '2089-01-01', false);
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'M' || n, 'BJ01' FROM generate_series(1, 4) n;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'M' || n, 'M' || n, '2024-01-10' FROM generate_series(1, 4) n;
SELECT results_eq($$SELECT vehicle_no FROM follow_up_events('care', '2026-05-10', '2026-05-20', '2026-05-20') ORDER BY 1$$, $$VALUES ('M1'), ('M3')$$,
	'messages of 15 May go to those who had consented by then, whatever they said later');
SELECT results_eq($$SELECT customer_no, channel, bar FROM contact_permission WHERE purpose = 'marketing' AND (customer_no, channel) IN (('M1', 'sms'), ('M3', 'sms'), ('M4', 'sms'), ('M4', 'wechat')) ORDER BY 1, 2$$,
	$$VALUES ('M1' COLLATE "C", 'sms', NULL), ('M3', 'sms', 'no consent'), ('M4', 'sms', 'no consent'), ('M4', 'wechat', NULL)$$, 'what is dated in the future does not count yet');

-- a refusal is of the day it was said, whenever and wherever it is typed
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
SELECT 'post_visit', 'V' || n, 'y', 'BJ01', 'C' || n, 'service', 'phone', 30, '2026-06-08', '2026-06-08', '2026-06-30', '2026-06-08', '2026-06-08' FROM generate_series(7, 8) n;
SELECT record_follow_up(f.follow_up, 'refused', as_of => '2026-06-10') AS state FROM follow_up f WHERE f.trigger_key = 'y' AND f.vehicle_no = 'V7' \gset
SELECT record_follow_up(f.follow_up, 'refused', as_of => '2026-06-10') AS state FROM follow_up f WHERE f.trigger_key = 'y' AND f.vehicle_no = 'V8' \gset
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C7', 'service', 'phone', '2026-06-11', true), ('C8', 'service', 'phone', '2026-06-10', true);
SELECT results_eq($$SELECT customer_no, do_not_call FROM customer_masked WHERE customer_no IN ('C7', 'C8') ORDER BY 1$$, $$VALUES ('C7' COLLATE "C", false), ('C8', true)$$,
	'a consent of the next day lifts a refusal that was typed in later, one of the same day does not');

-- who is a top customer of two stations is thanked by the one where he spends more, once
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, amount) VALUES ('BJ01', 'T1', 'V7', 'C7', 'repair', '2026-03-01', 900),
	('SH01', 'T2', 'V8', 'C7', 'repair', '2026-03-01', 1000), ('BJ01', 'T3', 'V9', 'C9', 'repair', '2026-03-01', 800);
SELECT results_eq($$SELECT dealer_code, customer_no FROM follow_up_events('thank_you', '2026-06-01', '2026-06-01', '2026-06-01')$$, $$VALUES ('SH01', 'C7')$$, 'one station thanks');
INSERT INTO follow_up_rule_station (rule, dealer_code, active) VALUES ('thank_you', 'SH01', false);
SELECT results_eq($$SELECT dealer_code, customer_no FROM follow_up_events('thank_you', '2026-06-01', '2026-06-01', '2026-06-01')$$, $$VALUES ('BJ01', 'C7')$$, '... of those that thank');
SELECT * FROM finish();
ROLLBACK;
