CREATE OR REPLACE FUNCTION staff_present(dealer_code text, as_of date)
RETURNS TABLE (staff_no text, "position" text, capacity integer, on_duty boolean)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.staff_no, s.position, coalesce(s.daily_calls, CASE WHEN s.position IN ('caller', 'adviser', 'manager')
		THEN aftersales.parameter_value('daily_calls', s.dealer_code)::integer ELSE 0 END), coalesce(h.on_duty, aftersales.is_workday(as_of))
	FROM aftersales.staff s
	LEFT JOIN aftersales.staff_shift h ON h.dealer_code = s.dealer_code AND h.staff_no = s.staff_no AND h.day = as_of
	WHERE s.dealer_code = staff_present.dealer_code AND (s.employed_from IS NULL OR s.employed_from <= as_of)
		AND (s.employed_until IS NULL OR s.employed_until >= as_of) AND coalesce(h.on_duty, true);
END;
COMMENT ON FUNCTION staff_present(text, date) IS 'Who is employed at a station on a day and not recorded absent, how many follow-ups each can do, and whether he works: by the shifts, else on workdays.';

CREATE OR REPLACE FUNCTION staff_on_duty(dealer_code text, as_of date)
RETURNS TABLE (staff_no text, "position" text, capacity integer)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.staff_no, s.position, s.capacity FROM aftersales.staff_present(staff_on_duty.dealer_code, as_of) s WHERE s.on_duty;
END;
COMMENT ON FUNCTION staff_on_duty(text, date) IS 'Who works at a station on a day, by its shifts, else on workdays, and how many follow-ups each can do.';

CREATE OR REPLACE FUNCTION may_follow_up(dealer_code text, staff_no text, rule text, as_of date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM aftersales.staff_present(may_follow_up.dealer_code, as_of) s
		JOIN aftersales.follow_up_rule r ON r.rule = may_follow_up.rule
		WHERE s.staff_no = may_follow_up.staff_no AND s.capacity > 0
			AND (s.position = r.position OR r.position IS NULL AND s.position IS DISTINCT FROM 'manager' OR r.position = 'adviser' AND s.position = 'caller')
			AND (r.certificate IS NULL OR EXISTS (SELECT FROM aftersales.staff_certificate c
				WHERE c.dealer_code = may_follow_up.dealer_code AND c.staff_no = s.staff_no AND c.certificate = r.certificate
					AND c.valid_from <= as_of AND (c.valid_until IS NULL OR c.valid_until >= as_of))));
END;
COMMENT ON FUNCTION may_follow_up(text, text, text, date) IS 'Whether a person may have tasks of a rule on a day: employed, not recorded absent, of the rule''s position (none: anyone but managers), with its certificate valid on the day. A day off changes nothing.';

-- Slots of all people, each worth 1/capacity of its owner's day, are filled from the cheapest.
CREATE OR REPLACE FUNCTION fair_shares(loads integer[], capacities integer[], tasks bigint) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
	SELECT array_agg(loads[p.i] + coalesce(q.slots, 0) ORDER BY p.i)
	FROM generate_subscripts(loads, 1) p (i)
	LEFT JOIN (SELECT s.i, count(*)::integer AS slots
		FROM (SELECT g.i FROM generate_subscripts(loads, 1) g (i)
			CROSS JOIN LATERAL generate_series(loads[g.i] + 1, capacities[g.i]) k (slot)
			ORDER BY k.slot::numeric / capacities[g.i], g.i LIMIT tasks) s
		GROUP BY s.i) q ON q.i = p.i;
END;
COMMENT ON FUNCTION fair_shares(integer[], integer[], bigint) IS 'Loads after so many more tasks are shared out: in proportion to the capacities, never above them, among equal capacities with a difference of 1 at the most (where the loads at the start allow it).';

CREATE OR REPLACE FUNCTION follow_ups_to_assign(station text, as_of date)
RETURNS TABLE (place bigint, follow_up bigint, needs text, adviser text)
LANGUAGE sql STABLE SET search_path = aftersales, pg_temp
AS $$
	SELECT row_number() OVER (ORDER BY f.due_on, f.priority, f.vehicle_no, f.follow_up), f.follow_up, CASE WHEN f.escalated_on IS NULL THEN f.rule ELSE '' END,
		CASE WHEN f.escalated_on IS NULL THEN f.adviser END
	FROM follow_up f LEFT JOIN contact_permission p ON p.customer_no = f.customer_no AND p.purpose = f.purpose AND p.channel = f.channel
	WHERE f.dealer_code = station AND f.state IN ('new', 'attempted') AND f.assigned_to IS NULL
		AND as_of BETWEEN f.due_on AND f.expires_on AND (f.retry_on IS NULL OR f.retry_on <= as_of)
		AND (f.internal OR p.customer_no IS NOT NULL AND p.bar IS NULL)
$$;
COMMENT ON FUNCTION follow_ups_to_assign(text, date) IS 'Step of assign_follow_ups(): tasks of a station that nobody has and that may be done on a day; the oldest first (place); needs: the rule, empty: a manager, to whom it was escalated.';

CREATE OR REPLACE FUNCTION free_follow_ups(station text, as_of date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	late bigint[];
BEGIN
	UPDATE follow_up f SET state = CASE WHEN f.state = 'assigned' THEN 'new' ELSE f.state END, assigned_to = NULL, assigned_on = NULL, assigned_why = NULL
	WHERE f.dealer_code = station AND f.state IN ('assigned', 'attempted') AND f.assigned_to IS NOT NULL AND f.expires_on >= as_of
		AND NOT EXISTS (SELECT FROM staff_present(station, as_of) s WHERE s.staff_no = f.assigned_to
			AND (f.escalated_on IS NOT NULL AND s.position = 'manager' OR may_follow_up(station, f.assigned_to, f.rule, as_of)));
	IF NOT EXISTS (SELECT FROM staff_on_duty(station, as_of) s WHERE s.position = 'manager' AND s.capacity > 0) THEN
		RETURN;
	END IF;
	late := ARRAY(SELECT f.follow_up FROM follow_up f LEFT JOIN contact_permission p ON p.customer_no = f.customer_no AND p.purpose = f.purpose AND p.channel = f.channel
		WHERE f.dealer_code = station AND f.state IN ('new', 'assigned') AND f.escalated_on IS NULL AND f.expires_on >= as_of
			AND f.due_on <= as_of - parameter_value('escalate_days', station)::integer
			AND (f.internal OR p.customer_no IS NOT NULL AND p.bar IS NULL));
	UPDATE follow_up f SET escalated_on = as_of, state = 'new', assigned_to = NULL, assigned_on = NULL, assigned_why = NULL
	WHERE f.follow_up = ANY (late) AND f.state IN ('new', 'assigned');
END
$$;
COMMENT ON FUNCTION free_follow_ups(text, date) IS 'Step of assign_follow_ups(): takes open tasks back from people who are absent (a day off is no absence) or may not do them any more, and hands those that nobody has tried for parameter escalate_days to the managers.';

-- First the last adviser's, up to a fair share; then the others. Each time the oldest first, so what is left over keeps its turn: an
-- adviser is given no task that is newer than all there is time for. A load is what a person has to do and has done on the day.
CREATE OR REPLACE FUNCTION assign_station(station text, as_of date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	people text[];
	managers boolean[];
	loads integer[];
	shares integer[];
	capacities integer[];
	free_slots integer;
	able jsonb;
	slots jsonb;
	task record;
	best integer;
	chosen text;
	assigned bigint := 0;
BEGIN
	IF NOT EXISTS (SELECT FROM staff_on_duty(station, as_of)) THEN
		RETURN 0;
	END IF;
	PERFORM free_follow_ups(station, as_of);
	SELECT array_agg(s.staff_no ORDER BY s.staff_no), array_agg(s.capacity ORDER BY s.staff_no),
		array_agg(s.position IS NOT DISTINCT FROM 'manager' ORDER BY s.staff_no),
		array_agg(coalesce(b.tasks, 0) ORDER BY s.staff_no)
	INTO people, capacities, managers, loads
	FROM staff_on_duty(station, as_of) s
	LEFT JOIN (SELECT t.staff_no, count(*)::integer AS tasks
		FROM (SELECT f.assigned_to AS staff_no, f.follow_up FROM follow_up f
			WHERE f.dealer_code = station AND f.assigned_to IS NOT NULL AND f.state IN ('assigned', 'attempted')
				AND as_of BETWEEN f.due_on AND f.expires_on AND (f.retry_on IS NULL OR f.retry_on <= as_of)
			UNION
			SELECT a.staff_no, a.follow_up FROM follow_up_attempt a JOIN follow_up f ON f.follow_up = a.follow_up
			WHERE a.tried_on = as_of AND f.dealer_code = station) t
		GROUP BY t.staff_no) b ON b.staff_no = s.staff_no
	WHERE s.capacity > 0;
	IF people IS NULL THEN
		RETURN 0;
	END IF;
	SELECT jsonb_object_agg(r.rule, (SELECT jsonb_agg(may_follow_up(station, p.staff_no, r.rule, as_of) ORDER BY p.i)
		FROM unnest(people) WITH ORDINALITY p (staff_no, i)))
	INTO able FROM follow_up_rule r;
	-- how many of a rule those can do who are no managers
	SELECT jsonb_object_agg(a.key, (SELECT coalesce(sum(greatest(capacities[p.i] - loads[p.i], 0)), 0)
		FROM jsonb_array_elements(a.value) WITH ORDINALITY p (may, i) WHERE p.may::boolean AND NOT managers[p.i]))
	INTO slots FROM jsonb_each(able) a;
	able := able || jsonb_build_object('', to_jsonb(managers));
	shares := fair_shares(loads, ARRAY(SELECT CASE WHEN managers[p.i] THEN loads[p.i] ELSE capacities[p.i] END
		FROM generate_subscripts(people, 1) p (i) ORDER BY p.i),
		(SELECT count(*) FROM follow_ups_to_assign(station, as_of)));
	SELECT sum(greatest(p.capacity - p.load, 0)) INTO free_slots FROM unnest(loads, capacities, managers) p (load, capacity, manages) WHERE NOT p.manages;
	FOR task IN
		SELECT t.follow_up, t.needs, x.round, array_position(people, t.adviser) AS adviser_place
		FROM (SELECT n.*, count(*) FILTER (WHERE n.fits) OVER (ORDER BY n.place) AS older
			FROM (SELECT w.*, row_number() OVER (PARTITION BY w.needs ORDER BY w.place) <= (slots ->> w.needs)::integer AS fits
				FROM follow_ups_to_assign(station, as_of) w) n) t
		CROSS JOIN (VALUES (1), (2)) x (round)
		WHERE x.round = 2 OR t.adviser = ANY (people) AND t.fits AND t.older <= free_slots
		ORDER BY x.round, t.place
	LOOP
		best := NULL;
		IF task.round = 1 THEN
			IF (able -> task.needs ->> (task.adviser_place - 1))::boolean AND loads[task.adviser_place] < shares[task.adviser_place] THEN
				best := task.adviser_place;
			END IF;
		ELSE
			FOR i IN 1 .. array_length(people, 1) LOOP
				IF (able -> task.needs ->> (i - 1))::boolean AND loads[i] < capacities[i]
					AND (best IS NULL OR (loads[i] + 1)::bigint * capacities[best] < (loads[best] + 1)::bigint * capacities[i]) THEN
					best := i;
				END IF;
			END LOOP;
		END IF;
		CONTINUE WHEN best IS NULL;
		chosen := people[best];
		UPDATE follow_up f SET state = CASE WHEN f.state = 'new' THEN 'assigned' ELSE f.state END, assigned_to = chosen, assigned_on = as_of,
			state_on = CASE WHEN f.state = 'new' THEN as_of ELSE f.state_on END,
			assigned_why = CASE WHEN task.needs = '' THEN 'escalated' WHEN task.round = 1 THEN 'last adviser' ELSE 'least load' END
		WHERE f.follow_up = task.follow_up AND f.state IN ('new', 'attempted') AND f.assigned_to IS NULL;
		IF FOUND THEN
			loads[best] := loads[best] + 1;
			assigned := assigned + 1;
		END IF;
	END LOOP;
	RETURN assigned;
END
$$;
COMMENT ON FUNCTION assign_station(text, date) IS 'Step of assign_follow_ups(): one station.';

CREATE OR REPLACE FUNCTION assign_follow_ups(as_of date DEFAULT today(), dealer text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	IF as_of > newest_day() THEN
		RAISE EXCEPTION 'as_of % is in the future', as_of
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('Today is %s.', newest_day()), HINT = 'Share out the tasks of a day when it has come.';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.assign_follow_ups', 0));
	RETURN (SELECT coalesce(sum(assign_station(d.dealer_code, as_of)), 0)
		FROM (SELECT o.dealer_code FROM dealer o WHERE (dealer IS NULL OR o.dealer_code = dealer) AND is_my_dealer(o.dealer_code) ORDER BY o.dealer_code OFFSET 0) d);
END
$$;
COMMENT ON FUNCTION assign_follow_ups(date, text) IS 'Shares out the open tasks due on a day among the people on duty who may do them: the last adviser first, up to a fair share, then who has the least to do for his capacity; the oldest tasks first, what is left over stays unassigned. Tasks of people who are recorded absent or may no longer do them are shared out again; what a person has tried that day counts for his capacity. Tasks of customers who may not be called are passed over. Same input, same result. Returns how many were assigned. Error 22023: the day is in the future. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION assign_follow_up(follow_up bigint, staff_no text, as_of date DEFAULT today()) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	task aftersales.follow_up;
BEGIN
	SELECT f.* INTO task FROM aftersales.follow_up f WHERE f.follow_up = assign_follow_up.follow_up FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'follow-up % does not exist', follow_up
			USING ERRCODE = 'no_data_found', HINT = 'follow_up_list() shows the numbers of the open ones.';
	ELSIF task.state NOT IN ('new', 'assigned', 'attempted') THEN
		RAISE EXCEPTION 'follow-up % is closed', follow_up
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = format('Its state is "%s".', task.state);
	ELSIF NOT EXISTS (SELECT FROM staff_on_duty(task.dealer_code, as_of) s WHERE s.staff_no = assign_follow_up.staff_no) THEN
		RAISE EXCEPTION 'person "%" of station "%" is not on duty on %', staff_no, task.dealer_code, as_of USING ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF NOT may_follow_up(task.dealer_code, staff_no, task.rule, as_of) THEN
		RAISE EXCEPTION 'person "%" of station "%" may not do tasks of rule "%" on %', staff_no, task.dealer_code, task.rule, as_of
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'The position does not fit, or a certificate is missing or not valid on the day.';
	END IF;
	UPDATE aftersales.follow_up f SET state = CASE WHEN f.state = 'new' THEN 'assigned' ELSE f.state END, state_on = CASE WHEN f.state = 'new' THEN as_of ELSE f.state_on END,
		assigned_to = assign_follow_up.staff_no, assigned_on = as_of, assigned_why = 'by hand'
	WHERE f.follow_up = task.follow_up;
END
$$;
COMMENT ON FUNCTION assign_follow_up(bigint, text, date) IS 'Gives a task to a person. Error 55000: the person is not on duty, not certified or not of the position that the rule wants, or the task is closed.';

CREATE OR REPLACE FUNCTION reassign_follow_ups(dealer text, staff_no text, as_of date DEFAULT today(), until date DEFAULT NULL, reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM staff s WHERE s.dealer_code = dealer AND s.staff_no = reassign_follow_ups.staff_no) THEN
		RAISE EXCEPTION 'person "%" of station "%" does not exist', staff_no, dealer USING ERRCODE = 'no_data_found';
	ELSIF coalesce(until, as_of) NOT BETWEEN as_of AND as_of + 366 THEN
		RAISE EXCEPTION 'an absence lasts from 1 to 367 days' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	INSERT INTO staff_shift (dealer_code, staff_no, day, on_duty, reason)
	SELECT dealer, reassign_follow_ups.staff_no, g::date, false, reassign_follow_ups.reason
	FROM generate_series(as_of::timestamp, coalesce(until, as_of)::timestamp, interval '1 day') g
	ON CONFLICT ON CONSTRAINT staff_shift_pkey DO UPDATE SET on_duty = false, reason = excluded.reason;
	RETURN CASE WHEN as_of > newest_day() THEN 0 ELSE assign_follow_ups(as_of, dealer) END;
END
$$;
COMMENT ON FUNCTION reassign_follow_ups(text, text, date, date, text) IS 'Records that a person is absent from one day to another (NULL: that day) and shares out the tasks again if it begins today or before. Returns how many were assigned.';
