-- The business tables, views and rules: not members of the extension, so that dumps carry their rows and DROP EXTENSION leaves them.

CREATE PROCEDURE install_schema()
LANGUAGE plpgsql
SET search_path = aftersales, pg_catalog, pg_temp
AS $$
DECLARE
	known integer := (SELECT max(s.version) FROM aftersales.schema_scripts() s);
	have integer;
	caller_role text := current_setting('role');
	role_name text;
	step record;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.install_schema', 0));
	FOREACH role_name IN ARRAY ARRAY['aftersales_owner', 'aftersales_reader', 'aftersales_loader', 'aftersales_admin'] LOOP
		IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role_name) THEN
			EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
		END IF;
	END LOOP;
	GRANT USAGE, CREATE ON SCHEMA aftersales TO aftersales_owner;
	GRANT USAGE ON SCHEMA aftersales TO aftersales_reader, aftersales_loader, aftersales_admin;
	IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'btree_gist') THEN
		CREATE EXTENSION btree_gist SCHEMA public;
	END IF;

	SET LOCAL ROLE aftersales_owner;
	IF to_regclass('aftersales.schema_version') IS NULL THEN
		CREATE TABLE aftersales.schema_version (
			version integer PRIMARY KEY,
			name text NOT NULL,
			applied_at timestamptz NOT NULL DEFAULT now()
		);
		COMMENT ON TABLE aftersales.schema_version IS 'Migrations that install_schema() applied.';
		COMMENT ON COLUMN aftersales.schema_version.version IS 'Number of the migration.';
		COMMENT ON COLUMN aftersales.schema_version.name IS 'File it came from.';
		COMMENT ON COLUMN aftersales.schema_version.applied_at IS 'When it was applied.';
	END IF;
	SELECT max(v.version) INTO have FROM aftersales.schema_version v;
	IF have > known THEN
		RAISE EXCEPTION 'schema aftersales is of version %, newer than this extension knows', have
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = format('The installed extension knows versions up to %s.', known),
				HINT = 'Install the newer aftersales package and run ALTER EXTENSION aftersales UPDATE.';
	END IF;
	FOR step IN
		SELECT s.version, s.name, s.script FROM aftersales.schema_scripts() s
		WHERE s.version IS NULL OR s.version > coalesce(have, 0)
		ORDER BY s.version NULLS LAST, regexp_replace(s.name, '^.*/', '') COLLATE "C"
	LOOP
		EXECUTE step.script;
		IF step.version IS NOT NULL THEN
			INSERT INTO aftersales.schema_version (version, name) VALUES (step.version, step.name);
		END IF;
	END LOOP;
	PERFORM set_config('role', caller_role, true);
END
$$;
COMMENT ON PROCEDURE install_schema() IS 'Creates or brings up to date the business tables, views, functions and roles of schema aftersales. Safe to repeat; run it after CREATE EXTENSION and after ALTER EXTENSION ... UPDATE.';
