CREATE OR REPLACE FUNCTION purgeable_customers(before date) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	WITH brought AS MATERIALIZED (
		SELECT v.customer_no FROM aftersales.visit v WHERE v.opened_on >= before AND v.customer_no IS NOT NULL
		UNION
		SELECT o.customer_no
		FROM aftersales.visit v JOIN aftersales.vehicle_owner o ON o.vehicle_no = v.vehicle_no
			AND v.opened_on >= o.owned_from AND (o.owned_until IS NULL OR v.opened_on < o.owned_until)
		WHERE v.opened_on >= before
	)
	SELECT c.customer_no
	FROM aftersales.customer c
	WHERE c.kind = 'person' AND (c.name <> '' OR c.phone IS NOT NULL)
		AND NOT EXISTS (SELECT FROM brought b WHERE b.customer_no = c.customer_no)
		AND NOT EXISTS (SELECT FROM aftersales.vehicle_owner o WHERE o.customer_no = c.customer_no AND o.owned_from >= before)
		AND NOT EXISTS (SELECT FROM aftersales.consent s WHERE s.customer_no = c.customer_no AND s.granted AND s.recorded_on >= before)
		AND NOT EXISTS (SELECT FROM aftersales.follow_up f WHERE f.customer_no = c.customer_no AND f.state IN ('new', 'assigned', 'attempted'))
		AND NOT EXISTS (SELECT FROM aftersales.follow_up f JOIN aftersales.follow_up_attempt a ON a.follow_up = f.follow_up
			WHERE f.customer_no = c.customer_no AND a.outcome = 'reached' AND a.tried_on >= before)
		AND NOT EXISTS (SELECT FROM aftersales.complaint p WHERE p.customer_no = c.customer_no AND (p.closed_on IS NULL OR p.closed_on >= before));
END;
COMMENT ON FUNCTION purgeable_customers(date) IS 'Persons still named who since a day have neither brought a car, nor bought one, nor consented, nor complained, nor been reached by an attempt of a follow-up, and whom nobody is to call.';

CREATE OR REPLACE FUNCTION purge_customers(before date, dry_run boolean)
RETURNS TABLE (item text, "rows" bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	months CONSTANT integer := parameter_value('customer_keep_months');
	latest CONSTANT date := (CURRENT_DATE - make_interval(months => months))::date;
	persons text[];
	vehicles text[];
	tasks bigint[];
BEGIN
	IF before IS NULL OR dry_run IS NULL OR before > latest THEN
		RAISE EXCEPTION 'customers of the last % months are kept', months
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('The day must not be after %s.', latest),
				HINT = 'Give an earlier day, or change parameter customer_keep_months.';
	END IF;
	persons := ARRAY(SELECT purgeable_customers(before) ORDER BY 1);
	-- whose plate is that of a purged person: nobody else owned it later or, where owners are unknown, brought it
	vehicles := ARRAY(
		WITH held AS MATERIALIZED (
			SELECT DISTINCT ON (o.vehicle_no) o.vehicle_no, o.customer_no FROM vehicle_owner o ORDER BY o.vehicle_no, o.owned_from DESC
		), brought AS MATERIALIZED (
			SELECT DISTINCT ON (w.vehicle_no) w.vehicle_no, w.customer_no FROM visit w
			WHERE w.customer_no IS NOT NULL AND w.vehicle_no NOT IN (SELECT h.vehicle_no FROM held h) ORDER BY w.vehicle_no, w.opened_on DESC
		)
		SELECT v.vehicle_no
		FROM vehicle v JOIN (SELECT h.* FROM held h UNION ALL SELECT b.* FROM brought b) k ON k.vehicle_no = v.vehicle_no
		WHERE v.plate IS NOT NULL AND k.customer_no IN (SELECT unnest(persons)));
	tasks := ARRAY(SELECT DISTINCT a.follow_up FROM follow_up_attempt a JOIN follow_up f ON f.follow_up = a.follow_up
		WHERE a.note IS NOT NULL AND f.customer_no IN (SELECT unnest(persons)));
	IF NOT dry_run THEN
		UPDATE customer c SET name = '', phone = NULL WHERE c.customer_no IN (SELECT unnest(persons));
		UPDATE vehicle v SET plate = NULL WHERE v.vehicle_no IN (SELECT unnest(vehicles));
		UPDATE follow_up_attempt a SET note = NULL WHERE a.follow_up IN (SELECT unnest(tasks));
		-- what undo_load() would bring back
		UPDATE load_before_image i SET image = i.image || '{"name": "", "phone": null}'
		FROM load_batch b
		WHERE b.load_batch = i.load_batch AND b.table_name = 'customer' AND i.image ->> 'customer_no' IN (SELECT unnest(persons));
		UPDATE load_before_image i SET image = i.image || '{"plate": null}'
		FROM load_batch b
		WHERE b.load_batch = i.load_batch AND b.table_name = 'vehicle' AND i.image ->> 'vehicle_no' IN (SELECT unnest(vehicles));
		INSERT INTO access_log (action, purpose, persons) VALUES ('purge', format('no contact since %s', before), cardinality(persons));
	END IF;
	RETURN QUERY VALUES ('persons', cardinality(persons)::bigint), ('plates of vehicles', cardinality(vehicles)::bigint),
		('tasks with notes', cardinality(tasks)::bigint);
END
$$;
COMMENT ON FUNCTION purge_customers(date, boolean) IS 'Removes names, phone numbers, plates and callers'' notes of persons without any contact since a day (purgeable_customers(): an attempt of a follow-up that reached them is one, one that did not is none), and gives how many of each; visits, ownership, consents and tasks stay, under numbers. The day must lie parameter customer_keep_months back or more. Dry run: counts only. What the dealer system sends again is held again, until the next purge.';

CREATE OR REPLACE FUNCTION privacy_report(as_of date)
RETURNS TABLE (item text, value bigint, warning text)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = aftersales, pg_temp
BEGIN ATOMIC
	WITH held AS MATERIALIZED (
		SELECT count(*) FILTER (WHERE c.kind = 'person' AND (c.name <> '' OR c.phone IS NOT NULL)) AS persons,
			count(*) FILTER (WHERE c.kind = 'person' AND c.phone IS NOT NULL) AS phones,
			count(*) FILTER (WHERE c.kind = 'person' AND c.name = '' AND c.phone IS NULL) AS purged
		FROM aftersales.customer c
	), due AS MATERIALIZED (
		SELECT count(*) AS persons
		FROM aftersales.purgeable_customers((as_of - make_interval(months => aftersales.parameter_value('customer_keep_months')::integer))::date)
	), consented AS MATERIALIZED (
		SELECT s.purpose, s.channel, count(*) FILTER (WHERE s.granted) AS granted, count(*) FILTER (WHERE NOT s.granted) AS withdrawn
		FROM (SELECT DISTINCT ON (n.customer_no, n.purpose, n.channel) n.purpose, n.channel, n.granted
			FROM aftersales.consent n WHERE n.recorded_on <= as_of
			ORDER BY n.customer_no, n.purpose, n.channel, n.recorded_on DESC) s
		GROUP BY s.purpose, s.channel
	), accessed AS MATERIALIZED (
		SELECT count(*) FILTER (WHERE l.action = 'reveal') AS reveals, coalesce(sum(l.persons) FILTER (WHERE l.action = 'reveal'), 0)::bigint AS persons,
			count(DISTINCT l.accessed_by) FILTER (WHERE l.action = 'reveal') AS users
		FROM aftersales.access_log l WHERE l.accessed_at::date BETWEEN as_of - 29 AND as_of
	)
	SELECT u.item, u.value, u.warning
	FROM (SELECT 1 AS place, 'persons held' AS item, h.persons AS value,
			CASE WHEN h.persons > 100000 THEN 'more than 100,000: ask who is in charge of personal data what that obliges to' END AS warning FROM held h
		UNION ALL SELECT 2, 'persons with a phone number', h.phones, NULL FROM held h
		UNION ALL SELECT 3, 'persons due to be purged', d.persons, CASE WHEN d.persons > 0 THEN 'run purge' END FROM due d
		UNION ALL SELECT 4, 'persons purged', h.purged, NULL FROM held h
		UNION ALL SELECT 5, 'persons who refuse calls', (SELECT count(*) FROM aftersales.customer_masked m WHERE m.kind = 'person' AND m.do_not_call), NULL
		UNION ALL SELECT 6, format('consents in force: %s, %s', c.purpose, c.channel), c.granted, NULL FROM consented c
		UNION ALL SELECT 7, format('consents withdrawn: %s, %s', c.purpose, c.channel), c.withdrawn, NULL FROM consented c
		UNION ALL SELECT 8, 'accesses to raw values in 30 days', a.reveals, NULL FROM accessed a
		UNION ALL SELECT 9, 'persons shown in them', a.persons, NULL FROM accessed a
		UNION ALL SELECT 10, 'users who asked for them', a.users, NULL FROM accessed a) u
	ORDER BY u.place, u.item;
END;
COMMENT ON FUNCTION privacy_report(date) IS 'Personal data held: persons, with a warning above 100,000; who is due to be purged; consents; accesses to raw values in the 30 days up to the day (table access_log has each).';

CREATE OR REPLACE FUNCTION consent_history(customer text)
RETURNS TABLE (purpose text, channel text, granted boolean, from_day date, until_day date, proof text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.purpose, s.channel, s.granted, s.recorded_on,
		lead(s.recorded_on) OVER (PARTITION BY s.purpose, s.channel ORDER BY s.recorded_on), s.proof
	FROM aftersales.consent s
	WHERE s.customer_no = customer
	ORDER BY s.purpose, s.channel, s.recorded_on;
END;
COMMENT ON FUNCTION consent_history(text) IS 'What a customer consented to and withdrew, and when: each row holds from its day until the day before until_day, NULL: still.';
