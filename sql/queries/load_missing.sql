-- What --create-missing may add to the tables a table refers to, a row each reference: the table, a query that counts the missing ones, a
-- statement that adds them with batch $1. All columns that must be given, the key and perhaps a name, get the key. $1: the table, $2:
-- tables that may get rows.
WITH demanded AS (
	SELECT a.attrelid AS oid, count(*)::integer AS count, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS list
	FROM pg_attribute a
	WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
	GROUP BY a.attrelid
), missing AS (
	SELECT r.relname, own.attname, d.list, repeat(format('s.%I, ', own.attname), d.count) AS keys,
		format('FROM pg_temp.change s WHERE s.%1$I IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aftersales.%2$I r WHERE r.%3$I = s.%1$I)',
			own.attname, r.relname, other.attname) AS rest
	FROM pg_constraint k
	JOIN pg_class r ON r.oid = k.confrelid
	JOIN demanded d ON d.oid = r.oid
	JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = k.conkey[1]
	JOIN pg_attribute other ON other.attrelid = k.confrelid AND other.attnum = k.confkey[1]
	WHERE k.conrelid = format('aftersales.%I', $1::text)::regclass AND k.contype = 'f' AND k.confrelid <> k.conrelid
		AND cardinality(k.conkey) = 1 AND r.relname = ANY ($2::text[])
)
SELECT m.relname, format('SELECT count(DISTINCT s.%I) %s', m.attname, m.rest),
	format('INSERT INTO aftersales.%I (%s, load_batch) SELECT DISTINCT %s$1::bigint %s', m.relname, m.list, m.keys, m.rest)
FROM missing m
ORDER BY m.relname, m.attname
