CREATE OR REPLACE VIEW follow_up_rule_at AS
SELECT r.rule, d.dealer_code, r.name, r.trigger, r.purpose, coalesce(s.channel, r.channel) AS channel,
	coalesce(s.offset_days, r.offset_days) AS offset_days, coalesce(s.window_days, r.window_days) AS window_days,
	coalesce(s.priority, r.priority) AS priority, r.cycles, r.cycle_days, r.position, r.certificate, r.internal, r.late, r.ends_on_visit,
	r.hold_out, r.parameters || coalesce(s.parameters, '{}') AS parameters, coalesce(s.active, r.active) AS active
FROM follow_up_rule r
CROSS JOIN dealer d
LEFT JOIN follow_up_rule_station s ON s.rule = r.rule AND s.dealer_code = d.dealer_code;
COMMENT ON VIEW follow_up_rule_at IS 'The rules as each station uses them: the network''s, changed by the station''s own.';
COMMENT ON COLUMN follow_up_rule_at.rule IS 'Code of the rule.';
COMMENT ON COLUMN follow_up_rule_at.dealer_code IS 'The station.';
COMMENT ON COLUMN follow_up_rule_at.name IS 'Name on lists.';
COMMENT ON COLUMN follow_up_rule_at.trigger IS 'What makes the call necessary.';
COMMENT ON COLUMN follow_up_rule_at.purpose IS 'service or marketing.';
COMMENT ON COLUMN follow_up_rule_at.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN follow_up_rule_at.offset_days IS 'Days from the trigger to the due day.';
COMMENT ON COLUMN follow_up_rule_at.window_days IS 'Days after the due day on which the call still makes sense.';
COMMENT ON COLUMN follow_up_rule_at.priority IS 'Precedence, smaller goes first.';
COMMENT ON COLUMN follow_up_rule_at.cycles IS 'How many times a trigger is followed up.';
COMMENT ON COLUMN follow_up_rule_at.cycle_days IS 'Days from one cycle to the next.';
COMMENT ON COLUMN follow_up_rule_at.position IS 'Only staff of this position are given the task, NULL: callers and advisers.';
COMMENT ON COLUMN follow_up_rule_at.certificate IS 'Certificate that who calls must hold, NULL: none.';
COMMENT ON COLUMN follow_up_rule_at.internal IS 'The customer is not contacted.';
COMMENT ON COLUMN follow_up_rule_at.late IS 'How a trigger can become known after its day.';
COMMENT ON COLUMN follow_up_rule_at.ends_on_visit IS 'Open tasks are cancelled when the vehicle comes in.';
COMMENT ON COLUMN follow_up_rule_at.hold_out IS 'Share of vehicles not called.';
COMMENT ON COLUMN follow_up_rule_at.parameters IS 'Figures of the trigger, by name.';
COMMENT ON COLUMN follow_up_rule_at.active IS 'Whether the station uses the rule.';
