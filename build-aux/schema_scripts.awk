# Makes the SQL function aftersales.schema_scripts(), which holds the files of sql/schema as text.
# NNNN_topic.sql is a migration of that number; every other file is applied at each install_schema().
function finish() { if (NR > 1) printf "$schema_file$)" }
BEGIN {
	print "CREATE FUNCTION schema_scripts(OUT version integer, OUT name text, OUT script text) RETURNS SETOF record"
	print "LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $schema_scripts$"
	printf "VALUES"
}
FNR == 1 {
	finish()
	version = match(FILENAME, /^[0-9][0-9][0-9][0-9]_/) ? substr(FILENAME, 1, 4) + 0 : "NULL"
	printf "%s\n(%s, '%s', $schema_file$", (NR > 1 ? "," : ""), version, FILENAME
}
{ print }
END {
	finish()
	print "\n$schema_scripts$;"
	print "COMMENT ON FUNCTION schema_scripts() IS 'The scripts that install_schema() applies: numbered migrations once, the others (NULL) at each call.';"
}
