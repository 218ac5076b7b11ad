CREATE OR REPLACE FUNCTION abc_xyz_matrix(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, abc text, xyz text, parts bigint, share_of_parts numeric, value numeric, share_of_value numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT i.dealer_code, i.abc, c.xyz, count(*), count(*) / sum(count(*)) OVER w, coalesce(sum(i.value), 0),
		coalesce(sum(i.value), 0) / nullif(sum(sum(i.value)) OVER w, 0)
	FROM aftersales.stocking_input(as_of, dealer) i
	CROSS JOIN LATERAL (SELECT coalesce(aftersales.xyz_class(i.demand, aftersales.month_of(as_of, -12), aftersales.month_of(as_of, -1)), 'none') AS xyz) c
	GROUP BY i.dealer_code, i.abc, c.xyz
	WINDOW w AS (PARTITION BY i.dealer_code)
	ORDER BY i.dealer_code, i.abc, c.xyz;
END;
COMMENT ON FUNCTION abc_xyz_matrix(date, text) IS 'Number and value of each station''s parts by ABC class and by evenness of the twelve complete months before as_of (xyz_class(); none: no demand), with their shares of the station; NULL where the station has no value. dealer NULL: all stations.';

CREATE OR REPLACE FUNCTION abc_attribute_matrix(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, abc text, attribute text, parts bigint, share_of_parts numeric, value numeric, share_of_value numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT i.dealer_code, i.abc, i.attribute, count(*), count(*) / sum(count(*)) OVER w, coalesce(sum(i.value), 0),
		coalesce(sum(i.value), 0) / nullif(sum(sum(i.value)) OVER w, 0)
	FROM aftersales.stocking_input(as_of, dealer) i
	GROUP BY i.dealer_code, i.abc, i.attribute
	WINDOW w AS (PARTITION BY i.dealer_code)
	ORDER BY i.dealer_code, i.abc, i.attribute;
END;
COMMENT ON FUNCTION abc_attribute_matrix(date, text) IS 'Number and value of each station''s parts by ABC class and part attribute, with their shares of the station; NULL where the station has no value. dealer NULL: all stations.';
