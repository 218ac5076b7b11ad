-- What the file changes: each new or different row as it will be, with columns the file does not give as they are
-- or as their default. A row that a user voided comes back only if it differs. $1: rejected lines.
CREATE TEMPORARY TABLE change ON COMMIT DROP AS
SELECT s.file_line, t.{first_key} IS NULL AS is_new, {old_day} AS old_day, {future}
FROM pg_temp.stage s
LEFT JOIN {table} t ON {match key t s}
WHERE s.file_line <> ALL ($1::bigint[]) AND (t.{first_key} IS NULL OR {differ new t s} OR {is_voided_by_load})
