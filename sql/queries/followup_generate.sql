-- Makes the tasks of a day. $1: the day, NULL: today.
CALL aftersales.generate_follow_ups(coalesce($1::date, CURRENT_DATE))
