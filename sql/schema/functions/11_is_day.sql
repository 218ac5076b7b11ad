CREATE OR REPLACE FUNCTION is_day(day date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(day BETWEEN '1000-01-01' AND '9999-12-31', false);
COMMENT ON FUNCTION is_day(date) IS 'Is this a day that a plan may be made for?  Of the years 1000 to 9999, so that all the months a plan counts back to are in the calendar and written with four digits; neither NULL nor infinite.';
