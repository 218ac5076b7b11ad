CREATE OR REPLACE FUNCTION follow_up_suppression(customer_no text, purpose text, channel text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN c.customer_no IS NULL THEN 'no customer known'
		WHEN c.do_not_call THEN 'do not call'
		WHEN channel = 'phone' AND coalesce(c.phone, '') = '' THEN 'no phone number'
		WHEN NOT coalesce(g.granted, purpose = 'service') THEN 'no consent'
	END
	FROM (VALUES (follow_up_suppression.customer_no)) w (customer_no)
	LEFT JOIN aftersales.customer_masked c ON c.customer_no = w.customer_no
	LEFT JOIN LATERAL (SELECT s.granted FROM aftersales.consent s
		WHERE s.customer_no = w.customer_no AND s.purpose = follow_up_suppression.purpose AND s.channel = follow_up_suppression.channel
		ORDER BY s.recorded_on DESC LIMIT 1) g ON true;
END;
COMMENT ON FUNCTION follow_up_suppression(text, text, text) IS 'Why a customer may not be contacted for a purpose through a channel, NULL: may be. Service needs no consent but honours its withdrawal, marketing needs it.';

CREATE OR REPLACE PROCEDURE generate_follow_ups(as_of date DEFAULT CURRENT_DATE)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
DECLARE
	-- a window is at most 366 days long, so nothing could be called of what a longer gap holds
	longest_gap CONSTANT integer := 366;
	last_run date;
	known_batch bigint;
	newest_batch bigint;
	day date;
BEGIN
	IF as_of IS NULL OR NOT isfinite(as_of) THEN
		RAISE EXCEPTION 'as_of must be a day' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	IF NOT pg_try_advisory_xact_lock(hashtextextended('aftersales.generate_follow_ups', 0)) THEN
		RAISE EXCEPTION 'another run is generating follow-ups'
			USING ERRCODE = 'lock_not_available', HINT = 'Try again when it has ended.';
	END IF;
	IF as_of > CURRENT_DATE THEN
		RAISE EXCEPTION 'as_of % is in the future', as_of
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('Today is %s.', CURRENT_DATE),
				HINT = 'Generate the tasks of a day when it has come.';
	END IF;
	SELECT r.as_of, r.load_batch INTO last_run, known_batch FROM follow_up_run r ORDER BY r.as_of DESC LIMIT 1;
	-- loads of visits take turns, so what this run does not see has a higher number
	SELECT coalesce(max(b.load_batch), 0) INTO newest_batch FROM load_batch b WHERE b.table_name = 'visit';
	IF as_of < last_run AND NOT EXISTS (SELECT FROM follow_up_run r WHERE r.as_of = generate_follow_ups.as_of) THEN
		RAISE EXCEPTION 'as_of % is before the first run', as_of
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('The last run was for %s.', last_run),
				HINT = 'Days are generated in their order.';
	ELSIF as_of < last_run THEN
		RAISE NOTICE 'follow-ups of % are not generated', as_of
			USING DETAIL = format('The last run was for %s.', last_run);
		RETURN;
	ELSIF as_of - last_run > longest_gap THEN
		RAISE EXCEPTION 'as_of % is too long after the last run', as_of
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = format('The last run was for %s; at most %s days are replayed at once.', last_run, longest_gap),
				HINT = 'Check the year, or run for days between them first.';
	END IF;
	FOR day IN SELECT g::date FROM generate_series(
			coalesce(least(last_run + 1, as_of), as_of)::timestamp, as_of::timestamp, interval '1 day') g
	LOOP
		WITH task AS (
			INSERT INTO follow_up (rule, vehicle_no, trigger_key, cycle, dealer_code, customer_no, due_on, expires_on,
				state, state_reason, made_as_of)
			SELECT t.rule, t.vehicle_no, t.trigger_key, t.cycle, t.dealer_code, t.customer_no, t.due_on, t.expires_on,
				CASE WHEN s.reason IS NOT NULL THEN 'suppressed' WHEN e.missed THEN 'expired' ELSE 'new' END,
				CASE WHEN s.reason IS NOT NULL THEN s.reason WHEN e.missed THEN 'no run before its window passed' END, day
			FROM follow_ups_due(day) t
			JOIN follow_up_rule r ON r.rule = t.rule AND r.active
			CROSS JOIN LATERAL follow_up_suppression(t.customer_no, r.purpose, r.channel) s (reason)
			CROSS JOIN LATERAL (SELECT t.expires_on < generate_follow_ups.as_of AS missed) e
			WHERE NOT EXISTS (SELECT FROM follow_up f WHERE f.rule = t.rule AND f.vehicle_no = t.vehicle_no
				AND f.trigger_key = t.trigger_key AND f.cycle = t.cycle
				AND (f.state <> 'suppressed' OR f.state_reason NOT IN ('no customer known', 'no phone number') OR s.reason IS NOT NULL OR e.missed))
			ORDER BY r.priority, t.due_on, t.vehicle_no, t.rule, t.trigger_key, t.cycle
			-- whom to call, or the number, has become known
			ON CONFLICT (rule, vehicle_no, trigger_key, cycle) DO UPDATE
			SET customer_no = excluded.customer_no, state = excluded.state, state_reason = excluded.state_reason
			RETURNING state
		)
		INSERT INTO follow_up_run AS u (as_of, made, expired, load_batch)
		SELECT day, count(*), count(*) FILTER (WHERE k.state = 'expired'), newest_batch FROM task k
		ON CONFLICT ON CONSTRAINT follow_up_run_pkey DO UPDATE SET run_at = excluded.run_at, made = u.made + excluded.made, expired = u.expired + excluded.expired,
			load_batch = excluded.load_batch;
	END LOOP;
	-- visits that came with a load since the last run and could be called no more; without a run before there is nothing to be late for
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, cycle, dealer_code, customer_no, due_on, expires_on, state, state_reason, made_as_of)
	SELECT 'post_visit', c.vehicle_no, c.trigger_key, c.cycle, c.dealer_code, c.customer_no, c.due_on, c.expires_on,
		'expired', 'loaded after its window passed', generate_follow_ups.as_of
	FROM post_visit_calls() c
	WHERE c.load_batch > known_batch AND c.expires_on < generate_follow_ups.as_of
		AND EXISTS (SELECT FROM follow_up_rule r WHERE r.rule = 'post_visit' AND r.active)
	ORDER BY c.due_on, c.vehicle_no, c.trigger_key
	ON CONFLICT (rule, vehicle_no, trigger_key, cycle) DO NOTHING;
	UPDATE follow_up f SET state = 'cancelled', state_reason = w.reason
	FROM follow_up g
	CROSS JOIN LATERAL (SELECT CASE
		WHEN EXISTS (SELECT FROM vehicle v WHERE v.vehicle_no = g.vehicle_no AND v.scrapped_on <= generate_follow_ups.as_of) THEN 'vehicle is scrapped'
		WHEN g.rule = 'post_visit' AND EXISTS (SELECT FROM visit v WHERE v.dealer_code = g.dealer_code
			AND v.visit_no = substr(g.trigger_key, length(g.dealer_code) + 2) AND v.voided_at IS NOT NULL) THEN 'visit is voided'
		END) w (reason)
	WHERE f.follow_up = g.follow_up AND g.state IN ('new', 'assigned', 'attempted') AND w.reason IS NOT NULL;
	UPDATE follow_up f SET state = 'expired', state_reason = 'not reached in its window'
	WHERE f.state IN ('new', 'assigned', 'attempted') AND f.expires_on < generate_follow_ups.as_of;
END
$$;
COMMENT ON PROCEDURE generate_follow_ups(date) IS 'Makes the follow-up tasks of a day and of the days missed since the last run, each as of itself; what its window no longer allows is recorded expired, whom nobody may call suppressed. A visit loaded after its window is recorded expired; who was suppressed for want of a customer or number is looked at again while the window lasts; calls about voided visits and scrapped vehicles are cancelled. Repeating adds only what came in since. While another run works: error 55P03. A day before the last run: nothing, with a notice; before the first, or in the future: error 22023.';
