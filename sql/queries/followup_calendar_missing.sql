-- The year of a day if no holiday of it is known. $1: the day, NULL: today.
SELECT y.year
FROM (SELECT extract(year FROM coalesce($1::date, aftersales.today()))::integer AS year) y
WHERE NOT EXISTS (SELECT 1 FROM aftersales.workday w WHERE w.day BETWEEN make_date(y.year, 1, 1) AND make_date(y.year, 12, 31))
