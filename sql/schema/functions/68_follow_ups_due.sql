-- Every rule's trigger. To add a rule: its function follow_up_trigger_<rule>, a line here, a row in follow_up_rule.
CREATE OR REPLACE FUNCTION follow_ups_due(as_of date)
RETURNS TABLE (rule text, vehicle_no text, trigger_key text, cycle integer, dealer_code text, customer_no text, due_on date, expires_on date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT 'post_visit', t.* FROM aftersales.follow_up_trigger_post_visit(as_of) t
	UNION ALL
	SELECT 'maintenance_due', t.* FROM aftersales.follow_up_trigger_maintenance_due(as_of) t
	UNION ALL
	SELECT 'lost_interview', t.* FROM aftersales.follow_up_trigger_lost_interview(as_of) t;
END;
COMMENT ON FUNCTION follow_ups_due(date) IS 'Every contact that the rules want on a day, made before or not; due_on <= the day <= expires_on.';
