CREATE OR REPLACE FUNCTION month_of(day date, months integer DEFAULT 0) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN day < '0001-01-01' THEN '-infinity'::date WHEN day > '9999-12-31' THEN 'infinity'
	ELSE (date_trunc('month', day::timestamp) + make_interval(months => months))::date END;
COMMENT ON FUNCTION month_of(date, integer) IS 'First day of the month of a day, or of the month so many months after it; -infinity before the year 1, infinity after the year 9999.';

-- An honest guess of its rows, which generate_series() of dates does not give the planner.
CREATE OR REPLACE FUNCTION months_begun(from_on date, to_on date) RETURNS SETOF date
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT ROWS 2 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT g::date FROM generate_series(aftersales.month_of(from_on - 1, 1)::timestamp, to_on::timestamp, interval '1 month') g;
END;
COMMENT ON FUNCTION months_begun(date, date) IS 'The firsts of a month from one day to another.';
