CREATE OR REPLACE FUNCTION must_stock_comparison(as_of date, dealer text DEFAULT NULL, n integer DEFAULT 100)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, difference text, priority bigint, priority_by_volume bigint, quantity numeric,
	half_year_quantity numeric, half_year_amount numeric, safety_stock float8, location text, reason text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.dealer_code, s.part_no, s.part_name, CASE WHEN o.part_no IS NULL THEN 'added' WHEN m.part_no IS NULL THEN 'dropped' END,
		m.priority, o.priority, m.quantity, s.half_year_quantity, c.amount, s.safety_stock, s.location, s.reason
	FROM aftersales.stocking_plan(as_of, dealer) s
	LEFT JOIN aftersales.must_stock_list(as_of, dealer) m ON m.dealer_code = s.dealer_code AND m.part_no = s.part_no
	LEFT JOIN aftersales.must_stock_list_by_volume(as_of, dealer, n) o ON o.dealer_code = s.dealer_code AND o.part_no = s.part_no
	LEFT JOIN aftersales.half_year_consumption(as_of, dealer) c ON c.dealer_code = s.dealer_code AND c.part_no = s.part_no
	WHERE m.part_no IS NOT NULL OR o.part_no IS NOT NULL
	ORDER BY s.dealer_code, m.priority, o.priority;
END;
COMMENT ON FUNCTION must_stock_comparison(date, text, integer) IS 'Must-stock list beside the old list by volume: every part on one of them at a station. difference: added (new list only), dropped (old list only, reason says why), NULL: on both. dealer NULL: all stations.';
