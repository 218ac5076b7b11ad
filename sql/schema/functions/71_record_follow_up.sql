CREATE OR REPLACE FUNCTION next_workday(after date) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT after + n FROM generate_series(1, 366) n
	LEFT JOIN aftersales.workday w ON w.day = after + n
	WHERE coalesce(w.is_workday, extract(isodow FROM after + n) < 6)
	ORDER BY n LIMIT 1;
END;
COMMENT ON FUNCTION next_workday(date) IS 'First workday after a day: by table workday, else Monday to Friday.';

CREATE OR REPLACE FUNCTION record_follow_up(follow_up bigint, outcome text, note text DEFAULT NULL, as_of date DEFAULT CURRENT_DATE) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	tries CONSTANT integer := 3;
	task aftersales.follow_up;
	attempt integer;
	new_state text;
BEGIN
	SELECT f.* INTO task FROM aftersales.follow_up f WHERE f.follow_up = record_follow_up.follow_up FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'follow-up % does not exist', follow_up
			USING ERRCODE = 'no_data_found', HINT = 'follow_up_list() shows the numbers of the open ones.';
	ELSIF task.state NOT IN ('new', 'assigned', 'attempted') THEN
		RAISE EXCEPTION 'follow-up % is closed', follow_up
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = format('Its state is "%s".', task.state),
				HINT = 'Outcomes are recorded for open tasks, which follow_up_list() shows.';
	END IF;
	SELECT count(*) + 1 INTO attempt FROM follow_up_attempt a WHERE a.follow_up = task.follow_up;
	new_state := CASE outcome
		WHEN 'reached' THEN 'done'
		WHEN 'no_answer' THEN CASE WHEN attempt < tries THEN 'attempted' ELSE 'unreachable' END
		WHEN 'refused' THEN 'refused'
		WHEN 'wrong_number' THEN 'wrong_number'
		WHEN 'empty_number' THEN 'wrong_number'
		WHEN 'cannot_reach' THEN 'unreachable'
	END;
	IF new_state IS NULL THEN
		RAISE EXCEPTION 'outcome "%" is unknown', outcome
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Outcomes are reached, no_answer, refused, wrong_number, empty_number and cannot_reach.';
	END IF;
	INSERT INTO follow_up_attempt (follow_up, attempt_no, outcome, note) VALUES (task.follow_up, attempt, outcome, note);
	UPDATE aftersales.follow_up f
	SET state = new_state, retry_on = CASE WHEN new_state = 'attempted' THEN next_workday(as_of) END
	WHERE f.follow_up = task.follow_up;
	IF new_state = 'refused' THEN
		UPDATE aftersales.follow_up f SET state = 'cancelled', state_reason = 'customer refused calls'
		FROM follow_up_rule r, follow_up_rule refused
		WHERE f.customer_no = task.customer_no AND f.state IN ('new', 'assigned', 'attempted')
			AND r.rule = f.rule AND refused.rule = task.rule AND r.purpose = refused.purpose;
	END IF;
	RETURN new_state;
END
$$;
COMMENT ON FUNCTION record_follow_up(bigint, text, text, date) IS 'Records the outcome of an attempt and returns the new state of the task: reached closes it; after no_answer it is tried again on the next workday after as_of, three times in all; after refused nobody calls the customer any more, until a later consent to calls is on record, and open tasks of that purpose are cancelled.';
