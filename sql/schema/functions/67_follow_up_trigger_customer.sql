-- Triggers that look at complaints, parts and customers.
CREATE OR REPLACE FUNCTION complaint_vehicle(vehicle_no text, dealer_code text, visit_no text, customer_no text, opened_on date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(complaint_vehicle.vehicle_no,
		(SELECT v.vehicle_no FROM aftersales.visit v WHERE v.dealer_code = complaint_vehicle.dealer_code AND v.visit_no = complaint_vehicle.visit_no),
		(SELECT v.vehicle_no FROM aftersales.visit v WHERE v.dealer_code = complaint_vehicle.dealer_code AND v.customer_no = complaint_vehicle.customer_no
			AND v.opened_on <= complaint_vehicle.opened_on AND v.voided_at IS NULL ORDER BY v.opened_on DESC, v.visit_no LIMIT 1),
		(SELECT min(o.vehicle_no) FROM aftersales.vehicle_owner o
			WHERE o.customer_no = complaint_vehicle.customer_no AND o.owned_from <= complaint_vehicle.opened_on AND (o.owned_until IS NULL OR o.owned_until > complaint_vehicle.opened_on)));
END;
COMMENT ON FUNCTION complaint_vehicle(text, text, text, text, date) IS 'The vehicle a complaint is about, of which these are columns: its own, its visit''s, the one the customer brought to the station last, or one he owned; NULL: unknown, see complaints_without_call().';

CREATE OR REPLACE FUNCTION follow_up_trigger_complaint_opened(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, c.dealer_code || '/' || c.complaint_no, c.opened_on, c.dealer_code, c.customer_no, NULL::text, NULL::text, '投诉等级 ' || c.level
	FROM aftersales.complaint c
	CROSS JOIN LATERAL (SELECT aftersales.complaint_vehicle(c.vehicle_no, c.dealer_code, c.visit_no, c.customer_no, c.opened_on)) v (vehicle_no)
	WHERE c.opened_on BETWEEN from_on AND to_on AND (c.closed_on IS NULL OR c.closed_on > as_of) AND v.vehicle_no IS NOT NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_complaint_opened(text, date, date, date) IS 'Complaints opened in these days and not closed, of which complaint_vehicle() knows a vehicle.';

CREATE OR REPLACE FUNCTION follow_up_trigger_complaint_closed(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, c.dealer_code || '/' || c.complaint_no, c.closed_on, c.dealer_code, c.customer_no, NULL::text, NULL::text, '结案 ' || c.closed_on
	FROM aftersales.complaint c
	CROSS JOIN LATERAL (SELECT aftersales.complaint_vehicle(c.vehicle_no, c.dealer_code, c.visit_no, c.customer_no, c.opened_on)) v (vehicle_no)
	WHERE c.closed_on BETWEEN from_on AND to_on AND v.vehicle_no IS NOT NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_complaint_closed(text, date, date, date) IS 'Complaints closed in these days: whether the customer is content.';

-- Receipts of these days go to those who have waited longest.
CREATE OR REPLACE FUNCTION follow_up_trigger_parts_arrived(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH waiting AS MATERIALIZED (
		SELECT v.dealer_code, v.visit_no, v.vehicle_no, v.customer_no, v.staff_no, v.opened_on, l.part_no,
			sum(l.quantity - l.quantity_filled) OVER (PARTITION BY v.dealer_code, l.part_no ORDER BY v.opened_on, v.visit_no, l.line_no) AS up_to
		FROM aftersales.visit v JOIN aftersales.visit_line l ON l.dealer_code = v.dealer_code AND l.visit_no = v.visit_no
		WHERE (v.closed_on IS NULL OR v.closed_on > as_of) AND v.voided_at IS NULL AND v.opened_on <= as_of
			AND l.kind = 'part' AND l.voided_at IS NULL AND l.quantity_filled < l.quantity
	), received AS MATERIALIZED (
		SELECT m.dealer_code, m.part_no, m.moved_on,
			sum(sum(m.quantity)) OVER (PARTITION BY m.dealer_code, m.part_no ORDER BY m.moved_on) AS got
		FROM aftersales.dealer d JOIN aftersales.stock_movement m ON m.dealer_code = d.dealer_code AND m.moved_on BETWEEN from_on AND to_on
		WHERE m.kind IN ('receipt', 'transfer_in') AND m.quantity > 0
		GROUP BY m.dealer_code, m.part_no, m.moved_on
	)
	SELECT DISTINCT ON (w.dealer_code, w.visit_no, w.part_no)
		w.vehicle_no, w.dealer_code || '/' || w.visit_no || '/' || w.part_no, r.moved_on, w.dealer_code, w.customer_no, w.staff_no, NULL::text, '配件 ' || w.part_no
	FROM waiting w JOIN received r ON r.dealer_code = w.dealer_code AND r.part_no = w.part_no AND r.moved_on >= w.opened_on AND r.got >= w.up_to
	ORDER BY w.dealer_code, w.visit_no, w.part_no, r.moved_on;
END;
COMMENT ON FUNCTION follow_up_trigger_parts_arrived(text, date, date, date) IS 'Open visits whose missing part was received in these days, in the order in which they wait.';

CREATE OR REPLACE FUNCTION follow_up_trigger_top_customer(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH list AS MATERIALIZED (
		-- a station's in a month, by a number, which is compared quicker than both
		SELECT row_number() OVER () AS list, m.first_on, (m.first_on - interval '12 months')::date AS spent_from, r.dealer_code, (r.parameters ->> 'share')::numeric AS share,
			make_interval(months => (r.parameters ->> 'apart_months')::integer) AS apart
		FROM aftersales.months_begun(from_on, to_on) m (first_on)
		CROSS JOIN aftersales.follow_up_rule_at r
		WHERE r.rule = follow_up_trigger_top_customer.rule AND r.active
	), known AS MATERIALIZED (
		SELECT l.list, v.vehicle_no, v.opened_on, v.amount, coalesce(v.customer_no, o.customer_no) AS customer_no
		FROM list l
		JOIN aftersales.visit v ON v.dealer_code = l.dealer_code AND v.opened_on >= (from_on - interval '12 months')::date AND v.opened_on < to_on
			-- + 0: these two only divide the days above among the lists, and are no conditions for an index
			AND v.opened_on + 0 >= l.spent_from AND v.opened_on + 0 < l.first_on
		LEFT JOIN aftersales.vehicle_owner o ON v.customer_no IS NULL AND o.vehicle_no = v.vehicle_no
			AND o.owned_from <= l.first_on AND (o.owned_until IS NULL OR o.owned_until > l.first_on)
		WHERE v.voided_at IS NULL AND v.amount IS NOT NULL AND coalesce(v.customer_no, o.customer_no) IS NOT NULL
	), ranked AS (
		SELECT k.list, k.customer_no, sum(k.amount) AS amount, row_number() OVER (PARTITION BY k.list ORDER BY sum(k.amount) DESC, k.customer_no) AS place,
			count(*) OVER (PARTITION BY k.list) AS customers
		FROM known k GROUP BY k.list, k.customer_no HAVING sum(k.amount) > 0
	), top AS MATERIALIZED (
		SELECT DISTINCT ON (l.first_on, k.customer_no) l.first_on, k.customer_no, l.dealer_code, k.list, k.place, k.customers
		FROM ranked k JOIN list l ON l.list = k.list
		WHERE k.place <= ceil(k.customers * l.share)
			AND NOT EXISTS (SELECT FROM aftersales.complaint c WHERE c.customer_no = k.customer_no AND c.opened_on <= as_of
				AND (c.closed_on IS NULL OR c.closed_on > as_of))
			AND NOT EXISTS (SELECT FROM aftersales.follow_up f WHERE f.customer_no = k.customer_no AND f.rule = follow_up_trigger_top_customer.rule
				AND f.event_on > (l.first_on - l.apart)::date AND f.event_on <= l.first_on)
		ORDER BY l.first_on, k.customer_no, k.amount DESC, l.dealer_code
	)
	SELECT DISTINCT ON (t.first_on, t.customer_no) k.vehicle_no, to_char(t.first_on, 'YYYY-MM'), t.first_on, t.dealer_code, t.customer_no, NULL::text, NULL::text,
		'消费第 ' || t.place || ' 名，共 ' || t.customers || ' 名'
	FROM top t
	-- IS TRUE: hashed, whatever is known of the number of rows
	JOIN (SELECT w.* FROM known w WHERE ((w.list, w.customer_no) IN (SELECT p.list, p.customer_no FROM top p)) IS TRUE) k
		ON k.list = t.list AND k.customer_no = t.customer_no
	ORDER BY t.first_on, t.customer_no, k.opened_on DESC, k.vehicle_no;
END;
COMMENT ON FUNCTION follow_up_trigger_top_customer(text, date, date, date) IS 'On the first of a month the customers of a station who spent most in the twelve months before: parameter share of them; at least apart_months apart, never with an open complaint, and by one station only.';

CREATE OR REPLACE FUNCTION follow_up_trigger_care_day(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH day AS MATERIALIZED (
		SELECT g::date AS care_on FROM generate_series(from_on::timestamp, to_on::timestamp, interval '1 day') g
		WHERE EXISTS (SELECT FROM aftersales.follow_up_rule_at r WHERE r.rule = follow_up_trigger_care_day.rule AND r.active
			AND r.parameters -> 'days' ? to_char(g, 'MM-DD'))
	), willing AS MATERIALIZED (
		SELECT DISTINCT ON (d.care_on, c.customer_no, c.channel) d.care_on, c.customer_no, c.channel, c.granted
		FROM day d JOIN aftersales.consent c ON c.recorded_on <= d.care_on
		WHERE c.purpose = 'marketing' AND EXISTS (SELECT FROM day)
		ORDER BY d.care_on, c.customer_no, c.channel, c.recorded_on DESC
	)
	SELECT DISTINCT ON (w.care_on, w.customer_no) v.vehicle_no, w.care_on::text, w.care_on, r.dealer_code, w.customer_no, NULL::text, NULL::text, NULL::text
	FROM willing w
	JOIN aftersales.vehicle_owner o ON o.customer_no = w.customer_no AND o.owned_from <= w.care_on AND (o.owned_until IS NULL OR o.owned_until > w.care_on)
	JOIN aftersales.vehicle v ON v.vehicle_no = o.vehicle_no AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of)
	LEFT JOIN LATERAL (SELECT k.dealer_code FROM aftersales.vehicle_state k
		WHERE k.vehicle_no = v.vehicle_no AND k.seen_on <= as_of ORDER BY k.seen_on DESC LIMIT 1) s ON true
	JOIN aftersales.follow_up_rule_at r ON r.rule = follow_up_trigger_care_day.rule AND r.dealer_code = coalesce(s.dealer_code, v.dealer_code)
		AND r.channel = w.channel AND r.parameters -> 'days' ? to_char(w.care_on, 'MM-DD')
	WHERE w.granted
	ORDER BY w.care_on, w.customer_no, v.vehicle_no;
END;
COMMENT ON FUNCTION follow_up_trigger_care_day(text, date, date, date) IS 'Owners who consented to marketing by the rule''s channel, once each, on the days of the year in parameter days (MM-DD).';
