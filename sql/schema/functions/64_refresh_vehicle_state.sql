CREATE OR REPLACE FUNCTION model_plans() RETURNS TABLE (model_code text, plan bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT m.model_code, hashtextextended(concat_ws('/', m.brand, m.km_per_day, m.warranty_months, i.steps), 0)
	FROM aftersales.vehicle_model m
	LEFT JOIN (SELECT s.model_code, string_agg(concat_ws(':', s.service_no, s.months, s.km), ',' ORDER BY s.service_no) AS steps
		FROM aftersales.service_interval s GROUP BY s.model_code) i ON i.model_code = m.model_code;
END;
COMMENT ON FUNCTION model_plans() IS 'Models with a checksum of what follow-ups read of them: brand, usual use, warranty and maintenance plan.';

CREATE OR REPLACE FUNCTION visit_fingerprint(dealer_code text, visit_no text, customer_no text, staff_no text, odometer integer, kind text,
	counts_as_return boolean, is_maintenance boolean) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended((dealer_code || '/' || visit_no || '/' || coalesce(customer_no, '') || '/' || coalesce(staff_no, '') || '/'
	|| coalesce(odometer::text, '') || '/' || kind || counts_as_return::text || is_maintenance::text) COLLATE "C", 0);
COMMENT ON FUNCTION visit_fingerprint(text, text, text, text, integer, text, boolean, boolean) IS 'A number that follows from what vehicle_state reads of a visit and its kind; vehicle and day are those of its row.';

-- Which vehicles: those whose visits of a day in a dirty month are not as they were, or are or were at several stations, of which each
-- marks its own months; those of visits that no mark told of, of later loads or since a day by plain SQL; those whose own row, model or
-- maintenance plan is not as it was. Their periods are made anew from the first day that may have changed, on top of the period before
-- it, so the cost follows the change and not the history. Visits are read by two plain joins, which a cluster can run.
CREATE OR REPLACE FUNCTION refresh_vehicle_state(unmarked_from date, known_visits bigint, compare boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
DECLARE
	changed text[];
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.refresh_vehicle_state', 0));
	WITH span AS MATERIALIZED (
		SELECT s.dealer_code, s.first_day, s.next_day FROM dirty_span s WHERE s.kept = 'vehicle_state'
	), marks AS (
		DELETE FROM dirty d WHERE d.kept = 'vehicle_state'
	), unmarked AS MATERIALIZED (
		SELECT v.vehicle_no, v.opened_on FROM visit v WHERE v.load_batch > known_visits AND v.voided_at IS NULL
		UNION
		SELECT v.vehicle_no, v.opened_on FROM visit v WHERE v.load_batch IS NULL AND v.opened_on >= unmarked_from AND v.voided_at IS NULL
	), renewed AS MATERIALIZED (
		SELECT coalesce(v.vehicle_no, k.vehicle_no) AS vehicle_no, v.vehicle_no IS NULL AS is_gone, v.model_code, v.dealer_code, v.sold_on, v.scrapped_on, p.plan
		FROM vehicle v LEFT JOIN model_plans() p ON p.model_code = v.model_code
		FULL JOIN vehicle_known k ON k.vehicle_no = v.vehicle_no
		WHERE compare AND (v.vehicle_no, v.model_code, v.dealer_code, v.sold_on, v.scrapped_on, p.plan)
			IS DISTINCT FROM (k.vehicle_no, k.model_code, k.dealer_code, k.sold_on, k.scrapped_on, k.plan)
	), forgotten AS (
		DELETE FROM vehicle_known k USING renewed n WHERE n.is_gone AND k.vehicle_no = n.vehicle_no
	), known AS (
		INSERT INTO vehicle_known (vehicle_no, model_code, dealer_code, sold_on, scrapped_on, plan)
		SELECT n.vehicle_no, n.model_code, n.dealer_code, n.sold_on, n.scrapped_on, n.plan FROM renewed n WHERE NOT n.is_gone
		ON CONFLICT (vehicle_no) DO UPDATE SET model_code = excluded.model_code, dealer_code = excluded.dealer_code, sold_on = excluded.sold_on,
			scrapped_on = excluded.scrapped_on, plan = excluded.plan
	), marked AS MATERIALIZED (
		SELECT v.vehicle_no, v.opened_on, v.dealer_code, v.visit_no, v.customer_no, v.staff_no, v.odometer, v.kind
		FROM span s JOIN visit v ON v.dealer_code = s.dealer_code AND v.opened_on >= s.first_day AND v.opened_on < s.next_day
		WHERE v.voided_at IS NULL
	), found AS (
		SELECT m.vehicle_no, m.opened_on AS seen_on, bit_xor(visit_fingerprint(m.dealer_code, m.visit_no, m.customer_no, m.staff_no, m.odometer, m.kind,
			k.counts_as_return, k.is_maintenance)) AS fingerprint
		FROM marked m JOIN visit_kind k ON k.kind = m.kind
		GROUP BY m.vehicle_no, m.opened_on
	), kept AS (
		SELECT k.vehicle_no, k.seen_on, k.fingerprint
		FROM span s JOIN vehicle_state k ON k.seen_at = s.dealer_code AND k.seen_on >= s.first_day AND k.seen_on < s.next_day
	), touched AS MATERIALIZED (
		SELECT t.vehicle_no, min(t.from_day) AS from_day
		FROM (SELECT coalesce(f.vehicle_no, k.vehicle_no) AS vehicle_no, coalesce(f.seen_on, k.seen_on) AS from_day
			FROM found f FULL JOIN kept k ON k.vehicle_no = f.vehicle_no AND k.seen_on = f.seen_on
			WHERE f.fingerprint IS DISTINCT FROM k.fingerprint
			UNION ALL
			SELECT k.vehicle_no, k.seen_on FROM vehicle_state k
			WHERE k.fingerprint IS NULL AND EXISTS (SELECT FROM span s WHERE k.seen_on >= s.first_day AND k.seen_on < s.next_day)
			UNION ALL
			SELECT u.vehicle_no, u.opened_on FROM unmarked u
			WHERE NOT EXISTS (SELECT FROM vehicle_state k WHERE k.vehicle_no = u.vehicle_no AND k.seen_on = u.opened_on)
			UNION ALL
			SELECT n.vehicle_no, date '1990-01-01' FROM renewed n) t
		GROUP BY t.vehicle_no
	), reading AS MATERIALIZED (
		SELECT v.vehicle_no, v.opened_on, v.dealer_code, v.visit_no, v.customer_no, v.staff_no, v.odometer, v.kind, t.from_day
		FROM touched t JOIN visit v ON v.vehicle_no = t.vehicle_no
		WHERE v.opened_on >= (t.from_day - interval '12 months')::date AND v.voided_at IS NULL
	), day AS (
		-- of several returns on a day the first by station and number tells the contact
		SELECT r.vehicle_no, r.opened_on AS seen_on, max(r.dealer_code) AS seen_at, max(r.odometer) AS odometer,
			min(ARRAY[r.dealer_code, r.visit_no, coalesce(r.customer_no, ''), coalesce(r.staff_no, '')]) FILTER (WHERE k.counts_as_return) AS contact,
			bool_or(k.is_maintenance) AS is_service, r.opened_on >= r.from_day AS is_new,
			CASE WHEN min(r.dealer_code) = max(r.dealer_code) THEN bit_xor(visit_fingerprint(r.dealer_code, r.visit_no, r.customer_no, r.staff_no,
				r.odometer, r.kind, k.counts_as_return, k.is_maintenance)) END AS fingerprint
		FROM reading r JOIN visit_kind k ON k.kind = r.kind
		GROUP BY r.vehicle_no, r.opened_on, r.from_day
	), base AS MATERIALIZED (
		SELECT b.* FROM touched t CROSS JOIN LATERAL (SELECT k.* FROM vehicle_state k
			WHERE k.vehicle_no = t.vehicle_no AND k.seen_on < t.from_day ORDER BY k.seen_on DESC LIMIT 1) b
	), run AS (
		SELECT d.*, false AS is_base,
			CASE WHEN last_odometer_on(d.seen_on, d.odometer) OVER year = d.seen_on THEN d.odometer END AS valid_odometer,
			last_odometer(d.seen_on, d.odometer) OVER year AS last_km, last_odometer_on(d.seen_on, d.odometer) OVER year AS last_km_on,
			daily_km(d.seen_on, d.odometer) OVER year AS km_per_day
		FROM day d
		WINDOW year AS (PARTITION BY d.vehicle_no ORDER BY d.seen_on RANGE BETWEEN interval '12 months' PRECEDING AND CURRENT ROW)
	), line AS (
		SELECT r.vehicle_no, r.seen_on, r.seen_at, r.contact, r.seen_on AS returned_on, r.contact IS NOT NULL AS is_return, r.is_service,
			0 AS services, r.seen_on AS service_on, r.valid_odometer AS service_km, r.last_km, r.last_km_on, r.km_per_day, r.fingerprint, false AS is_base
		FROM run r WHERE r.is_new
		UNION ALL
		SELECT b.vehicle_no, b.seen_on, b.seen_at, ARRAY[b.dealer_code, NULL, b.customer_no, b.adviser], b.returned_on, false, false,
			b.services, b.service_on, b.service_km, b.odometer, b.odometer_on, b.km_per_day, b.fingerprint, true
		FROM base b
	), counted AS (
		SELECT l.*, count(*) FILTER (WHERE l.is_return) OVER so_far AS return_no, count(*) FILTER (WHERE l.is_service) OVER so_far AS service_no,
			lead(l.seen_on) OVER so_far AS until_on
		FROM line l WINDOW so_far AS (PARTITION BY l.vehicle_no ORDER BY l.seen_on)
	), period AS (
		SELECT c.vehicle_no, c.seen_on, c.until_on, c.seen_at, c.last_km, c.last_km_on, c.km_per_day, c.fingerprint, c.is_base,
			first_value(c.contact) OVER since_return AS contact,
			CASE WHEN c.return_no > 0 OR first_value(c.is_base) OVER since_return THEN first_value(c.returned_on) OVER since_return END AS returned_on,
			(c.service_no + first_value(c.services) OVER (PARTITION BY c.vehicle_no ORDER BY c.seen_on))::integer AS services,
			CASE WHEN c.service_no > 0 OR first_value(c.is_base) OVER since_service THEN first_value(c.service_on) OVER since_service END AS service_on,
			CASE WHEN c.service_no > 0 OR first_value(c.is_base) OVER since_service THEN first_value(c.service_km) OVER since_service END AS service_km
		FROM counted c
		WINDOW since_return AS (PARTITION BY c.vehicle_no, c.return_no ORDER BY c.seen_on),
			since_service AS (PARTITION BY c.vehicle_no, c.service_no ORDER BY c.seen_on)
	), planned AS MATERIALIZED (
		SELECT p.vehicle_no, p.seen_on, p.until_on, p.seen_at, p.contact[1] AS dealer_code, nullif(p.contact[3], '') AS customer_no,
			nullif(p.contact[4], '') AS adviser, p.returned_on, p.services, p.service_on, p.service_km, p.last_km, p.last_km_on,
			p.km_per_day::real AS km_per_day, p.fingerprint, d.due_on,
			CASE WHEN d.due_on = (coalesce(p.service_on, v.sold_on) + make_interval(months => i.months))::date THEN 'date'
				WHEN d.due_on IS NOT NULL THEN 'odometer' END AS due_by, p.is_base
		FROM period p
		JOIN vehicle v ON v.vehicle_no = p.vehicle_no
		LEFT JOIN vehicle_model m ON m.model_code = v.model_code
		LEFT JOIN LATERAL (SELECT n.months, n.km FROM service_interval n
			WHERE n.model_code = v.model_code AND n.service_no IN (0, p.services + 1) ORDER BY n.service_no DESC LIMIT 1) i ON true
		CROSS JOIN LATERAL (SELECT CASE WHEN p.services > 0 THEN p.last_km_on ELSE coalesce(p.last_km_on, v.sold_on) END AS km_on,
			CASE WHEN p.services > 0 THEN p.last_km ELSE coalesce(p.last_km, 0) END AS km) o
		CROSS JOIN LATERAL (SELECT next_service_due(coalesce(p.service_on, v.sold_on), CASE WHEN p.services > 0 THEN p.service_km ELSE 0 END,
			i.months, i.km, o.km_on, o.km, coalesce(p.km_per_day, m.km_per_day)) AS due_on) d
	), gone AS (
		-- NOT IN is hashed whatever is known of the number of rows
		DELETE FROM vehicle_state k USING touched t
		WHERE k.vehicle_no = t.vehicle_no AND k.seen_on >= t.from_day
			AND (k.vehicle_no, k.seen_on) NOT IN (SELECT p.vehicle_no, p.seen_on FROM planned p)
		RETURNING k.vehicle_no
	), ended AS (
		UPDATE vehicle_state k SET until_on = p.until_on
		FROM planned p
		WHERE p.is_base AND k.vehicle_no = p.vehicle_no AND k.seen_on = p.seen_on AND k.until_on IS DISTINCT FROM p.until_on
		RETURNING k.vehicle_no
	), made AS (
		INSERT INTO vehicle_state AS k (vehicle_no, seen_on, until_on, seen_at, dealer_code, customer_no, adviser, returned_on, services, service_on,
			service_km, odometer, odometer_on, km_per_day, due_on, due_by, fingerprint)
		SELECT p.vehicle_no, p.seen_on, p.until_on, p.seen_at, p.dealer_code, p.customer_no, p.adviser, p.returned_on, p.services, p.service_on,
			p.service_km, p.last_km, p.last_km_on, p.km_per_day, p.due_on, p.due_by, p.fingerprint
		FROM planned p
		LEFT JOIN vehicle_state o ON o.vehicle_no = p.vehicle_no AND o.seen_on = p.seen_on
		WHERE NOT p.is_base AND (o.until_on, o.seen_at, o.dealer_code, o.customer_no, o.adviser, o.returned_on, o.services, o.service_on, o.service_km,
				o.odometer, o.odometer_on, o.km_per_day, o.due_on, o.due_by, o.fingerprint)
			IS DISTINCT FROM (p.until_on, p.seen_at, p.dealer_code, p.customer_no, p.adviser, p.returned_on, p.services, p.service_on, p.service_km,
				p.last_km, p.last_km_on, p.km_per_day, p.due_on, p.due_by, p.fingerprint)
		ON CONFLICT (vehicle_no, seen_on) DO UPDATE SET until_on = excluded.until_on, seen_at = excluded.seen_at, dealer_code = excluded.dealer_code,
			customer_no = excluded.customer_no, adviser = excluded.adviser, returned_on = excluded.returned_on, services = excluded.services,
			service_on = excluded.service_on, service_km = excluded.service_km, odometer = excluded.odometer, odometer_on = excluded.odometer_on,
			km_per_day = excluded.km_per_day, due_on = excluded.due_on, due_by = excluded.due_by, fingerprint = excluded.fingerprint
		RETURNING k.vehicle_no
	)
	SELECT coalesce(array_agg(c.vehicle_no), '{}') INTO changed
	FROM (SELECT g.vehicle_no FROM gone g UNION SELECT e.vehicle_no FROM ended e UNION SELECT m.vehicle_no FROM made m UNION SELECT n.vehicle_no FROM renewed n) c;
	UPDATE follow_up_run SET vehicles_changed = vehicles_changed || changed
	WHERE changed <> '{}' AND as_of = (SELECT max(u.as_of) FROM follow_up_run u);
END
$$;
COMMENT ON FUNCTION refresh_vehicle_state(date, bigint, boolean) IS 'Brings vehicle_state up to date: for vehicles whose visits in dirty months have changed, of visits not marked (of loads later than the one given, or by plain SQL since a day), and (compare) those whose row, model or maintenance plan is not as it was. The next run of generate_follow_ups() gets to know them. A second refresh waits for the first. Vehicles never seen at a workshop have no row.';
