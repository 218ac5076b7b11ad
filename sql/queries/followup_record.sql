-- Records an attempt and gives the task's new state. $1: the task, $2: outcome, $3: note, $4: the day, NULL: today at the station;
-- $5: dissatisfied; $6: why lost, $7: to be won back; $8: would recommend, $9: satisfaction.
SELECT aftersales.record_follow_up($1, $2, $3, $4::date, dissatisfied => coalesce($5::boolean, false),
	loss_reason => $6, recoverable => $7::boolean, recommend => $8::integer, satisfaction => $9::integer)
