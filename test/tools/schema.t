#!/bin/bash
# install_schema(): repeatable, complete comments, right owners.
. "$(dirname "$0")/../lib/tap.sh"
cluster schema
database shop

ok "install_schema() may be repeated" sql "CALL aftersales.install_schema()"
is "$(sql "SELECT c.oid::regclass FROM pg_class c WHERE relnamespace = 'aftersales'::regnamespace AND relkind IN ('r', 'v', 'p')
	AND obj_description(c.oid, 'pg_class') IS NULL")" "" "every table and view has a comment"
is "$(sql "SELECT a.attrelid::regclass || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
	WHERE relnamespace = 'aftersales'::regnamespace AND relkind IN ('r', 'v', 'p') AND attnum > 0 AND NOT attisdropped
	AND col_description(attrelid, attnum) IS NULL")" "" "every column has a comment"
is "$(sql "SELECT p.oid::regprocedure FROM pg_proc p WHERE pronamespace = 'aftersales'::regnamespace
	AND obj_description(p.oid, 'pg_proc') IS NULL")" "" "every function has a comment"
is "$(sql "SELECT c.oid::regclass FROM pg_class c WHERE relnamespace = 'aftersales'::regnamespace AND relkind IN ('r', 'v', 'p')
	AND relowner <> 'aftersales_owner'::regrole")" "" "every table and view belongs to aftersales_owner"
is "$(sql "SELECT d.objid FROM pg_depend d JOIN pg_class c ON c.oid = objid WHERE d.classid = 'pg_class'::regclass
	AND deptype = 'e' AND relkind IN ('r', 'v') AND relnamespace = 'aftersales'::regnamespace")" "" "no table or view is a member of the extension"

sql "INSERT INTO aftersales.schema_version VALUES (9999, 'from the future')" >/dev/null
run sql "CALL aftersales.install_schema()"
like "$err" "newer than this extension knows" "a newer schema is refused"
done_testing
