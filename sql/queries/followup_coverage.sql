-- What became of the calls after the visits of 30 days. $1: the last of them, NULL: today; $2: the station, NULL: all.
SELECT * FROM aftersales.follow_up_coverage(coalesce($1::date, aftersales.today()) - 29, coalesce($1::date, aftersales.today()), $2)
