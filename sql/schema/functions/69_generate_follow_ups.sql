-- The steps of a run; generate_follow_ups() calls them, nobody else may.

-- The events of a rule become tasks: those whose day has come, and those of the whole window where something may have become known late.
-- Which are made already is read of the window's days at once, and the rest looked up by key, as who owns the vehicle is, so the cost
-- follows the events of the window, not the tasks and visits of years.
CREATE OR REPLACE FUNCTION make_follow_ups(rule text, day date, run_on date, look_back boolean, changed text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	least_shift integer;
	most_shift integer;
	most_window integer;
	-- the first day whose call may still be made: of days off, those after the last workday before the window
	first_day date;
	-- more are found quicker among all of the window
	by_key CONSTANT boolean := NOT look_back AND cardinality(changed) <= 50000;
	made bigint;
BEGIN
	SELECT min(r.offset_days), max(r.offset_days + (r.cycles - 1) * r.cycle_days),
		CASE WHEN look_back OR cardinality(changed) > 0 THEN max(r.window_days) ELSE 0 END
	INTO least_shift, most_shift, most_window
	FROM follow_up_rule_at r WHERE r.rule = make_follow_ups.rule AND r.active;
	IF least_shift IS NULL THEN
		RETURN 0;
	END IF;
	SELECT coalesce(max(before) + 1, make_follow_ups.day - most_window - 60) INTO first_day
	FROM (SELECT make_follow_ups.day - most_window - n FROM generate_series(1, 60) n) d (before) LEFT JOIN workday w ON w.day = d.before
	WHERE coalesce(w.is_workday, extract(isodow FROM d.before) < 6);
	WITH calendar AS MATERIALIZED (
		-- a day off is shifted to the next workday, which is looked for within 60 days
		SELECT g::date AS nominal, coalesce(min(g::date) FILTER (WHERE coalesce(w.is_workday, extract(isodow FROM g) < 6))
				OVER (ORDER BY g ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), g::date) AS due_on
		FROM generate_series(first_day::timestamp, (day + 60)::timestamp, interval '1 day') g
		LEFT JOIN workday w ON w.day = g::date
	), here AS MATERIALIZED (
		SELECT r.*, c.cycle, r.offset_days + (c.cycle - 1) * r.cycle_days AS shift
		FROM follow_up_rule_at r CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)) c (cycle)
		WHERE r.rule = make_follow_ups.rule AND r.active AND c.cycle <= r.cycles
	), event AS MATERIALIZED (
		SELECT e.vehicle_no, e.trigger_key, e.event_on, e.dealer_code, e.customer_no, e.adviser, e.reason, e.detail,
			r.cycle, r.purpose, r.channel, r.priority, r.internal, r.hold_out, w.due_on, w.due_on + r.window_days AS expires_on
		FROM (SELECT v.*, false AS is_today FROM follow_up_events(make_follow_ups.rule, first_day - most_shift, day - least_shift, day,
				CASE WHEN by_key THEN changed END) v
			WHERE (look_back OR cardinality(changed) > 0) AND (look_back OR by_key OR v.vehicle_no IN (SELECT unnest(changed)))
			UNION ALL
			SELECT v.*, true FROM (SELECT DISTINCT h.shift FROM here h) t CROSS JOIN LATERAL follow_up_events(make_follow_ups.rule, day - t.shift, day - t.shift, day) v
			WHERE NOT look_back) e
		JOIN here r ON r.dealer_code = e.dealer_code
		JOIN calendar w ON w.nominal = e.event_on + r.shift
		WHERE w.nominal <= day AND w.due_on + r.window_days >= day AND (look_back OR (w.nominal = day) = e.is_today)
	), known AS MATERIALIZED (
		-- most events of a window are tasks already: those are read at once; the others are looked up by key below
		SELECT f.vehicle_no, f.trigger_key, f.cycle FROM follow_up f
		WHERE look_back AND f.rule = make_follow_ups.rule AND f.event_on BETWEEN first_day - most_shift AND day - least_shift
	), fresh AS MATERIALIZED (
		SELECT v.* FROM event v LEFT JOIN known k ON k.vehicle_no = v.vehicle_no AND k.trigger_key = v.trigger_key AND k.cycle = v.cycle
		WHERE k.cycle IS NULL
	)
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, cycle, dealer_code, customer_no, purpose, channel, priority, internal, event_on, due_on,
		expires_on, adviser, detail, state, state_reason, state_on, made_as_of)
	SELECT make_follow_ups.rule, e.vehicle_no, e.trigger_key, e.cycle, e.dealer_code,
		coalesce(e.customer_no, CASE WHEN o.owned_until IS NULL OR o.owned_until > least(e.event_on, day) THEN o.customer_no END, s.customer_no),
		e.purpose, e.channel, e.priority, e.internal, e.event_on, e.due_on, e.expires_on, e.adviser, e.detail,
		CASE WHEN w.reason IS NOT NULL THEN 'suppressed' WHEN e.expires_on < run_on THEN 'expired' ELSE 'new' END,
		-- also of vehicles held out, so that they stay comparable to those called
		CASE WHEN w.reason IS NOT NULL THEN w.reason WHEN e.expires_on < run_on THEN 'no run before its window passed' END, day, day
	FROM (SELECT v.* FROM fresh v WHERE (SELECT f.follow_up FROM follow_up f WHERE f.rule = make_follow_ups.rule AND f.vehicle_no = v.vehicle_no
		AND f.trigger_key = v.trigger_key AND f.cycle = v.cycle) IS NULL) e
	LEFT JOIN LATERAL (SELECT v.customer_no, v.owned_until FROM vehicle_owner v
		WHERE e.customer_no IS NULL AND v.vehicle_no = e.vehicle_no AND v.owned_from <= least(e.event_on, day) ORDER BY v.owned_from DESC LIMIT 1) o ON true
	LEFT JOIN LATERAL (SELECT k.customer_no FROM vehicle_state k
		WHERE e.customer_no IS NULL AND k.vehicle_no = e.vehicle_no AND k.seen_on <= day ORDER BY k.seen_on DESC LIMIT 1) s ON true
	CROSS JOIN LATERAL (SELECT coalesce(e.reason, CASE WHEN e.hold_out > 0 AND e.expires_on >= run_on
		AND hash_share('hold-out/' || make_follow_ups.rule || '/' || e.vehicle_no) < e.hold_out THEN 'hold-out group' END) AS reason) w
	ORDER BY e.priority, e.due_on, e.vehicle_no, e.trigger_key, e.cycle
	ON CONFLICT ON CONSTRAINT follow_up_rule_vehicle_no_trigger_key_cycle_key DO NOTHING;
	GET DIAGNOSTICS made = ROW_COUNT;
	RETURN made;
END
$$;
COMMENT ON FUNCTION make_follow_ups(text, date, date, boolean, text[]) IS 'Step of generate_follow_ups(): the tasks of a rule on a day; look_back: also those of its window before; changed: the vehicles of which these are looked for all the same. Returns how many.';

-- What has happened since ends open tasks.
CREATE OR REPLACE FUNCTION end_follow_ups(day date, changed text[]) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
DECLARE
	customers text[];
	tasks bigint[];
	reasons text[];
	part_rules CONSTANT text[] := ARRAY(SELECT r.rule FROM follow_up_rule r WHERE r.trigger = 'parts_arrived');
BEGIN
	WITH voided AS MATERIALIZED (
		SELECT f.follow_up, f.customer_no
		FROM visit v JOIN follow_up f ON f.vehicle_no = v.vehicle_no
		WHERE v.voided_at IS NOT NULL AND f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND f.expires_on >= day AND strpos(f.trigger_key, '/') > 0
			AND v.dealer_code = f.dealer_code AND v.visit_no = substr(f.trigger_key, length(f.dealer_code) + 2)
			AND f.rule IN (SELECT r.rule FROM follow_up_rule r WHERE r.trigger IN ('visit', 'major_repair', 'large_visit', 'survey_sample', 'unreached_visit'))
	), waiting AS MATERIALIZED (
		SELECT f.follow_up, f.customer_no, f.vehicle_no, f.dealer_code, f.trigger_key FROM follow_up f
		WHERE f.rule = ANY (part_rules) AND f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND f.expires_on >= day
	), refused AS MATERIALIZED (
		-- some of their tasks may have been locked by others when record_follow_up() cancelled them; no window is longer than 366 days
		SELECT r.customer_no, r.purpose, max(r.state_on) AS refused_on FROM follow_up r
		WHERE r.state = 'refused' AND r.state_on BETWEEN day - 366 AND day GROUP BY r.customer_no, r.purpose
	), ending AS MATERIALIZED (
		SELECT f.follow_up, f.customer_no, 1 AS place, 'vehicle came in' AS reason
		FROM unnest(changed) c (vehicle_no)
		CROSS JOIN LATERAL (SELECT k.returned_on, k.service_on FROM vehicle_state k
			WHERE k.vehicle_no = c.vehicle_no AND k.seen_on <= day ORDER BY k.seen_on DESC LIMIT 1) s
		JOIN follow_up f ON f.vehicle_no = c.vehicle_no
		JOIN follow_up_rule r ON r.rule = f.rule AND r.ends_on_visit
		WHERE f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND f.expires_on >= day
			-- or has done before, by a visit that arrived late: the key is the day that the task counts from
			AND (s.returned_on >= f.made_as_of OR CASE WHEN r.trigger IN ('at_risk', 'lost') THEN s.returned_on::text
				WHEN r.trigger LIKE '%maintenance_due' THEN s.service_on::text END > f.trigger_key)
		UNION ALL
		SELECT v.follow_up, v.customer_no, 2, 'visit is voided' FROM voided v
		UNION ALL
		SELECT f.follow_up, f.customer_no, 3, 'vehicle is scrapped'
		FROM vehicle v JOIN follow_up f ON f.vehicle_no = v.vehicle_no
		WHERE v.scrapped_on <= day AND f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND f.expires_on >= day
		UNION ALL
		SELECT f.follow_up, f.customer_no, 4, CASE WHEN v.done_on <= day THEN 'recall work is done' ELSE 'recall has ended' END
		FROM recall r JOIN recall_vehicle v ON v.recall_no = r.recall_no JOIN follow_up f ON f.vehicle_no = v.vehicle_no AND f.trigger_key = r.recall_no
		WHERE (v.done_on <= day OR r.ended_on < day) AND f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND f.expires_on >= day
			AND f.rule IN (SELECT u.rule FROM follow_up_rule u WHERE u.trigger = 'recall')
		UNION ALL
		SELECT f.follow_up, f.customer_no, 4, 'complaint is closed'
		FROM follow_up f JOIN complaint c ON c.dealer_code = f.dealer_code AND c.complaint_no = substr(f.trigger_key, length(f.dealer_code) + 2)
		WHERE c.closed_on <= day AND f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND f.expires_on >= day
			AND f.rule IN (SELECT u.rule FROM follow_up_rule u WHERE u.trigger = 'complaint_opened')
		UNION ALL
		SELECT w.follow_up, w.customer_no, 4, CASE WHEN v.voided_at IS NULL THEN 'visit is closed' ELSE 'visit is voided' END
		FROM waiting w JOIN visit v ON v.vehicle_no = w.vehicle_no AND v.dealer_code = w.dealer_code
			AND starts_with(w.trigger_key, v.dealer_code || '/' || v.visit_no || '/')
		WHERE v.closed_on <= day OR v.voided_at IS NOT NULL
		UNION ALL
		SELECT f.follow_up, f.customer_no, 5, 'customer refused calls'
		FROM refused r JOIN follow_up f ON f.customer_no = r.customer_no AND f.purpose = r.purpose
		WHERE f.state IN ('new', 'assigned', 'attempted') AND f.expires_on >= day AND NOT f.internal AND f.made_as_of <= r.refused_on
			-- and no consent since
			AND (SELECT m.do_not_call FROM customer_masked m WHERE m.customer_no = r.customer_no)
		UNION ALL
		SELECT f.follow_up, f.customer_no, 5, 'not reached in its window'
		FROM follow_up f WHERE f.state IN ('new', 'assigned', 'attempted') AND f.expires_on < day
	)
	SELECT coalesce(array_agg(e.follow_up), '{}'), coalesce(array_agg(e.reason), '{}'), coalesce(array_agg(DISTINCT e.customer_no), '{}') INTO tasks, reasons, customers
	FROM (SELECT DISTINCT ON (g.follow_up) g.* FROM ending g ORDER BY g.follow_up, g.place) e;
	UPDATE follow_up f SET state = CASE WHEN e.reason = 'not reached in its window' THEN 'expired' ELSE 'cancelled' END, state_reason = e.reason,
		state_on = day, retry_on = NULL, retry_half = NULL
	FROM unnest(tasks, reasons) e (follow_up, reason)
	-- a caller may have recorded an outcome meanwhile; what is held out or passed over stays so, see hold_out_effect()
	WHERE f.follow_up = e.follow_up AND (f.state IN ('new', 'assigned', 'attempted')
		OR f.state = 'suppressed' AND (f.state_reason = ANY (follow_up_bars()) OR f.state_reason LIKE 'another contact first%'));
	RETURN customers;
END
$$;
COMMENT ON FUNCTION end_follow_ups(date, text[]) IS 'Step of generate_follow_ups(): cancels tasks about vehicles that came in (of those about which something changed) or are scrapped, voided visits, recalls done or ended, closed complaints and customers who refused calls, and expires those whose window has passed. Returns whose tasks they were.';

CREATE OR REPLACE FUNCTION barred_customers(day date) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
	SELECT array_agg(DISTINCT f.customer_no) FROM follow_up f
	LEFT JOIN (SELECT c.customer_no FROM customer c WHERE c.do_not_call OR coalesce(c.phone, '') = ''
		UNION SELECT s.customer_no FROM consent s WHERE NOT s.granted
		UNION SELECT r.customer_no FROM follow_up r WHERE r.state = 'refused') b ON b.customer_no = f.customer_no
	WHERE f.state IN ('new', 'assigned') AND NOT f.internal AND f.expires_on >= day
		AND (b.customer_no IS NOT NULL OR f.purpose = 'marketing' AND NOT EXISTS (SELECT FROM consent s
			WHERE s.customer_no = f.customer_no AND s.purpose = f.purpose AND s.channel = f.channel AND s.granted))
$$;
COMMENT ON FUNCTION barred_customers(date) IS 'Step of generate_follow_ups(): customers with open tasks of whom contact_permission may say that they are not to be called.';

-- Who may not be called, or is called about something more pressing, waits; each is looked at again until its window has passed. The most
-- pressing contact of a customer is never held back by one that is held back itself, so one look at the smallest priority decides.
-- Equals do not hold each other back. Looked at are the customers of new tasks, of tasks that have ended, and of those whom something
-- barred; who waits for another call only on a new day (anew).
CREATE OR REPLACE FUNCTION hold_follow_ups(day date, known_task bigint, ended text[], anew boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
	bars CONSTANT text[] := follow_up_bars();
	most_gap integer := (SELECT max(p.value) FROM parameter p WHERE p.name = 'contact_gap_days');
	customers text[];
BEGIN
	UPDATE follow_up f SET customer_no = o.customer_no
	FROM vehicle_owner o
	WHERE f.state = 'suppressed' AND f.customer_no IS NULL AND f.expires_on >= day AND o.vehicle_no = f.vehicle_no
		AND o.owned_from <= day AND (o.owned_until IS NULL OR o.owned_until > day);
	-- of an array the planner knows how many it has
	SELECT array_agg(l.customer_no) INTO customers
	FROM (SELECT f.customer_no FROM follow_up f WHERE f.follow_up > known_task AND NOT f.internal AND f.state IN ('new', 'assigned') AND f.expires_on >= day
		UNION
		SELECT f.customer_no FROM follow_up f WHERE f.state = 'suppressed' AND f.expires_on >= day AND f.state_reason = ANY (bars)
		UNION
		SELECT f.customer_no FROM follow_up f WHERE anew AND f.state = 'suppressed' AND f.expires_on >= day - most_gap AND f.state_reason LIKE 'another contact first%'
		UNION
		SELECT unnest(ended)) l;
	WITH gap AS MATERIALIZED (
		SELECT d.dealer_code, parameter_value('contact_gap_days', d.dealer_code)::integer AS days FROM dealer d
	), found AS MATERIALIZED (
		SELECT w.* FROM unnest(customers) c (customer_no) CROSS JOIN LATERAL (SELECT f.* FROM follow_up f
			WHERE f.customer_no = c.customer_no AND f.state IN ('new', 'assigned', 'attempted', 'suppressed') AND NOT f.internal AND f.expires_on >= day - most_gap
			UNION ALL
			SELECT f.* FROM follow_up f
			WHERE f.customer_no = c.customer_no AND f.state_on > day - most_gap AND f.state_on <= day AND NOT f.internal AND f.attempts > 0
				AND f.state NOT IN ('new', 'assigned', 'attempted', 'suppressed')) w
	), contact AS MATERIALIZED (
		-- what they are called about, have been lately, or wait to be
		SELECT s.follow_up, s.rule, s.customer_no, s.purpose, s.channel, s.priority, s.attempts, s.state, s.state_reason, s.expires_on, g.days AS gap,
			s.state = 'suppressed' AND s.state_reason LIKE 'another contact first%' AS waits
		FROM found s
		JOIN gap g ON g.dealer_code = s.dealer_code
		WHERE s.expires_on >= day AND s.state IN ('new', 'assigned', 'attempted', 'suppressed') OR s.state = 'suppressed' AND s.expires_on + g.days >= day
			OR s.attempts > 0 AND s.state_on > day - g.days
	), permission AS MATERIALIZED (
		SELECT p.customer_no, p.purpose, p.channel, p.bar
		FROM (SELECT DISTINCT c.customer_no, c.purpose, c.channel FROM contact c) k
		JOIN contact_permission p ON p.customer_no = k.customer_no AND p.purpose = k.purpose AND p.channel = k.channel
	), ranked AS (
		SELECT c.*, b.bar, min(c.priority) FILTER (WHERE k.counts) OVER (PARTITION BY c.customer_no) AS first_priority,
			first_value(c.rule) OVER (PARTITION BY c.customer_no ORDER BY k.counts DESC, c.priority, c.rule) AS first_rule
		FROM contact c
		JOIN follow_up_rule r ON r.rule = c.rule
		LEFT JOIN permission p ON p.customer_no = c.customer_no AND p.purpose = c.purpose AND p.channel = c.channel
		CROSS JOIN LATERAL (SELECT coalesce(p.bar, CASE WHEN r.trigger = 'top_customer' AND c.attempts = 0 AND EXISTS (SELECT FROM complaint m
			WHERE m.customer_no = c.customer_no AND m.opened_on <= day AND (m.closed_on IS NULL OR m.closed_on > day)) THEN 'open complaint' END) AS bar) b
		-- the last: what is let go now
		CROSS JOIN LATERAL (SELECT b.bar IS NULL AND (c.state <> 'suppressed' OR c.waits OR c.expires_on >= day AND c.state_reason = ANY (bars)) AS counts) k
	), verdict AS (
		SELECT t.follow_up, t.state_reason, t.gap,
			CASE WHEN t.bar IS NOT NULL THEN t.bar WHEN t.first_priority < t.priority THEN 'another contact first: ' || t.first_rule END AS reason
		FROM ranked t
		WHERE t.waits OR t.expires_on >= day AND (t.state IN ('new', 'assigned') OR t.state = 'suppressed' AND t.state_reason = ANY (bars))
		UNION ALL
		SELECT f.follow_up, f.state_reason, 0, 'no customer known' FROM follow_up f
		WHERE f.follow_up > known_task AND f.customer_no IS NULL AND NOT f.internal AND f.state IN ('new', 'assigned') AND f.expires_on >= day
	)
	UPDATE follow_up f
	SET state = CASE WHEN v.reason IS NULL THEN 'new' ELSE 'suppressed' END, state_reason = v.reason, state_on = day,
		assigned_to = NULL, assigned_on = NULL, assigned_why = NULL,
		-- what was held back gets the time to be called
		expires_on = CASE WHEN v.reason IS NULL THEN greatest(f.expires_on, day + v.gap) ELSE f.expires_on END
	FROM verdict v
	-- a caller may have recorded an outcome meanwhile
	WHERE f.follow_up = v.follow_up AND v.reason IS DISTINCT FROM v.state_reason AND f.state IN ('new', 'assigned', 'suppressed');
END
$$;
COMMENT ON FUNCTION hold_follow_ups(date, bigint, text[], boolean) IS 'Step of generate_follow_ups(): holds back tasks of customers who may not be called or are called about something more pressing, and lets go those held back before. known_task: newest task looked at before; ended: customers of tasks that have ended.';

-- A low answer without a complaint within 7 days is one.
CREATE OR REPLACE FUNCTION register_low_answers(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	INSERT INTO complaint (dealer_code, complaint_no, vehicle_no, customer_no, follow_up, source, opened_on, due_on, subject)
	SELECT f.dealer_code, 'F' || f.follow_up, f.vehicle_no, f.customer_no, f.follow_up, 'survey', day,
		day + parameter_value('complaint_days', f.dealer_code)::integer, 'low answer to a survey'
	FROM survey_answer a
	JOIN follow_up f ON f.follow_up = a.follow_up
	WHERE a.answered_on BETWEEN day - 30 AND day - 7
		AND (a.recommend <= parameter_value('low_recommend', f.dealer_code) OR a.satisfaction < parameter_value('low_satisfaction', f.dealer_code))
		AND NOT EXISTS (SELECT FROM complaint c WHERE c.customer_no = f.customer_no AND c.opened_on >= a.answered_on - 7)
	ORDER BY a.follow_up
	ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION register_low_answers(date) IS 'Step of generate_follow_ups(): opens a complaint for each low answer to a survey after which none was opened within 7 days.';

-- Visits that came after the window of their call: with a load since the last run, or by plain SQL since the first one. Without a run before
-- there is nothing to be late for.
CREATE OR REPLACE FUNCTION expire_late_visits(run_on date, known_batch bigint, first_run date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
BEGIN
	WITH late AS MATERIALIZED (
		SELECT r.rule, r.purpose, r.channel, r.priority, r.window_days, v.closed_on + r.offset_days AS nominal, r.parameters -> 'without' ? v.kind AS without,
			v.vehicle_no, v.dealer_code, v.visit_no, v.customer_no, v.staff_no, v.kind, v.closed_on, v.load_batch
		FROM (SELECT l.* FROM visit l WHERE l.load_batch > known_batch
			UNION ALL
			SELECT n.* FROM visit n WHERE n.load_batch IS NULL AND n.closed_on BETWEEN greatest(first_run - 30, run_on - 400) AND run_on) v
		JOIN follow_up_rule_at r ON r.trigger = 'visit' AND r.dealer_code = v.dealer_code AND r.active
		WHERE v.voided_at IS NULL AND v.closed_on + r.offset_days + r.window_days < run_on
	), calendar AS MATERIALIZED (
		SELECT n.nominal, CASE WHEN is_workday(n.nominal) THEN n.nominal ELSE next_workday(n.nominal) END AS due_on FROM (SELECT DISTINCT l.nominal FROM late l) n
	)
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on,
		adviser, state, state_reason, state_on, made_as_of)
	SELECT v.rule, v.vehicle_no, v.dealer_code || '/' || v.visit_no, v.dealer_code, coalesce(v.customer_no, o.customer_no), v.purpose, v.channel,
		v.priority, v.closed_on, c.due_on, c.due_on + v.window_days, v.staff_no, CASE WHEN v.without THEN 'suppressed' ELSE 'expired' END,
		CASE WHEN v.without THEN 'no call after a visit of kind ' || v.kind ELSE 'loaded after its window passed' END, run_on, run_on
	FROM late v
	JOIN calendar c ON c.nominal = v.nominal
	LEFT JOIN vehicle_owner o ON o.vehicle_no = v.vehicle_no
		AND o.owned_from <= v.closed_on AND (o.owned_until IS NULL OR o.owned_until > v.closed_on)
	LEFT JOIN follow_up f ON f.rule = v.rule AND f.vehicle_no = v.vehicle_no AND f.trigger_key = v.dealer_code || '/' || v.visit_no AND f.cycle = 1
	WHERE c.due_on + v.window_days < run_on AND (v.load_batch IS NOT NULL OR c.due_on + v.window_days >= first_run) AND f.follow_up IS NULL
	ORDER BY v.closed_on, v.vehicle_no, v.dealer_code, v.visit_no
	ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION expire_late_visits(date, bigint, date) IS 'Step of generate_follow_ups(): records expired the calls after visits that arrived too late.';

CREATE OR REPLACE PROCEDURE generate_follow_ups(as_of date DEFAULT today(), wait boolean DEFAULT false)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off SET datestyle = iso
AS $$
DECLARE
	-- a window is at most 366 days long, so nothing could be called of what a longer gap holds
	longest_gap CONSTANT integer := 366;
	lock_key CONSTANT bigint := hashtextextended('aftersales.generate_follow_ups', 0);
	last_run follow_up_run;
	first_run date;
	newest_batch bigint;
	masters_now numeric;
	day date;
	known_task bigint;
	changed text[];
	changed_by_day text[];
	is_new_day boolean;
	visits_came boolean;
	made bigint;
	r record;
BEGIN
	IF as_of IS NULL OR NOT isfinite(as_of) THEN
		RAISE EXCEPTION 'as_of must be a day' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	IF wait THEN
		PERFORM pg_advisory_xact_lock(lock_key);
	ELSIF NOT pg_try_advisory_xact_lock(lock_key) THEN
		RAISE EXCEPTION 'another run is generating follow-ups'
			USING ERRCODE = 'lock_not_available', HINT = 'Try again when it has ended.';
	END IF;
	-- both change many tasks, in orders of their own
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.assign_follow_ups', 0));
	-- a day that has come at any station has come
	IF as_of > newest_day() THEN
		RAISE EXCEPTION 'as_of % is in the future', as_of
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('Today is %s.', newest_day()),
				HINT = 'Generate the tasks of a day when it has come.';
	END IF;
	SELECT u.* INTO last_run FROM follow_up_run u ORDER BY u.as_of DESC LIMIT 1;
	SELECT min(u.as_of) INTO first_run FROM follow_up_run u;
	IF as_of < last_run.as_of AND NOT EXISTS (SELECT FROM follow_up_run u WHERE u.as_of = generate_follow_ups.as_of) THEN
		RAISE EXCEPTION 'as_of % is before the first run', as_of
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('The last run was for %s.', last_run.as_of),
				HINT = 'Days are generated in their order.';
	ELSIF as_of < last_run.as_of THEN
		RAISE NOTICE 'follow-ups of % are not generated', as_of
			USING DETAIL = format('The last run was for %s.', last_run.as_of);
		RETURN;
	ELSIF as_of - last_run.as_of > longest_gap THEN
		RAISE EXCEPTION 'as_of % is too long after the last run', as_of
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = format('The last run was for %s; at most %s days are replayed at once.', last_run.as_of, longest_gap),
				HINT = 'Check the year, or run for days between them first.';
	END IF;
	IF NOT EXISTS (SELECT FROM workday w WHERE w.day BETWEEN date_trunc('year', as_of::timestamp)::date AND (date_trunc('year', as_of::timestamp) + interval '1 year')::date - 1) THEN
		RAISE WARNING 'table workday has no holidays of %', to_char(as_of, 'YYYY')
			USING DETAIL = 'Monday to Friday are taken for workdays.', HINT = 'Load the calendar of the year into table workday.';
	END IF;
	-- loads of visits take turns, so what this run does not see has a higher number
	SELECT coalesce(max(b.load_batch) FILTER (WHERE b.table_name = 'visit'), 0),
		count(*) FILTER (WHERE b.table_name = 'vehicle') + count(b.undone_at) + (SELECT coalesce(sum(p.plan), 0) FROM model_plans() p)
	INTO newest_batch, masters_now FROM load_batch b;
	PERFORM refresh_vehicle_state(coalesce(last_run.as_of - 7, '1990-01-01'), coalesce(last_run.load_batch, 0),
		as_of IS DISTINCT FROM last_run.as_of OR masters_now <> last_run.masters);
	-- by this run, or by refresh() since the last one
	UPDATE follow_up_run u SET vehicles_changed = '{}' FROM follow_up_run o
	WHERE u.as_of = last_run.as_of AND o.as_of = u.as_of RETURNING o.vehicles_changed INTO changed;
	changed := coalesce(changed, '{}');
	visits_came := newest_batch > last_run.load_batch OR cardinality(changed) > 0
		OR EXISTS (SELECT FROM visit v WHERE v.load_batch IS NULL AND v.closed_on > last_run.as_of - 60);
	known_task := coalesce(last_run.newest_task, 0);
	FOR day IN SELECT g::date FROM generate_series(
			coalesce(least(last_run.as_of + 1, as_of), as_of)::timestamp, as_of::timestamp, interval '1 day') g
	LOOP
		made := 0;
		-- what is known of a vehicle changes with its sale and its visits, also of those that were loaded ahead
		is_new_day := last_run.as_of IS NULL OR day > last_run.as_of;
		changed_by_day := ARRAY(SELECT unnest(changed)
			UNION SELECT v.vehicle_no FROM vehicle v WHERE v.sold_on = day AND is_new_day
			UNION SELECT s.vehicle_no FROM dealer d JOIN vehicle_state s ON s.seen_at = d.dealer_code AND s.seen_on = day WHERE is_new_day);
		PERFORM register_low_answers(day);
		FOR r IN SELECT u.rule, u.late FROM follow_up_rule u WHERE u.trigger IS NOT NULL ORDER BY u.priority, u.rule LOOP
			-- on a day whose list is made, only what may have become known since
			CONTINUE WHEN day <= last_run.as_of AND CASE r.late WHEN 'never' THEN true WHEN 'visit' THEN NOT visits_came WHEN 'vehicle' THEN changed = '{}' ELSE false END;
			made := made + make_follow_ups(r.rule, day, as_of,
				-- min(): by index, however many tasks other rules made
				r.late IN ('any', 'visit')
					OR r.late = 'vehicle' AND (last_run.as_of IS NULL OR (SELECT min(f.event_on) FROM follow_up f WHERE f.rule = r.rule) IS NULL),
				CASE WHEN r.late = 'vehicle' THEN changed_by_day ELSE '{}' END);
		END LOOP;
		-- the planner must not think that nothing is open
		IF made > (SELECT greatest(c.reltuples, 1000) / 10 FROM pg_class c WHERE c.oid = 'follow_up'::regclass) AND NOT tables_are_distributed() THEN
			ANALYZE follow_up;
		END IF;
		-- permissions are those of the run, whatever the day
		PERFORM hold_follow_ups(day, known_task, end_follow_ups(day, changed_by_day)
			|| CASE WHEN is_new_day AND day = as_of THEN barred_customers(day) END, is_new_day);
		INSERT INTO follow_up_run AS u (as_of, made, expired, load_batch, masters, newest_task)
		SELECT day, made, count(*) FILTER (WHERE f.made_as_of = day AND f.state_reason = 'no run before its window passed'), newest_batch, masters_now,
			coalesce(max(f.follow_up), known_task)
		FROM follow_up f WHERE f.follow_up > known_task
		ON CONFLICT ON CONSTRAINT follow_up_run_pkey DO UPDATE SET run_at = excluded.run_at, made = u.made + excluded.made, expired = u.expired + excluded.expired,
			load_batch = excluded.load_batch, masters = excluded.masters, newest_task = excluded.newest_task
		RETURNING newest_task INTO known_task;
	END LOOP;
	IF first_run IS NOT NULL THEN
		PERFORM expire_late_visits(as_of, last_run.load_batch, first_run);
	END IF;
END
$$;
COMMENT ON PROCEDURE generate_follow_ups(date, boolean) IS 'Makes the follow-up tasks of a day and of the days missed since the last run, each as of itself; what its window no longer allows is recorded expired, whom nobody may call, or is called about something more pressing, suppressed and looked at again while its window lasts. A visit that arrives after its window is recorded expired; calls about vehicles that came in, voided visits, closed complaints and scrapped vehicles are cancelled. All or nothing; repeating adds only what came in since. While another run works: error 55P03 at once, or it waits (wait). A year without rows in table workday: a warning. A day before the last run: nothing, with a notice; before the first, or in the future: error 22023.';
