CREATE OR REPLACE FUNCTION load_calendar(days text[], kinds text[], names text[])
RETURNS TABLE (year integer, holidays bigint, workdays bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	word CONSTANT jsonb := '{"休": false, "假": false, "休息": false, "假日": false, "节假日": false, "否": false, "holiday": false, "false": false, "f": false, "0": false,
		"班": true, "上班": true, "工作日": true, "是": true, "workday": true, "true": true, "t": true, "1": true}';
	loaded aftersales.workday[];
	one aftersales.workday;
BEGIN
	IF coalesce(cardinality(days), 0) = 0 OR cardinality(kinds) <> cardinality(days) OR cardinality(names) <> cardinality(days) THEN
		RAISE EXCEPTION 'no days given' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	FOR i IN 1 .. cardinality(days) LOOP
		BEGIN
			one := NULL;
			one.day := replace(days[i], '/', '-')::date;
		EXCEPTION WHEN data_exception THEN
			one.day := NULL;
		END;
		one.is_workday := (word ->> lower(kinds[i]))::boolean;
		one.name := nullif(names[i], '');
		IF one.day IS NULL OR NOT one.day BETWEEN '1990-01-01' AND '2089-12-31' OR one.is_workday IS NULL THEN
			RAISE EXCEPTION 'row % of the calendar is not a day and what it is', i
				USING ERRCODE = 'invalid_parameter_value', HINT = 'A day is written 2026-10-01; it is "holiday" or "workday" (休, 班).';
		ELSIF EXISTS (SELECT FROM unnest(loaded) l WHERE l.day = one.day) THEN
			RAISE EXCEPTION 'row % of the calendar has a day once more', i USING ERRCODE = 'invalid_parameter_value';
		END IF;
		loaded := loaded || one;
	END LOOP;
	LOCK TABLE workday IN SHARE ROW EXCLUSIVE MODE;
	DELETE FROM workday w WHERE extract(year FROM w.day) IN (SELECT extract(year FROM l.day) FROM unnest(loaded) l);
	INSERT INTO workday (day, is_workday, name) SELECT l.day, l.is_workday, l.name FROM unnest(loaded) l;
	RETURN QUERY
	SELECT extract(year FROM l.day)::integer, count(*) FILTER (WHERE NOT l.is_workday), count(*) FILTER (WHERE l.is_workday)
	FROM unnest(loaded) l GROUP BY 1 ORDER BY 1;
END
$$;
COMMENT ON FUNCTION load_calendar(text[], text[], text[]) IS 'Replaces the holidays and make-up workdays (调休) of every year that has a day among these: days, what they are (holiday or workday, 休 or 班), names. All or nothing.';
