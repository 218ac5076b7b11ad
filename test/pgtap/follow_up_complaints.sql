-- Follow-ups: tasks of complaints, from those that name no vehicle to those that are closed.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('BJ01', '北京一店'), ('SH01', '上海一店');
INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '张三', '1381234567' || n FROM generate_series(1, 6) n;
INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'BJ01' FROM generate_series(1, 6) n;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) VALUES ('V1', 'C1', '2024-01-10'), ('V2', 'C3', '2024-01-10');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, voided_at) VALUES ('BJ01', '1', 'V4', NULL, 'accident', '2026-06-01', '2026-06-20', NULL),
	('BJ01', '2', 'V5', 'C3', 'accident', '2026-05-20', '2026-06-20', NULL), ('BJ01', '3', 'V6', 'C3', 'accident', '2026-05-30', '2026-06-20', '2026-06-01'),
	('BJ01', '4', 'V6', 'C3', 'accident', '2026-06-11', '2026-06-20', NULL), ('SH01', '4', 'V6', 'C4', 'accident', '2026-06-01', '2026-06-20', NULL);
INSERT INTO complaint (dealer_code, complaint_no, customer_no, visit_no, opened_on, due_on) VALUES ('BJ01', 'K1', 'C1', NULL, '2026-06-10', '2026-06-13'), ('BJ01', 'K2', 'C2', '1', '2026-06-10', NULL),
	('BJ01', 'K3', 'C3', NULL, '2026-06-10', NULL), ('BJ01', 'K4', 'C4', NULL, '2026-06-10', NULL), ('BJ01', 'K5', NULL, NULL, '2026-06-10', '2026-06-13');
CALL generate_follow_ups('2026-06-10');
SELECT results_eq($$SELECT trigger_key, vehicle_no, customer_no FROM follow_up WHERE rule = 'complaint' ORDER BY 1$$,
	$$VALUES ('BJ01/K1' COLLATE "C", 'V1' COLLATE "C", 'C1' COLLATE "C"), ('BJ01/K2', 'V4', 'C2'), ('BJ01/K3', 'V5', 'C3')$$,
	'the vehicle of a complaint is one the customer owns, that of its visit, or the one he brought last');
SELECT results_eq($$SELECT dealer_code, complaint_no, customer_no, due_on FROM complaints_without_call('2026-06-10')$$, $$VALUES ('BJ01', 'K4', 'C4', NULL::date), ('BJ01', 'K5', NULL, '2026-06-13')$$, 'those of which no vehicle is known are listed');
SELECT is_empty($$SELECT * FROM complaints_without_call('2026-06-10', 'SH01')$$, '... by station');

-- while a complaint is open the customer hears of it first; a closed one has no task, and what waits goes on
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
SELECT 'post_visit', v, 'x', 'BJ01', c, 'service', 'phone', 30, '2026-06-10', '2026-06-10', '2026-06-20', '2026-06-10', '2026-06-10' FROM (VALUES ('V1', 'C1'), ('V4', 'C2')) x (v, c);
CALL generate_follow_ups('2026-06-11');
SELECT results_eq($$SELECT state, state_reason FROM follow_up WHERE rule = 'post_visit' AND trigger_key = 'x' ORDER BY vehicle_no$$,
	$$VALUES ('suppressed', 'another contact first: complaint'), ('suppressed', 'another contact first: complaint')$$, 'calls wait for the complaint');
CALL close_complaint('BJ01', 'K1', '2026-06-11');
UPDATE complaint SET closed_on = '2026-06-13' WHERE complaint_no = 'K2';
CALL generate_follow_ups('2026-06-12');
SELECT results_eq($$SELECT trigger_key, state, state_reason FROM follow_up WHERE rule = 'complaint' ORDER BY 1$$,
	$$VALUES ('BJ01/K1' COLLATE "C", 'cancelled', 'complaint is closed'), ('BJ01/K2', 'new', NULL), ('BJ01/K3', 'new', NULL)$$, 'a closed complaint needs no handling, from its day on');
SELECT results_eq($$SELECT vehicle_no, state FROM follow_up WHERE rule = 'post_visit' AND trigger_key = 'x' ORDER BY vehicle_no$$, $$VALUES ('V1' COLLATE "C", 'new'), ('V4', 'suppressed')$$, '... and what waited for it goes on');
CALL generate_follow_ups('2026-06-15');
SELECT results_eq($$SELECT vehicle_no, state FROM follow_up WHERE rule = 'complaint_check' ORDER BY 1$$, $$VALUES ('V1' COLLATE "C", 'new')$$, '... but for the check three days later');
SELECT * FROM finish();
ROLLBACK;
