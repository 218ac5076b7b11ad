-- Marks their months. $1: kept tables.
INSERT INTO aftersales.dirty (kept, dealer_code, month)
SELECT DISTINCT k.kept, c.dealer_code, date_trunc('month', {day}::timestamp)::date
FROM pg_temp.gone c {day_join} CROSS JOIN unnest($1::text[]) k(kept)
