CREATE OR REPLACE PROCEDURE refit_retention_models(as_of date DEFAULT CURRENT_DATE)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
DECLARE
	week CONSTANT float8 := 7;
	-- a normal prior of standard deviation 3 on the logarithm of each parameter: enough where vehicles are all alike
	penalty CONSTANT float8 := 0.05;
BEGIN
	IF NOT is_day(as_of) THEN
		RAISE EXCEPTION 'as_of must be a day' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.refit_retention_models', 0));
	DELETE FROM retention_fit f WHERE f.as_of = refit_retention_models.as_of;
	INSERT INTO retention_fit (as_of, kind, dealer_code, brand, customers, reason, model)
	SELECT refit_retention_models.as_of, f.kind, g.dealer_code, g.brand, customers(m.model),
		CASE WHEN g.dealer_code <> '*' AND customers(m.model) < parameter_value('fit_min_vehicles', g.dealer_code) THEN 'too_small'
			WHEN NOT converged(m.model) THEN fit_status(m.model)
			WHEN converged(f.free) THEN 'fitted'
			ELSE 'penalised' END,
		m.model
	FROM (SELECT CASE grouping(i.dealer_code) WHEN 1 THEN '*' ELSE i.dealer_code END AS dealer_code,
			CASE grouping(i.brand) WHEN 1 THEN '*' ELSE i.brand END AS brand,
			mbgcnbd_fit(i.events, refit_retention_models.as_of) AS visits,
			mbgcnbd_fit(i.events, refit_retention_models.as_of, week, penalty) AS visits_penalised,
			gamma_gamma_fit(i.events, refit_retention_models.as_of) AS spend,
			gamma_gamma_fit(i.events, refit_retention_models.as_of, penalty) AS spend_penalised
		FROM retention_input(refit_retention_models.as_of) i
		GROUP BY GROUPING SETS ((), (i.dealer_code, i.brand))) g
	CROSS JOIN LATERAL (VALUES ('visits', g.visits, g.visits_penalised), ('spend', g.spend, g.spend_penalised)) f (kind, free, penalised)
	CROSS JOIN LATERAL (SELECT CASE WHEN converged(f.free) THEN f.free ELSE f.penalised END) m (model)
	-- vehicles of no station are no group; who never came back says nothing of spend
	WHERE g.dealer_code IS NOT NULL AND m.model IS NOT NULL;
END
$$;
COMMENT ON PROCEDURE refit_retention_models(date) IS 'Fits the retention models of a day, of the network and of each group of a brand and its responsible station: MBG/NBD in its regular form (mbgcnbd_fit, with k = 1 MBG/NBD itself) and Gamma-Gamma, to retention_input(). Where the likelihood has no maximum a small penalty gives it one. A group below the parameter fit_min_vehicles, or without a maximum even so, is scored by the network''s model; retention_fit.reason says so. The same day again replaces its models. Without any vehicle nothing is stored. Error 22023: as_of not a day.';
