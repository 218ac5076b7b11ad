-- The list of a day. $1: the day, NULL: today; $2: the station, NULL: all. followup_reveal.sql has the same columns.
SELECT l.follow_up, l.dealer_code, l.assigned_to, l.assignee, l.reason, l.vehicle_no, l.plate, l.customer, l.phone, l.channel,
	l.due_on, l.expires_on, l.retry_half, l.state, l.attempts, l.detail
FROM aftersales.follow_up_list(coalesce($1::date, aftersales.today()), $2) l
