CREATE OR REPLACE FUNCTION metrics(as_of date)
RETURNS TABLE (metric text, dealer_code text, month date, value float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH must_stock AS MATERIALIZED (
		SELECT m.dealer_code, coalesce(s.on_hand, 0) >= m.quantity AS covered
		FROM aftersales.must_stock_list(as_of) m
		LEFT JOIN (SELECT k.dealer_code, n.newest_no AS part_no, sum(k.on_hand) AS on_hand
			FROM aftersales.stock k JOIN aftersales.part_newest n ON n.part_no = k.part_no
			GROUP BY k.dealer_code, n.newest_no) s ON s.dealer_code = m.dealer_code AND s.part_no = m.part_no
	), vehicle AS MATERIALIZED (
		SELECT s.dealer_code, s.status FROM aftersales.vehicle_statuses(as_of) s
	)
	SELECT x.metric, r.dealer_code, r.month, x.value
	FROM aftersales.retention_monthly(aftersales.month_of(as_of, -1), aftersales.month_of(as_of, -1)) r
	CROSS JOIN LATERAL (VALUES ('retention_rate', r.retention_rate), ('churn_rate', r.churn_rate)) x (metric, value)
	WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	UNION ALL
	SELECT 'vehicles_' || t.status, v.dealer_code, aftersales.month_of(as_of), count(*) FILTER (WHERE v.status = t.status)
	FROM vehicle v CROSS JOIN (VALUES ('active'), ('at_risk'), ('lost')) t (status)
	GROUP BY GROUPING SETS ((t.status), (t.status, v.dealer_code))
	HAVING grouping(v.dealer_code) = 1 OR v.dealer_code IS NOT NULL
	UNION ALL
	SELECT x.metric, p.dealer_code, aftersales.month_of(as_of), x.value
	FROM (SELECT m.dealer_code, count(*) AS parts, count(*) FILTER (WHERE m.covered) AS covered
		FROM must_stock m GROUP BY GROUPING SETS ((), (m.dealer_code))) p
	CROSS JOIN LATERAL (VALUES ('must_stock_parts', p.parts::float8), ('must_stock_coverage', p.covered::float8 / nullif(p.parts, 0))) x (metric, value)
	ORDER BY 1, 2;
END;
COMMENT ON FUNCTION metrics(date) IS 'The figures that snapshots keep, by station and, with dealer_code NULL, of the network. retention_rate, churn_rate: of the last complete month. vehicles_active, vehicles_at_risk, vehicles_lost: number of vehicles. must_stock_parts: lines of the must-stock list; must_stock_coverage: share of them with at least their quantity on hand, by the stock as it is now. Error 22023: as_of not a day.';

CREATE OR REPLACE PROCEDURE take_metric_snapshot(name text, as_of date DEFAULT CURRENT_DATE)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	IF coalesce(name, '') = '' THEN
		RAISE EXCEPTION 'a snapshot must have a name' USING ERRCODE = 'invalid_parameter_value';
	ELSIF NOT is_day(as_of) THEN
		RAISE EXCEPTION 'as_of must be a day' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	INSERT INTO metric_snapshot (name, as_of) VALUES (take_metric_snapshot.name, take_metric_snapshot.as_of) ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'snapshot "%" exists', name
			USING ERRCODE = 'unique_violation', DETAIL = 'A snapshot does not change.', HINT = 'Give this one another name.';
	END IF;
	INSERT INTO metric_snapshot_value (name, metric, dealer_code, month, value)
	SELECT take_metric_snapshot.name, m.metric, coalesce(m.dealer_code, '*'), m.month, m.value FROM metrics(take_metric_snapshot.as_of) m;
END
$$;
COMMENT ON PROCEDURE take_metric_snapshot(text, date) IS 'Stores metrics() of a day under a name, for good. Errors: 22023 no name or no day, 23505 a name taken before.';

CREATE OR REPLACE FUNCTION metric_differences(baseline text, other text)
RETURNS TABLE (metric text, dealer_code text, baseline_month date, month date, baseline_value float8, value float8, difference float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(o.metric, b.metric), nullif(coalesce(o.dealer_code, b.dealer_code), '*'), b.month, o.month, b.value, o.value, o.value - b.value
	FROM (SELECT v.* FROM aftersales.metric_snapshot_value v WHERE v.name = baseline) b
	FULL JOIN (SELECT v.* FROM aftersales.metric_snapshot_value v WHERE v.name = other) o
		ON o.metric = b.metric AND o.dealer_code = b.dealer_code
	WHERE aftersales.require(EXISTS (SELECT FROM aftersales.metric_snapshot s WHERE s.name = baseline), 'baseline must be a snapshot')
		AND aftersales.require(EXISTS (SELECT FROM aftersales.metric_snapshot s WHERE s.name = other), 'other must be a snapshot')
	ORDER BY 1, 2;
END;
COMMENT ON FUNCTION metric_differences(text, text) IS 'Two snapshots side by side, difference = value - baseline_value; dealer_code NULL: the network. What only one of them has is there with NULL for the other. Error 22023: no such snapshot.';
