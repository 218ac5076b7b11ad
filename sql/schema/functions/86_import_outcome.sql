CREATE OR REPLACE FUNCTION import_outcome(follow_up text, attempts text, outcome text, tried_on text, note text, dissatisfied text, recommend text,
	satisfaction text, loss_reason text, recoverable text, OUT result text, OUT place text, OUT code text, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	word CONSTANT jsonb := '{"接通": "reached", "未接": "no_answer", "拒绝": "refused", "空号": "empty_number", "错号": "wrong_number",
		"无法接通": "cannot_reach", "是": "true", "否": "false"}';
	task bigint;
	before integer;
	told text := coalesce(word ->> import_outcome.outcome, import_outcome.outcome);
	day date;
	bad boolean;
	recommended integer;
	satisfied integer;
	winnable boolean;
	found_attempts integer;
BEGIN
	place := 'follow_up';
	task := import_outcome.follow_up::bigint;
	place := 'attempts';
	before := import_outcome.attempts::integer;
	place := 'tried_on';
	day := replace(import_outcome.tried_on, '/', '-')::date;
	place := 'dissatisfied';
	bad := coalesce(word ->> import_outcome.dissatisfied, import_outcome.dissatisfied)::boolean;
	place := 'recommend';
	recommended := import_outcome.recommend::integer;
	place := 'satisfaction';
	satisfied := import_outcome.satisfaction::integer;
	place := 'recoverable';
	winnable := coalesce(word ->> import_outcome.recoverable, import_outcome.recoverable)::boolean;
	place := '';
	IF task IS NULL OR before IS NULL THEN
		RAISE EXCEPTION 'the number of the task or of its attempts is missing' USING ERRCODE = 'null_value_not_allowed';
	END IF;
	SELECT f.attempts INTO found_attempts FROM follow_up f WHERE f.follow_up = task AND is_my_dealer(f.dealer_code) FOR UPDATE;
	IF found_attempts > before THEN
		IF NOT EXISTS (SELECT FROM follow_up_attempt a WHERE a.follow_up = task AND a.attempt_no = before + 1 AND a.outcome = told
				AND a.note IS NOT DISTINCT FROM import_outcome.note) THEN
			RAISE EXCEPTION 'follow-up % has been worked on since the list was made', task USING ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
		result := 'unchanged';
	ELSE
		PERFORM record_follow_up(task, told, import_outcome.note, day, dissatisfied => coalesce(bad, false), loss_reason => import_outcome.loss_reason,
			recoverable => winnable, recommend => recommended, satisfaction => satisfied);
		result := 'recorded';
	END IF;
	place := NULL;
EXCEPTION WHEN OTHERS THEN
	-- a task locked by others, a full disk: nothing that is wrong with the row
	IF left(SQLSTATE, 2) NOT IN ('02', '22', '23', '42', '55', 'P0') OR SQLSTATE = '55P03' THEN
		RAISE;
	END IF;
	result := 'rejected';
	code := SQLSTATE;
	-- the server's own messages about values quote them
	message := CASE WHEN place <> '' THEN 'the value is none of its type' WHEN left(SQLSTATE, 2) = '23' THEN 'a value is out of its range' ELSE SQLERRM END;
END
$$;
COMMENT ON FUNCTION import_outcome(text, text, text, text, text, text, text, text, text, text) IS 'Records the outcome in a row of a returned list, by record_follow_up(). attempts: those of the task when the list was made, so that a row that is recorded already is "unchanged" and one that somebody else was faster with is "rejected", with column (place), SQLSTATE (code) and message. Words may be Chinese: 接通 未接 拒绝 空号 错号 无法接通, 是 否.';
