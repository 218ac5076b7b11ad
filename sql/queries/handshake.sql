-- What is installed: the extension's version and whether the table schema_version is there.
SELECT (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'aftersales'),
	pg_catalog.to_regclass('aftersales.schema_version') IS NOT NULL
