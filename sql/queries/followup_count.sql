-- The day and how many tasks its list has. $1: the day, NULL: today.
SELECT d.day, (SELECT count(*) FROM aftersales.follow_up_list(d.day))
FROM (SELECT coalesce($1::date, CURRENT_DATE) AS day) d
