CREATE OR REPLACE FUNCTION follow_up_list(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (follow_up bigint, dealer_code text, rule text, reason text, vehicle_no text, plate text, customer text, phone text,
	due_on date, expires_on date, state text, attempts bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.follow_up, f.dealer_code, f.rule, r.name || ' ' || f.trigger_key, f.vehicle_no, v.plate, c.name, c.phone,
		f.due_on, f.expires_on, f.state,
		(SELECT count(*) FROM aftersales.follow_up_attempt a WHERE a.follow_up = f.follow_up)
	FROM aftersales.follow_up f
	JOIN aftersales.follow_up_rule r ON r.rule = f.rule
	JOIN aftersales.vehicle v ON v.vehicle_no = f.vehicle_no
	JOIN aftersales.customer_masked c ON c.customer_no = f.customer_no
	WHERE f.state IN ('new', 'assigned', 'attempted') AND as_of BETWEEN f.due_on AND f.expires_on
		AND (f.retry_on IS NULL OR f.retry_on <= as_of) AND NOT c.do_not_call
		AND (dealer IS NULL OR f.dealer_code = dealer)
	ORDER BY r.priority, f.due_on, f.vehicle_no, f.follow_up;
END;
COMMENT ON FUNCTION follow_up_list(date, text) IS 'Open tasks to call on a day, the most pressing first; names and phone numbers masked. dealer NULL: all stations.';
