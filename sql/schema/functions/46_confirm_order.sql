CREATE OR REPLACE FUNCTION confirm_order(dealer text, as_of date DEFAULT CURRENT_DATE, order_no text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
DECLARE
	wanted text := order_no;
	lines purchase_order_line[];
BEGIN
	PERFORM require(dealer IS NOT NULL, 'dealer must not be NULL');
	PERFORM require(is_day(as_of), 'as_of must be a day');
	PERFORM require(coalesce(order_no, '-') <> '', 'order_no must not be empty');
	-- a second one waits here and then sees the first one's order
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.confirm_order.' || dealer, 0));
	IF NOT EXISTS (SELECT FROM aftersales.dealer d WHERE d.dealer_code = dealer) THEN
		RAISE EXCEPTION 'station or depot "%" does not exist', dealer USING ERRCODE = 'no_data_found';
	ELSIF EXISTS (SELECT FROM purchase_order o WHERE o.dealer_code = dealer AND o.order_no = wanted) THEN
		RAISE EXCEPTION 'order "%" of "%" exists', wanted, dealer
			USING ERRCODE = 'unique_violation', HINT = 'Give another number, or none to have one made.';
	END IF;
	IF wanted IS NULL THEN
		SELECT min(c.order_no) INTO wanted
		FROM (SELECT to_char(as_of, '"SO"YYYYMMDD') || to_char(n, '"-"FM000') AS order_no FROM generate_series(1, 999) n) c
		WHERE NOT EXISTS (SELECT FROM purchase_order o WHERE o.dealer_code = dealer AND o.order_no = c.order_no);
	END IF;
	lines := ARRAY(SELECT (dealer, wanted, row_number() OVER (ORDER BY s.part_no), s.part_no, s.quantity, 0,
			as_of + ceil(coalesce(s.lead_time, 0))::integer, NULL)::purchase_order_line
		FROM suggested_orders(as_of, dealer) s);
	IF cardinality(lines) = 0 THEN
		RETURN NULL;
	END IF;
	INSERT INTO purchase_order (dealer_code, order_no, ordered_on) VALUES (dealer, wanted, as_of);
	INSERT INTO purchase_order_line SELECT l.* FROM unnest(lines) l;
	RETURN wanted;
END
$$;
COMMENT ON FUNCTION confirm_order(text, date, text) IS 'Writes the suggested_orders() of a station or depot as a purchase order and returns its number, NULL if nothing is suggested; what is on order is not suggested again. Without order_no the number is made from the day. Errors: P0002 an unknown dealer, 23505 a number in use, 22023 dealer NULL, as_of not a day, order_no empty.';
