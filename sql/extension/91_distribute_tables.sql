-- Citus: the business tables on several machines. Rows of stations are distributed by dealer_code, all tables alike, so that what
-- belongs together is on one machine; what every station needs is on each of them (reference tables).

-- A table is distributed if its key holds dealer_code, except the small ones that questions read for every station, and what is
-- known of the network as a whole. What only one load at a time uses stays where loads run.
CREATE FUNCTION table_distribution(OUT table_name name, OUT distributed boolean) RETURNS SETOF record
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT c.relname, c.relname NOT IN ('dealer', 'staff', 'staff_shift', 'staff_certificate', 'parameter', 'part_supply', 'follow_up_rule_station',
			'complaint', 'retention_fit', 'metric_snapshot_value')
		AND (c.relname = 'dirty' OR EXISTS (SELECT FROM pg_index i
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::smallint[])
			WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'dealer_code'))
	FROM pg_class c
	WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'bulk_load'
	ORDER BY 2, 1
$$;
COMMENT ON FUNCTION table_distribution() IS 'The business tables, and whether distribute_tables() distributes them by dealer_code or keeps them whole on every node; but the one that only the coordinator has.';

CREATE FUNCTION tables_are_distributed() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'citus') THEN
		RETURN false;
	END IF;
	RETURN EXISTS (SELECT FROM pg_dist_partition p
		WHERE p.logicalrelid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relname = 'visit'));
END
$$;
COMMENT ON FUNCTION tables_are_distributed() IS 'Whether distribute_tables() was here.';

-- Settings of a transaction that changes the schema: whether other nodes follow. Foreign keys to tables on every node want one
-- connection a node.
CREATE FUNCTION begin_spreading(spread boolean) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'citus') THEN
		PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true), set_config('citus.enable_unsupported_feature_messages', 'off', true),
			set_config('citus.enable_local_reference_table_foreign_keys', 'off', true), set_config('citus.enable_ddl_propagation', spread::text, true);
	END IF;
END
$$;
COMMENT ON FUNCTION begin_spreading(boolean) IS 'Citus: settings for the rest of the transaction, which changes the schema on this node or on all.';

-- Roles belong to a server, and may have been made where no other node was told.
CREATE FUNCTION spread_roles() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	script text;
	answer text;
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'citus') THEN
		RETURN;
	END IF;
	SELECT string_agg(s.line, E'\n' ORDER BY s.place) INTO script
	FROM (SELECT 1 AS place, 'BEGIN SET LOCAL citus.enable_ddl_propagation = off;' AS line
		UNION ALL
		SELECT 2, format('IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = %1$L) THEN CREATE ROLE %1$I; END IF; ALTER ROLE %1$I %2$s;',
			r.rolname, CASE WHEN r.rolcanlogin THEN 'LOGIN ' ELSE 'NOLOGIN ' END || CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END)
		FROM pg_roles r WHERE r.rolname LIKE 'aftersales\_%'
		UNION ALL
		SELECT 3, format('IF NOT pg_has_role(%L, %L, ''MEMBER'') THEN GRANT %I TO %I; END IF;', m.rolname, g.rolname, g.rolname, m.rolname)
		FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
		WHERE g.rolname LIKE 'aftersales\_%' AND m.rolname LIKE 'aftersales\_%'
		UNION ALL
		SELECT 4, 'END') s;
	SELECT format('%s: %s', r.nodename, r.result) INTO answer FROM run_command_on_workers(format('DO %L', script)) r WHERE NOT r.success LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the roles of aftersales could not be made on another node' USING DETAIL = answer;
	END IF;
END
$$;
COMMENT ON FUNCTION spread_roles() IS 'Citus: makes the roles of aftersales on the nodes that do not have them.';

-- What Citus cannot do for a table, as an error with a hint.
CREATE FUNCTION check_distribution() RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	k record;
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'citus') THEN
		RAISE EXCEPTION 'Citus is not installed in this database'
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'Tables are distributed by the extension citus.',
				HINT = 'Install Citus on every node, add it to shared_preload_libraries and run CREATE EXTENSION citus, or stay on one machine.';
	ELSIF NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) THEN
		RAISE EXCEPTION 'tables must be distributed by a superuser' USING ERRCODE = 'insufficient_privilege';
	ELSIF to_regclass('aftersales.schema_version') IS NULL THEN
		RAISE EXCEPTION 'schema aftersales has no tables'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'CALL aftersales.install_schema() first.';
	END IF;
	FOR k IN
		WITH held AS (
			SELECT t.distributed, c.oid FROM aftersales.table_distribution() t
			JOIN pg_class c ON c.relname = t.table_name AND c.relnamespace = 'aftersales'::regnamespace
		)
		SELECT c.relname AS table_name, n.relname AS key_name, 'a unique or exclusion key of a distributed table must include dealer_code' AS detail
		FROM held h
		JOIN pg_class c ON c.oid = h.oid
		JOIN pg_index i ON i.indrelid = h.oid AND (i.indisunique OR i.indisexclusion)
		JOIN pg_class n ON n.oid = i.indexrelid
		WHERE h.distributed AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = h.oid AND a.attname = 'dealer_code' AND a.attnum = ANY (i.indkey::smallint[]))
		UNION ALL
		SELECT c.relname, f.conname, CASE WHEN h.distributed THEN 'a foreign key between distributed tables must include dealer_code on both sides'
			ELSE 'a table kept whole on every node cannot refer to a distributed one' END
		FROM held h
		JOIN pg_class c ON c.oid = h.oid
		JOIN pg_constraint f ON f.conrelid = h.oid AND f.contype = 'f' AND f.conname <> 'complaint_visit_no_fkey'
		JOIN held r ON r.oid = f.confrelid AND r.distributed
		WHERE NOT (h.distributed AND EXISTS (SELECT FROM unnest(f.conkey, f.confkey) n (own, other)
			JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = n.own AND a.attname = 'dealer_code'
			JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = n.other AND b.attname = 'dealer_code'))
		UNION ALL
		SELECT c.relname, g.tgname, 'triggers of distributed tables are not supported'
		FROM held h JOIN pg_class c ON c.oid = h.oid JOIN pg_trigger g ON g.tgrelid = h.oid AND NOT g.tgisinternal
		ORDER BY 1, 2
	LOOP
		RAISE EXCEPTION 'table "%" cannot be distributed: "%" forbids it', k.table_name, k.key_name
			USING ERRCODE = 'feature_not_supported', DETAIL = upper(left(k.detail, 1)) || substr(k.detail, 2) || '.',
				HINT = format('Drop %I, or give it dealer_code, and distribute the tables then.', k.key_name);
	END LOOP;
END
$$;
COMMENT ON FUNCTION check_distribution() IS 'Raises an error where distribute_tables() cannot do its work.';

-- By their text, so a word that only looks like a name counts, too.
CREATE FUNCTION reads_distributed() RETURNS SETOF name
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	WITH RECURSIVE source (name, text) AS MATERIALIZED (
		SELECT p.proname, p.prosrc FROM pg_proc p WHERE p.pronamespace = 'aftersales'::regnamespace
		UNION ALL
		SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind = 'v'
	), far (name) AS (
		SELECT t.table_name FROM aftersales.table_distribution() t WHERE t.distributed
		UNION
		SELECT s.name FROM far f JOIN source s ON s.text ~ ('\m' || f.name || '\M')
	)
	SELECT f.name FROM far f
$$;
COMMENT ON FUNCTION reads_distributed() IS 'The distributed tables, and the routines and views that read them or call what does.';

-- A question whose body binds tables is put into the statement that calls it, which Citus cannot plan; a statement of PL/pgSQL it can.
-- Such bodies would also tie tables to each other, so that none could be distributed first. install_schema() brings them back as they were.
CREATE FUNCTION spread_routines() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	script text;
BEGIN
	FOR script IN
		SELECT unnest(ARRAY[format('CREATE OR REPLACE FUNCTION aftersales.%I(dealer text DEFAULT NULL) RETURNS TABLE (%s) LANGUAGE plpgsql STABLE AS %L', c.relname || '_rows',
			string_agg(format('%I %s', a.attname, format_type(a.atttypid, NULL)), ', ' ORDER BY a.attnum),
			format(E'#variable_conflict use_column\nBEGIN\nIF dealer IS NULL THEN RETURN QUERY SELECT %1$s FROM aftersales.%2$I t;\n'
				'ELSE RETURN QUERY SELECT %1$s FROM aftersales.%2$I t WHERE t.dealer_code = dealer; END IF;\nEND',
				string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum), c.relname)),
			format('ALTER FUNCTION aftersales.%I(text) OWNER TO aftersales_owner', c.relname || '_rows')])
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relname IN ('stock', 'part_demand_now')
		GROUP BY c.oid
	LOOP
		EXECUTE script;
	END LOOP;
	-- callers before what they call (but through views): Citus takes some of these, where a body still binds them, for a circle
	FOR script IN
		WITH RECURSIVE called AS (
			SELECT p.oid, 0 AS depth FROM pg_proc p WHERE p.pronamespace = 'aftersales'::regnamespace
			UNION
			SELECT d.refobjid, c.depth + 1
			FROM called c JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_proc'::regclass AND d.refobjid <> c.oid
			-- deeper than any; functions of the user's own may call each other
			WHERE c.depth < 50
		)
		SELECT format('CREATE OR REPLACE FUNCTION aftersales.%I(%s) RETURNS %s LANGUAGE plpgsql STABLE %s %s AS %L', p.proname,
			pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
			CASE WHEN p.proisstrict THEN 'STRICT' END,
			(SELECT string_agg(format('SET %s = %s', split_part(c, '=', 1), split_part(c, '=', 2)), ' ') FROM unnest(p.proconfig) c),
			format(E'#variable_conflict use_column\nBEGIN\n%s;\nEND', CASE WHEN s.body ~ '^RETURN' THEN s.body WHEN p.proretset THEN 'RETURN QUERY ' || s.body
				ELSE format('RETURN (%s)', s.body) END))
		FROM pg_proc p
		CROSS JOIN LATERAL (SELECT regexp_replace(regexp_replace(pg_get_function_sqlbody(p.oid), '^BEGIN ATOMIC(.*);\s*END$', '\1'),
			-- a result without columns has no rows for Citus
			'SELECT\s+FROM', 'SELECT true FROM', 'g') AS text) b
		-- station_number() joins too much for the planner of Citus, so it reads the few figures a part of a station has as those of functions
		CROSS JOIN LATERAL (SELECT CASE WHEN p.proname = 'station_number'
			THEN regexp_replace(b.text, '\maftersales\.(stock|part_demand_now) ', format('aftersales.\1_rows(%I.dealer) ', p.proname), 'g')
			-- a condition that prunes to one shard would send the questions that these ask there, too
			WHEN p.proname IN ('count_due', 'must_stock_plan_vs_actual', 'stock_position')
			THEN regexp_replace(b.text, format('\m(\w+\.dealer_code) = (%I\.dealer)\M', p.proname), '(\1 || '''') = \2', 'g')
			-- each CTE by itself, so that workers group the lines of their stations
			WHEN p.proname IN ('dead_stock', 'fill_rate_monthly', 'half_year_consumption', 'parts_leakage')
			THEN regexp_replace(b.text, '\m(\w+) AS \(', '\1 AS MATERIALIZED (', 'g')
			ELSE b.text END AS body) s
		WHERE p.pronamespace = 'aftersales'::regnamespace AND p.prosqlbody IS NOT NULL AND p.provolatile = 's'
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
		ORDER BY (SELECT max(c.depth) FROM called c WHERE c.oid = p.oid), p.oid
	LOOP
		EXECUTE script;
	END LOOP;
	-- Routines are made again, on all nodes, with a column in every result and plans that know their parameters; they write over one connection a
	-- node. Queries of shards may call those that read only what is whole on every node, and what tells whose rows a user sees or what a complaint
	-- is about. On other nodes each is everybody's until that is taken back, and nobody else's until it is granted.
	FOR script IN
		SELECT unnest(ARRAY[regexp_replace(regexp_replace(regexp_replace(regexp_replace(pg_get_functiondef(p.oid), '\mSELECT FROM\M', 'SELECT true FROM', 'g'),
			'SET plan_cache_mode TO ''force_generic_plan''', '', 'g'),
			-- a parallel worker has no connections to other nodes
			'\mPARALLEL SAFE\M', 'PARALLEL UNSAFE'),
			'^AS \$', CASE WHEN p.provolatile = 'v' THEN 'SET citus.multi_shard_modify_mode = sequential '
				WHEN p.proname IN ('my_vehicles', 'my_customers', 'complaint_vehicle') OR p.proname NOT IN (SELECT aftersales.reads_distributed())
				THEN 'SET citus.allow_nested_distributed_execution = on ' ELSE '' END || 'AS $', 'n'),
			CASE WHEN p.prosecdef THEN format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', p.oid::regprocedure) END,
			(SELECT format('GRANT ALL ON ROUTINE %s TO %s', p.oid::regprocedure, string_agg(a.grantee::regrole::text, ', '))
				FROM aclexplode(p.proacl) a WHERE a.grantee NOT IN (0, p.proowner) HAVING count(*) > 0)])
		FROM pg_proc p
		WHERE p.pronamespace = 'aftersales'::regnamespace AND p.proname NOT LIKE '%\_rows' AND p.prolang = (SELECT l.oid FROM pg_language l WHERE l.lanname = 'plpgsql')
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
		UNION ALL
		SELECT pg_get_functiondef(p.oid)
		FROM pg_proc p
		WHERE p.pronamespace = 'aftersales'::regnamespace AND p.prolang = (SELECT l.oid FROM pg_language l WHERE l.lanname = 'sql')
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
	LOOP
		CONTINUE WHEN script IS NULL;
		EXECUTE script;
	END LOOP;
	PERFORM aftersales.adapt_views();
END
$$;
COMMENT ON FUNCTION spread_routines() IS 'Makes the questions functions whose statements Citus can plan, and every routine on every node.';

-- OFFSET 0 helps the planner of one machine and would bring all lines to the coordinator; a recursion beside distributed tables cannot
-- be planned; what a view reads with its owner's rights, shards refuse to whoever asks.
CREATE FUNCTION adapt_views() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	script text;
BEGIN
	FOR script IN
		SELECT unnest(ARRAY[
			format('CREATE OR REPLACE FUNCTION aftersales.%I() RETURNS TABLE (%s) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = aftersales, pg_temp '
				-- reads tables that are whole on every node, so a shard's query may call it
				'SET citus.allow_nested_distributed_execution = on AS %L', f.name, c.columns, format(E'#variable_conflict use_column\nBEGIN\nRETURN QUERY %s\nEND', v.definition)),
			format('ALTER FUNCTION aftersales.%I() OWNER TO aftersales_owner', f.name),
			format('REVOKE ALL ON FUNCTION aftersales.%I() FROM PUBLIC', f.name),
			format('GRANT ALL ON FUNCTION aftersales.%I() TO aftersales_reader, aftersales_loader, aftersales_admin, aftersales_station', f.name),
			'SET LOCAL citus.enable_ddl_propagation = off',
			format('CREATE OR REPLACE VIEW aftersales.%I WITH (security_invoker = true) AS SELECT %s FROM aftersales.%I() r', v.relname, c.selected, f.name),
			'SET LOCAL citus.enable_ddl_propagation = on'])
		FROM (SELECT w.oid, w.relname, pg_get_viewdef(w.oid) AS definition FROM pg_class w
			WHERE w.relnamespace = 'aftersales'::regnamespace AND w.relkind = 'v' AND w.relname IN ('part_superseded', 'customer_masked', 'vehicle_masked')) v
		CROSS JOIN LATERAL (SELECT v.relname || '_rows' AS name) f
		CROSS JOIN LATERAL (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) AS columns,
				string_agg(format('r.%I', a.attname) || CASE a.attcollation WHEN 0 THEN '' ELSE ' COLLATE ' || a.attcollation::regcollation END, ', ' ORDER BY a.attnum) AS selected
			FROM pg_attribute a WHERE a.attrelid = v.oid AND a.attnum > 0) c
		WHERE v.definition !~ '_rows\('
		UNION ALL
		SELECT unnest(ARRAY['SET LOCAL citus.enable_ddl_propagation = off',
			format('CREATE OR REPLACE VIEW aftersales.%I WITH (security_invoker = true) AS %s', v.relname, replace(v.definition, 'OFFSET 0', '')),
			'SET LOCAL citus.enable_ddl_propagation = on'])
		FROM (SELECT w.relname, pg_get_viewdef(w.oid) AS definition FROM pg_class w WHERE w.relnamespace = 'aftersales'::regnamespace AND w.relkind = 'v') v
		WHERE v.definition ~ 'OFFSET 0'
	LOOP
		EXECUTE script;
	END LOOP;
END
$$;
COMMENT ON FUNCTION adapt_views() IS 'Makes the views ones that Citus plans well and that readers may read.';

-- Tables that are not yet distributed, with their rows.
CREATE FUNCTION spread_tables() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
	keys text[] := '{}';
	step record;
	first_table regclass;
	statement text;
BEGIN
	SELECT p.logicalrelid INTO first_table FROM pg_dist_partition p
	JOIN pg_class c ON c.oid = p.logicalrelid AND c.relnamespace = 'aftersales'::regnamespace WHERE p.partmethod = 'h' LIMIT 1;
	CREATE TEMPORARY TABLE distribution ON COMMIT DROP AS
	SELECT c.oid::regclass AS name, t.distributed FROM aftersales.table_distribution() t
	JOIN pg_class c ON c.relname = t.table_name AND c.relnamespace = 'aftersales'::regnamespace
	WHERE NOT EXISTS (SELECT FROM pg_dist_partition p WHERE p.logicalrelid = c.oid);
	-- as long as there are foreign keys, tables could only be distributed in an order that does not exist
	FOR step IN
		SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', f.conrelid::regclass, f.conname) AS dropping,
			format('ALTER TABLE %s ADD CONSTRAINT %I %s', f.conrelid::regclass, f.conname, pg_get_constraintdef(f.oid)) AS making
		FROM pg_constraint f
		WHERE f.contype = 'f' AND f.conparentid = 0 AND f.connamespace = 'aftersales'::regnamespace
			AND (f.conrelid IN (SELECT d.name FROM pg_temp.distribution d) OR f.confrelid IN (SELECT d.name FROM pg_temp.distribution d))
		ORDER BY f.oid
	LOOP
		EXECUTE step.dropping;
		keys := keys || step.making;
	END LOOP;
	FOR step IN SELECT d.name, d.distributed FROM pg_temp.distribution d ORDER BY d.distributed, d.name::text LOOP
		IF NOT step.distributed THEN
			PERFORM create_reference_table(step.name);
		ELSE
			PERFORM create_distributed_table(step.name, 'dealer_code', colocate_with => coalesce(first_table::text, 'none'));
			first_table := coalesce(first_table, step.name);
		END IF;
		PERFORM truncate_local_data_after_distributing_table(step.name);
	END LOOP;
	FOREACH statement IN ARRAY keys LOOP
		EXECUTE statement;
	END LOOP;
	DROP TABLE pg_temp.distribution;
END
$$;
COMMENT ON FUNCTION spread_tables() IS 'Distributes the tables that are not yet.';

CREATE FUNCTION distribute_tables() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
BEGIN
	PERFORM aftersales.check_distribution();
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.install_schema', 0));
	-- a table kept whole on every node refers to no distributed one; install_schema() brings this key back on one machine
	ALTER TABLE aftersales.complaint DROP CONSTRAINT IF EXISTS complaint_visit_no_fkey;
	PERFORM aftersales.begin_spreading(false);
	-- statements of SECURITY DEFINER routines reach other nodes as their owner, some as COPY, which does not go along with row-level security
	ALTER ROLE aftersales_owner LOGIN BYPASSRLS;
	PERFORM aftersales.spread_roles(), aftersales.begin_spreading(true);
	PERFORM aftersales.spread_routines();
	PERFORM aftersales.spread_tables();
	GRANT USAGE, CREATE ON SCHEMA aftersales TO aftersales_owner;
	GRANT USAGE ON SCHEMA aftersales TO aftersales_reader, aftersales_loader, aftersales_admin, aftersales_station, aftersales_revealer;
	-- Citus names all columns, where loads may fill only some
	GRANT INSERT ON aftersales.load_batch TO aftersales_loader, aftersales_admin;
END
$$;
COMMENT ON FUNCTION distribute_tables() IS 'Citus: distributes the business tables by dealer_code, colocated, small ones on every node, rows included. May be repeated: tables that came later follow. A superuser runs it on the coordinator.';

CREATE FUNCTION undistribute_tables() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
	table_name regclass;
	numbered record;
	numbers text[];
	comments text[];
	statement text;
BEGIN
	PERFORM aftersales.check_distribution();
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.install_schema', 0));
	PERFORM aftersales.begin_spreading(false);
	-- what Citus forgets
	SELECT array_agg(CASE d.objsubid WHEN 0 THEN format('COMMENT ON TABLE aftersales.%I IS %L', c.relname, d.description)
		ELSE format('COMMENT ON COLUMN aftersales.%I.%I IS %L', c.relname, a.attname, d.description) END) INTO comments
	FROM pg_class c
	JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid
	LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
	WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind = 'r';
	-- Citus does not take a table back while it numbers its rows
	FOR numbered IN
		SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind = 'r' AND a.attidentity = 'a'
			AND EXISTS (SELECT FROM pg_dist_partition p WHERE p.logicalrelid = c.oid)
	LOOP
		EXECUTE format('ALTER TABLE aftersales.%I ALTER %I DROP IDENTITY', numbered.relname, numbered.attname);
		numbers := numbers || ARRAY[
			format('ALTER TABLE aftersales.%I ALTER %I ADD GENERATED ALWAYS AS IDENTITY', numbered.relname, numbered.attname),
			format('SELECT setval(pg_get_serial_sequence(%L, %L), max(t.%I)) FROM aftersales.%I t',
				format('aftersales.%I', numbered.relname), numbered.attname, numbered.attname, numbered.relname)];
	END LOOP;
	PERFORM aftersales.begin_spreading(true);
	LOOP
		SELECT p.logicalrelid INTO table_name FROM pg_dist_partition p
		JOIN pg_class c ON c.oid = p.logicalrelid AND c.relnamespace = 'aftersales'::regnamespace LIMIT 1;
		EXIT WHEN NOT FOUND;
		PERFORM undistribute_table(table_name, cascade_via_foreign_keys => true);
	END LOOP;
	FOREACH statement IN ARRAY coalesce(numbers, '{}') || comments LOOP
		EXECUTE statement;
	END LOOP;
	PERFORM aftersales.begin_spreading(false);
	ALTER ROLE aftersales_owner NOLOGIN NOBYPASSRLS;
	REVOKE INSERT ON aftersales.load_batch FROM aftersales_loader, aftersales_admin;
	REVOKE ALL ON FUNCTION aftersales.spread_routines(), aftersales.adapt_views(), aftersales.spread_tables() FROM aftersales_owner;
	CALL aftersales.install_schema();
	DROP FUNCTION aftersales.stock_rows(text), aftersales.part_demand_now_rows(text), aftersales.part_superseded_rows(), aftersales.customer_masked_rows(),
		aftersales.vehicle_masked_rows();
END
$$;
COMMENT ON FUNCTION undistribute_tables() IS 'Citus: the way back from distribute_tables(): every row comes to the coordinator.';

-- steps of distribute_tables() and install_schema(), which superusers run
REVOKE ALL ON FUNCTION begin_spreading(boolean), spread_roles(), spread_routines(), adapt_views(), spread_tables() FROM PUBLIC;
