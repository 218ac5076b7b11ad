CREATE OR REPLACE FUNCTION follow_up_status(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, staff_no text, open bigint, due bigint, late_1_3 bigint, late_4_7 bigint, late_more bigint, oldest_due date,
	escalated bigint, done bigint, unreached bigint, refused bigint, expired bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.dealer_code, f.assigned_to, count(*) FILTER (WHERE o.open), count(*) FILTER (WHERE o.open AND f.due_on <= as_of),
		count(*) FILTER (WHERE o.open AND as_of - f.due_on BETWEEN 1 AND 3), count(*) FILTER (WHERE o.open AND as_of - f.due_on BETWEEN 4 AND 7),
		count(*) FILTER (WHERE o.open AND as_of - f.due_on > 7), min(f.due_on) FILTER (WHERE o.open),
		count(*) FILTER (WHERE o.open AND f.escalated_on IS NOT NULL), count(*) FILTER (WHERE f.state = 'done'),
		count(*) FILTER (WHERE f.state IN ('unreachable', 'wrong_number')), count(*) FILTER (WHERE f.state = 'refused'), count(*) FILTER (WHERE f.state = 'expired')
	FROM aftersales.follow_up f
	CROSS JOIN LATERAL (SELECT f.state IN ('new', 'assigned', 'attempted') AND f.expires_on >= as_of AS open) o
	WHERE (dealer IS NULL OR f.dealer_code = dealer) AND (o.open OR f.state_on BETWEEN as_of - 29 AND as_of)
	GROUP BY f.dealer_code, f.assigned_to
	ORDER BY f.dealer_code, f.assigned_to NULLS LAST;
END;
COMMENT ON FUNCTION follow_up_status(date, text) IS 'Tasks by station and person (NULL: given to nobody): open, of them due and days late; and what became of others in the 30 days up to the day. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION follow_up_coverage(from_day date, to_day date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, outcome text, reason text, visits bigint, share numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT c.dealer_code, c.outcome, c.reason, count(*), round(count(*) / sum(count(*)) OVER (PARTITION BY c.dealer_code), 4)
	FROM (SELECT v.dealer_code, coalesce(CASE WHEN f.state IN ('new', 'assigned', 'attempted') THEN 'open' ELSE f.state END, 'missing') AS outcome, f.state_reason AS reason
		FROM aftersales.visit v
		LEFT JOIN aftersales.follow_up f ON f.rule IN (SELECT r.rule FROM aftersales.follow_up_rule r WHERE r.trigger = 'visit')
			AND f.vehicle_no = v.vehicle_no AND f.trigger_key = v.dealer_code || '/' || v.visit_no AND f.cycle = 1
		WHERE v.closed_on BETWEEN from_day AND to_day AND v.voided_at IS NULL AND (dealer IS NULL OR v.dealer_code = dealer)) c
	GROUP BY c.dealer_code, c.outcome, c.reason
	ORDER BY c.dealer_code, c.outcome, c.reason;
END;
COMMENT ON FUNCTION follow_up_coverage(date, date, text) IS 'What became of the call after each visit settled in these days: done, open, or why not; missing: no task and no reason, as where the rule is off or its day has not come. dealer NULL: all stations.';
