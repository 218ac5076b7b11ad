-- The business tables, views and rules: not members of the extension, so that dumps carry their rows and DROP EXTENSION leaves them.

-- Until nobody but superusers and aftersales_owner is known to have put anything into the schema, nothing is looked up there: the best
-- match among functions of the same name wins, whatever the order of the path.
CREATE PROCEDURE install_schema()
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known integer := (SELECT max(s.version) FROM aftersales.schema_scripts() s);
	have integer;
	caller_role text := current_setting('role');
	role_name text;
	distributed boolean := aftersales.tables_are_distributed();
	step record;
BEGIN
	IF NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) THEN
		RAISE EXCEPTION 'install_schema() must be called by a superuser'
			USING ERRCODE = 'insufficient_privilege', DETAIL = 'It makes roles and gives what it makes to aftersales_owner.',
				HINT = 'Connect as a superuser, or ask the administrator of the server.';
	END IF;
	SELECT coalesce(r.rolname, 'PUBLIC') INTO role_name
	FROM (SELECT n.nspowner FROM pg_namespace n WHERE n.nspname = 'aftersales'
		UNION SELECT a.grantee FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a WHERE n.nspname = 'aftersales' AND a.privilege_type = 'CREATE'
		UNION SELECT c.relowner FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace
		UNION SELECT t.typowner FROM pg_type t WHERE t.typnamespace = 'aftersales'::regnamespace
		UNION SELECT p.proowner FROM pg_proc p WHERE p.pronamespace = 'aftersales'::regnamespace
		UNION SELECT o.oprowner FROM pg_operator o WHERE o.oprnamespace = 'aftersales'::regnamespace) maker (role)
	LEFT JOIN pg_roles r ON r.oid = maker.role
	WHERE r.rolsuper IS NOT TRUE AND r.rolname IS DISTINCT FROM 'aftersales_owner'
	ORDER BY 1 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'schema aftersales is not safe: role "%" owns it, or something in it, or may create in it', role_name
			USING ERRCODE = 'insufficient_privilege', DETAIL = 'What others put there would run with a superuser''s rights.',
				HINT = 'Drop what the role made there, see to ALTER SCHEMA aftersales OWNER TO and REVOKE CREATE ON SCHEMA aftersales, and call it again.';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.install_schema', 0));
	-- roles first; then other nodes follow from distribute_tables() on
	PERFORM aftersales.begin_spreading(false);
	FOREACH role_name IN ARRAY ARRAY['aftersales_network', 'aftersales_owner', 'aftersales_reader', 'aftersales_loader', 'aftersales_admin',
		'aftersales_station', 'aftersales_revealer']
	LOOP
		IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role_name) THEN
			EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
		END IF;
		-- whose members see every station's rows
		IF role_name IN ('aftersales_owner', 'aftersales_reader', 'aftersales_loader', 'aftersales_admin')
				AND NOT pg_has_role(role_name, 'aftersales_network', 'MEMBER') THEN
			EXECUTE format('GRANT aftersales_network TO %I', role_name);
		END IF;
	END LOOP;
	PERFORM aftersales.spread_roles(), aftersales.begin_spreading(distributed);
	GRANT USAGE, CREATE ON SCHEMA aftersales TO aftersales_owner;
	GRANT USAGE ON SCHEMA aftersales TO aftersales_reader, aftersales_loader, aftersales_admin, aftersales_station, aftersales_revealer;
	IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'btree_gist') THEN
		IF to_regnamespace('public') IS NOT NULL THEN
			CREATE EXTENSION btree_gist SCHEMA public;
		ELSE
			CREATE EXTENSION btree_gist SCHEMA aftersales;
		END IF;
	END IF;

	-- a dump restored without its roles
	FOR step IN
		SELECT format('ALTER TABLE %s OWNER TO aftersales_owner', c.oid::regclass) AS script
		FROM pg_class c
		WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND c.relowner <> 'aftersales_owner'::regrole
		UNION ALL
		SELECT format('ALTER ROUTINE %s OWNER TO aftersales_owner', p.oid::regprocedure)
		FROM pg_proc p
		WHERE p.pronamespace = 'aftersales'::regnamespace AND p.proowner <> 'aftersales_owner'::regrole
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
	LOOP
		EXECUTE step.script;
	END LOOP;
	IF distributed THEN
		-- one user, so one connection a node, takes everything there
		GRANT ALL ON FUNCTION aftersales.spread_routines(), aftersales.adapt_views(), aftersales.spread_tables() TO aftersales_owner;
	END IF;
	SET LOCAL ROLE aftersales_owner;
	SET LOCAL search_path = aftersales, pg_temp;
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
		-- bodies that bind tables do not reach other nodes; distribute_tables() takes there what they need
		IF distributed THEN
			IF step.name ~ '/90_' THEN
				-- rights go to all nodes, so what they are of must be there
				PERFORM set_config('citus.enable_ddl_propagation', 'on', true);
				PERFORM aftersales.spread_routines();
			END IF;
			PERFORM set_config('citus.enable_ddl_propagation', CASE WHEN step.script ~ 'CREATE OR REPLACE|ALTER VIEW' THEN 'off' ELSE 'on' END, true);
		END IF;
		EXECUTE step.script;
		IF step.version IS NOT NULL THEN
			INSERT INTO aftersales.schema_version (version, name) VALUES (step.version, step.name);
		END IF;
	END LOOP;
	IF distributed THEN
		PERFORM set_config('citus.enable_ddl_propagation', 'on', true);
		PERFORM aftersales.spread_tables();
	END IF;
	PERFORM set_config('role', caller_role, true);
END
$$;
COMMENT ON PROCEDURE install_schema() IS 'Creates or brings up to date the business tables, views, functions and roles of schema aftersales. Safe to repeat; a superuser runs it after CREATE EXTENSION and after ALTER EXTENSION ... UPDATE.';
