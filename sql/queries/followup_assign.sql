-- Shares out the tasks of a day; the day and how many. $1: the day, NULL: today; $2: the station, NULL: all.
SELECT d.day, aftersales.assign_follow_ups(d.day, $2)
FROM (SELECT coalesce($1::date, aftersales.today()) AS day) d
