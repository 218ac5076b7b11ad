-- What --create-missing may add to the tables a table refers to, a row each reference: the table, the number of missing ones, a statement that
-- adds them. A key of one column and a name, which is the key then, must be all the table demands. $1: the table, $2: tables that may get rows.
SELECT r.relname,
	format('SELECT count(DISTINCT s.%1$I) FROM pg_temp.change s WHERE s.%1$I IS NOT NULL'
		' AND NOT EXISTS (SELECT FROM aftersales.%2$I r WHERE r.%3$I = s.%1$I)', own.attname, r.relname, other.attname),
	format('INSERT INTO aftersales.%2$I (%4$s, load_batch) SELECT DISTINCT %5$s, $1::bigint FROM pg_temp.change s WHERE s.%1$I IS NOT NULL'
		' AND NOT EXISTS (SELECT FROM aftersales.%2$I r WHERE r.%3$I = s.%1$I)', own.attname, r.relname, other.attname,
		(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
			WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef),
		(SELECT string_agg(format('s.%I', own.attname), ', ') FROM pg_attribute a
			WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef))
FROM pg_constraint k
JOIN pg_class r ON r.oid = k.confrelid
JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = k.conkey[1]
JOIN pg_attribute other ON other.attrelid = k.confrelid AND other.attnum = k.confkey[1]
WHERE k.conrelid = format('aftersales.%I', $1::text)::regclass AND k.contype = 'f' AND k.confrelid <> k.conrelid
	AND cardinality(k.conkey) = 1 AND r.relname = ANY ($2::text[])
ORDER BY r.relname, own.attname
