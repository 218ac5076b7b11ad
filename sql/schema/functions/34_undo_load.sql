-- Statements over the rows a load wrote, fitted to their table: {table}; {rows}, those of its before-images; {same}, keys of t and o are
-- equal; {set}, every column as in o. $1 is the load.
CREATE OR REPLACE FUNCTION undo_statement(template text, target regclass) RETURNS text
LANGUAGE sql STABLE SET search_path = aftersales, pg_temp
AS $$
	SELECT replace(replace(replace(replace(template,
		'{rows}', '(SELECT r.* FROM aftersales.load_before_image i, jsonb_populate_record(NULL::{table}, i.image) r WHERE i.load_batch = $1)'),
		'{table}', format('aftersales.%I', c.relname)),
		'{same}', (SELECT string_agg(format('t.%1$I = o.%1$I', a.attname), ' AND ')
			FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
			WHERE i.indrelid = target AND i.indisprimary)),
		'{set}', (SELECT string_agg(format('%1$I = o.%1$I', a.attname), ', ')
			FROM pg_attribute a WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''))
	FROM pg_class c WHERE c.oid = target
$$;
COMMENT ON FUNCTION undo_statement(text, regclass) IS 'A statement of undo_load(), fitted to a table.';

-- Refuses what cannot be taken back: rows changed since, rows whose former values are not known.
CREATE OR REPLACE PROCEDURE undo_load_check(b load_batch, target regclass)
LANGUAGE plpgsql SET search_path = aftersales, pg_temp
AS $$
DECLARE
	images bigint;
	later bigint;
	present bigint;
	statement text := undo_statement('SELECT count(*) FROM {table} t WHERE t.load_batch = $1', target);
BEGIN
	IF b.undone_at IS NOT NULL THEN
		RAISE EXCEPTION 'load % was taken back already', b.load_batch USING ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	SELECT min(i.load_batch) INTO later FROM load_before_image i WHERE i.was_batch = b.load_batch;
	IF later IS NOT NULL THEN
		RAISE EXCEPTION 'load % cannot be taken back: load % changed its rows', b.load_batch, later
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = format('Take back load %s first.', later);
	END IF;
	SELECT count(*) INTO images FROM load_before_image i WHERE i.load_batch = b.load_batch;
	IF images <> b.rows_updated + b.rows_voided THEN
		RAISE EXCEPTION 'load % cannot be taken back: of % rows it changed, the former values of % are known',
			b.load_batch, b.rows_updated + b.rows_voided, images USING ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	EXECUTE statement INTO present USING b.load_batch;
	IF present <> b.rows_inserted + images THEN
		RAISE EXCEPTION 'load % cannot be taken back: of % rows it wrote, % are there as it wrote them', b.load_batch, b.rows_inserted + images, present
			USING ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
END
$$;
COMMENT ON PROCEDURE undo_load_check(load_batch, regclass) IS 'Refuses to take back a load whose rows changed since or whose former values are not known.';

-- Refuses to take back rows that others refer to, those of the same load apart. Voided rows may go on referring to voided ones.
CREATE OR REPLACE PROCEDURE undo_load_check_use(batch bigint, target regclass)
LANGUAGE plpgsql SET search_path = aftersales, pg_temp
AS $$
DECLARE
	reference record;
	statement text;
	used boolean;
BEGIN
	FOR reference IN
		SELECT k.conrelid, c.relname, undo_statement(format('SELECT EXISTS (SELECT FROM {table} t JOIN %s r ON %s WHERE t.load_batch = $1 %s %s
				AND NOT EXISTS (SELECT FROM {rows} o WHERE {same}))', k.conrelid::regclass,
			(SELECT string_agg(format('r.%I = t.%I', a.attname, f.attname), ' AND ')
				FROM unnest(k.conkey, k.confkey) n(own, other)
				JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.own
				JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = n.other),
			CASE WHEN (SELECT count(*) FROM pg_attribute a WHERE a.attrelid IN (k.conrelid, target) AND a.attname = 'voided_at') = 2
				THEN 'AND r.voided_at IS NULL' END,
			CASE WHEN k.conrelid = target THEN 'AND r.load_batch IS DISTINCT FROM $1' END), target) AS statement
		FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		WHERE k.contype = 'f' AND k.confrelid = target
		ORDER BY c.relname
	LOOP
		statement := reference.statement;
		EXECUTE statement INTO used USING batch;
		IF used THEN
			RAISE EXCEPTION 'load % cannot be taken back: rows of table "%" refer to rows it added', batch, reference.relname
				USING ERRCODE = 'object_not_in_prerequisite_state', HINT = CASE WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = reference.conrelid AND a.attname = 'voided_at')
					THEN 'Take back the loads of that table first; its voided rows stay, and what they refer to.'
					ELSE 'Take back the loads of that table first.' END;
		END IF;
	END LOOP;
END
$$;
COMMENT ON PROCEDURE undo_load_check_use(bigint, regclass) IS 'Refuses to take back a load of rows that other rows refer to.';

-- Marks the months of the rows that are about to change, as they are and as they will be.
CREATE OR REPLACE PROCEDURE undo_load_mark(b load_batch)
LANGUAGE plpgsql SET search_path = aftersales, pg_temp
AS $$
BEGIN
	INSERT INTO dirty (kept, dealer_code, month)
	SELECT DISTINCT k.kept, d.dealer_code, month_of(d.day)
	FROM (
		SELECT v.dealer_code, v.opened_on AS day FROM visit v WHERE b.table_name = 'visit' AND v.load_batch = b.load_batch
		UNION
		SELECT v.dealer_code, v.opened_on FROM visit v
		WHERE b.table_name = 'visit_line' AND EXISTS (
			SELECT FROM visit_line l WHERE l.dealer_code = v.dealer_code AND l.visit_no = v.visit_no AND l.load_batch = b.load_batch)
		UNION
		SELECT s.dealer_code, s.sold_on FROM counter_sale s WHERE b.table_name = 'counter_sale' AND s.load_batch = b.load_batch
		UNION
		SELECT s.dealer_code, s.asked_on FROM lost_sale s WHERE b.table_name = 'lost_sale' AND s.load_batch = b.load_batch
		UNION
		SELECT i.image ->> 'dealer_code', (i.image ->> n.day_column)::date
		FROM load_before_image i JOIN (VALUES ('visit', 'opened_on'), ('counter_sale', 'sold_on'), ('lost_sale', 'asked_on')) n(table_name, day_column)
			ON n.table_name = b.table_name
		WHERE i.load_batch = b.load_batch
	) d
	JOIN (VALUES ('part_demand'), ('vehicle_history'), ('vehicle_state')) k(kept) ON k.kept = 'part_demand' OR b.table_name = 'visit';
END
$$;
COMMENT ON PROCEDURE undo_load_mark(load_batch) IS 'Marks the months that kept tables have to renew once a load is taken back.';

-- Deletes the rows a load added. A reference to the table that has no index would be looked through for each of them, so it is made anew
-- and with that checked once.
CREATE OR REPLACE PROCEDURE undo_load_delete(batch bigint, target regclass, INOUT removed bigint)
LANGUAGE plpgsql SET search_path = aftersales, pg_temp
AS $$
DECLARE
	reference record;
	statement text := undo_statement('DELETE FROM {table} t WHERE t.load_batch = $1 AND NOT EXISTS (SELECT FROM {rows} o WHERE {same})', target);
	remake text[] := '{}';
BEGIN
	FOR reference IN
		SELECT s.drop_statement, s.make_statement
		FROM pg_constraint k CROSS JOIN LATERAL constraint_statements(k.oid) s
		WHERE k.contype = 'f' AND k.confrelid = target AND NOT EXISTS (
			SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
				AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
		ORDER BY s.drop_statement
	LOOP
		EXECUTE reference.drop_statement;
		remake := remake || reference.make_statement;
	END LOOP;
	EXECUTE statement USING batch;
	GET DIAGNOSTICS removed = ROW_COUNT;
	SET CONSTRAINTS ALL IMMEDIATE;
	FOREACH statement IN ARRAY remake LOOP
		EXECUTE statement;
	END LOOP;
END
$$;
COMMENT ON PROCEDURE undo_load_delete(bigint, regclass, bigint) IS 'Step of undo_load(): deletes the rows a load added to a table without voids.';

CREATE OR REPLACE FUNCTION undo_load(batch bigint, OUT table_name text, OUT removed bigint, OUT restored bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	b load_batch;
	target regclass;
	statement text;
BEGIN
	SELECT * INTO b FROM load_batch l WHERE l.load_batch = batch FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'load % does not exist', batch USING ERRCODE = 'no_data_found';
	END IF;
	table_name := b.table_name;
	target := to_regclass(format('aftersales.%I', b.table_name));
	IF target IS NULL OR NOT is_loadable(target) THEN
		RAISE EXCEPTION 'load % is of "%", which is no table to load', batch, b.table_name USING ERRCODE = 'undefined_table';
	ELSIF table_name = 'consent' THEN
		RAISE EXCEPTION 'load % cannot be taken back: consents and refusals are evidence', batch
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Load what holds now: the newest row counts.';
	END IF;
	-- loads of the table wait, as for one another
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.load.' || CASE b.table_name WHEN 'visit_line' THEN 'visit' ELSE b.table_name END, 0));
	CALL undo_load_check(b, target);
	CALL undo_load_check_use(batch, target);
	CALL undo_load_mark(b);
	-- rows it added: voided where the table knows that, else deleted
	IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = target AND a.attname = 'voided_at') THEN
		statement := undo_statement('UPDATE {table} t SET voided_at = coalesce(t.voided_at, $2)
			WHERE t.load_batch = $1 AND NOT EXISTS (SELECT FROM {rows} o WHERE {same})', target);
		EXECUTE statement USING batch, now();
		GET DIAGNOSTICS removed = ROW_COUNT;
	ELSE
		CALL undo_load_delete(batch, target, removed);
	END IF;
	statement := undo_statement('UPDATE {table} t SET {set} FROM {rows} o WHERE {same}', target);
	EXECUTE statement USING batch;
	GET DIAGNOSTICS restored = ROW_COUNT;
	DELETE FROM load_before_image i WHERE i.load_batch = batch;
	UPDATE load_batch l SET undone_at = now(), undone_by = session_user WHERE l.load_batch = batch;
END
$$;
COMMENT ON FUNCTION undo_load(bigint) IS 'Takes a load back: rows it changed or voided are as before, rows it added are voided, or deleted in tables without voids. Refused where rows changed since, are referred to, or their former values are not known.';
