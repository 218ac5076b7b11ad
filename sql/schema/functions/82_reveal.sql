-- Raw values in two steps, in two transactions: whoever wants them is on record for good before he has them. In one step a ROLLBACK
-- would undo the record after the values are out.

CREATE OR REPLACE FUNCTION revealable_follow_ups(tasks bigint[])
RETURNS TABLE (follow_up bigint, vehicle_no text, customer_no text)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = aftersales, pg_temp
BEGIN ATOMIC
	SELECT f.follow_up, f.vehicle_no, f.customer_no
	FROM aftersales.follow_up f
	LEFT JOIN aftersales.contact_permission p ON p.customer_no = f.customer_no AND p.purpose = f.purpose AND p.channel = f.channel
	WHERE f.follow_up = ANY (tasks) AND f.state IN ('new', 'assigned', 'attempted') AND f.customer_no IS NOT NULL
		AND (f.internal OR p.customer_no IS NOT NULL AND p.bar IS NULL) AND aftersales.is_my_dealer(f.dealer_code);
END;
COMMENT ON FUNCTION revealable_follow_ups(bigint[]) IS 'Those of the tasks whose customers a user may see: open ones of the user''s stations, of customers who may be called or, where the task is internal (to confirm a contact, to correct a number), also of others.';

CREATE OR REPLACE FUNCTION log_access(tasks bigint[], purpose text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	number bigint;
BEGIN
	IF coalesce(btrim(log_access.purpose), '') = '' THEN
		RAISE EXCEPTION 'purpose of the access is missing' USING ERRCODE = 'invalid_parameter_value', HINT = 'Say what the names and numbers are for.';
	END IF;
	INSERT INTO access_log (action, purpose, persons, tasks)
	SELECT 'reveal', btrim(log_access.purpose), count(DISTINCT r.customer_no), coalesce(array_agg(r.follow_up ORDER BY r.follow_up), '{}')
	FROM revealable_follow_ups(log_access.tasks) r
	RETURNING access INTO number;
	RETURN number;
END
$$;
COMMENT ON FUNCTION log_access(bigint[], text) IS 'Records that the user will see the customers of these tasks, and what for; tasks of customers who may not be called (but internal ones, which are no calls), closed ones and other stations'' are left out. Gives the number for reveal(), which takes it once this transaction is committed.';

CREATE OR REPLACE FUNCTION reveal(access bigint)
RETURNS TABLE (follow_up bigint, plate text, customer text, phone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	logged access_log;
BEGIN
	SELECT l.* INTO logged FROM access_log l WHERE l.access = reveal.access AND l.action = 'reveal' AND l.accessed_by = session_user;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'access % is not on record for this user', access
			USING ERRCODE = 'insufficient_privilege', HINT = 'log_access() records one and gives its number.';
	ELSIF logged.written_in IS NOT DISTINCT FROM pg_current_xact_id_if_assigned() THEN
		RAISE EXCEPTION 'access % is not committed yet', access
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Commit the transaction of log_access() first.';
	ELSIF logged.accessed_at < now() - interval '1 hour' THEN
		RAISE EXCEPTION 'access % is over', access
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'It holds for an hour.', HINT = 'Record another one by log_access().';
	END IF;
	RETURN QUERY
	SELECT r.follow_up, v.plate, c.name, c.phone
	FROM revealable_follow_ups(logged.tasks) r
	JOIN vehicle v ON v.vehicle_no = r.vehicle_no
	JOIN customer c ON c.customer_no = r.customer_no;
END
$$;
COMMENT ON FUNCTION reveal(bigint) IS 'Names, phone numbers and plates, unmasked, for the tasks of an access that the same user recorded by log_access() within the hour.';
