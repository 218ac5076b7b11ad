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
	LEFT JOIN aftersales.customer c ON c.customer_no = w.customer_no
	LEFT JOIN LATERAL (SELECT s.granted FROM aftersales.consent s
		WHERE s.customer_no = w.customer_no AND s.purpose = follow_up_suppression.purpose AND s.channel = follow_up_suppression.channel
		ORDER BY s.recorded_on DESC LIMIT 1) g ON true;
END;
COMMENT ON FUNCTION follow_up_suppression(text, text, text) IS 'Why a customer may not be contacted for a purpose through a channel, NULL: may be. Service needs no consent but honours its withdrawal, marketing needs it.';

CREATE OR REPLACE PROCEDURE generate_follow_ups(as_of date DEFAULT CURRENT_DATE)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
	-- a window is at most 366 days long, so nothing could be called of what a longer gap holds
	longest_gap CONSTANT integer := 366;
	last_run date;
	day date;
BEGIN
	IF as_of IS NULL OR NOT isfinite(as_of) THEN
		RAISE EXCEPTION 'as_of must be a day' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	IF NOT pg_try_advisory_xact_lock(hashtextextended('aftersales.generate_follow_ups', 0)) THEN
		RAISE EXCEPTION 'another run is generating follow-ups'
			USING ERRCODE = 'lock_not_available', HINT = 'Try again when it has ended.';
	END IF;
	SELECT max(r.as_of) INTO last_run FROM follow_up_run r;
	IF as_of < last_run THEN
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
				AND f.trigger_key = t.trigger_key AND f.cycle = t.cycle)
			ORDER BY r.priority, t.due_on, t.vehicle_no, t.rule, t.trigger_key, t.cycle
			ON CONFLICT (rule, vehicle_no, trigger_key, cycle) DO NOTHING
			RETURNING state
		)
		INSERT INTO follow_up_run AS u (as_of, made, expired)
		SELECT day, count(*), count(*) FILTER (WHERE k.state = 'expired') FROM task k
		ON CONFLICT ON CONSTRAINT follow_up_run_pkey DO UPDATE SET run_at = excluded.run_at, made = u.made + excluded.made, expired = u.expired + excluded.expired;
	END LOOP;
	UPDATE follow_up f SET state = 'expired', state_reason = 'not reached in its window'
	WHERE f.state IN ('new', 'assigned', 'attempted') AND f.expires_on < generate_follow_ups.as_of;
END
$$;
COMMENT ON PROCEDURE generate_follow_ups(date) IS 'Makes the follow-up tasks of a day and of the days missed since the last run, each as of itself; what its window no longer allows is recorded expired, whom nobody may call suppressed. Repeating adds only what came in since. While another run works: error 55P03. A day before the last run: nothing, with a notice.';
