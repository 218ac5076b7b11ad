CREATE OR REPLACE FUNCTION publish_must_stock_list(half date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
DECLARE
	rows bigint;
BEGIN
	IF (is_day(half) AND half = month_of(half) AND extract(month FROM half) IN (1, 7)) IS NOT TRUE THEN
		RAISE EXCEPTION 'half must be the first day of a half-year'
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Half-years begin on 1 January and 1 July.';
	ELSIF half > CURRENT_DATE THEN
		RAISE EXCEPTION 'half-year % has not begun', half
			USING ERRCODE = 'invalid_parameter_value', DETAIL = 'Its list follows from the six months before it.';
	END IF;
	INSERT INTO must_stock_publication (half) VALUES (half) ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'must-stock list of half-year % is published', half
			USING ERRCODE = 'unique_violation', DETAIL = 'A published list does not change.',
				HINT = 'published_must_stock() shows it, must_stock_list() what it would be now.';
	END IF;
	INSERT INTO must_stock_publication_line (half, dealer_code, part_no, priority, quantity, abc, half_year_quantity,
		monthly_average_demand, order_cycle, lead_time, safety_stock, reason)
	SELECT half, m.dealer_code, m.part_no, m.priority, m.quantity, m.abc, m.half_year_quantity,
		m.monthly_average_demand, m.order_cycle, m.lead_time, m.safety_stock, m.reason
	FROM must_stock_list(half) m;
	GET DIAGNOSTICS rows = ROW_COUNT;
	RETURN rows;
END
$$;
COMMENT ON FUNCTION publish_must_stock_list(date) IS 'Stores must_stock_list() of all stations as the list of the half-year that begins on that day (1 January or 1 July), for good, and returns its number of rows. Errors: 22023 another day or a half-year to come, 23505 a half-year published before.';

CREATE OR REPLACE FUNCTION published_must_stock(half date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, priority bigint, part_no text, part_name text, quantity numeric, abc text, half_year_quantity numeric,
	monthly_average_demand float8, order_cycle float8, lead_time float8, safety_stock float8, reason text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT l.dealer_code, l.priority, l.part_no, p.name, l.quantity, l.abc, l.half_year_quantity,
		l.monthly_average_demand, l.order_cycle, l.lead_time, l.safety_stock, l.reason
	FROM aftersales.must_stock_publication_line l JOIN aftersales.part p ON p.part_no = l.part_no
	WHERE aftersales.require(aftersales.is_day(published_must_stock.half), 'half must be a day')
		AND l.half = published_must_stock.half AND (dealer IS NULL OR l.dealer_code = dealer)
	ORDER BY l.dealer_code, l.priority;
END;
COMMENT ON FUNCTION published_must_stock(date, text) IS 'The must-stock list published for a half-year, as it was then; empty if none is. Error 22023: half not a day. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION must_stock_plan_vs_actual(half date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, outcome text, plan_quantity numeric, actual_quantity numeric,
	plan_monthly_average_demand float8, actual_monthly_average_demand float8,
	lines bigint, lines_filled bigint, quantity numeric, quantity_filled numeric, fill_rate numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH plan AS (
		SELECT l.dealer_code, n.newest_no AS part_no, sum(l.quantity) AS quantity, sum(l.monthly_average_demand) AS monthly_average_demand
		FROM aftersales.must_stock_publication_line l JOIN aftersales.part_newest n ON n.part_no = l.part_no
		WHERE l.half = must_stock_plan_vs_actual.half AND (dealer IS NULL OR l.dealer_code = dealer)
		GROUP BY l.dealer_code, n.newest_no
	), actual AS (
		SELECT i.dealer_code, i.part_no, i.monthly_average_demand, m.quantity
		-- any day will do where half is none: refused below, under its own name
		FROM aftersales.stocking_input(aftersales.month_of(CASE WHEN aftersales.is_day(half) THEN half ELSE '2000-01-01' END, 6), dealer) i
		LEFT JOIN aftersales.must_stock_list(aftersales.month_of(CASE WHEN aftersales.is_day(half) THEN half ELSE '2000-01-01' END, 6), dealer) m ON m.dealer_code = i.dealer_code AND m.part_no = i.part_no
	), asked AS (
		SELECT l.dealer_code, n.newest_no AS part_no, count(*) AS lines, count(*) FILTER (WHERE l.quantity_filled >= l.quantity) AS lines_filled,
			sum(l.quantity) AS quantity, sum(least(greatest(l.quantity_filled, 0), l.quantity)) AS quantity_filled
		FROM aftersales.demand_line l JOIN aftersales.part_newest n ON n.part_no = l.part_no
		WHERE l.asked_on >= half AND l.asked_on < aftersales.month_of(half, 6) AND l.quantity > 0
			AND (dealer IS NULL OR l.dealer_code = dealer)
		GROUP BY l.dealer_code, n.newest_no
	)
	SELECT k.dealer_code, p.part_no, p.name,
		CASE WHEN k.plan_quantity IS NULL THEN 'missed' WHEN k.actual_quantity IS NOT NULL THEN 'confirmed' WHEN d.quantity > 0 THEN 'slowed' ELSE 'not_asked' END,
		k.plan_quantity, k.actual_quantity, k.plan_monthly_average_demand, k.actual_monthly_average_demand,
		coalesce(d.lines, 0), coalesce(d.lines_filled, 0), coalesce(d.quantity, 0), coalesce(d.quantity_filled, 0), d.quantity_filled / d.quantity
	FROM (SELECT coalesce(l.dealer_code, a.dealer_code) AS dealer_code, coalesce(l.part_no, a.part_no) AS part_no, l.quantity AS plan_quantity,
			a.quantity AS actual_quantity, l.monthly_average_demand AS plan_monthly_average_demand, a.monthly_average_demand AS actual_monthly_average_demand
		FROM plan l FULL JOIN actual a ON a.dealer_code = l.dealer_code AND a.part_no = l.part_no
		WHERE l.part_no IS NOT NULL OR a.quantity IS NOT NULL) k
	JOIN aftersales.part p ON p.part_no = k.part_no
	LEFT JOIN asked d ON d.dealer_code = k.dealer_code AND d.part_no = k.part_no
	WHERE aftersales.require(aftersales.is_day(half), 'half must be a day')
		AND aftersales.require(EXISTS (SELECT FROM aftersales.must_stock_publication b WHERE b.half = must_stock_plan_vs_actual.half),
		'no must-stock list is published for this half-year')
	ORDER BY k.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION must_stock_plan_vs_actual(date, text) IS 'The published list of a half-year beside what the half-year brought, so far if it still runs. actual: quantity and demand by must_stock_list() as of its end. outcome: confirmed (on both), slowed (asked for, but too little for a list), not_asked, missed (not on the list, but on that of the end); lines and quantities asked for and filled at once in the half-year. Parts by their present newest numbers. Errors 22023: half not a day, no list published. dealer NULL: all stations.';
