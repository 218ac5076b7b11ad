CREATE OR REPLACE FUNCTION import_outcome(follow_up bigint, attempts integer, outcome text, tried_on date, note text, dissatisfied boolean, recommend integer,
	satisfaction integer, loss_reason text, recoverable boolean, as_of date DEFAULT NULL, OUT result text, OUT place text, OUT code text, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	found_attempts integer;
	differs text;
BEGIN
	IF follow_up IS NULL OR attempts IS NULL THEN
		RAISE EXCEPTION 'is empty' USING ERRCODE = 'null_value_not_allowed', COLUMN = CASE WHEN follow_up IS NULL THEN 'follow_up' ELSE 'attempts' END;
	END IF;
	-- the rows of a list are recorded in one transaction, in an order of their own, as a run and an assignment change theirs
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.assign_follow_ups', 0));
	SELECT f.attempts INTO found_attempts FROM follow_up f WHERE f.follow_up = import_outcome.follow_up AND is_my_dealer(f.dealer_code) FOR UPDATE;
	IF found_attempts > attempts THEN
		SELECT CASE WHEN a.outcome <> import_outcome.outcome OR a.note IS DISTINCT FROM import_outcome.note THEN 'outcome'
			WHEN a.tried_on <> import_outcome.tried_on THEN 'tried_on'
			WHEN a.dissatisfied <> import_outcome.dissatisfied THEN 'dissatisfied'
			WHEN s.recommend IS DISTINCT FROM coalesce(import_outcome.recommend, s.recommend) THEN 'recommend'
			WHEN s.satisfaction IS DISTINCT FROM coalesce(import_outcome.satisfaction, s.satisfaction) THEN 'satisfaction'
			WHEN a.loss_reason IS DISTINCT FROM coalesce(import_outcome.loss_reason, a.loss_reason) THEN 'loss_reason'
			WHEN a.recoverable IS DISTINCT FROM coalesce(import_outcome.recoverable, a.recoverable) THEN 'recoverable' END
		INTO differs
		FROM follow_up_attempt a LEFT JOIN survey_answer s ON s.follow_up = a.follow_up
		WHERE a.follow_up = import_outcome.follow_up AND a.attempt_no = import_outcome.attempts + 1;
		IF differs = 'outcome' THEN
			RAISE EXCEPTION 'follow-up % has been worked on since the list was made', follow_up USING ERRCODE = 'object_not_in_prerequisite_state';
		ELSIF differs IS NOT NULL THEN
			RAISE EXCEPTION 'is not what was recorded for follow-up % before; what is recorded stays', follow_up
				USING ERRCODE = 'object_not_in_prerequisite_state', COLUMN = differs;
		END IF;
		result := 'unchanged';
	ELSE
		PERFORM record_follow_up(follow_up, outcome, note, coalesce(tried_on, as_of), dissatisfied => coalesce(dissatisfied, false), loss_reason => loss_reason,
			recoverable => recoverable, recommend => recommend, satisfaction => satisfaction);
		result := 'recorded';
	END IF;
EXCEPTION WHEN OTHERS THEN
	-- a task locked by others, a full disk: nothing that is wrong with the row
	IF left(SQLSTATE, 2) NOT IN ('02', '22', '23', '42', '55', 'P0') OR SQLSTATE = '55P03' THEN
		RAISE;
	END IF;
	GET STACKED DIAGNOSTICS place = COLUMN_NAME, code = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
	result := 'rejected';
	IF left(code, 2) = '23' THEN
		message := 'a value is out of its range';
	END IF;
END
$$;
COMMENT ON FUNCTION import_outcome(bigint, integer, text, date, text, boolean, integer, integer, text, boolean, date) IS 'Records the outcome in a row of a returned list, by record_follow_up(). attempts: those of the task when the list was made, so that a row that is recorded already is "unchanged", and one that somebody else was faster with or whose answers are no longer those recorded is "rejected", with column (place), SQLSTATE (code) and message. as_of: day of an outcome that names none (tried_on). Runs, assignments and other imports wait for the end of its transaction, in which record_follow_up() is not to be called before it.';
