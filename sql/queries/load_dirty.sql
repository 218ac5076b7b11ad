-- Marks the months, old and new, of the rows that changed. $1: kept tables.
INSERT INTO aftersales.dirty (kept, dealer_code, month)
SELECT DISTINCT k.kept, d.dealer_code, date_trunc('month', d.day::timestamp)::date
FROM (
	SELECT c.dealer_code, c.old_day AS day FROM pg_temp.change c WHERE c.old_day IS NOT NULL
	UNION
	SELECT c.dealer_code, {day} FROM pg_temp.change c {day_join}
) d CROSS JOIN unnest($1::text[]) k(kept)
