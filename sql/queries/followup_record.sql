-- Records an attempt and gives the task's new state. $1: the task, $2: outcome, $3: note.
SELECT aftersales.record_follow_up($1, $2, $3)
