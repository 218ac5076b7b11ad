-- The columns of a table that a file may give: name, type, not null, default, place in the key (0: none),
-- whether it is a code.
SELECT a.attname, a.atttypid, a.atttypmod, a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
	coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1, a.attcollation = 'pg_catalog."C"'::regcollation
FROM pg_attribute a
JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = format('aftersales.%I', $1::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
	AND a.attname NOT IN ('load_batch', 'voided_at', 'follow_up')
ORDER BY a.attnum
