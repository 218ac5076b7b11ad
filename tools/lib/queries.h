static const char sql_handshake[] =
	"SELECT (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'aftersales'),\n"
	"	pg_catalog.to_regclass('aftersales.schema_version') IS NOT NULL\n";
static const char sql_session[] =
	"SET search_path = aftersales, pg_catalog, pg_temp;\n"
	"SET client_encoding = 'UTF8';\n"
	"SET DateStyle = 'ISO, YMD';\n"
	"SET TimeZone = 'UTC';\n"
	"SET standard_conforming_strings = on;\n";
