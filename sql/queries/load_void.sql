-- Voids the lines of the file's sets that are not in the file and marks their months. $1: batch, $2: rejected lines, $3: kept tables.
WITH mentioned AS (
	SELECT DISTINCT {columns set s} FROM pg_temp.stage s WHERE s.file_line <> ALL ($2::bigint[])
), voided AS (
	UPDATE {table} t SET voided_at = now(), load_batch = $1
	FROM mentioned m
	WHERE {match set t m} AND t.voided_at IS NULL
		AND NOT EXISTS (SELECT FROM pg_temp.stage s WHERE {match key s t})
	RETURNING t.*
), marked AS (
	INSERT INTO aftersales.dirty (kept, dealer_code, month)
	SELECT DISTINCT k.kept, c.dealer_code, date_trunc('month', {day}::timestamp)::date
	FROM voided c {day_join} CROSS JOIN unnest($3::text[]) k(kept)
)
SELECT count(*) FROM voided
