-- The list of a day, unmasked as far as the access goes. $1: the day, NULL: today; $2: the station, NULL: all; $3: the access.
SELECT l.follow_up, l.dealer_code, l.assigned_to, l.assignee, l.reason, l.vehicle_no, coalesce(r.plate, l.plate) AS plate,
	coalesce(r.customer, l.customer) AS customer, coalesce(r.phone, l.phone) AS phone, l.channel,
	l.due_on, l.expires_on, l.retry_half, l.state, l.attempts, l.detail
FROM aftersales.follow_up_list(coalesce($1::date, aftersales.today()), $2) WITH ORDINALITY l
LEFT JOIN aftersales.reveal($3) r ON r.follow_up = l.follow_up
ORDER BY l.ordinality
