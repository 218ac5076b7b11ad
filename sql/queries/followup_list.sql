-- The list of a day. $1: the day, NULL: today; $2: the station, NULL: all.
SELECT l.follow_up, l.dealer_code, l.rule, l.reason, l.vehicle_no, l.plate, l.customer, l.phone, l.due_on, l.expires_on, l.state, l.attempts
FROM aftersales.follow_up_list(coalesce($1::date, CURRENT_DATE), $2) l
