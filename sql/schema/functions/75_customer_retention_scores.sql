CREATE OR REPLACE FUNCTION customer_retention_scores(as_of date)
RETURNS TABLE (
	customer_no text, vehicles bigint, vehicle_no text, dealer_code text, status text, last_visit date, last_event date,
	p_alive float8, expected_visits float8, expected_spend float8, value_12_months float8,
	recency_score integer, frequency_score integer, monetary_score integer, segment text,
	at_start float8, tenure_effect float8, frequency_effect float8, recency_effect float8,
	frequency bigint, monetary float8, fitted_on date, visit_model text, visit_model_of text, spend_model_of text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH owned AS MATERIALIZED (
		SELECT coalesce(o.customer_no, (SELECT c.customer_no FROM aftersales.vehicle_contact(s.vehicle_no, as_of) c)) AS customer_no, s.*
		FROM aftersales.retention_scores(as_of) s
		LEFT JOIN aftersales.vehicle_owner o ON o.vehicle_no = s.vehicle_no
			AND o.owned_from <= as_of AND (o.owned_until IS NULL OR o.owned_until > as_of)
	), best AS (
		SELECT DISTINCT ON (w.customer_no) w.*
		FROM owned w
		WHERE w.customer_no IS NOT NULL
		ORDER BY w.customer_no, w.p_alive DESC NULLS LAST, w.vehicle_no
	), total AS (
		SELECT w.customer_no, count(*) AS vehicles,
			-- the best comes first in the alphabet: active, at_risk, lost
			min(w.status) AS status, max(w.last_visit) AS last_visit, max(w.last_event) AS last_event,
			sum(w.frequency) AS frequency,
			sum(w.frequency * w.monetary ORDER BY w.vehicle_no) / sum(w.frequency) FILTER (WHERE w.monetary IS NOT NULL) AS monetary,
			sum(w.expected_visits ORDER BY w.vehicle_no) AS expected_visits,
			sum(w.expected_visits * w.expected_spend ORDER BY w.vehicle_no) AS expected_amount,
			sum(w.value_12_months ORDER BY w.vehicle_no) AS value_12_months
		FROM owned w
		GROUP BY w.customer_no
	), ranked AS (
		SELECT t.*, aftersales.rfm_score() OVER (ORDER BY t.last_event) AS recency_score,
			aftersales.rfm_score() OVER (ORDER BY t.frequency) AS frequency_score,
			aftersales.rfm_score() OVER (ORDER BY t.monetary NULLS FIRST) AS monetary_score
		FROM total t
		WHERE t.customer_no IS NOT NULL
	)
	SELECT r.customer_no, r.vehicles, b.vehicle_no, b.dealer_code, r.status, r.last_visit, r.last_event,
		b.p_alive, r.expected_visits, coalesce(r.expected_amount / nullif(r.expected_visits, 0), b.expected_spend), r.value_12_months,
		r.recency_score, r.frequency_score, r.monetary_score, aftersales.rfm_segment(r.recency_score, r.frequency_score, r.monetary_score),
		b.at_start, b.tenure_effect, b.frequency_effect, b.recency_effect,
		r.frequency, r.monetary, b.fitted_on, b.visit_model, b.visit_model_of, b.spend_model_of
	FROM ranked r JOIN best b ON b.customer_no = r.customer_no
	ORDER BY r.customer_no;
END;
COMMENT ON FUNCTION customer_retention_scores(date) IS 'Scores of each customer, from retention_scores() of the vehicles that are his on that day (without an owner on record: that he brought last). Who leaves, leaves with all his vehicles: P(alive), its explanation and the models are those of the vehicle most likely to come again, vehicle_no, and the status is the best of any. Expected visits and value are sums, expected spend and mean amount are means over the visits. Quintiles are among all customers. Error 22023: as_of not a day.';
