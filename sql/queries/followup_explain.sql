-- Why a task is there. $1: the task.
SELECT e.item, e.explanation FROM aftersales.follow_up_explanation($1) e
