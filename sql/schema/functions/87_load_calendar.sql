CREATE OR REPLACE FUNCTION load_calendar(days date[], kinds text[], names text[])
RETURNS TABLE (year integer, holidays bigint, workdays bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	bad date;
	fewer record;
BEGIN
	IF coalesce(cardinality(days), 0) = 0 OR cardinality(kinds) <> cardinality(days) OR cardinality(names) <> cardinality(days) THEN
		RAISE EXCEPTION 'no days given' USING ERRCODE = 'invalid_parameter_value';
	ELSIF EXISTS (SELECT FROM unnest(days, kinds) l (day, kind) WHERE (l.kind IN ('holiday', 'workday') AND l.day BETWEEN '1990-01-01' AND '2089-12-31') IS NOT TRUE) THEN
		RAISE EXCEPTION 'a day of the calendar is none, or not of a kind'
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Days are those of 1990 to 2089, kinds are holiday and workday.';
	END IF;
	SELECT l.day INTO bad FROM unnest(days) l (day) GROUP BY l.day HAVING count(*) > 1 ORDER BY l.day LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the calendar has % more than once', bad USING ERRCODE = 'invalid_parameter_value';
	END IF;
	LOCK TABLE workday IN SHARE ROW EXCLUSIVE MODE;
	FOR fewer IN
		SELECT l.year, l.rows, h.rows AS had
		FROM (SELECT extract(year FROM n.day) AS year, count(*) AS rows FROM unnest(days) n (day) GROUP BY 1) l
		JOIN (SELECT extract(year FROM w.day) AS year, count(*) AS rows FROM workday w GROUP BY 1) h ON h.year = l.year
		WHERE l.rows < h.rows ORDER BY l.year
	LOOP
		RAISE WARNING 'the calendar of % has fewer days than before', fewer.year
			USING DETAIL = format('Year %s had %s holidays and make-up workdays and has %s now.', fewer.year, fewer.had, fewer.rows),
				HINT = 'A year is replaced as a whole: load a file that has all of its days.';
	END LOOP;
	DELETE FROM workday w WHERE extract(year FROM w.day) IN (SELECT extract(year FROM l.day) FROM unnest(days) l (day));
	INSERT INTO workday (day, is_workday, name) SELECT l.day, l.kind = 'workday', nullif(l.name, '') FROM unnest(days, kinds, names) l (day, kind, name);
	RETURN QUERY
	SELECT extract(year FROM l.day)::integer, count(*) FILTER (WHERE l.kind = 'holiday'), count(*) FILTER (WHERE l.kind = 'workday')
	FROM unnest(days, kinds) l (day, kind) GROUP BY 1 ORDER BY 1;
END
$$;
COMMENT ON FUNCTION load_calendar(date[], text[], text[]) IS 'Replaces the holidays and make-up workdays (调休) of every year that has a day among these: days, what they are (holiday or workday), names. All or nothing. Warns of a year that has fewer of them than before.';
