CREATE OR REPLACE FUNCTION half_year_consumption(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, part_no text, part_name text, from_month date, to_month date, quantity numeric, amount numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH asked AS (
		SELECT l.dealer_code, l.part_no, sum(l.quantity) AS quantity, sum(l.quantity * l.unit_price) AS priced,
			sum(l.quantity) FILTER (WHERE l.unit_price IS NULL) AS unpriced
		FROM aftersales.demand_line l
		WHERE l.asked_on >= aftersales.month_of(as_of, -6) AND l.asked_on < aftersales.month_of(as_of) AND (dealer IS NULL OR l.dealer_code = dealer)
		GROUP BY l.dealer_code, l.part_no
	)
	SELECT a.dealer_code, p.part_no, p.name, aftersales.month_of(as_of, -6), aftersales.month_of(as_of, -1),
		sum(a.quantity), coalesce(sum(a.priced), 0) + coalesce(sum(a.unpriced * p.price), 0)
	FROM asked a
	JOIN aftersales.part_newest n ON n.part_no = a.part_no
	JOIN aftersales.part p ON p.part_no = n.newest_no
	WHERE aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	GROUP BY a.dealer_code, p.part_no, p.name
	ORDER BY a.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION half_year_consumption(date, text) IS 'Quantity and amount by station and part in the six complete months before as_of, all demand, under the newest part numbers; a line without a price counts at the part''s. dealer NULL: all stations and depots.';
