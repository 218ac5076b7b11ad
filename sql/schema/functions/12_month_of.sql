CREATE OR REPLACE FUNCTION month_of(day date, months integer DEFAULT 0) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN day < '0001-01-01' THEN '-infinity'::date WHEN day > '9999-12-31' THEN 'infinity'
	ELSE (date_trunc('month', day::timestamp) + make_interval(months => months))::date END;
COMMENT ON FUNCTION month_of(date, integer) IS 'First day of the month of a day, or of the month so many months after it; -infinity before the year 1, infinity after the year 9999.';
