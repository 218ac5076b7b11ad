-- A vehicle is scored by the newest models up to as_of: its group's if they are usable, else the network's.
CREATE OR REPLACE FUNCTION retention_scores(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	vehicle_no text, dealer_code text, brand text, status text, last_visit date, last_event date,
	p_alive float8, expected_visits float8, expected_spend float8, value_12_months float8,
	recency_score integer, frequency_score integer, monetary_score integer, segment text,
	at_start float8, tenure_effect float8, frequency_effect float8, recency_effect float8,
	frequency integer, recency float8, tenure float8, monetary float8,
	fitted_on date, visit_model text, visit_model_of text, spend_model_of text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH fit AS MATERIALIZED (
		SELECT f.as_of AS fitted_on, f.kind, f.dealer_code, f.brand, f.model::aftersales.retention_model AS model
		FROM aftersales.retention_fit f
		WHERE f.reason IN ('fitted', 'penalized')
			AND f.as_of = (SELECT max(l.as_of) FROM aftersales.retention_fit l WHERE l.as_of <= retention_scores.as_of)
	), rate AS MATERIALIZED (
		SELECT aftersales.parameter_value('monthly_discount')::float8 AS monthly_discount
	), scored AS (
		SELECT i.*, aftersales.last_visit(i.events, as_of) AS last_event, aftersales.frequency(i.events, as_of) AS frequency,
			aftersales.monetary(i.events, as_of) AS monetary,
			coalesce(v.fitted_on, nv.fitted_on) AS fitted_on, coalesce(v.model, nv.model) AS model, coalesce(s.model, ns.model) AS spend_model,
			CASE WHEN v.model IS NOT NULL THEN 'group' WHEN nv.model IS NOT NULL THEN 'network' END AS visit_model_of,
			CASE WHEN s.model IS NOT NULL THEN 'group' WHEN ns.model IS NOT NULL THEN 'network' END AS spend_model_of
		FROM aftersales.retention_input(as_of, dealer) i
		LEFT JOIN fit v ON v.kind = 'visits' AND v.dealer_code = i.dealer_code AND v.brand = i.brand
		LEFT JOIN fit s ON s.kind = 'spend' AND s.dealer_code = i.dealer_code AND s.brand = i.brand
		LEFT JOIN fit nv ON nv.kind = 'visits' AND nv.dealer_code = '*'
		LEFT JOIN fit ns ON ns.kind = 'spend' AND ns.dealer_code = '*'
	), ranked AS (
		SELECT r.*, aftersales.rfm_score() OVER (PARTITION BY r.dealer_code ORDER BY r.last_event) AS recency_score,
			aftersales.rfm_score() OVER (PARTITION BY r.dealer_code ORDER BY r.frequency) AS frequency_score,
			aftersales.rfm_score() OVER (PARTITION BY r.dealer_code ORDER BY r.monetary NULLS FIRST) AS monetary_score
		FROM scored r WHERE r.last_event IS NOT NULL
	)
	SELECT r.vehicle_no, r.dealer_code, r.brand, r.status, r.last_visit, r.last_event,
		-- a month is 4.345 weeks, as in customer_lifetime_value()
		e.p_alive, aftersales.expected_visits(r.events, r.model, as_of, 12 * 4.345), aftersales.expected_spend(r.events, r.spend_model, as_of),
		aftersales.customer_lifetime_value(r.events, r.model, r.spend_model, as_of, 12, d.monthly_discount),
		r.recency_score, r.frequency_score, r.monetary_score, aftersales.rfm_segment(r.recency_score, r.frequency_score, r.monetary_score),
		e.at_start, e.tenure_effect, e.frequency_effect, e.recency_effect,
		r.frequency, aftersales.recency(r.events, as_of), aftersales.tenure(r.events, as_of), r.monetary,
		r.fitted_on, aftersales.model_name(r.model), r.visit_model_of, r.spend_model_of
	FROM ranked r CROSS JOIN rate d
	CROSS JOIN LATERAL aftersales.score_explanation(r.events, r.model, as_of) e
	ORDER BY r.vehicle_no;
END;
COMMENT ON FUNCTION retention_scores(date, text) IS 'Scores of each vehicle of vehicle_statuses() whose delivery or visits are known: P(alive), visits expected in the next 12 months, expected amount of a visit, and the value of these 12 months, discounted by the parameter monthly_discount; quintiles of recency, frequency and mean amount among the vehicles of its station, 5 the best, and the segment they make. Why P(alive) is what it is: see score_explanation(). The delivery is the first event, see retention_input(): frequency counts the visit days after the first event, monetary is their mean amount, recency and tenure are weeks. Models: the newest that refit_retention_models() made for as_of or before; without any the scores are NULL. dealer: the vehicles it is responsible for; NULL: all. Error 22023: as_of not a day.';
