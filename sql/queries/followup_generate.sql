-- Makes the tasks of a day. $1: the day, NULL: today; $2: true: waits for another run.
CALL aftersales.generate_follow_ups(coalesce($1::date, aftersales.today()), coalesce($2::boolean, false))
