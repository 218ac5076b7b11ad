CREATE OR REPLACE FUNCTION parts_leakage(from_month date, to_month date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, origin text, used numeric, bought numeric, opening_stock numeric, leakage numeric,
	genuine_price numeric, lines_at_genuine_price bigint, at_genuine_price boolean)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH used AS (
		SELECT l.dealer_code, l.part_no, sum(l.quantity) AS quantity,
			count(*) FILTER (WHERE l.quantity > 0 AND l.unit_price >= g.price) AS lines_at_genuine_price
		FROM aftersales.demand_line l
		LEFT JOIN (SELECT p.part_no, n.price FROM aftersales.part p JOIN aftersales.part n ON n.part_no = p.genuine_no WHERE p.origin <> 'genuine') g
			ON g.part_no = l.part_no
		WHERE l.kind <> 'lost' AND l.asked_on >= aftersales.month_of(from_month) AND l.asked_on < aftersales.month_of(to_month, 1)
			AND (dealer IS NULL OR l.dealer_code = dealer)
		GROUP BY l.dealer_code, l.part_no
	), moved AS (
		SELECT m.dealer_code, m.part_no, sum(m.quantity) AS since_opening,
			sum(m.quantity) FILTER (WHERE m.kind IN ('receipt', 'transfer_in', 'transfer_out') AND m.moved_on < aftersales.month_of(to_month, 1)
				AND coalesce(m.source, CASE p.origin WHEN 'aftermarket' THEN 'other' ELSE 'maker' END) = 'maker') AS bought
		FROM aftersales.stock_movement m JOIN aftersales.part p ON p.part_no = m.part_no
		WHERE m.moved_on >= aftersales.month_of(from_month) AND (dealer IS NULL OR m.dealer_code = dealer)
		GROUP BY m.dealer_code, m.part_no
	), present AS (
		SELECT s.dealer_code, s.part_no, sum(s.on_hand) AS on_hand FROM aftersales.stock s WHERE dealer IS NULL OR s.dealer_code = dealer GROUP BY s.dealer_code, s.part_no
	)
	SELECT u.dealer_code, p.part_no, p.name, p.origin, u.quantity, f.bought, f.opening_stock,
		CASE WHEN u.quantity > 0 THEN greatest(u.quantity - f.bought - f.opening_stock, 0) / u.quantity END,
		g.price, u.lines_at_genuine_price, u.lines_at_genuine_price > 0
	FROM used u
	JOIN aftersales.part p ON p.part_no = u.part_no
	LEFT JOIN aftersales.part g ON g.part_no = p.genuine_no
	LEFT JOIN moved m ON m.dealer_code = u.dealer_code AND m.part_no = u.part_no
	LEFT JOIN present s ON s.dealer_code = u.dealer_code AND s.part_no = u.part_no
	CROSS JOIN LATERAL (SELECT coalesce(m.bought, 0) AS bought,
		greatest(coalesce(s.on_hand, 0) - coalesce(m.since_opening, 0), 0) AS opening_stock) f
	WHERE aftersales.require(aftersales.is_day(from_month) AND aftersales.is_day(to_month), 'from_month and to_month must be months')
		AND aftersales.require(from_month <= to_month, 'from_month must not be after to_month')
	ORDER BY u.dealer_code, p.part_no;
END;
COMMENT ON FUNCTION parts_leakage(date, date, text) IS 'Parts that did not come from the maker: (used - bought from the maker - opening stock) / used, at least 0, NULL if none used, for each part used in the months from..to. bought: receipts and transfers of source maker; opening stock: the present one less the movements since from_month, at least 0. at_genuine_price: a part that is not genuine was sold at or above the price of the genuine one it stands in for. Without loaded movements all use looks leaked. dealer NULL: all stations and depots.';
