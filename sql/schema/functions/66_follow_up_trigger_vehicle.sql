-- Triggers that look at what is known of vehicles. Keys: the day from which they count, so a due day that moves makes no second task,
-- and a loss is followed up once.
CREATE OR REPLACE FUNCTION maintenance_events(from_on date, to_on date, as_of date, vehicles text[], first boolean) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT d.vehicle_no, d.counted_from::text, d.due_on, d.dealer_code, NULL::text, d.adviser, NULL::text,
		CASE WHEN first THEN '首次保养' ELSE '第 ' || d.services + 1 || ' 次保养' END || '，按' || CASE d.due_by WHEN 'odometer' THEN '里程' ELSE '时间' END
	FROM aftersales.vehicle_due_between(from_on, to_on, as_of, vehicles) d
	WHERE d.dealer_code IS NOT NULL AND (first IS NULL OR first = (d.services = 0));
END;
COMMENT ON FUNCTION maintenance_events(date, date, date, text[], boolean) IS 'Maintenance due in these days as events; first: only the first of a vehicle, or (false) only others. A vehicle without any station is left out.';

CREATE OR REPLACE FUNCTION follow_up_trigger_any_maintenance_due(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.* FROM aftersales.maintenance_events(from_on, to_on, as_of, vehicles, NULL) e;
END;
COMMENT ON FUNCTION follow_up_trigger_any_maintenance_due(text, date, date, date, text[]) IS 'Maintenance due in these days, by date or projected odometer, whichever is first, counted from the service record. A vehicle without any station is left out.';

CREATE OR REPLACE FUNCTION follow_up_trigger_first_maintenance_due(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.* FROM aftersales.maintenance_events(from_on, to_on, as_of, vehicles, true) e;
END;
COMMENT ON FUNCTION follow_up_trigger_first_maintenance_due(text, date, date, date, text[]) IS 'First maintenance due in these days, counted from the sale.';

CREATE OR REPLACE FUNCTION follow_up_trigger_maintenance_due(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.* FROM aftersales.maintenance_events(from_on, to_on, as_of, vehicles, false) e;
END;
COMMENT ON FUNCTION follow_up_trigger_maintenance_due(text, date, date, date, text[]) IS 'Maintenance but the first due in these days, counted from the last one on record.';

CREATE OR REPLACE FUNCTION follow_up_trigger_at_risk(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT u.vehicle_no, u.last_on::text, u.unseen_on, u.dealer_code, NULL::text, u.adviser, NULL::text, '末次到店 ' || u.last_on
	FROM aftersales.vehicle_unseen_between('active', from_on, to_on, as_of, vehicles) u;
END;
COMMENT ON FUNCTION follow_up_trigger_at_risk(text, date, date, date, text[]) IS 'Vehicles that became at risk in these days, once a last visit.';

CREATE OR REPLACE FUNCTION follow_up_trigger_lost(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT u.vehicle_no, u.last_on::text, u.unseen_on, u.dealer_code, NULL::text, u.adviser, NULL::text, '末次到店 ' || u.last_on
	FROM aftersales.vehicle_unseen_between('lost', from_on, to_on, as_of, vehicles) u;
END;
COMMENT ON FUNCTION follow_up_trigger_lost(text, date, date, date, text[]) IS 'Vehicles that were lost in these days, once a loss, which is named by the last visit (else the sale) before it. A vehicle without any station is left out.';

CREATE OR REPLACE FUNCTION follow_up_trigger_warranty_end(rule text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, v.sold_on::text, e.ends_on, coalesce(s.dealer_code, v.dealer_code), NULL::text, s.adviser, NULL::text, '质保至 ' || e.ends_on
	FROM (SELECT aftersales.parameter_value('warranty_months')::integer AS usual) p
	CROSS JOIN LATERAL (SELECT min(x.months) AS least_months, max(x.months) AS most_months
		FROM (SELECT p.usual AS months UNION ALL SELECT m.warranty_months FROM aftersales.vehicle_model m) x) r
	CROSS JOIN LATERAL (SELECT c.vehicle_no, c.sold_on, c.model_code, c.dealer_code, c.scrapped_on FROM aftersales.vehicle c
		WHERE vehicles IS NULL AND c.sold_on BETWEEN (from_on - make_interval(months => r.most_months))::date - 4
			AND (to_on - make_interval(months => r.least_months))::date + 4
		UNION ALL
		SELECT w.vehicle_no, c.sold_on, c.model_code, c.dealer_code, c.scrapped_on FROM unnest(vehicles) w (vehicle_no)
		CROSS JOIN LATERAL (SELECT o.sold_on, o.model_code, o.dealer_code, o.scrapped_on FROM aftersales.vehicle o WHERE o.vehicle_no = w.vehicle_no OFFSET 0) c) v
	LEFT JOIN aftersales.vehicle_model m ON m.model_code = v.model_code
	CROSS JOIN LATERAL (SELECT (v.sold_on + make_interval(months => coalesce(m.warranty_months, p.usual)))::date AS ends_on) e
	LEFT JOIN LATERAL (SELECT k.dealer_code, k.adviser FROM aftersales.vehicle_state k
		WHERE k.vehicle_no = v.vehicle_no AND k.seen_on <= as_of ORDER BY k.seen_on DESC LIMIT 1) s ON true
	WHERE e.ends_on BETWEEN from_on AND to_on AND v.sold_on <= as_of AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of)
		AND coalesce(s.dealer_code, v.dealer_code) IS NOT NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_warranty_end(text, date, date, date, text[]) IS 'Warranties that end in these days.';

CREATE OR REPLACE FUNCTION follow_up_trigger_recall(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, r.recall_no, r.announced_on, coalesce(s.dealer_code, v.dealer_code), NULL::text, s.adviser, NULL::text, r.name
	FROM aftersales.recall r
	JOIN aftersales.recall_vehicle c ON c.recall_no = r.recall_no
	JOIN aftersales.vehicle v ON v.vehicle_no = c.vehicle_no
	LEFT JOIN LATERAL (SELECT k.dealer_code, k.adviser FROM aftersales.vehicle_state k
		WHERE k.vehicle_no = v.vehicle_no AND k.seen_on <= as_of ORDER BY k.seen_on DESC LIMIT 1) s ON true
	WHERE r.announced_on BETWEEN from_on AND to_on AND (r.ended_on IS NULL OR r.ended_on >= as_of) AND (c.done_on IS NULL OR c.done_on > as_of)
		AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of) AND coalesce(s.dealer_code, v.dealer_code) IS NOT NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_recall(text, date, date, date) IS 'Vehicles of recalls announced in these days on which the work is not done.';
