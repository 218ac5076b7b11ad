-- Which numbers are one part is decided here only. Most stand alone; that just the others are put together makes plans quick.
CREATE OR REPLACE FUNCTION station_number(dealer text DEFAULT NULL, holdable boolean DEFAULT false)
RETURNS TABLE (dealer_code text, part_no text, newest_no text, demand aftersales.demand)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH chain AS MATERIALIZED (
		SELECT c.part_no, c.newest_no FROM aftersales.part_superseded c
	), held AS MATERIALIZED (
		SELECT h.dealer_code, h.part_no
		FROM (SELECT s.dealer_code, s.part_no FROM aftersales.stock s
			UNION ALL
			SELECT s.dealer_code, s.part_no FROM aftersales.part_supply s
			UNION ALL
			SELECT d.dealer_code, p.part_no
			FROM aftersales.dealer d CROSS JOIN aftersales.part p
			WHERE d.kind = 'station' AND p.phase = 'introduction' AND p.initial_supply > 0) h
		WHERE (station_number.dealer IS NULL OR h.dealer_code = station_number.dealer)
			AND (NOT holdable OR h.part_no IN (
				SELECT p.part_no FROM aftersales.part p WHERE p.phase = 'introduction' UNION ALL SELECT c.part_no FROM chain c))
	), shared AS MATERIALIZED (
		SELECT c.part_no, c.newest_no FROM chain c
		UNION ALL
		SELECT o.part_no, o.part_no
		FROM (SELECT c.newest_no AS part_no FROM chain c UNION SELECT h.part_no FROM held h) o
		WHERE NOT EXISTS (SELECT FROM chain c WHERE c.part_no = o.part_no)
	)
	SELECT n.dealer_code, n.part_no, s.newest_no, n.demand
	FROM aftersales.part_demand_now n LEFT JOIN shared s ON s.part_no = n.part_no
	WHERE station_number.dealer IS NULL OR n.dealer_code = station_number.dealer
	UNION ALL
	SELECT h.dealer_code, h.part_no, s.newest_no, NULL
	FROM held h JOIN shared s ON s.part_no = h.part_no;
END;
COMMENT ON FUNCTION station_number(text, boolean) IS 'The numbers for which a station has demand, stock or supply figures or has to hold an initial supply, with their demand. newest_no NULL: the number stands alone; else the station''s rows of the same newest_no are one part. holdable: without those that no station can have to hold, parts without demand that are not in introduction. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION station_demand(dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, part_no text, demand aftersales.demand, available_from date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT r.dealer_code, r.part_no, r.demand, aftersales.sold_or_available_from(r.demand, r.available_from)
	FROM (SELECT k.dealer_code, k.part_no, aftersales.rollup(n.demand) AS demand,
			-- the station had the part from the day it had the first of its numbers
			min(coalesce(s.available_from, p.available_from, '-infinity')) AS available_from
		FROM aftersales.station_number(dealer) n
		LEFT JOIN aftersales.part p ON p.part_no = n.part_no AND p.available_from IS NOT NULL
		LEFT JOIN aftersales.part_supply s ON s.dealer_code = n.dealer_code AND s.part_no = n.part_no AND s.available_from IS NOT NULL
		CROSS JOIN LATERAL (SELECT n.dealer_code COLLATE "C" AS dealer_code, coalesce(n.newest_no, n.part_no) COLLATE "C" AS part_no) k
		GROUP BY k.dealer_code, k.part_no) r;
END;
COMMENT ON FUNCTION station_demand(text) IS 'Demand by station and newest part number: a row for each part that has demand, stock or supply figures there, and for each part in introduction of which stations hold an initial supply. dealer NULL: all stations and depots.';
