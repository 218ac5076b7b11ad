CREATE OR REPLACE FUNCTION is_loadable(target regclass) RETURNS boolean
LANGUAGE sql STABLE SET search_path = aftersales, pg_temp
AS $$
	SELECT EXISTS (SELECT FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'load_batch' AND NOT a.attnotnull
		WHERE c.oid = target AND c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p'))
$$;
COMMENT ON FUNCTION is_loadable(regclass) IS 'Whether files are loaded into a table: it says which load wrote a row, if one did.';

CREATE OR REPLACE FUNCTION constraint_statements(key oid, OUT drop_statement text, OUT make_statement text)
LANGUAGE sql STABLE SET search_path = aftersales, pg_temp
AS $$
	SELECT format('ALTER TABLE aftersales.%I DROP CONSTRAINT %I', c.relname, k.conname),
		format('ALTER TABLE aftersales.%I ADD CONSTRAINT %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
	FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.oid = key
$$;
COMMENT ON FUNCTION constraint_statements(oid) IS 'The statements that drop a constraint and make it again.';

-- A load into an empty table makes its keys once, when the rows are there. Until then nobody else may see the table, nor the tables it
-- refers to or is referred from, as dropping a reference locks both sides. Those locks are taken all at once or not at all, so that
-- nothing waits for this load while it waits.
CREATE OR REPLACE FUNCTION lock_for_bulk_load(target regclass, patience interval) RETURNS boolean
LANGUAGE plpgsql SET search_path = aftersales, pg_temp
AS $$
DECLARE
	near name;
	until CONSTANT timestamptz := clock_timestamp() + patience;
BEGIN
	LOOP
		BEGIN
			FOR near IN
				SELECT c.relname FROM pg_class c
				WHERE c.oid = target OR c.oid IN (
					SELECT unnest(ARRAY[k.conrelid, k.confrelid]) FROM pg_constraint k
					WHERE k.contype = 'f' AND target IN (k.conrelid, k.confrelid))
				ORDER BY c.oid
			LOOP
				EXECUTE format('LOCK TABLE aftersales.%I IN ACCESS EXCLUSIVE MODE NOWAIT', near);
			END LOOP;
			RETURN true;
		EXCEPTION WHEN lock_not_available THEN
			IF clock_timestamp() > until THEN
				RETURN false;
			END IF;
			PERFORM pg_sleep(0.1);
		END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION lock_for_bulk_load(regclass, interval) IS 'Locks a table and those it refers to or is referred from; false if others hold them for so long.';

CREATE OR REPLACE FUNCTION bulk_load_possible(target regclass) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = aftersales, pg_temp
AS $$
DECLARE
	distributed boolean := false;
	filled boolean;
BEGIN
	-- loadable and plain; nothing about its indexes that their definition does not tell; no views or functions that depend on a key,
	-- no references from other schemas
	IF NOT is_loadable(target)
		OR NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = target AND c.relkind = 'r' AND NOT c.relispartition AND NOT c.relhassubclass)
		OR EXISTS (
		SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indrelid = target AND (c.reltablespace <> 0 OR i.indisclustered OR i.indisreplident OR NOT i.indisvalid
			OR c.reloptions IS NOT NULL AND i.indisprimary))
		OR EXISTS (
		SELECT FROM pg_constraint k JOIN pg_depend d ON d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid AND d.deptype = 'n'
		WHERE k.conrelid = target)
		OR EXISTS (
		SELECT FROM pg_constraint k
		WHERE k.contype = 'f' AND k.confrelid = target AND k.connamespace <> 'aftersales'::regnamespace)
	THEN
		RETURN false;
	END IF;
	IF to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
		EXECUTE 'SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_partition p WHERE p.logicalrelid = $1)' INTO distributed USING target;
	END IF;
	IF distributed THEN
		RETURN false;
	END IF;
	EXECUTE format('SELECT EXISTS (SELECT FROM aftersales.%I)', (SELECT c.relname FROM pg_class c WHERE c.oid = target)) INTO filled;
	RETURN NOT filled;
END
$$;
COMMENT ON FUNCTION bulk_load_possible(regclass) IS 'Whether a table is empty and plain, so that its keys may be made anew.';

CREATE OR REPLACE FUNCTION begin_bulk_load(table_name text, patience interval DEFAULT '5 s') RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	target regclass := to_regclass(format('aftersales.%I', table_name));
	step record;
BEGIN
	IF target IS NULL OR NOT bulk_load_possible(target) OR NOT lock_for_bulk_load(target, patience) OR NOT bulk_load_possible(target) THEN
		RETURN false;
	END IF;
	INSERT INTO bulk_load (table_name, place, drop_statement, make_statement)
	SELECT begin_bulk_load.table_name, row_number() OVER (ORDER BY d.kind, d.drop_statement), d.drop_statement, d.make_statement
	FROM (
		SELECT CASE k.contype WHEN 'p' THEN 1 WHEN 'f' THEN 4 ELSE 2 END AS kind, s.drop_statement, s.make_statement
		FROM pg_constraint k CROSS JOIN LATERAL constraint_statements(k.oid) s
		WHERE k.conrelid = target AND k.contype IN ('p', 'u', 'x', 'f') OR k.confrelid = target AND k.contype = 'f'
		UNION ALL
		SELECT 3, format('DROP INDEX aftersales.%I', c.relname), pg_get_indexdef(i.indexrelid)
		FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indrelid = target AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
		UNION ALL
		-- COPY does not go along with it; who may call this sees every row
		SELECT 5, format('ALTER TABLE aftersales.%I DISABLE ROW LEVEL SECURITY', c.relname),
			format('ALTER TABLE aftersales.%I ENABLE ROW LEVEL SECURITY', c.relname)
		FROM pg_class c WHERE c.oid = target AND c.relrowsecurity
	) d;
	FOR step IN SELECT b.drop_statement FROM bulk_load b WHERE b.table_name = begin_bulk_load.table_name ORDER BY b.place DESC LOOP
		EXECUTE step.drop_statement;
	END LOOP;
	-- so that COPY may freeze the rows it writes
	EXECUTE format('TRUNCATE aftersales.%I', table_name);
	RETURN true;
END
$$;
COMMENT ON FUNCTION begin_bulk_load(text, interval) IS 'Prepares an empty, plain table for a load: drops its keys, indexes and references until end_bulk_load(), which must follow in the same transaction. False, and nothing done, if the table is not such a one or others use it or its neighbours for longer than patience.';

CREATE OR REPLACE PROCEDURE end_bulk_load(table_name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	usual CONSTANT text := current_setting('maintenance_work_mem');
	room CONSTANT text := CASE WHEN pg_size_bytes(usual) < pg_size_bytes('256MB') THEN '256MB' ELSE usual END;
	step record;
BEGIN
	FOR step IN SELECT b.make_statement FROM bulk_load b WHERE b.table_name = end_bulk_load.table_name ORDER BY b.place LOOP
		-- room to hash what is referred to; keys are sorted in small runs by two processes, which takes less time than in more memory
		PERFORM set_config('maintenance_work_mem', CASE WHEN step.make_statement ~ ' (FOREIGN KEY|EXCLUDE) ' THEN room ELSE '64MB' END, true);
		EXECUTE step.make_statement;
	END LOOP;
	PERFORM set_config('maintenance_work_mem', usual, true);
	DELETE FROM bulk_load b WHERE b.table_name = end_bulk_load.table_name;
	EXECUTE format('ANALYZE aftersales.%I', table_name);
END
$$;
COMMENT ON PROCEDURE end_bulk_load(text) IS 'Makes again what begin_bulk_load() dropped, checks every row by it and gathers statistics.';

CREATE OR REPLACE FUNCTION refuse_open_bulk_load() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	IF EXISTS (SELECT FROM bulk_load b WHERE b.table_name = NEW.table_name) THEN
		RAISE EXCEPTION 'bulk load of table "%" was not ended', NEW.table_name
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call end_bulk_load() in the same transaction.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_open_bulk_load() IS 'Refuses to commit a table without its keys.';
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = 'bulk_load'::regclass AND t.tgname = 'bulk_load_ended') THEN
		CREATE CONSTRAINT TRIGGER bulk_load_ended AFTER INSERT ON bulk_load
		DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_open_bulk_load();
	END IF;
END
$$;
