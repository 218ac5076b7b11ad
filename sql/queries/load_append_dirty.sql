-- Marks the months of the rows that were added. $1: kept tables.
INSERT INTO aftersales.dirty (kept, dealer_code, month)
SELECT DISTINCT k.kept, c.dealer_code, date_trunc('month', {day}::timestamp)::date
FROM (SELECT DISTINCT {day_columns} FROM pg_temp.stage) c {day_join} CROSS JOIN unnest($1::text[]) k(kept)
