-- Records an attempt and gives the task's new state. $1: the task, $2: outcome, $3: note, $4: the day, NULL: today.
SELECT aftersales.record_follow_up($1, $2, $3, coalesce($4::date, CURRENT_DATE))
