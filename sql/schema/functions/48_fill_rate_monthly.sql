CREATE OR REPLACE FUNCTION fill_rate_monthly(from_month date, to_month date, dealer text DEFAULT NULL)
RETURNS TABLE (
	month date, dealer_code text, lines bigint, lines_filled bigint, line_fill_rate numeric,
	quantity numeric, quantity_filled numeric, quantity_fill_rate numeric, quantity_lost numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH asked AS (
		SELECT aftersales.month_of(l.asked_on) AS month, l.dealer_code, count(*) AS lines,
			count(*) FILTER (WHERE l.quantity_filled >= l.quantity) AS lines_filled,
			sum(l.quantity) AS quantity, sum(least(greatest(l.quantity_filled, 0), l.quantity)) AS quantity_filled,
			coalesce(sum(l.quantity) FILTER (WHERE l.kind = 'lost'), 0) AS quantity_lost
		FROM aftersales.demand_line l
		WHERE l.quantity > 0 AND l.asked_on >= aftersales.month_of(from_month) AND l.asked_on < aftersales.month_of(to_month, 1)
			AND (dealer IS NULL OR l.dealer_code = dealer)
		GROUP BY 1, 2
	)
	SELECT m::date, d.dealer_code, coalesce(sum(a.lines), 0)::bigint, coalesce(sum(a.lines_filled), 0)::bigint, sum(a.lines_filled) / sum(a.lines),
		coalesce(sum(a.quantity), 0), coalesce(sum(a.quantity_filled), 0), sum(a.quantity_filled) / sum(a.quantity), coalesce(sum(a.quantity_lost), 0)
	FROM generate_series(aftersales.month_of(from_month)::timestamp, aftersales.month_of(to_month)::timestamp, interval '1 month') m
	CROSS JOIN aftersales.dealer d
	LEFT JOIN asked a ON a.month = m AND a.dealer_code = d.dealer_code
	WHERE (dealer IS NULL OR d.dealer_code = dealer)
		AND aftersales.require(aftersales.is_day(from_month) AND aftersales.is_day(to_month), 'from_month and to_month must be months')
		AND aftersales.require(from_month <= to_month, 'from_month must not be after to_month')
	GROUP BY GROUPING SETS ((m, d.dealer_code), (m))
	HAVING dealer IS NULL OR d.dealer_code IS NOT NULL
	ORDER BY 1, 2;
END;
COMMENT ON FUNCTION fill_rate_monthly(date, date, text) IS 'Fill rate (备件满足率) by month and station: lines filled at once / lines, quantity filled at once / quantity; NULL without demand. Lost sales are unfilled lines, returns are no lines. quantity_lost: of the unfilled quantity, what went elsewhere. dealer NULL: all stations and depots, and the network itself with dealer_code NULL.';
