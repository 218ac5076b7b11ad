CREATE OR REPLACE FUNCTION month_of(day date, months integer DEFAULT 0) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (date_trunc('month', day::timestamp) + make_interval(months => months))::date;
COMMENT ON FUNCTION month_of(date, integer) IS 'First day of the month of a day, or of the month so many months after it.';
