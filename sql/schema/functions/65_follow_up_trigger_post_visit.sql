CREATE OR REPLACE FUNCTION post_visit_calls()
RETURNS TABLE (vehicle_no text, trigger_key text, cycle integer, dealer_code text, customer_no text, due_on date, expires_on date,
	closed_on date, load_batch bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.vehicle_no, v.dealer_code || '/' || v.visit_no, 1, v.dealer_code, coalesce(v.customer_no, o.customer_no),
		v.closed_on + r.offset_days, v.closed_on + r.offset_days + r.window_days, v.closed_on, v.load_batch
	FROM aftersales.follow_up_rule r
	CROSS JOIN aftersales.visit v
	LEFT JOIN aftersales.vehicle_owner o ON o.vehicle_no = v.vehicle_no
		AND o.owned_from <= v.opened_on AND (o.owned_until IS NULL OR o.owned_until > v.opened_on)
	WHERE r.rule = 'post_visit' AND v.voided_at IS NULL;
END;
COMMENT ON FUNCTION post_visit_calls() IS 'The call after each finished visit, by its station, with who brought the vehicle, else its owner of that day.';

CREATE OR REPLACE FUNCTION follow_up_trigger_post_visit(as_of date)
RETURNS TABLE (vehicle_no text, trigger_key text, cycle integer, dealer_code text, customer_no text, due_on date, expires_on date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT c.vehicle_no, c.trigger_key, c.cycle, c.dealer_code, c.customer_no, c.due_on, c.expires_on
	FROM aftersales.follow_up_rule r
	JOIN aftersales.post_visit_calls() c ON c.closed_on BETWEEN as_of - r.offset_days - r.window_days AND as_of - r.offset_days
	WHERE r.rule = 'post_visit';
END;
COMMENT ON FUNCTION follow_up_trigger_post_visit(date) IS 'Calls after a finished visit that are due on a day: one a visit, from the settlement on, by its station, with who brought the vehicle, else its owner of that day.';
