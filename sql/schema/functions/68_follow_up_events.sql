-- The only statements that are put together, and only a quoted name goes into them; see follow_up_rule.
CREATE OR REPLACE FUNCTION follow_up_events(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = aftersales, pg_temp
AS $$
DECLARE
	trigger_name name;
	takes_vehicles boolean;
BEGIN
	SELECT 'follow_up_trigger_' || r.trigger INTO trigger_name FROM follow_up_rule r WHERE r.rule = follow_up_events.rule AND r.trigger IS NOT NULL;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	SELECT p.pronargs = 5 INTO takes_vehicles
	FROM unnest(ARRAY[to_regprocedure(format('aftersales.%I(text, date, date, date, text[])', trigger_name)),
		to_regprocedure(format('aftersales.%I(text, date, date, date)', trigger_name))]) f (oid)
	JOIN pg_proc p ON p.oid = f.oid AND p.proretset AND p.prorettype = 'aftersales.follow_up_event'::regtype
	ORDER BY p.pronargs DESC LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'trigger of follow-up rule "%" does not exist', rule
			USING ERRCODE = 'undefined_function',
				DETAIL = format('There is no function aftersales.%I(rule text, from_on date, to_on date, as_of date [, vehicles text[]]) RETURNS SETOF follow_up_event.', trigger_name),
				HINT = 'Make the function as aftersales_owner, or correct follow_up_rule.trigger.';
	END IF;
	IF takes_vehicles THEN
		RETURN QUERY EXECUTE format('SELECT e.* FROM aftersales.%I($1, $2, $3, $4, $5) e', trigger_name) USING rule, from_on, to_on, as_of, vehicles;
	ELSE
		RETURN QUERY EXECUTE format('SELECT e.* FROM aftersales.%I($1, $2, $3, $4) e WHERE $5 IS NULL OR e.vehicle_no = ANY ($5)', trigger_name)
			USING rule, from_on, to_on, as_of, vehicles;
	END IF;
END
$$;
COMMENT ON FUNCTION follow_up_events(text, date, date, date, text[]) IS 'What the trigger of a rule found from one day to another, as known at the end of a day, of these vehicles, each named once (NULL: of all): the rows of function follow_up_trigger_<trigger>. Error 42883: there is no such function.';
