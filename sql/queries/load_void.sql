-- Voids the lines of the file's sets that are not in the file and marks their months. $1: batch, $2: rejected lines, $3: kept tables.
WITH mentioned AS (
	SELECT DISTINCT {columns set s} FROM pg_temp.stage s WHERE s.file_line <> ALL ($2::bigint[])
), missing AS MATERIALIZED (
	SELECT t.* FROM {table} t JOIN mentioned m ON {match set t m}
	WHERE t.voided_at IS NULL AND NOT EXISTS (SELECT FROM pg_temp.stage s WHERE {match key s t})
), kept AS (
	INSERT INTO aftersales.load_before_image (load_batch, was_batch, image) SELECT $1, m.load_batch, to_jsonb(m) FROM missing m
), voided AS (
	UPDATE {table} t SET voided_at = now(), load_batch = $1 FROM missing m WHERE {match key t m}
	RETURNING t.*
), marked AS (
	INSERT INTO aftersales.dirty (kept, dealer_code, month)
	SELECT DISTINCT k.kept, c.dealer_code, date_trunc('month', {day}::timestamp)::date
	FROM voided c {day_join} CROSS JOIN unnest($3::text[]) k(kept)
), counted AS (
	UPDATE aftersales.load_batch b SET rows_voided = (SELECT count(*) FROM voided) WHERE b.load_batch = $1
)
SELECT count(*) FROM voided
