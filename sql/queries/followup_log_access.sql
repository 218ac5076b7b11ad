-- Records that the names and numbers of a list are wanted; gives the number of the access. $1: the day, NULL: today; $2: the station, NULL: all; $3: what for.
SELECT aftersales.log_access(ARRAY(SELECT l.follow_up FROM aftersales.follow_up_list(coalesce($1::date, aftersales.today()), $2) l), $3)
