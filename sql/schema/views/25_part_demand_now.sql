-- A station with dirty months: what is kept of its other months, and the lines of the dirty ones.
-- OFFSET 0 makes the lines of a span a query of their own, into whose arms the span's limits go as index conditions.
CREATE OR REPLACE VIEW part_demand_renewed AS
SELECT u.dealer_code, u.part_no, rollup(u.demand) AS demand
FROM (SELECT k.dealer_code, k.part_no, without_months(k.demand, d.months) AS demand
	FROM (SELECT dealer_code, array_agg(DISTINCT month) AS months
		FROM dirty WHERE kept = 'part_demand' GROUP BY dealer_code) d
	JOIN part_demand k ON k.dealer_code = d.dealer_code
	UNION ALL
	SELECT s.dealer_code, l.part_no, demand_agg(l.asked_on, l.quantity)
	FROM dirty_span s
	CROSS JOIN LATERAL (SELECT m.part_no, m.asked_on, m.quantity FROM demand_line m
		WHERE m.dealer_code = s.dealer_code AND m.asked_on >= s.first_day AND m.asked_on < s.next_day OFFSET 0) l
	WHERE s.kept = 'part_demand'
	GROUP BY s.dealer_code, l.part_no) u
GROUP BY u.dealer_code, u.part_no
HAVING rollup(u.demand) <> '{}';
COMMENT ON VIEW part_demand_renewed IS 'Demand of the parts of stations with dirty months, as refresh_demand() will keep it.';
COMMENT ON COLUMN part_demand_renewed.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN part_demand_renewed.part_no IS 'The part.';
COMMENT ON COLUMN part_demand_renewed.demand IS 'Demand by month.';

-- NOT IN, as the planner takes NOT EXISTS of an empty table to leave no row of a station.
CREATE OR REPLACE VIEW part_demand_now AS
SELECT k.dealer_code, k.part_no, k.demand
FROM part_demand k
WHERE k.dealer_code NOT IN (SELECT d.dealer_code FROM dirty d WHERE d.kept = 'part_demand')
UNION ALL
SELECT r.dealer_code, r.part_no, r.demand FROM part_demand_renewed r;
COMMENT ON VIEW part_demand_now IS 'Demand of each part at each station, never stale: as kept where nothing is dirty, else renewed from the lines of the dirty months.';
COMMENT ON COLUMN part_demand_now.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN part_demand_now.part_no IS 'The part.';
COMMENT ON COLUMN part_demand_now.demand IS 'Demand by month.';
