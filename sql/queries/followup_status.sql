-- Tasks by station and person. $1: the day, NULL: today; $2: the station, NULL: all.
SELECT * FROM aftersales.follow_up_status(coalesce($1::date, aftersales.today()), $2)
