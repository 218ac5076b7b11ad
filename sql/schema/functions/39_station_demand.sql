-- The one place where the numbers of a chain are put together.
CREATE OR REPLACE FUNCTION station_demand(dealer text DEFAULT NULL, holdable boolean DEFAULT false)
RETURNS TABLE (dealer_code text, part_no text, demand aftersales.demand, available_from date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH chain AS MATERIALIZED (
		SELECT c.part_no, c.newest_no FROM aftersales.part_superseded c
	), held AS (
		SELECT s.dealer_code, s.part_no FROM aftersales.stock s
		UNION ALL
		SELECT s.dealer_code, s.part_no FROM aftersales.part_supply s
		UNION ALL
		SELECT d.dealer_code, p.part_no
		FROM aftersales.dealer d CROSS JOIN aftersales.part p
		WHERE d.kind = 'station' AND p.phase = 'introduction' AND p.initial_supply > 0
	), number AS (
		SELECT n.dealer_code, n.part_no, n.demand FROM aftersales.part_demand_now n
		UNION ALL
		SELECT h.dealer_code, h.part_no, NULL FROM held h
		WHERE NOT holdable OR h.part_no IN (
			SELECT p.part_no FROM aftersales.part p WHERE p.phase = 'introduction' UNION ALL SELECT c.part_no FROM chain c)
	)
	SELECT r.dealer_code, r.part_no, r.demand,
		-- what was sold was available
		CASE WHEN r.available_from IS NOT NULL
			THEN least(r.available_from, (SELECT min(m.month) FROM aftersales.demand_months(r.demand) m WHERE m.quantity > 0)) END
	FROM (SELECT n.dealer_code, coalesce(c.newest_no, n.part_no) AS part_no, aftersales.rollup(n.demand) AS demand,
			-- the station had the part from the day it had the first of its numbers
			nullif(min(coalesce(s.available_from, p.available_from, '-infinity')), '-infinity') AS available_from
		FROM number n
		LEFT JOIN chain c ON c.part_no = n.part_no
		LEFT JOIN aftersales.part p ON p.part_no = n.part_no AND p.available_from IS NOT NULL
		LEFT JOIN aftersales.part_supply s ON s.dealer_code = n.dealer_code AND s.part_no = n.part_no AND s.available_from IS NOT NULL
		WHERE station_demand.dealer IS NULL OR n.dealer_code = station_demand.dealer
		GROUP BY n.dealer_code, coalesce(c.newest_no, n.part_no)) r;
END;
COMMENT ON FUNCTION station_demand(text, boolean) IS 'Demand by station and newest part number: a row for each part that has demand, stock or supply figures there, and for each part in introduction of which stations hold an initial supply. holdable: without those that no station can have to hold, parts without demand that are not in introduction. dealer NULL: all stations and depots.';
