CREATE OR REPLACE FUNCTION follow_up_state_after(outcome text, channel text, calls integer, other_channel text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE outcome
		WHEN 'reached' THEN 'done'
		WHEN 'no_answer' THEN CASE WHEN calls < 3 OR channel = 'phone' AND other_channel IS NOT NULL THEN 'attempted' ELSE 'unreachable' END
		WHEN 'refused' THEN 'refused'
		WHEN 'wrong_number' THEN 'wrong_number'
		WHEN 'empty_number' THEN 'wrong_number'
		WHEN 'cannot_reach' THEN 'unreachable'
	END;
END;
COMMENT ON FUNCTION follow_up_state_after(text, text, integer, text) IS 'State of a task after an attempt: its outcome, its channel, the calls not answered so far (unanswered_calls(); 3 where none are to be made) and, after three of them, the channel to try next. NULL: no such outcome.';

-- A call counts if it was made when it was due again, so those up to the next workday are one.
CREATE OR REPLACE FUNCTION unanswered_calls(follow_up bigint) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT count(DISTINCT aftersales.next_workday(a.tried_on))::integer FROM aftersales.follow_up_attempt a
	WHERE a.follow_up = unanswered_calls.follow_up AND a.channel = 'phone' AND a.outcome = 'no_answer';
END;
COMMENT ON FUNCTION unanswered_calls(bigint) IS 'How many calls of a task were not answered, each on a workday of its own.';

-- What follows from a dissatisfied answer: a complaint, and its task for a manager on the same day.
CREATE OR REPLACE FUNCTION open_complaint_of(task follow_up, as_of date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	INSERT INTO complaint (dealer_code, complaint_no, vehicle_no, customer_no, follow_up, source, opened_on, due_on, subject)
	VALUES (task.dealer_code, 'F' || task.follow_up, task.vehicle_no, task.customer_no, task.follow_up, 'follow_up', as_of,
		as_of + parameter_value('complaint_days', task.dealer_code)::integer, 'dissatisfied in a follow-up')
	ON CONFLICT DO NOTHING;
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, detail,
		state_on, made_as_of)
	SELECT r.rule, task.vehicle_no, task.dealer_code || '/F' || task.follow_up, task.dealer_code, task.customer_no, r.purpose, r.channel, r.priority,
		as_of, as_of, as_of + r.window_days, '任务 ' || task.follow_up || ' 中表示不满意', as_of, as_of
	FROM follow_up_rule_at r WHERE r.trigger = 'complaint_opened' AND r.dealer_code = task.dealer_code AND r.active
	ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION open_complaint_of(follow_up, date) IS 'Step of record_follow_up(): complaint and manager''s task.';

CREATE OR REPLACE FUNCTION record_follow_up(follow_up bigint, outcome text, note text DEFAULT NULL, as_of date DEFAULT NULL,
	dissatisfied boolean DEFAULT false, staff_no text DEFAULT NULL, channel text DEFAULT NULL, half text DEFAULT NULL,
	loss_reason text DEFAULT NULL, recoverable boolean DEFAULT NULL, recommend integer DEFAULT NULL, satisfaction integer DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	tries CONSTANT integer := 3;
	task aftersales.follow_up;
	clock timestamp;
	used_channel text;
	other_channel text;
	new_state text;
	calls integer;
	calls_before integer;
	retry_day date;
	next_half text;
	others bigint[];
BEGIN
	SELECT f.* INTO task FROM aftersales.follow_up f WHERE f.follow_up = record_follow_up.follow_up AND is_my_dealer(f.dealer_code) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'follow-up % does not exist', follow_up
			USING ERRCODE = 'no_data_found', HINT = 'follow_up_list() shows the numbers of the open ones.';
	ELSIF task.state NOT IN ('new', 'assigned', 'attempted') THEN
		RAISE EXCEPTION 'follow-up % is closed', follow_up
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = format('Its state is "%s".', task.state),
				HINT = 'Outcomes are recorded for open tasks, which follow_up_list() shows.';
	ELSIF NOT isfinite(as_of) OR half NOT IN ('am', 'pm') OR record_follow_up.channel NOT IN ('phone', 'sms', 'wechat') THEN
		RAISE EXCEPTION 'day, half or channel of the attempt is unknown'
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Halves are am and pm, channels are phone, sms and wechat.';
	ELSIF outcome IS DISTINCT FROM 'reached' AND (dissatisfied OR coalesce(loss_reason, recoverable::text, recommend::text, satisfaction::text) IS NOT NULL) THEN
		RAISE EXCEPTION 'answers need outcome "reached"' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	clock := station_time(task.dealer_code);
	IF as_of > clock::date OR as_of < least(task.made_as_of, clock::date) THEN
		RAISE EXCEPTION 'day % is not between that on which follow-up % was made and today', as_of, follow_up
			USING ERRCODE = 'invalid_parameter_value', COLUMN = 'tried_on',
				DETAIL = format('It was made as of %s, and at the station it is %s.', task.made_as_of, clock::date);
	END IF;
	used_channel := coalesce(record_follow_up.channel, task.channel);
	as_of := coalesce(as_of, clock::date);
	half := coalesce(half, CASE WHEN as_of = clock::date AND clock::time >= '13:00' THEN 'pm' ELSE 'am' END);
	IF follow_up_state_after(outcome, used_channel, 0, NULL) IS NULL THEN
		RAISE EXCEPTION 'outcome "%" is unknown', outcome
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Outcomes are reached, no_answer, refused, wrong_number, empty_number and cannot_reach.';
	END IF;
	calls_before := unanswered_calls(task.follow_up);
	INSERT INTO follow_up_attempt (follow_up, attempt_no, tried_on, tried_half, staff_no, channel, outcome, note, dissatisfied, loss_reason, recoverable)
	VALUES (task.follow_up, task.attempts + 1, as_of, half, coalesce(record_follow_up.staff_no, task.assigned_to), used_channel, outcome, note,
		dissatisfied, loss_reason, recoverable);
	calls := unanswered_calls(task.follow_up);
	IF task.channel <> 'phone' THEN
		other_channel := task.channel;
	ELSIF calls >= tries THEN
		SELECT p.channel INTO other_channel FROM contact_permission p
		WHERE p.customer_no = task.customer_no AND p.purpose = task.purpose AND p.channel <> 'phone' AND p.bar IS NULL ORDER BY p.channel LIMIT 1;
	END IF;
	new_state := follow_up_state_after(outcome, used_channel, CASE WHEN task.channel = 'phone' THEN calls ELSE tries END, other_channel);
	IF new_state <> 'attempted' THEN
		other_channel := NULL;
	ELSIF task.retry_on IS NOT NULL AND calls = calls_before THEN
		-- too early, or by another channel in between: the next call is due when it was
		retry_day := task.retry_on;
		next_half := task.retry_half;
	ELSE
		retry_day := next_workday(as_of);
		next_half := CASE half WHEN 'am' THEN 'pm' ELSE 'am' END;
	END IF;
	UPDATE aftersales.follow_up f
	SET state = new_state, state_on = as_of, attempts = task.attempts + 1, channel = coalesce(other_channel, task.channel),
		retry_on = retry_day, retry_half = next_half, expires_on = greatest(f.expires_on, retry_day),
		unreached_on = CASE WHEN new_state = 'done' THEN NULL
			WHEN new_state IN ('unreachable', 'wrong_number') OR calls >= tries THEN coalesce(f.unreached_on, as_of) ELSE f.unreached_on END
	WHERE f.follow_up = task.follow_up;
	IF recommend IS NOT NULL OR satisfaction IS NOT NULL THEN
		INSERT INTO survey_answer (follow_up, dealer_code, answered_on, recommend, satisfaction) VALUES (task.follow_up, task.dealer_code, as_of, recommend, satisfaction);
	END IF;
	IF dissatisfied THEN
		PERFORM open_complaint_of(task, as_of);
	END IF;
	IF new_state = 'refused' THEN
		-- Whoever changes one of them now may come to wait for this one, so nobody is waited for; end_follow_ups() cancels what is left open.
		others := ARRAY(SELECT f.follow_up FROM aftersales.follow_up f
			WHERE f.customer_no = task.customer_no AND f.state IN ('new', 'assigned', 'attempted') AND f.purpose = task.purpose AND NOT f.internal
			FOR NO KEY UPDATE SKIP LOCKED);
		UPDATE aftersales.follow_up f SET state = 'cancelled', state_reason = 'customer refused calls', state_on = as_of, retry_on = NULL, retry_half = NULL
		WHERE f.follow_up = ANY (others);
	ELSIF new_state = 'wrong_number' THEN
		INSERT INTO aftersales.follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, internal, event_on, due_on,
			expires_on, adviser, detail, state_on, made_as_of)
		SELECT r.rule, task.vehicle_no, task.follow_up::text, task.dealer_code, task.customer_no, r.purpose, r.channel, r.priority, r.internal, as_of, as_of,
			as_of + r.window_days, task.adviser, '任务 ' || task.follow_up || CASE outcome WHEN 'empty_number' THEN '：空号' ELSE '：错号' END, as_of, as_of
		FROM follow_up_rule_at r WHERE r.rule = 'data_correction' AND r.dealer_code = task.dealer_code AND r.active
		ON CONFLICT DO NOTHING;
	END IF;
	RETURN new_state;
END
$$;
COMMENT ON FUNCTION record_follow_up(bigint, text, text, date, boolean, text, text, text, text, boolean, integer, integer) IS 'Records an attempt and returns the new state of the task. reached closes it, with what was answered: dissatisfied opens a complaint and a manager''s task on the same day; loss_reason and recoverable of a lost interview; recommend (0-10) and satisfaction (0-100) of a survey. After no_answer it is tried again on the next workday after as_of in the other half of the day (what is tried before then does not count); after three such calls through another channel, where that is allowed, and the contact is to be confirmed at the next visit. After refused nobody calls the customer any more, until a later consent to calls is on record, and open tasks of that purpose are cancelled, by the next run where somebody else is changing them. A wrong or empty number makes a task to correct it. as_of, half NULL: by the station''s clock; channel NULL: the task''s.';
