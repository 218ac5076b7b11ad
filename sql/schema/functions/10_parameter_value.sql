CREATE OR REPLACE FUNCTION parameter_value(name text, dealer_code text DEFAULT '*') RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.value
	FROM (SELECT p.value FROM aftersales.parameter p
		WHERE p.name = parameter_value.name AND p.dealer_code IN ('*', parameter_value.dealer_code)
		ORDER BY p.dealer_code = '*' LIMIT 1) v
	UNION ALL
	SELECT NULL
	WHERE aftersales.require(EXISTS (SELECT FROM aftersales.parameter p WHERE p.name = parameter_value.name AND p.dealer_code = '*'), 'name must be that of a parameter')
	LIMIT 1;
END;
COMMENT ON FUNCTION parameter_value(text, text) IS 'Figure of a rule for a station: the station''s own value if there is one, else the network''s. Error 22023: an unknown name.';
