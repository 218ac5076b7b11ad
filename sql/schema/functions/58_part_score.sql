CREATE OR REPLACE FUNCTION part_score(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, score float8,
	commonality float8, criticality float8, price_rank float8, demand_rank float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH station AS MATERIALIZED (
		SELECT d.dealer_code, ARRAY[aftersales.parameter_value('score_commonality', d.dealer_code), aftersales.parameter_value('score_criticality', d.dealer_code),
			aftersales.parameter_value('score_price', d.dealer_code), aftersales.parameter_value('score_demand', d.dealer_code)]::float8[] AS weights
		FROM aftersales.dealer d
		WHERE d.kind = 'station' AND (d.closed_on IS NULL OR d.closed_on >= as_of)
	), common AS (
		SELECT r.part_no, count(*) / (SELECT count(*) FROM station)::float8 AS commonality
		FROM aftersales.station_demand() r JOIN station t ON t.dealer_code = r.dealer_code
		WHERE aftersales.demand_quantity(r.demand, aftersales.month_of(as_of, -6), aftersales.month_of(as_of, -1)) > 0
		GROUP BY r.part_no
	), criterion AS (
		SELECT i.dealer_code, i.part_no, i.part_name, coalesce(c.commonality, 0) AS commonality, p.criticality::float8 AS criticality,
			percent_rank() OVER (PARTITION BY i.dealer_code ORDER BY p.price NULLS FIRST) AS price_rank,
			percent_rank() OVER (PARTITION BY i.dealer_code ORDER BY i.half_year_quantity) AS demand_rank
		FROM aftersales.stocking_input(as_of, dealer) i
		JOIN aftersales.part p ON p.part_no = i.part_no
		LEFT JOIN common c ON c.part_no = i.part_no
	)
	SELECT i.dealer_code, i.part_no, i.part_name,
		aftersales.weighted_score(ARRAY[i.commonality, i.criticality, i.price_rank, i.demand_rank], t.weights),
		i.commonality, i.criticality, i.price_rank, i.demand_rank
	FROM criterion i JOIN station t ON t.dealer_code = i.dealer_code
	ORDER BY i.dealer_code, 4 DESC, i.part_no;
END;
COMMENT ON FUNCTION part_score(date, text) IS 'Importance of each part at a station, 0 to 1: weighted_score() of commonality (share of the open stations that asked for it in the half-year), criticality (of the part), and its ranks by price and by half-year quantity among the station''s parts (share of the others below it); weights: parameters score_*. dealer NULL: all stations.';
