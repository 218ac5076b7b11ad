-- The lines of the file's sets that are not in the file. $1: rejected lines.
CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
SELECT t.*
FROM {table} t
JOIN (SELECT DISTINCT {columns set s} FROM pg_temp.stage s WHERE s.file_line <> ALL ($1::bigint[])) m ON {match set t m}
LEFT JOIN pg_temp.stage s ON {match key s t}
WHERE t.voided_at IS NULL AND s.file_line IS NULL
