CREATE OR REPLACE FUNCTION must_stock_list_by_volume(as_of date, dealer text DEFAULT NULL, n integer DEFAULT 100)
RETURNS TABLE (dealer_code text, priority bigint, part_no text, part_name text, quantity numeric, amount numeric,
	quantity_rank bigint, amount_rank bigint)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT r.dealer_code, row_number() OVER (PARTITION BY r.dealer_code ORDER BY r.quantity DESC, r.amount DESC, r.part_no) AS priority,
		r.part_no, r.part_name, r.quantity, r.amount, r.quantity_rank, r.amount_rank
	FROM (SELECT c.dealer_code, c.part_no, c.part_name, c.quantity, c.amount,
			row_number() OVER (PARTITION BY c.dealer_code ORDER BY c.quantity DESC, c.part_no) AS quantity_rank,
			row_number() OVER (PARTITION BY c.dealer_code ORDER BY c.amount DESC, c.part_no) AS amount_rank
		FROM aftersales.half_year_consumption(as_of, dealer) c
		JOIN aftersales.open_dealers(as_of) d ON d.dealer_code = c.dealer_code
		WHERE d.kind = 'station' AND c.quantity > 0) r
	WHERE (r.quantity_rank <= n OR r.amount_rank <= n) AND aftersales.require(n > 0, 'n must be above 0')
	ORDER BY r.dealer_code, priority;
END;
COMMENT ON FUNCTION must_stock_list_by_volume(date, text, integer) IS 'The old list, to compare with: the n parts of the largest quantity in the half-year before as_of and the n of the largest amount, by quantity, then amount. dealer NULL: all open stations.';
