-- unnest() with an honest guess of its rows: the planner takes 100 for it and then thinks that much is dirty.
CREATE OR REPLACE FUNCTION spans(days datemultirange) RETURNS SETOF daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT ROWS 1 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT unnest(days);
END;
COMMENT ON FUNCTION spans(datemultirange) IS 'The spans of days of a set of days, in order.';
