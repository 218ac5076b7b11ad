CREATE OR REPLACE FUNCTION follow_up_explanation(follow_up bigint)
RETURNS TABLE (item text, explanation text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.item, e.explanation
	FROM aftersales.follow_up f
	JOIN aftersales.follow_up_rule r ON r.rule = f.rule
	JOIN aftersales.follow_up_rule_at a ON a.rule = f.rule AND a.dealer_code = f.dealer_code
	CROSS JOIN LATERAL (VALUES
		(1, 'task', format('Rule "%s" (%s), precedence %s: %s on %s%s; trigger %s, cycle %s of %s.', f.rule, r.name, f.priority,
			coalesce(replace(r.trigger, '_', ' '), 'recorded outcome'), f.event_on, coalesce(', ' || f.detail, ''), f.trigger_key, f.cycle, r.cycles)),
		(2, 'day', format('%s and %s days are %s; %s. It can be done until %s; made by the run of %s.', f.event_on, a.offset_days + (f.cycle - 1) * a.cycle_days,
			f.event_on + a.offset_days + (f.cycle - 1) * a.cycle_days,
			CASE WHEN f.due_on = f.event_on + a.offset_days + (f.cycle - 1) * a.cycle_days THEN 'that is the due day'
				ELSE format('the due day is %s (days off are skipped, or the rule has changed since)', f.due_on) END, f.expires_on, f.made_as_of)),
		(3, 'person', CASE WHEN f.assigned_to IS NOT NULL THEN format('Given to %s on %s: %s.', f.assigned_to, f.assigned_on, f.assigned_why)
			WHEN f.state IN ('new', 'attempted') THEN format('Not given to anybody yet%s.', CASE WHEN f.escalated_on IS NOT NULL THEN '; waits for a manager since ' || f.escalated_on ELSE '' END)
			ELSE 'Nobody.' END),
		(4, 'state', format('%s since %s%s; %s attempts%s.', f.state, f.state_on, coalesce(': ' || f.state_reason, ''), f.attempts,
			CASE WHEN f.retry_on IS NOT NULL THEN format('; next on %s (%s) by %s', f.retry_on, f.retry_half, f.channel) ELSE '' END))) e (place, item, explanation)
	WHERE f.follow_up = follow_up_explanation.follow_up
	ORDER BY e.place;
END;
COMMENT ON FUNCTION follow_up_explanation(bigint) IS 'Why a task is there, why on that day, why with that person, and what became of it, or why it is held back. No personal data.';
