CREATE OR REPLACE PROCEDURE set_visit_kind(kind text, name text, counts_as_return boolean, is_maintenance boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	counted boolean;
	serviced boolean;
BEGIN
	-- loads of visits wait: what they mark may be kept anew before this is committed
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.load.visit', 0));
	SELECT k.counts_as_return, k.is_maintenance INTO counted, serviced FROM visit_kind k WHERE k.kind = set_visit_kind.kind FOR UPDATE;
	INSERT INTO visit_kind (kind, name, counts_as_return, is_maintenance)
	VALUES (set_visit_kind.kind, set_visit_kind.name, set_visit_kind.counts_as_return, set_visit_kind.is_maintenance)
	ON CONFLICT ON CONSTRAINT visit_kind_pkey DO UPDATE
	SET name = excluded.name, counts_as_return = excluded.counts_as_return, is_maintenance = excluded.is_maintenance;
	-- what is kept of visits changes with what counts
	IF counted <> counts_as_return THEN
		INSERT INTO dirty (kept, dealer_code, month)
		SELECT DISTINCT 'vehicle_history', v.dealer_code, month_of(v.opened_on) FROM visit v WHERE v.kind = set_visit_kind.kind;
	END IF;
	IF counted <> counts_as_return OR serviced <> is_maintenance THEN
		INSERT INTO dirty (kept, dealer_code, month)
		SELECT DISTINCT 'vehicle_state', v.dealer_code, month_of(v.opened_on) FROM visit v WHERE v.kind = set_visit_kind.kind;
	END IF;
END
$$;
COMMENT ON PROCEDURE set_visit_kind(text, text, boolean, boolean) IS 'Adds a kind of visits or changes what it is called and counts for; the months of its visits are kept anew at the next refresh().';
