-- OFFSET 0: by key, as vehicle_masked is a barrier, which is not merged with what asks it.
CREATE OR REPLACE FUNCTION follow_up_list(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (follow_up bigint, dealer_code text, rule text, reason text, vehicle_no text, plate text, customer text, phone text,
	due_on date, expires_on date, state text, attempts integer, channel text, retry_half text, assigned_to text, assignee text, customer_no text, detail text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.follow_up, f.dealer_code, f.rule, r.name || ' ' || f.trigger_key, f.vehicle_no, v.plate, c.name, c.phone,
		f.due_on, f.expires_on, f.state, f.attempts, f.channel, f.retry_half, f.assigned_to, s.name, f.customer_no, f.detail
	FROM aftersales.follow_up f
	JOIN aftersales.follow_up_rule r ON r.rule = f.rule
	CROSS JOIN LATERAL (SELECT w.plate FROM aftersales.vehicle_masked w WHERE w.vehicle_no = f.vehicle_no OFFSET 0) v
	LEFT JOIN aftersales.customer_masked c ON c.customer_no = f.customer_no
	LEFT JOIN aftersales.contact_permission p ON p.customer_no = f.customer_no AND p.purpose = f.purpose AND p.channel = f.channel
	LEFT JOIN aftersales.staff s ON s.dealer_code = f.dealer_code AND s.staff_no = f.assigned_to
	WHERE f.state IN ('new', 'assigned', 'attempted') AND as_of BETWEEN f.due_on AND f.expires_on
		AND (f.retry_on IS NULL OR f.retry_on <= as_of) AND (f.internal OR p.customer_no IS NOT NULL AND p.bar IS NULL)
		AND (dealer IS NULL OR f.dealer_code = dealer)
	ORDER BY f.priority, f.due_on, f.vehicle_no, f.follow_up;
END;
COMMENT ON FUNCTION follow_up_list(date, text) IS 'Open tasks to call on a day, the most pressing first; names, phone numbers and plates masked. Whom nobody may call any more is left out. retry_half: try in that half of the day (am, pm), NULL: any. dealer NULL: all stations.';
