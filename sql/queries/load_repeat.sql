-- Rows whose key an earlier row of the file has: identical ones are taken out and counted, the others are given by line.
-- $1: rejected lines, $2: how many lines to give.
WITH first AS MATERIALIZED (
	SELECT {columns key s}, min(s.file_line) AS file_line
	FROM pg_temp.stage s WHERE s.file_line <> ALL ($1::bigint[])
	GROUP BY {columns key s} HAVING count(*) > 1
), repeated AS MATERIALIZED (
	SELECT s.file_line, NOT ({differ given s f}) AS identical
	FROM first k
	JOIN pg_temp.stage f ON f.file_line = k.file_line
	JOIN pg_temp.stage s ON {match key s f}
	WHERE s.file_line > f.file_line AND s.file_line <> ALL ($1::bigint[])
), removed AS (
	DELETE FROM pg_temp.stage s USING repeated r WHERE r.identical AND s.file_line = r.file_line
)
SELECT n.identical, r.file_line
FROM (SELECT count(*) AS identical FROM repeated WHERE identical) n
LEFT JOIN repeated r ON NOT r.identical
LIMIT $2
