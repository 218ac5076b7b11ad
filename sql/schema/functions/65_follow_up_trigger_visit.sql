-- Triggers that look at finished visits. Keys: station/visit.
CREATE OR REPLACE FUNCTION follow_up_trigger_visit(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, v.dealer_code || '/' || v.visit_no, v.closed_on, v.dealer_code, v.customer_no, v.staff_no,
		CASE WHEN r.parameters -> 'without' ? v.kind THEN 'no call after a visit of kind ' || v.kind END, k.name
	FROM aftersales.follow_up_rule_at r
	JOIN aftersales.visit v ON v.dealer_code = r.dealer_code AND v.closed_on BETWEEN from_on AND to_on
	JOIN aftersales.visit_kind k ON k.kind = v.kind
	WHERE r.rule = follow_up_trigger_visit.rule AND v.voided_at IS NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_visit(text, date, date, date) IS 'Each visit settled in these days, by its station. Parameter without: kinds of visits after which nobody calls; the reason is recorded.';

CREATE OR REPLACE FUNCTION follow_up_trigger_major_repair(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, v.dealer_code || '/' || v.visit_no, v.closed_on, v.dealer_code, v.customer_no, v.staff_no, NULL,
		CASE WHEN v.amount >= (r.parameters ->> 'amount')::numeric THEN '金额 ' || v.amount ELSE '更换总成' END
	FROM aftersales.follow_up_rule_at r
	JOIN aftersales.visit v ON v.dealer_code = r.dealer_code AND v.closed_on BETWEEN from_on AND to_on
	WHERE r.rule = follow_up_trigger_major_repair.rule AND v.voided_at IS NULL AND v.kind IN ('repair', 'warranty', 'accident')
		AND (v.amount >= (r.parameters ->> 'amount')::numeric
			OR EXISTS (SELECT FROM aftersales.visit_line l JOIN aftersales.part p ON p.part_no = l.part_no
				WHERE l.dealer_code = v.dealer_code AND l.visit_no = v.visit_no AND l.voided_at IS NULL AND l.quantity > 0 AND p.attribute = 'assembly'));
END;
COMMENT ON FUNCTION follow_up_trigger_major_repair(text, date, date, date) IS 'Each repair settled in these days that replaced an assembly or cost parameter amount or more.';

CREATE OR REPLACE FUNCTION follow_up_trigger_large_visit(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, v.dealer_code || '/' || v.visit_no, v.closed_on, v.dealer_code, v.customer_no, v.staff_no, NULL, '金额 ' || v.amount
	FROM aftersales.follow_up_rule_at r
	JOIN aftersales.visit v ON v.dealer_code = r.dealer_code AND v.closed_on BETWEEN from_on AND to_on
	WHERE r.rule = follow_up_trigger_large_visit.rule AND v.voided_at IS NULL AND v.amount >= (r.parameters ->> 'amount')::numeric;
END;
COMMENT ON FUNCTION follow_up_trigger_large_visit(text, date, date, date) IS 'Each visit settled in these days for parameter amount or more.';

-- Drawn from the visits alone, so that it can be drawn again: sampled by hash, and asked unless a sampled visit of the customer is less
-- than apart_days before. (A customer already asked within apart_days, as an earlier visit came late, is not asked again either; nobody
-- is asked before a visit is settled, so the index by customer and state_on leaves out what is older.)
CREATE OR REPLACE FUNCTION follow_up_trigger_survey_sample(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH here AS MATERIALIZED (
		SELECT r.dealer_code, r.parameters ->> 'seed' AS seed, (r.parameters ->> 'share')::double precision AS share, (r.parameters ->> 'apart_days')::integer AS apart
		FROM aftersales.follow_up_rule_at r WHERE r.rule = follow_up_trigger_survey_sample.rule
	), sampled AS MATERIALIZED (
		SELECT v.vehicle_no, v.dealer_code || '/' || v.visit_no AS key, v.closed_on, v.dealer_code, v.customer_no, v.staff_no, r.apart
		FROM here r
		JOIN aftersales.visit v ON v.dealer_code = r.dealer_code
		JOIN aftersales.visit_kind k ON k.kind = v.kind
		WHERE v.closed_on BETWEEN from_on - (SELECT max(h.apart) FROM here h) AND least(to_on, as_of) AND v.closed_on >= from_on - r.apart
			AND v.voided_at IS NULL AND k.counts_as_return
			AND aftersales.hash_share(r.seed || '/' || v.dealer_code || '/' || v.visit_no) < r.share
	), known AS (
		SELECT s.vehicle_no, s.key, s.closed_on, s.dealer_code, s.staff_no, s.apart, coalesce(s.customer_no, o.customer_no) AS customer_no
		FROM sampled s
		LEFT JOIN LATERAL (SELECT w.customer_no FROM aftersales.vehicle_owner w WHERE w.vehicle_no = s.vehicle_no
			AND w.owned_from <= s.closed_on AND (w.owned_until IS NULL OR w.owned_until > s.closed_on) LIMIT 1) o ON true
	), spaced AS (
		SELECT k.*, lag(k.closed_on) OVER (PARTITION BY k.customer_no ORDER BY k.closed_on, k.key) AS before FROM known k WHERE k.customer_no IS NOT NULL
	)
	SELECT s.vehicle_no, s.key, s.closed_on, s.dealer_code, s.customer_no, s.staff_no, NULL::text, NULL::text
	FROM spaced s
	WHERE s.closed_on >= from_on AND (s.before IS NULL OR s.closed_on - s.before >= s.apart)
		-- OFFSET 0: by customer alone, not by all surveys of these days, too
		AND (SELECT f.follow_up FROM (SELECT c.* FROM aftersales.follow_up c WHERE c.customer_no = s.customer_no AND c.state_on > s.closed_on - s.apart OFFSET 0) f
			WHERE f.rule = follow_up_trigger_survey_sample.rule AND f.trigger_key <> s.key
			AND f.event_on > s.closed_on - s.apart AND f.event_on < s.closed_on + s.apart LIMIT 1) IS NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_survey_sample(text, date, date, date) IS 'A random sample of the visits settled in these days, the same at every draw: parameters share, seed, and apart_days between two surveys of a customer.';

-- Two joins, so that the visits are read by a plain one.
CREATE OR REPLACE FUNCTION follow_up_trigger_unreached_visit(rule text, from_on date, to_on date, as_of date) RETURNS SETOF follow_up_event
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH unreached AS MATERIALIZED (
		SELECT f.vehicle_no, min(f.unreached_on) AS since
		FROM aftersales.follow_up f
		WHERE f.unreached_on >= from_on - 730
		GROUP BY f.vehicle_no
	)
	SELECT v.vehicle_no, v.dealer_code || '/' || v.visit_no, v.opened_on, v.dealer_code, v.customer_no, v.staff_no, NULL, '自 ' || u.since || ' 起未联系上'
	FROM unreached u
	JOIN aftersales.visit v ON v.vehicle_no = u.vehicle_no AND v.opened_on > u.since AND v.opened_on BETWEEN from_on AND to_on
	WHERE v.voided_at IS NULL
		AND NOT EXISTS (SELECT FROM aftersales.follow_up g WHERE g.vehicle_no = u.vehicle_no AND g.rule = follow_up_trigger_unreached_visit.rule
			AND g.state = 'done' AND g.state_on >= u.since);
END;
COMMENT ON FUNCTION follow_up_trigger_unreached_visit(text, date, date, date) IS 'Each visit opened in these days by a vehicle whose customer could not be reached: the adviser confirms the contact.';
