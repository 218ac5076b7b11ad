-- The loadable tables (their load_batch is NULL where no load wrote the row), each after those it refers to, and how many columns of the key,
-- its first ones, name the set of lines a row belongs to: a voidable table whose key ends in line_no holds such sets.
WITH RECURSIVE loadable AS (
	SELECT c.oid, c.relname, i.indkey, i.indnkeyatts,
		EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'voided_at') AS voidable
	FROM pg_class c
	JOIN pg_attribute b ON b.attrelid = c.oid AND b.attname = 'load_batch' AND NOT b.attnotnull
	JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
	WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p')
), depth(oid, depth) AS (
	SELECT l.oid, 0 FROM loadable l
	UNION
	SELECT f.conrelid, d.depth + 1
	FROM depth d JOIN pg_constraint f ON f.contype = 'f' AND f.confrelid = d.oid AND f.conrelid <> f.confrelid
)
SELECT l.relname, l.voidable, CASE WHEN l.voidable AND last.attname = 'line_no' THEN l.indnkeyatts - 1 ELSE 0 END, max(d.depth)
FROM loadable l
JOIN depth d ON d.oid = l.oid
JOIN pg_attribute last ON last.attrelid = l.oid AND last.attnum = l.indkey[l.indnkeyatts - 1]
GROUP BY l.relname, l.voidable, l.indnkeyatts, last.attname
ORDER BY max(d.depth), l.relname
