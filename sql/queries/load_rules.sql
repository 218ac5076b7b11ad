-- The constraints of a table as queries over pg_temp.change, the rows a load is about to write: each query gives the
-- lines (file_line) that would break one. Columns, SQLSTATE, message, query; what one column tells comes before what several do.
WITH target AS (
	SELECT format('aftersales.%I', $1::text)::regclass AS oid
), names AS (
	SELECT k.oid,
		string_agg(a.attname, ', ' ORDER BY n.place) AS columns,
		string_agg('s.' || quote_ident(a.attname) || ' IS NOT NULL', ' AND ' ORDER BY n.place) AS given,
		string_agg('r.' || quote_ident(f.attname) || ' = s.' || quote_ident(a.attname), ' AND ' ORDER BY n.place) AS refers,
		-- the same for Citus, which takes no EXISTS of a distributed table beside a temporary one
		CASE k.contype WHEN 'f' THEN format('SELECT s.file_line FROM pg_temp.change s LEFT JOIN (SELECT DISTINCT %s FROM pg_temp.change k JOIN aftersales.%I r ON %s) r ON %s WHERE %s AND r.%I IS NULL',
			string_agg('r.' || quote_ident(f.attname), ', ' ORDER BY n.place), (SELECT c.relname FROM pg_class c WHERE c.oid = k.confrelid),
			string_agg('r.' || quote_ident(f.attname) || ' = k.' || quote_ident(a.attname), ' AND ' ORDER BY n.place),
			string_agg('r.' || quote_ident(f.attname) || ' = s.' || quote_ident(a.attname), ' AND ' ORDER BY n.place),
			string_agg('s.' || quote_ident(a.attname) || ' IS NOT NULL', ' AND ' ORDER BY n.place), min(f.attname) FILTER (WHERE n.place = 1)) END AS misses
	FROM target t
	JOIN pg_constraint k ON k.conrelid = t.oid
	CROSS JOIN unnest(k.conkey, k.confkey) WITH ORDINALITY n(own, other, place)
	LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.own
	LEFT JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = n.other
	GROUP BY k.oid
	-- of columns that files give
	HAVING NOT bool_or(coalesce(a.attname IN ('load_batch', 'voided_at', 'follow_up'), false))
), keys AS (
	SELECT string_agg(format('%%1$s.%I', a.attname), ', ' ORDER BY n.place) AS list
	FROM target t
	JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
	CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY n(own, place)
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = n.own
), excluded AS (
	SELECT k.oid,
		string_agg(format('(%s) AS x%s', pg_get_indexdef(k.conindid, n.place::integer, false), n.place), ', ') AS elements,
		string_agg(format('r.x%s OPERATOR(%s) s.x%1$s', n.place, coalesce(n.operator::regoper::text, '=')), ' AND ') AS clash
	FROM target t
	JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('u', 'x')
	JOIN pg_index i ON i.indexrelid = k.conindid
	CROSS JOIN generate_series(1, i.indnkeyatts) g(place)
	CROSS JOIN LATERAL (SELECT g.place, k.conexclop[g.place]) n(place, operator)
	GROUP BY k.oid
)
SELECT u.columns, u.code, u.message, u.query
FROM (
	SELECT n.columns, '23514' AS code,
		format('violates check constraint "%s": %s', k.conname, pg_get_constraintdef(k.oid, true)) AS message,
		format('SELECT s.file_line FROM pg_temp.change s WHERE (%s) IS FALSE', pg_get_expr(k.conbin, k.conrelid)) AS query
	FROM target t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'c' JOIN names n ON n.oid = k.oid
	UNION ALL
	SELECT n.columns, '23503', format('is not in table "%s"', c.relname),
		CASE WHEN aftersales.tables_are_distributed() THEN n.misses
			ELSE format('SELECT s.file_line FROM pg_temp.change s WHERE %s AND NOT EXISTS (SELECT 1 FROM aftersales.%I r WHERE %s)', n.given, c.relname, n.refers) END
		|| CASE WHEN k.confrelid = k.conrelid THEN format(' AND NOT EXISTS (SELECT 1 FROM pg_temp.change r WHERE %s)', n.refers) ELSE '' END
	FROM target t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f' JOIN names n ON n.oid = k.oid
	JOIN pg_class c ON c.oid = k.confrelid
	UNION ALL
	SELECT n.columns, CASE k.contype WHEN 'u' THEN '23505' ELSE '23P01' END,
		format('conflicts with another row: constraint "%s" is %s', k.conname, pg_get_constraintdef(k.oid, true)),
		format('SELECT DISTINCT s.file_line FROM (SELECT c.*, %1$s FROM pg_temp.change c) s'
			' JOIN (SELECT %2$s, %1$s FROM pg_temp.change c'
			' UNION ALL SELECT %2$s, %1$s FROM aftersales.%5$I c WHERE NOT EXISTS (SELECT 1 FROM pg_temp.change s WHERE (%4$s) = (%2$s))) r'
			' ON %3$s WHERE (%4$s) <> (%6$s)',
			e.elements, format(p.list, 'c'), e.clash, format(p.list, 's'), $1, format(p.list, 'r'))
	FROM target t JOIN pg_constraint k ON k.conrelid = t.oid JOIN excluded e ON e.oid = k.oid JOIN names n ON n.oid = k.oid
	CROSS JOIN keys p
) u
ORDER BY array_position(ARRAY['23514', '23503', '23505', '23P01'], u.code), u.columns LIKE '%,%', u.message
