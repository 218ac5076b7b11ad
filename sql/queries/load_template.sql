-- Columns of a table with an example value each: the default if there is one, else the first word a check lists, else a
-- value by name or type. Nullable dates and references of a table to itself stay empty. $1: the table.
WITH example(name, value) AS (
	VALUES ('brand', '东风'), ('customer_no', 'C0001'), ('dealer_code', 'S01'), ('km', '5000'), ('kind', 'maintenance'),
		('model_code', 'M01'), ('months', '6'), ('odometer', '12000'), ('part_no', 'P0001'), ('phone', '13800000000'),
		('plate', '沪A12345'), ('vehicle_no', 'V0001'), ('vin', 'LSVAA4182E2184847'), ('visit_no', 'W0001'), ('order_no', 'O0001')
)
SELECT a.attname, CASE
	WHEN EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = a.attrelid AND f.confrelid = a.attrelid AND a.attnum = ANY (f.conkey)) THEN ''
	WHEN d.adbin IS NOT NULL THEN coalesce(substring(pg_get_expr(d.adbin, d.adrelid) FROM '^''(.*)''::'), pg_get_expr(d.adbin, d.adrelid))
	WHEN listed.word IS NOT NULL THEN listed.word
	WHEN e.value IS NOT NULL THEN e.value
	WHEN a.atttypid = 'date'::regtype THEN CASE WHEN a.attnotnull THEN '2026-07-01' ELSE '' END
	WHEN a.atttypid = 'boolean'::regtype THEN 'true'
	WHEN a.atttypid = 'text'::regtype THEN a.attname || CASE WHEN a.attname LIKE '%\_no' THEN '-1' ELSE '' END
	ELSE '1'
	END
FROM pg_attribute a
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN example e ON e.name = a.attname
LEFT JOIN LATERAL (
	SELECT substring(pg_get_constraintdef(k.oid) FROM '= ANY \(\(?ARRAY\[''([^'']*)''') AS word
	FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] LIMIT 1
) listed ON true
WHERE a.attrelid = format('aftersales.%I', $1::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
	AND a.attname NOT IN ('load_batch', 'voided_at', 'follow_up')
ORDER BY a.attnum
