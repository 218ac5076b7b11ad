CREATE OR REPLACE FUNCTION maintenance_funnel(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (cohort date, vehicles bigint, first bigint, second bigint, third bigint, first_rate float8, second_rate float8, third_rate float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.*, f.first::float8 / f.vehicles, f.second::float8 / nullif(f.first, 0), f.third::float8 / nullif(f.second, 0)
	FROM (SELECT aftersales.month_of(v.sold_on) AS cohort, count(*) AS vehicles,
			count(*) FILTER (WHERE m.services >= 1) AS first,
			count(*) FILTER (WHERE m.services >= 2) AS second,
			count(*) FILTER (WHERE m.services >= 3) AS third
		FROM aftersales.vehicle v
		LEFT JOIN (SELECT s.vehicle_no, count(DISTINCT j.opened_on) AS services
			FROM aftersales.vehicle s
			JOIN aftersales.visit j ON j.vehicle_no = s.vehicle_no AND j.opened_on >= s.sold_on AND j.opened_on <= as_of
			JOIN aftersales.visit_kind k ON k.kind = j.kind
			WHERE k.is_maintenance AND j.voided_at IS NULL AND (dealer IS NULL OR j.dealer_code = dealer)
			GROUP BY s.vehicle_no) m ON m.vehicle_no = v.vehicle_no
		WHERE v.sold_on <= as_of AND isfinite(v.sold_on) AND (dealer IS NULL OR v.dealer_code = dealer)
			AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
		GROUP BY 1) f
	ORDER BY f.cohort;
END;
COMMENT ON FUNCTION maintenance_funnel(date, text) IS 'Of the vehicles sold in a month, how many came for maintenance by as_of, on one day at least (first), two and three; first_rate is the share of the vehicles, second_rate that of the first, third_rate that of the second. Young cohorts have not had the time. dealer: vehicles whose own station it is, and their maintenance there; NULL: the network. Error 22023: as_of not a day.';
