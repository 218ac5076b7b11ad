CREATE OR REPLACE FUNCTION require(holds boolean, message text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = aftersales, pg_temp
AS $$
BEGIN
	IF holds IS NOT TRUE THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = message;
	END IF;
	RETURN true;
END
$$;
COMMENT ON FUNCTION require(boolean, text) IS 'Refuses a bad argument of a function of SQL, from its WHERE clause: error 22023 with the message unless the condition holds.';
