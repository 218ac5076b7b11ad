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
		SELECT f.dealer_code, f.brand, max(f.as_of) AS fitted_on,
			max(f.model) FILTER (WHERE f.kind = 'visits')::aftersales.retention_model AS visit_model,
			max(f.model) FILTER (WHERE f.kind = 'spend')::aftersales.retention_model AS spend_model
		FROM aftersales.retention_fit f
		WHERE (f.reason IN ('fitted', 'penalised') OR f.dealer_code = '*')
			AND f.as_of = (SELECT max(l.as_of) FROM aftersales.retention_fit l WHERE l.as_of <= retention_scores.as_of)
		GROUP BY f.dealer_code, f.brand
	), network AS MATERIALIZED (
		SELECT aftersales.parameter_value('monthly_discount')::float8 AS monthly_discount, f.*
		FROM (VALUES ('*')) w (dealer_code) LEFT JOIN fit f ON f.dealer_code = w.dealer_code
	), margin AS MATERIALIZED (
		SELECT p.dealer_code, p.brand, p.margin_rate::float8 AS margin_rate FROM aftersales.retention_parameters() p
	), scored AS MATERIALIZED (
		-- a month is 4.345 weeks, as in customer_lifetime_value()
		SELECT m.vehicle_no, m.dealer_code, m.brand, m.status, m.last_visit, m.fitted_on, m.visit_model_of, m.spend_model_of,
			e.p_alive, e.at_start, e.tenure_effect, e.frequency_effect, e.recency_effect,
			aftersales.expected_visits(m.events, m.visit_model, as_of, 12 * 4.345) AS expected_visits,
			aftersales.expected_spend(m.events, m.spend_model, as_of) AS expected_spend,
			aftersales.customer_lifetime_value(m.events, m.visit_model, m.spend_model, as_of, 12, m.monthly_discount) * m.margin_rate AS value_12_months,
			aftersales.last_visit(m.events, as_of) AS last_event, aftersales.frequency(m.events, as_of) AS frequency,
			aftersales.recency(m.events, as_of) AS recency, aftersales.tenure(m.events, as_of) AS tenure,
			aftersales.monetary(m.events, as_of) AS monetary, aftersales.model_name(m.visit_model) AS visit_model
		FROM (SELECT i.*, r.margin_rate, n.monthly_discount, n.fitted_on,
				coalesce(g.visit_model, n.visit_model) AS visit_model, coalesce(g.spend_model, n.spend_model) AS spend_model,
				CASE WHEN g.visit_model IS NOT NULL THEN 'group' WHEN n.visit_model IS NOT NULL THEN 'network' END AS visit_model_of,
				CASE WHEN g.spend_model IS NOT NULL THEN 'group' WHEN n.spend_model IS NOT NULL THEN 'network' END AS spend_model_of
			FROM aftersales.retention_input(as_of, dealer) i
			JOIN margin r ON r.dealer_code = coalesce(i.dealer_code, '*') AND r.brand = i.brand
			LEFT JOIN fit g ON g.dealer_code = i.dealer_code AND g.brand = i.brand
			CROSS JOIN network n) m
		CROSS JOIN LATERAL aftersales.score_explanation(m.events, m.visit_model, as_of) e
	)
	SELECT r.vehicle_no, r.dealer_code, r.brand, r.status, r.last_visit, r.last_event,
		r.p_alive, r.expected_visits, r.expected_spend, r.value_12_months,
		r.recency_score, r.frequency_score, r.monetary_score, aftersales.rfm_segment(r.recency_score, r.frequency_score, r.monetary_score),
		r.at_start, r.tenure_effect, r.frequency_effect, r.recency_effect, r.frequency, r.recency, r.tenure, r.monetary,
		r.fitted_on, r.visit_model, r.visit_model_of, r.spend_model_of
	FROM (SELECT s.*, aftersales.rfm_score() OVER (PARTITION BY s.dealer_code ORDER BY s.last_event) AS recency_score,
			aftersales.rfm_score() OVER (PARTITION BY s.dealer_code ORDER BY s.frequency) AS frequency_score,
			aftersales.rfm_score() OVER (PARTITION BY s.dealer_code ORDER BY s.monetary NULLS FIRST) AS monetary_score
		FROM scored s WHERE s.last_event IS NOT NULL) r
	ORDER BY r.vehicle_no;
END;
COMMENT ON FUNCTION retention_scores(date, text) IS 'Scores of each vehicle of vehicle_statuses() whose delivery or visits are known: P(alive), visits expected in the next 12 months, expected amount of a visit, and the value of these 12 months: the margin (margin_rate of retention_parameters()) of what the visits bring, discounted by the parameter monthly_discount; quintiles of recency, frequency and mean amount among the vehicles of its station, 5 the best, and the segment they make. Why P(alive) is what it is: see score_explanation(). The delivery is the first event, see retention_input(): frequency counts the visit days after the first event, monetary is their mean amount, recency and tenure are weeks. Models: the newest that refit_retention_models() made for as_of or before; without any the scores are NULL. dealer: the vehicles it is responsible for; NULL: all. Error 22023: as_of not a day.';
