-- Marks every month of a table that was empty before. $1: kept tables.
INSERT INTO aftersales.dirty (kept, dealer_code, month)
SELECT k.kept, m.dealer_code, m.month
FROM (
	SELECT DISTINCT d.dealer_code, date_trunc('month', d.day::timestamp)::date AS month
	FROM (SELECT DISTINCT a.dealer_code, a.day FROM ({days}) a) d
) m
CROSS JOIN unnest($1::text[]) k(kept)
