-- Each rule of the schema: its trigger, what it passes over, and its window: nothing the day before, calls on the first and on the last
-- day, nothing the day after. The expected days are those of the domain's rules, not read from the table of rules.
-- Vehicles are called RULE/case, and each has an owner of its own with a phone.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
INSERT INTO workday SELECT d::date, true FROM generate_series(timestamp '2026-05-01', '2026-10-31', interval '1 day') d;
INSERT INTO dealer (dealer_code, name) SELECT d, d FROM unnest(ARRAY['S', 'TOP', 'ALL', 'NONE']) d;
INSERT INTO vehicle_model (model_code, brand, name, km_per_day, warranty_months) VALUES
	('DATE', 'x', 'by date', 5, NULL), ('KM', 'x', 'by odometer', 50, NULL), ('SHORT', 'x', 'short warranty', 5, 24), ('LONG', 'x', 'long warranty', 5, 60);
INSERT INTO service_interval (model_code, service_no, months, km) VALUES ('DATE', 0, 6, NULL), ('KM', 1, NULL, 5000), ('KM', 0, NULL, 10000);
INSERT INTO part (part_no, name, attribute) VALUES ('PAD', 'pad', 'wear'), ('OIL', 'oil', 'wear'), ('LAMP', 'lamp', 'wear'), ('ENGINE', 'engine', 'assembly');
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on, scrapped_on) VALUES
	('complaint/yes', NULL, 'S', NULL, NULL), ('complaint/owner', NULL, 'S', NULL, NULL), ('complaint/closed', NULL, 'S', NULL, NULL),
	('complaint_check/yes', NULL, 'S', NULL, NULL), ('complaint_check/open', NULL, 'S', NULL, NULL),
	('recall/yes', NULL, 'S', NULL, NULL), ('recall/done', NULL, 'S', NULL, NULL), ('recall/scrapped', NULL, 'S', NULL, '2026-06-01'), ('recall/ended', NULL, 'S', NULL, NULL), ('recall/other', NULL, 'S', NULL, NULL),
	('parts_arrived/yes', NULL, 'S', NULL, NULL), ('parts_arrived/next', NULL, 'S', NULL, NULL), ('parts_arrived/few', NULL, 'S', NULL, NULL), ('parts_arrived/closed', NULL, 'S', NULL, NULL),
	('parts_arrived/filled', NULL, 'S', NULL, NULL), ('parts_arrived/before', NULL, 'S', NULL, NULL),
	('high_value/yes', NULL, 'S', NULL, NULL), ('high_value/less', NULL, 'S', NULL, NULL), ('high_value/voided', NULL, 'S', NULL, NULL), ('high_value/open', NULL, 'S', NULL, NULL),
	('post_visit/yes', NULL, 'S', NULL, NULL), ('post_visit/voided', NULL, 'S', NULL, NULL), ('post_visit/open', NULL, 'S', NULL, NULL), ('post_visit/pdi', NULL, 'S', NULL, NULL),
	('post_repair/amount', NULL, 'S', NULL, NULL), ('post_repair/assembly', NULL, 'S', NULL, NULL), ('post_repair/less', NULL, 'S', NULL, NULL), ('post_repair/service', NULL, 'S', NULL, NULL),
	('post_repair/returned', NULL, 'S', NULL, NULL), ('post_repair/voided', NULL, 'S', NULL, NULL),
	('lost_interview/yes', NULL, 'S', '2020-01-01', NULL), ('lost_interview/sale', NULL, 'S', '2025-06-09', NULL), ('lost_interview/accident', NULL, 'S', '2020-01-01', NULL),
	('lost_interview/back', NULL, 'S', '2020-01-01', NULL), ('lost_interview/scrapped', NULL, 'S', '2020-01-01', '2026-06-01'),
	('at_risk/yes', NULL, 'S', '2020-01-01', NULL), ('at_risk/sale', NULL, 'S', '2025-12-09', NULL), ('at_risk/back', NULL, 'S', '2020-01-01', NULL), ('at_risk/lost', NULL, 'S', '2020-01-01', NULL),
	('first_maintenance/date', 'DATE', 'S', '2025-12-24', NULL), ('first_maintenance/km', 'KM', 'S', '2026-03-16', NULL), ('first_maintenance/serviced', 'DATE', 'S', '2025-12-24', NULL),
	('first_maintenance/planless', NULL, 'S', '2025-12-24', NULL), ('first_maintenance/scrapped', 'DATE', 'S', '2025-12-24', '2026-06-01'),
	('maintenance_due/date', 'DATE', 'S', '2020-01-01', NULL), ('maintenance_due/km', 'KM', 'S', '2020-01-01', NULL), ('maintenance_due/first', 'DATE', 'S', '2025-12-24', NULL),
	('maintenance_due/serviced', 'DATE', 'S', '2020-01-01', NULL), ('maintenance_due/scrapped', 'DATE', 'S', '2020-01-01', '2026-06-01'),
	('overdue/yes', 'DATE', 'S', '2020-01-01', NULL), ('overdue/first', 'DATE', 'S', '2025-12-03', NULL), ('overdue/serviced', 'DATE', 'S', '2020-01-01', NULL),
	('warranty_end/yes', NULL, 'S', '2023-08-09', NULL), ('warranty_end/short', 'SHORT', 'S', '2024-08-09', NULL), ('warranty_end/long', 'LONG', 'S', '2023-08-09', NULL),
	('warranty_end/scrapped', NULL, 'S', '2023-08-09', '2026-06-01'),
	('thank_you/yes', NULL, 'TOP', NULL, NULL), ('thank_you/year', NULL, 'TOP', NULL, NULL), ('thank_you/less', NULL, 'TOP', NULL, NULL), ('thank_you/complains', NULL, 'TOP', NULL, NULL), ('thank_you/thanked', NULL, 'TOP', NULL, NULL),
	('survey/yes', NULL, 'ALL', NULL, NULL), ('survey/thirty', NULL, 'ALL', NULL, NULL), ('survey/asked', NULL, 'ALL', NULL, NULL), ('survey/accident', NULL, 'ALL', NULL, NULL), ('survey/none', NULL, 'NONE', NULL, NULL),
	('care/yes', NULL, 'S', NULL, NULL), ('care/silent', NULL, 'S', NULL, NULL), ('care/withdrawn', NULL, 'S', NULL, NULL), ('care/phone', NULL, 'S', NULL, NULL),
	('confirm_contact/yes', NULL, 'S', NULL, NULL), ('confirm_contact/before', NULL, 'S', NULL, NULL), ('confirm_contact/reached', NULL, 'S', NULL, NULL), ('confirm_contact/confirmed', NULL, 'S', NULL, NULL);
INSERT INTO customer (customer_no, name, phone) SELECT 'of ' || vehicle_no, '张三', '13812345678' FROM vehicle;
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT vehicle_no, 'of ' || vehicle_no, '2019-01-01' FROM vehicle;

INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, odometer, amount, voided_at)
SELECT v.dealer_code, row_number() OVER (), x.* FROM (VALUES
	('parts_arrived/yes', 'repair', date '2026-06-01', NULL::date, NULL::integer, NULL::numeric, NULL::timestamptz), ('parts_arrived/next', 'repair', '2026-06-02', NULL, NULL, NULL, NULL),
	('parts_arrived/few', 'repair', '2026-06-01', NULL, NULL, NULL, NULL), ('parts_arrived/closed', 'repair', '2026-05-01', '2026-05-02', NULL, NULL, NULL),
	('parts_arrived/filled', 'repair', '2026-05-01', NULL, NULL, NULL, NULL), ('parts_arrived/before', 'repair', '2026-06-11', NULL, NULL, NULL, NULL),
	('high_value/yes', 'repair', '2026-06-08', '2026-06-10', NULL, 10000, NULL), ('high_value/less', 'repair', '2026-06-08', '2026-06-10', NULL, 9999.99, NULL),
	('high_value/voided', 'repair', '2026-06-08', '2026-06-10', NULL, 10000, '2026-06-10'), ('high_value/open', 'repair', '2026-06-08', NULL, NULL, 10000, NULL),
	('post_visit/yes', 'repair', '2026-06-08', '2026-06-10', NULL, 1, NULL), ('post_visit/voided', 'repair', '2026-06-08', '2026-06-10', NULL, 1, '2026-06-10'),
	('post_visit/open', 'repair', '2026-06-08', NULL, NULL, 1, NULL), ('post_visit/pdi', 'pdi', '2026-06-08', '2026-06-10', NULL, 1, NULL),
	('post_repair/amount', 'repair', '2026-06-08', '2026-06-10', NULL, 5000, NULL), ('post_repair/assembly', 'warranty', '2026-06-08', '2026-06-10', NULL, 1, NULL),
	('post_repair/less', 'repair', '2026-06-08', '2026-06-10', NULL, 4999.99, NULL), ('post_repair/service', 'maintenance', '2026-06-08', '2026-06-10', NULL, 5000, NULL),
	('post_repair/returned', 'repair', '2026-06-08', '2026-06-10', NULL, 1, NULL), ('post_repair/voided', 'repair', '2026-06-08', '2026-06-10', NULL, 5000, '2026-06-10'),
	('lost_interview/yes', 'repair', '2025-06-09', '2025-06-09', NULL, 1, NULL), ('lost_interview/accident', 'repair', '2025-06-09', '2025-06-09', NULL, 1, NULL),
	('lost_interview/accident', 'accident', '2026-01-01', '2026-01-01', NULL, 1, NULL), ('lost_interview/back', 'repair', '2025-06-09', '2025-06-09', NULL, 1, NULL),
	('lost_interview/back', 'repair', '2026-05-05', '2026-05-05', NULL, 1, NULL), ('lost_interview/scrapped', 'repair', '2025-06-09', '2025-06-09', NULL, 1, NULL),
	('at_risk/yes', 'repair', '2025-12-09', '2025-12-09', NULL, 1, NULL), ('at_risk/back', 'repair', '2025-12-09', '2025-12-09', NULL, 1, NULL),
	('at_risk/back', 'repair', '2026-05-05', '2026-05-05', NULL, 1, NULL), ('at_risk/lost', 'repair', '2025-06-01', '2025-06-01', NULL, 1, NULL),
	('first_maintenance/serviced', 'maintenance', '2026-01-05', '2026-01-05', 900, 1, NULL),
	('maintenance_due/date', 'maintenance', '2025-12-24', '2025-12-24', NULL, 1, NULL), ('maintenance_due/km', 'maintenance', '2026-02-24', '2026-02-24', 20000, 1, NULL),
	('maintenance_due/km', 'repair', '2026-04-25', '2026-04-25', 25000, 1, NULL), ('maintenance_due/serviced', 'maintenance', '2025-12-24', '2025-12-24', NULL, 1, NULL),
	('maintenance_due/serviced', 'maintenance', '2026-05-05', '2026-05-05', NULL, 1, NULL), ('maintenance_due/scrapped', 'maintenance', '2025-12-24', '2025-12-24', NULL, 1, NULL),
	('overdue/yes', 'maintenance', '2025-12-03', '2025-12-03', NULL, 1, NULL), ('overdue/serviced', 'maintenance', '2025-12-03', '2025-12-03', NULL, 1, NULL),
	('overdue/serviced', 'maintenance', '2026-05-05', '2026-05-05', NULL, 1, NULL),
	('thank_you/complains', 'repair', '2026-05-05', '2026-05-05', NULL, 1000, NULL), ('thank_you/thanked', 'repair', '2026-05-05', '2026-05-05', NULL, 950, NULL),
	('thank_you/year', 'repair', '2025-06-01', '2025-06-01', NULL, 925, NULL), ('thank_you/yes', 'repair', '2026-05-31', '2026-05-31', NULL, 900, NULL),
	('thank_you/less', 'repair', '2026-05-05', '2026-05-05', NULL, 800, NULL), ('thank_you/less', 'repair', '2025-05-31', '2025-05-31', NULL, 800, NULL), ('thank_you/less', 'repair', '2026-06-01', '2026-06-01', NULL, 800, NULL),
	('survey/yes', 'repair', '2026-06-03', '2026-06-03', NULL, 1, NULL), ('survey/thirty', 'repair', '2026-05-04', '2026-05-04', NULL, 1, NULL), ('survey/thirty', 'repair', '2026-06-03', '2026-06-03', NULL, 1, NULL),
	('survey/asked', 'repair', '2026-05-05', '2026-05-05', NULL, 1, NULL), ('survey/asked', 'repair', '2026-06-03', '2026-06-03', NULL, 1, NULL), ('survey/accident', 'accident', '2026-06-03', '2026-06-03', NULL, 1, NULL),
	('survey/none', 'repair', '2026-06-03', '2026-06-03', NULL, 1, NULL),
	('confirm_contact/yes', 'repair', '2026-06-10', NULL, NULL, NULL, NULL), ('confirm_contact/before', 'repair', '2026-06-05', NULL, NULL, NULL, NULL),
	('confirm_contact/reached', 'repair', '2026-06-10', NULL, NULL, NULL, NULL), ('confirm_contact/confirmed', 'repair', '2026-06-10', NULL, NULL, NULL, NULL)) x (vehicle_no, kind, opened_on, closed_on, odometer, amount, voided_at)
JOIN vehicle v ON v.vehicle_no = x.vehicle_no;
-- of several vehicles of a top customer the one seen last is named
INSERT INTO vehicle (vehicle_no, dealer_code) VALUES ('thank_you/second', 'TOP');
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) VALUES ('thank_you/second', 'of thank_you/yes', '2020-01-01');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, amount) VALUES ('TOP', 'second', 'thank_you/second', 'repair', '2026-05-30', '2026-05-30', 1);
INSERT INTO visit_line (dealer_code, visit_no, line_no, part_no, quantity, quantity_filled)
SELECT v.dealer_code, v.visit_no, 1, x.part_no, x.quantity, x.filled FROM (VALUES
	('parts_arrived/yes', 'PAD', 2, 0), ('parts_arrived/next', 'PAD', 1, 0), ('parts_arrived/few', 'OIL', 3, 0), ('parts_arrived/closed', 'PAD', 1, 0), ('parts_arrived/filled', 'PAD', 1, 1),
	('parts_arrived/before', 'LAMP', 1, 0), ('post_repair/assembly', 'ENGINE', 1, 1), ('post_repair/returned', 'ENGINE', -1, -1), ('post_repair/less', 'PAD', 1, 1)) x (vehicle_no, part_no, quantity, filled)
JOIN visit v ON v.vehicle_no = x.vehicle_no;
INSERT INTO stock_movement (dealer_code, movement_no, moved_on, part_no, kind, quantity) VALUES
	('S', '1', '2026-06-10', 'PAD', 'receipt', 2), ('S', '2', '2026-06-10', 'OIL', 'receipt', 2), ('S', '3', '2026-06-10', 'LAMP', 'receipt', 1);
INSERT INTO complaint (dealer_code, complaint_no, vehicle_no, customer_no, opened_on, closed_on) VALUES
	('S', '1', 'complaint/yes', NULL, '2026-06-10', NULL), ('S', '2', NULL, 'of complaint/owner', '2026-06-10', NULL), ('S', '3', 'complaint/closed', NULL, '2026-06-10', '2026-06-10'),
	('S', '4', NULL, NULL, '2026-06-10', NULL), ('S', '5', 'complaint_check/yes', NULL, '2026-06-01', '2026-06-10'), ('S', '6', 'complaint_check/open', NULL, '2026-06-10', NULL),
	('S', '7', NULL, 'of thank_you/complains', '2026-05-05', NULL), ('S', '8', NULL, 'of thank_you/yes', '2026-05-05', '2026-05-31');
INSERT INTO recall (recall_no, name, announced_on, ended_on) VALUES ('R', 'brakes', '2026-06-10', NULL), ('E', 'ended', '2026-06-01', '2026-06-05');
INSERT INTO recall_vehicle (recall_no, vehicle_no, done_on) VALUES ('R', 'recall/yes', NULL), ('R', 'recall/done', '2026-06-05'), ('R', 'recall/scrapped', NULL), ('E', 'recall/ended', NULL);
INSERT INTO follow_up_rule_station (rule, dealer_code, parameters) VALUES ('thank_you', 'TOP', '{"share": 0.8}'), ('survey', 'ALL', '{"share": 1}'), ('survey', 'NONE', '{"share": 0}');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES
	('of care/yes', 'marketing', 'sms', '2026-01-01', true), ('of care/withdrawn', 'marketing', 'sms', '2026-01-01', true), ('of care/withdrawn', 'marketing', 'sms', '2026-02-01', false),
	('of care/phone', 'marketing', 'phone', '2026-01-01', true), ('of care/phone', 'service', 'sms', '2026-01-01', true);
INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state, state_on, attempts, made_as_of, unreached_on)
SELECT x.rule, v, 'before', CASE WHEN x.rule = 'thank_you' THEN 'TOP' ELSE 'S' END, 'of ' || v, 'service', 'phone', 1, x.day, x.day, x.day, x.state, x.day, 1, x.day, CASE WHEN x.state <> 'done' THEN x.day END FROM (VALUES
	('thank_you', 'thank_you/thanked', date '2025-06-02', 'done'), ('thank_you', 'thank_you/year', '2025-06-01', 'done'), ('at_risk', 'confirm_contact/yes', '2026-06-05', 'unreachable'),
	('at_risk', 'confirm_contact/before', '2026-06-05', 'unreachable'), ('at_risk', 'confirm_contact/reached', '2026-06-05', 'done'), ('at_risk', 'confirm_contact/confirmed', '2026-06-05', 'wrong_number'),
	('confirm_contact', 'confirm_contact/confirmed', '2026-06-07', 'done')) x (rule, v, day, state);

-- calls(RULE, EVENT, FIRST, DAY): about whom the list of a day says what happened on the day EVENT, if that rule alone is on and runs were
-- made on the day FIRST and on the day; nothing of it stays
CREATE FUNCTION pg_temp.calls(which text, event date, first_run date, day date, number integer DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	UPDATE follow_up_rule SET active = rule = which;
	CALL generate_follow_ups(first_run);
	CALL generate_follow_ups(day);
	SELECT coalesce(string_agg(substr(l.vehicle_no, length(which) + 2), ' ' ORDER BY l.vehicle_no), '') INTO found
	FROM follow_up_list(day) l JOIN follow_up f ON f.follow_up = l.follow_up
	WHERE l.rule = which AND l.vehicle_no LIKE which || '/%' AND f.event_on = event AND f.cycle = number;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
	RETURN found;
END $$;
CREATE TEMP TABLE expected (rule text, vehicles text, event_on date, first_day date, last_day date);
INSERT INTO expected VALUES
	('complaint', 'owner yes', '2026-06-10', '2026-06-10', '2026-06-24'), ('complaint_check', 'yes', '2026-06-10', '2026-06-13', '2026-06-27'),
	('recall', 'yes', '2026-06-10', '2026-06-10', '2026-07-09'), ('parts_arrived', 'yes', '2026-06-10', '2026-06-10', '2026-06-24'),
	('high_value', 'yes', '2026-06-10', '2026-06-11', '2026-06-24'), ('post_visit', 'yes', '2026-06-10', '2026-06-13', '2026-06-24'),
	('post_repair', 'amount assembly', '2026-06-10', '2026-06-20', '2026-07-04'), ('lost_interview', 'accident sale yes', '2026-06-10', '2026-06-10', '2026-07-10'),
	('first_maintenance', 'date km', '2026-06-24', '2026-06-10', '2026-06-30'), ('maintenance_due', 'date km', '2026-06-24', '2026-06-10', '2026-06-30'),
	('overdue', 'first yes', '2026-06-03', '2026-06-10', '2026-06-30'), ('at_risk', 'sale yes', '2026-06-10', '2026-06-10', '2026-07-10'),
	('warranty_end', 'short yes', '2026-08-09', '2026-06-10', '2026-07-30'), ('thank_you', 'year yes', '2026-06-01', '2026-06-01', '2026-07-01'),
	('survey', 'thirty yes', '2026-06-03', '2026-06-10', '2026-07-01'), ('care', 'yes', '2026-05-15', '2026-05-15', '2026-05-29'),
	('confirm_contact', 'yes', '2026-06-10', '2026-06-10', '2026-06-17');
SELECT bag_eq('SELECT rule FROM expected', $$SELECT rule FROM follow_up_rule WHERE rule <> 'data_correction'$$, 'every rule with a trigger is here');
SELECT is(pg_temp.calls(rule, event_on, first_day - 1, first_day - 1), '', rule || ': nobody the day before') FROM expected;
SELECT is(pg_temp.calls(rule, event_on, first_day, first_day), vehicles, rule || ': those and no others on the first day') FROM expected;
SELECT is(pg_temp.calls(rule, event_on, first_day, last_day), vehicles, rule || ': still on the last day') FROM expected;
SELECT is(pg_temp.calls(rule, event_on, first_day, last_day + 1), '', rule || ': nobody the day after') FROM expected;
-- found late: all but what is known on its day or never
SELECT is(pg_temp.calls(e.rule, e.event_on, e.last_day, e.last_day), CASE WHEN r.late = 'never' THEN '' ELSE e.vehicles END, e.rule || ': a first run on the last day finds them')
FROM expected e JOIN follow_up_rule r USING (rule);
SELECT is(pg_temp.calls(rule, event_on, last_day + 1, last_day + 1), '', rule || ': a first run the day after finds nobody') FROM expected;
-- a run on the last day after one before the first replays the days between
SELECT is(pg_temp.calls(rule, event_on, first_day - 1, last_day), vehicles, rule || ': made up for on the last day') FROM expected;
SELECT is(pg_temp.calls(rule, event_on, first_day - 1, last_day + 1), '', rule || ': too late the day after') FROM expected;

-- asked about some vehicles: what is found of them among all
CREATE FUNCTION pg_temp.asked(which text, day date, those boolean) RETURNS TABLE (found bigint, mine bigint, differences bigint) LANGUAGE sql AS $$
	WITH few AS (SELECT array_agg(v.vehicle_no ORDER BY v.vehicle_no) AS vehicles FROM vehicle v WHERE (v.vehicle_no ~ '/(yes|date)$') = those),
	everything AS (SELECT e.* FROM follow_up_events(which, '2024-01-01', '2027-12-31', day) e),
	mine AS (SELECT e.* FROM few s CROSS JOIN LATERAL follow_up_events(which, '2024-01-01', '2027-12-31', day, s.vehicles) e),
	filtered AS (SELECT e.* FROM everything e JOIN few s ON e.vehicle_no = ANY (s.vehicles))
	SELECT (SELECT count(*) FROM everything), (SELECT count(*) FROM mine),
		(SELECT count(*) FROM ((TABLE mine EXCEPT ALL TABLE filtered) UNION ALL (TABLE filtered EXCEPT ALL TABLE mine)) d) $$;
INSERT INTO vehicle (vehicle_no, model_code, sold_on) SELECT 'of no station', model_code, '2026-01-01' FROM vehicle WHERE vehicle_no = 'first_maintenance/date';
UPDATE follow_up_rule SET active = true;
CALL refresh();
CREATE TEMP TABLE asked AS SELECT r.rule, d.day, t.those, a.* FROM follow_up_rule r CROSS JOIN (VALUES (date '2026-01-15'), ('2026-06-10'), ('2026-07-01')) d (day)
	CROSS JOIN (VALUES (true), (false)) t (those) CROSS JOIN LATERAL pg_temp.asked(r.rule, d.day, t.those) a WHERE r.late = 'vehicle' OR r.rule = 'post_visit';
SELECT is(sum(differences), 0::numeric, rule || ': asked about some vehicles, those of all: ' || those) FROM asked GROUP BY rule, those;
SELECT cmp_ok(sum(mine), '>', 0::numeric, rule || ': ... and there are some: ' || those) FROM asked GROUP BY rule, those;
SELECT cmp_ok(sum(found), '>', sum(mine), rule || ': ... not all: ' || those) FROM asked GROUP BY rule, those;
-- made(RULE, N): the tasks of a day if every vehicle and N others have changed
CREATE FUNCTION pg_temp.made(which text, others integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	PERFORM make_follow_ups(which, '2026-06-20', '2026-06-20', false,
		ARRAY(SELECT v.vehicle_no FROM vehicle v UNION ALL SELECT 'other ' || n FROM generate_series(1, others) n));
	SELECT string_agg(concat_ws(' ', f.vehicle_no, f.trigger_key, f.cycle, f.due_on, f.state), ', ' ORDER BY f.vehicle_no, f.trigger_key, f.cycle) INTO found
	FROM follow_up f WHERE f.rule = which AND f.made_as_of = '2026-06-20';
	RAISE SQLSTATE 'UNDO1';
EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
	RETURN found;
END $$;
SELECT is(pg_temp.made(rule, 60000), pg_temp.made(rule, 0), rule || ': many that changed are found among all, with the same tasks') FROM follow_up_rule WHERE late = 'vehicle';
SELECT isnt(pg_temp.made(rule, 0), NULL, rule || ': ... of which there are some') FROM follow_up_rule WHERE late = 'vehicle';

-- what is said of the event
SELECT results_eq($$SELECT e.rule, string_agg(DISTINCT v.detail, ', ' ORDER BY v.detail)
		FROM expected e CROSS JOIN LATERAL follow_up_events(e.rule, e.event_on, e.event_on, e.first_day) v
		WHERE e.rule IN ('complaint', 'complaint_check', 'confirm_contact', 'parts_arrived', 'post_repair', 'warranty_end') GROUP BY 1 ORDER BY 1$$,
	$$VALUES ('complaint', '投诉等级 2'), ('complaint_check', '结案 2026-06-10'), ('confirm_contact', '自 2026-06-05 起未联系上'), ('parts_arrived', '配件 PAD'),
		('post_repair', '更换总成, 金额 10000.00, 金额 5000.00, 金额 9999.99'), ('warranty_end', '质保至 2026-08-09')$$, 'details are in the language of the lists');
SELECT is((SELECT detail FROM follow_up_events('thank_you', '2026-06-01', '2026-06-01', '2026-06-01') WHERE vehicle_no = 'thank_you/yes'), '消费第 4 名，共 5 名', '... those of a top customer, too');

-- what is repeated
SELECT is(pg_temp.calls('recall', '2026-06-10', '2026-06-10', d::date, n), v, 'recall, call ' || n || ': ' || d) FROM (VALUES
	('2026-07-09', 2, ''), ('2026-07-10', 2, 'yes'), ('2026-08-08', 2, 'yes'), ('2026-08-09', 2, ''), ('2026-08-08', 3, ''), ('2026-08-09', 3, 'yes'), ('2026-09-07', 3, 'yes'), ('2026-09-08', 3, ''),
	('2026-09-08', 4, '')) x (d, n, v);
SELECT is(pg_temp.calls('overdue', '2026-06-03', '2026-06-10', d::date, 2), v, 'overdue, call 2: ' || d) FROM (VALUES
	('2026-07-02', ''), ('2026-07-03', 'first yes'), ('2026-07-23', 'first yes'), ('2026-07-24', '')) x (d, v);
SELECT is(pg_temp.calls('thank_you', '2026-07-01', '2026-06-01', '2026-07-01'), 'less thanked', 'thanked in July: those not thanked in the twelve months before');
SELECT is(pg_temp.calls('thank_you', '2026-07-01', '2026-06-30', '2026-07-01'), 'less thanked yes', '... or who would be, had there been no run in June');
UPDATE recall SET ended_on = '2026-06-20' WHERE recall_no = 'R';
SELECT is(pg_temp.calls('recall', '2026-06-10', '2026-06-10', d::date), v, 'a recall that ends: ' || d) FROM (VALUES ('2026-06-20', 'yes'), ('2026-06-21', '')) x (d, v);
UPDATE recall SET ended_on = NULL WHERE recall_no = 'R';

-- a visit that is closed waits for no part: no call since, but one as of the days before
UPDATE visit SET closed_on = '2026-06-15' WHERE vehicle_no = 'parts_arrived/yes';
SELECT is(pg_temp.calls('parts_arrived', '2026-06-10', '2026-06-10', d::date), v, 'parts of a visit closed later: ' || d) FROM (VALUES ('2026-06-10', 'yes'), ('2026-06-14', 'yes'), ('2026-06-15', 'next')) x (d, v);
UPDATE follow_up_rule SET active = rule = 'parts_arrived';
CALL generate_follow_ups('2026-06-09');
CALL generate_follow_ups('2026-06-20');
SELECT results_eq($$SELECT made_as_of, state, state_reason, state_on FROM follow_up WHERE vehicle_no = 'parts_arrived/yes'$$, $$VALUES (date '2026-06-10', 'cancelled', 'visit is closed', date '2026-06-15')$$,
	'... nor is it forgotten by a run that comes later');
DELETE FROM follow_up WHERE rule = 'parts_arrived';
DELETE FROM follow_up_run;
UPDATE visit SET closed_on = NULL, voided_at = NULL WHERE vehicle_no = 'parts_arrived/yes';
CALL generate_follow_ups('2026-06-10');
UPDATE visit SET voided_at = '2026-06-11' WHERE vehicle_no = 'parts_arrived/yes';
CALL generate_follow_ups('2026-06-11');
SELECT results_eq($$SELECT state, state_reason FROM follow_up WHERE vehicle_no = 'parts_arrived/yes'$$, $$VALUES ('cancelled', 'visit is voided')$$, '... nor is a voided one called about');
UPDATE visit SET voided_at = NULL WHERE vehicle_no = 'parts_arrived/yes';
DELETE FROM follow_up WHERE rule = 'parts_arrived';
DELETE FROM follow_up_run;
UPDATE visit SET closed_on = NULL WHERE vehicle_no = 'parts_arrived/yes';
UPDATE follow_up_rule SET active = true;

-- who comes in is not called any more, also if the visit was on record ahead
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) SELECT 'S', 'came ' || row_number() OVER (), v, 'maintenance', '2026-06-20', '2026-06-20'
FROM unnest(ARRAY['lost_interview/yes', 'at_risk/yes', 'first_maintenance/date', 'maintenance_due/date', 'overdue/yes', 'warranty_end/yes']) v;
SELECT is(pg_temp.calls(rule, event_on, first_day, '2026-06-19'), vehicles, rule || ': before the visit') FROM expected WHERE rule IN ('lost_interview', 'at_risk', 'first_maintenance', 'maintenance_due', 'overdue', 'warranty_end');
SELECT is(pg_temp.calls(e.rule, event_on, first_day, '2026-06-20'), v, e.rule || ': after it') FROM expected e
JOIN (VALUES ('lost_interview', 'accident sale'), ('at_risk', 'sale'), ('first_maintenance', 'km'), ('maintenance_due', 'km'), ('overdue', 'first'), ('warranty_end', 'short yes')) x (rule, v) ON x.rule = e.rule;
DELETE FROM visit WHERE visit_no LIKE 'came %';

-- a station's own rule
INSERT INTO follow_up_rule_station (rule, dealer_code, offset_days, window_days) VALUES ('post_visit', 'S', 5, 1);
SELECT is(pg_temp.calls('post_visit', '2026-06-10', '2026-06-14', d::date), v, 'a station with another window: ' || d) FROM (VALUES ('2026-06-14', ''), ('2026-06-15', 'yes'), ('2026-06-16', 'yes'), ('2026-06-17', '')) x (d, v);
UPDATE follow_up_rule_station SET channel = 'wechat', priority = 5 WHERE rule = 'post_visit';
CALL generate_follow_ups('2026-06-15');
SELECT results_eq($$SELECT channel, priority FROM follow_up WHERE rule = 'post_visit' AND vehicle_no = 'post_visit/yes'$$, $$VALUES ('wechat', 5)$$, '... with a channel and a precedence of its own');
DELETE FROM follow_up WHERE trigger_key <> 'before';
DELETE FROM follow_up_run;
UPDATE follow_up_rule_station SET active = false WHERE rule = 'post_visit';
SELECT is(pg_temp.calls('post_visit', '2026-06-10', '2026-06-15', '2026-06-15'), '', 'a station that does not use the rule');
DELETE FROM follow_up_rule_station WHERE rule = 'post_visit';

-- ... of rules of which only the days in question are asked for: its own days beside those of the others
CREATE TEMP TABLE shifted (rule text, event_on date, station text, vehicles text);
INSERT INTO shifted VALUES ('at_risk', '2026-06-10', 'S', 'sale yes'), ('lost_interview', '2026-06-10', 'S', 'accident sale yes'), ('maintenance_due', '2026-06-24', 'S', 'date km'),
	('warranty_end', '2026-08-09', 'S', 'short yes'), ('thank_you', '2026-06-01', 'TOP', 'year yes'), ('care', '2026-05-15', 'S', 'yes');
INSERT INTO follow_up_rule_station (rule, dealer_code, offset_days, window_days) SELECT s.rule, s.station, r.offset_days + 4, 2 FROM shifted s JOIN follow_up_rule r USING (rule)
ON CONFLICT (rule, dealer_code) DO UPDATE SET offset_days = excluded.offset_days, window_days = excluded.window_days;
SELECT is(pg_temp.calls(s.rule, s.event_on, e.first_day - 1, e.first_day + n), CASE WHEN n BETWEEN 4 AND 6 THEN s.vehicles ELSE '' END, s.rule || ': four days later at a station, on day ' || n)
FROM shifted s JOIN expected e ON e.rule = s.rule, unnest(ARRAY[0, 3, 4, 6, 7]) n;
UPDATE follow_up_rule_station w SET dealer_code = 'NONE' FROM shifted s WHERE w.rule = s.rule AND w.dealer_code = s.station AND w.rule <> 'thank_you';
SELECT is(pg_temp.calls(s.rule, s.event_on, e.first_day - 1, e.first_day + n), CASE n WHEN 0 THEN s.vehicles ELSE '' END, s.rule || ': at another station, day ' || n)
FROM shifted s JOIN expected e ON e.rule = s.rule, unnest(ARRAY[-1, 0]) n WHERE s.rule <> 'thank_you';
UPDATE follow_up_rule_station SET offset_days = NULL, window_days = NULL WHERE rule = 'thank_you';
DELETE FROM follow_up_rule_station WHERE dealer_code = 'NONE' AND rule <> 'survey';

-- the correction of a number is made by an outcome alone
UPDATE follow_up_rule SET active = rule IN ('post_visit', 'data_correction');
CALL generate_follow_ups('2026-06-13');
SELECT record_follow_up((SELECT follow_up FROM follow_up WHERE vehicle_no = 'post_visit/yes'), 'wrong_number', NULL, '2026-06-13') AS wrong \gset
SELECT results_eq($$SELECT d::date, (SELECT string_agg(vehicle_no, ' ') FROM follow_up_list(d::date) WHERE rule = 'data_correction')
	FROM unnest(ARRAY['2026-06-12', '2026-06-13', '2026-07-13', '2026-07-14']) d$$,
	$$VALUES (date '2026-06-12', NULL::text), ('2026-06-13', 'post_visit/yes'), ('2026-07-13', 'post_visit/yes'), ('2026-07-14', NULL)$$, 'data_correction: from the day of the outcome for 30 days');
SELECT * FROM finish();
ROLLBACK;
