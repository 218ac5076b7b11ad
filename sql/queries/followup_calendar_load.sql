-- Replaces the calendar of the years of these days; each year with its numbers of days. $1: days, $2: what they are, $3: names.
SELECT c.year, c.holidays, c.workdays FROM aftersales.load_calendar($1, $2, $3) c
