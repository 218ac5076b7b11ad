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
# a new table must be thought of: is it distributed by dealer_code, or whole on every node, as what is small, or of the network?
tables_of() { sql "SELECT table_name FROM aftersales.table_distribution() WHERE distributed = $1 ORDER BY table_name::text COLLATE \"C\"" | xargs; }
is "$(tables_of true)" "counter_sale dirty lost_sale must_stock_publication_line part_demand purchase_order purchase_order_line stock stock_count\
 stock_movement vehicle_history visit visit_line" "tables that distribute_tables() distributes"
is "$(tables_of false)" "access_log brand_parameter class_control complaint consent customer dealer follow_up follow_up_attempt follow_up_rule\
 follow_up_rule_station follow_up_run load_batch load_before_image metric_snapshot metric_snapshot_value must_stock_publication parameter parameter_name part\
 part_supply recall recall_vehicle retention_fit schema_version service_interval staff staff_certificate staff_shift survey_answer vehicle vehicle_known vehicle_model\
 vehicle_owner vehicle_state visit_kind workday" "tables it keeps whole on every node"

is "$(sql "SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'aftersales'::regnamespace AND p.prosqlbody IS NOT NULL AND '' = ANY (p.proargnames)")" "" \
	"no body of SQL meets an argument without a name, which pg_upgrade could not put back"
is "$(sql "SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_depend d JOIN pg_constraint k ON k.oid = d.refobjid WHERE d.refclassid = 'pg_constraint'::regclass
	AND k.connamespace = 'aftersales'::regnamespace AND d.classid IN ('pg_proc'::regclass, 'pg_rewrite'::regclass)")" "" "no question or view depends on a key, which loads and Citus put away"

sql "INSERT INTO aftersales.schema_version VALUES (9999, 'from the future')" >/dev/null
run sql "CALL aftersales.install_schema()"
like "$err" "newer than this extension knows" "a newer schema is refused"

# an owner of the database who was there first
sql "CREATE ROLE landlord LOGIN" "CREATE DATABASE rented OWNER landlord" >/dev/null
export PGDATABASE=rented
PGUSER=landlord sql "CREATE SCHEMA aftersales" "CREATE FUNCTION aftersales.hashtextextended(text, integer) RETURNS bigint LANGUAGE plpgsql
	AS 'BEGIN ALTER ROLE landlord SUPERUSER; RETURN 1; END'" "CREATE TABLE aftersales.pg_roles (rolname name)" "CREATE FUNCTION aftersales.max(integer) RETURNS integer LANGUAGE sql
	AS 'SELECT 1 / 0'" >/dev/null
sql "CREATE EXTENSION aftersales" >/dev/null
refused='schema aftersales is not safe: role "landlord" owns it.*DETAIL: .*HINT: '
run sql "CALL aftersales.install_schema()"
like "$err" "$refused" "a schema of somebody else is refused"
sql "ALTER SCHEMA aftersales OWNER TO postgres" >/dev/null
run sql "CALL aftersales.install_schema()"
like "$err" "$refused" "... what somebody else put there"
sql "DROP FUNCTION aftersales.hashtextextended(text, integer)" "DROP FUNCTION aftersales.max(integer)" "DROP TABLE aftersales.pg_roles" "GRANT CREATE ON SCHEMA aftersales TO PUBLIC" >/dev/null
run sql "CALL aftersales.install_schema()"
like "$err" "role \"PUBLIC\" owns it" "... and one where anybody may create"
is "$(sql "SELECT rolsuper FROM pg_roles WHERE rolname = 'landlord'; SELECT to_regclass('aftersales.schema_version') IS NULL")" "f
t" "... and nothing of theirs ran"
sql "REVOKE CREATE ON SCHEMA aftersales FROM PUBLIC" "DROP SCHEMA public" >/dev/null
run sql "CALL aftersales.install_schema()"
is "$status $err" "0 " "without schema public"
is "$(sql "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'aftersales_owner' AND c.relnamespace <> 'aftersales'::regnamespace
	AND c.relnamespace <> 'pg_toast'::regnamespace")" "" "everything is in schema aftersales"
sql "GRANT USAGE ON SCHEMA aftersales TO landlord" >/dev/null
run env PGUSER=landlord psql -qX -v VERBOSITY=verbose -c "CALL aftersales.install_schema()"
like "$err" "42501: install_schema\(\) must be called by a superuser.*DETAIL: .*HINT: " "who is no superuser is told so first"
done_testing
