-- The other lines of sets that have a rejected line. $1: rejected lines.
SELECT s.file_line
FROM pg_temp.stage s
WHERE s.file_line <> ALL ($1::bigint[])
	AND EXISTS (SELECT 1 FROM pg_temp.stage r WHERE r.file_line = ANY ($1::bigint[]) AND {match set r s})
LIMIT $2
