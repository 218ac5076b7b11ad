# Every question of the schema, found in the catalog, and its answer, to compare databases that hold the same rows.
# Source it after tap.sh. Who adds a question whose required arguments have new names adds a value for them here;
# an argument without one is NULL. more_values: rows of more names and values, as SQL, each behind a comma.
# shellcheck shell=bash

# questions [DEALER]: a FROM item a line, with a DEALER also what it answers of that one: functions of the schema that return rows and that readers may ask (but those about who asks), and what they see of the views, but those that ask as of today or tell what is dirty
questions() {
	local dealer=${1:-}
	sql "SELECT format('aftersales.%I(%s)', p.proname, concat_ws(', ', a.list, d.argument)) FROM pg_proc p
		CROSS JOIN LATERAL (SELECT string_agg(format('%I => %s', n.name, coalesce(v.value, 'NULL')), ', ' ORDER BY n.place) AS list
			FROM unnest(p.proargnames[1:p.pronargs - p.pronargdefaults]) WITH ORDINALITY n (name, place)
			LEFT JOIN (VALUES ('as_of', '''2026-07-01'''), ('from_month', '''2025-12-01'''), ('to_month', '''2026-07-01'''),
				('from_day', '''2025-07-01'''), ('to_day', '''2026-07-01'''), ('half', '''2026-07-01'''), ('target_fill_rate', '0.9'),
				('baseline', '''baseline'''), ('other', '''later''')${more_values:-}) v (name, value) USING (name)) a
		CROSS JOIN LATERAL (SELECT NULL AS argument
			UNION ALL SELECT 'dealer => ''$dealer''' WHERE '$dealer' <> '' AND 'dealer' = ANY (p.proargnames[p.pronargs - p.pronargdefaults + 1:p.pronargs])) d
		WHERE p.pronamespace = 'aftersales'::regnamespace AND p.proretset AND p.prokind = 'f' AND p.provolatile <> 'v' AND p.proname NOT LIKE 'my\_%'
			AND has_function_privilege('aftersales_reader', p.oid, 'EXECUTE')
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
		UNION ALL
		SELECT c.oid::regclass::text FROM pg_class c
		WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind = 'v' AND c.relname <> 'dirty_span' AND c.relname NOT LIKE '%\_renewed'
			AND has_table_privilege('aftersales_reader', c.oid, 'SELECT') AND pg_get_viewdef(c.oid) !~ 'CURRENT_DATE'
		ORDER BY 1"
}

# answers <ITEMS: what each FROM item answers; "no answer" where it fails
answers() {
	local question
	while read -r question; do
		printf '\\echo -- %s\nSELECT q::text FROM %s q ORDER BY q::text COLLATE "C";\n\\if :ERROR\n\\echo no answer: %s\n\\endif\n' "$question" "$question" "$question"
	done | psql -qXAt 2>&1
}

# same_answers FILE DESCRIPTION <ITEMS: the answers of the current database are those in the file
same_answers() {
	answers >"$scratch/answers"
	diff "$1" "$scratch/answers" >"$scratch/diff" 2>&1
	pass_if $? "$2" || head -n 20 "$scratch/diff" | sed 's/^/#   /'
}
