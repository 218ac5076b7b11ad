CREATE OR REPLACE FUNCTION cohorts(from_month date, to_month date, as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (cohort date, months_since integer, vehicles bigint, seen bigint, retention_rate float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT c.cohort, c.period, c.vehicles, c.seen, c.retention
	FROM (SELECT aftersales.cohort_retention(h.visits, v.sold_on, aftersales.month_of(as_of) - 1) AS cells
		FROM aftersales.vehicle v
		LEFT JOIN (SELECT n.vehicle_no, aftersales.rollup(n.visits) AS visits
			FROM aftersales.vehicle_history_now n WHERE dealer IS NULL OR n.dealer_code = dealer
			GROUP BY n.vehicle_no) h ON h.vehicle_no = v.vehicle_no
		WHERE v.sold_on >= aftersales.month_of(from_month) AND v.sold_on < aftersales.month_of(to_month, 1)
			AND (dealer IS NULL OR v.dealer_code = dealer)) m
	CROSS JOIN LATERAL unnest(m.cells) c
	WHERE aftersales.require(aftersales.is_day(from_month) AND aftersales.is_day(to_month), 'from_month and to_month must be months')
		AND aftersales.require(from_month <= to_month, 'from_month must not be after to_month')
		AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY c.cohort, c.period;
END;
COMMENT ON FUNCTION cohorts(date, date, date, text) IS 'Of the vehicles sold in a month, how many came 0, 1, 2 ... calendar months after it, for every month that was complete before as_of, so that no cell changes later; visits that count as a return, at whatever station. dealer: vehicles whose own station it is, and their visits to it; NULL: the network. Errors: 22023 not months in order, as_of not a day; 22003 a vehicle sold more than 600 months before as_of.';
