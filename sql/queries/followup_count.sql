-- The day, how many tasks its list has and how many of them nobody has been given. $1: the day, NULL: today; $2: the station, NULL: all.
SELECT d.day, count(l.follow_up), count(l.follow_up) FILTER (WHERE l.assigned_to IS NULL)
FROM (SELECT coalesce($1::date, aftersales.today()) AS day) d
LEFT JOIN LATERAL aftersales.follow_up_list(d.day, $2) l ON true
GROUP BY d.day
