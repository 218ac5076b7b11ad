CREATE OR REPLACE FUNCTION retention_parameters()
RETURNS TABLE (dealer_code text, brand text, active_months integer, lost_months integer, margin_rate numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH station AS (
		SELECT d.dealer_code, aftersales.parameter_value('active_months', d.dealer_code)::integer AS active_months,
			aftersales.parameter_value('lost_months', d.dealer_code)::integer AS lost_months,
			aftersales.parameter_value('margin_rate', d.dealer_code) AS margin_rate
		FROM (SELECT r.dealer_code FROM aftersales.dealer r UNION ALL SELECT '*') d
	), own AS (
		SELECT p.brand, max(p.value) FILTER (WHERE p.name = 'active_months')::integer AS active_months,
			max(p.value) FILTER (WHERE p.name = 'lost_months')::integer AS lost_months,
			max(p.value) FILTER (WHERE p.name = 'margin_rate') AS margin_rate
		FROM aftersales.brand_parameter p
		GROUP BY p.brand
	)
	SELECT s.dealer_code, b.brand, coalesce(o.active_months, s.active_months),
		greatest(coalesce(o.lost_months, s.lost_months), coalesce(o.active_months, s.active_months)),
		coalesce(o.margin_rate, s.margin_rate)
	FROM station s
	CROSS JOIN (SELECT m.brand FROM aftersales.vehicle_model m UNION SELECT '') b
	LEFT JOIN own o ON o.brand = b.brand;
END;
COMMENT ON FUNCTION retention_parameters() IS 'The figures that hold for vehicles of a brand (empty: unknown) at a station (*: none): the brand''s own, else the station''s, else the network''s. A vehicle is never lost before it is at risk: lost_months is no less than active_months.';
