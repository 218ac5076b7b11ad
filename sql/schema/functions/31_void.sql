CREATE OR REPLACE PROCEDURE void_visit(dealer_code text, visit_no text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	month date;
	moment CONSTANT timestamptz := now();
BEGIN
	-- as aftersales-load does, so that the day of the visit stays what it is until the month is marked
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.load.visit', 0));
	UPDATE visit v SET voided_at = coalesce(v.voided_at, moment)
	WHERE v.dealer_code = void_visit.dealer_code AND v.visit_no = void_visit.visit_no
	RETURNING month_of(v.opened_on) INTO month;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'visit "%" of station "%" does not exist', void_visit.visit_no, void_visit.dealer_code
			USING ERRCODE = 'no_data_found';
	END IF;
	INSERT INTO dirty (kept, dealer_code, month)
	VALUES ('part_demand', void_visit.dealer_code, month), ('vehicle_history', void_visit.dealer_code, month),
		('vehicle_state', void_visit.dealer_code, month);
END
$$;
COMMENT ON PROCEDURE void_visit(text, text) IS 'Voids a visit with all its lines: it stays on record and counts no more.';

CREATE OR REPLACE PROCEDURE void_line(dealer_code text, visit_no text, line_no integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	month date;
	moment CONSTANT timestamptz := now();
BEGIN
	-- as aftersales-load does, so that the day of the visit stays what it is until the month is marked
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.load.visit', 0));
	UPDATE visit_line l SET voided_at = coalesce(l.voided_at, moment)
	FROM visit v
	WHERE l.dealer_code = void_line.dealer_code AND l.visit_no = void_line.visit_no AND l.line_no = void_line.line_no
		AND v.dealer_code = l.dealer_code AND v.visit_no = l.visit_no
	RETURNING month_of(v.opened_on) INTO month;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'line % of visit "%" of station "%" does not exist', void_line.line_no, void_line.visit_no, void_line.dealer_code
			USING ERRCODE = 'no_data_found';
	END IF;
	INSERT INTO dirty (kept, dealer_code, month) VALUES ('part_demand', void_line.dealer_code, month);
END
$$;
COMMENT ON PROCEDURE void_line(text, text, integer) IS 'Voids one line of a visit: it stays on record and counts no more.';
