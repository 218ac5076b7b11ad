CREATE OR REPLACE FUNCTION parameter_value(name text, dealer_code text DEFAULT '*') RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT p.value FROM aftersales.parameter p
	WHERE p.name = parameter_value.name AND p.dealer_code IN ('*', parameter_value.dealer_code)
	ORDER BY p.dealer_code = '*' LIMIT 1;
END;
COMMENT ON FUNCTION parameter_value(text, text) IS 'Figure of a rule for a station: the station''s own value if there is one, else the network''s; NULL for an unknown name.';
