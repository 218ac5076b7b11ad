CREATE OR REPLACE FUNCTION survival(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (duration integer, at_risk bigint, lost bigint, survival float8, lower_limit float8, upper_limit float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH loss AS MATERIALIZED (
		SELECT p.dealer_code, p.brand, make_interval(months => p.lost_months) AS after FROM aftersales.retention_parameters() p
	)
	SELECT p.duration, p.at_risk, p.lost, p.survival, p.lower_limit, p.upper_limit
	FROM (SELECT aftersales.survival_curve(
			CASE i.status WHEN 'lost' THEN (coalesce(i.last_visit, i.sold_on) + l.after)::date ELSE as_of END - aftersales.first_visit(i.events, as_of),
			i.status = 'lost') AS points
		FROM aftersales.retention_input(as_of, dealer) i
		JOIN loss l ON l.dealer_code = coalesce(i.dealer_code, '*') AND l.brand = i.brand) c
	CROSS JOIN LATERAL unnest(c.points) p
	ORDER BY p.duration;
END;
COMMENT ON FUNCTION survival(date, text) IS 'Survival curve of vehicles (Kaplan-Meier) by days since the delivery, of vehicles of unknown delivery since the first visit: share not yet lost, with 95 % confidence limits. A vehicle that is lost at as_of was lost lost_months (see retention_parameters()) after its last visit; the others are observed up to as_of. dealer: the vehicles it is responsible for; NULL: all. Error 22023: as_of not a day.';
