-- refit_retention_models(), retention_scores() and customer_retention_scores(), beside plain SQL over the visits.
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店'), ('S3', '三店');
INSERT INTO vehicle_model (model_code, brand, name) VALUES ('E1', '东方', '远行'), ('E2', '东方', '近行'), ('W1', '西方', '远行');
-- 300 cars of 东方 at S1, 20 of 西方 at S2, 12 of 东方 at S3 that are all alike; dice are equal every time
CREATE FUNCTION pg_temp.dice(n integer, k integer) RETURNS float8 LANGUAGE sql RETURN (hashint8extended(n, k) & 1048575) / 1048576.0;
CREATE TEMP TABLE car AS
SELECT n, CASE WHEN n <= 300 THEN 'S1' WHEN n <= 320 THEN 'S2' ELSE 'S3' END AS dealer_code,
	CASE WHEN n > 300 AND n <= 320 THEN 'W1' WHEN n % 2 = 0 THEN 'E1' ELSE 'E2' END AS model_code,
	CASE WHEN n > 320 THEN date '2025-01-01' ELSE date '2024-01-01' + floor(600 * pg_temp.dice(n, 1))::integer END AS sold_on,
	60 + 300 * pg_temp.dice(n, 2) ^ 2 AS gap, least(20, floor(ln(pg_temp.dice(n, 3) + 0.00001) / ln(0.98 - 0.7 * pg_temp.dice(n, 4) ^ 2)))::integer AS visits
FROM generate_series(1, 332) n;
INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) SELECT 'V' || n, model_code, dealer_code, sold_on FROM car;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, amount)
SELECT dealer_code, n || '/' || k, 'V' || n, CASE WHEN k % 3 = 1 THEN 'repair' ELSE 'maintenance' END,
	CASE WHEN n > 320 THEN sold_on + 90 * k ELSE sold_on + floor(sum(gap * (0.3 - ln(pg_temp.dice(n, 100 + k) + 0.001))) OVER (PARTITION BY n ORDER BY k))::integer END,
	(100 + 900 * pg_temp.dice(n, 4) * (0.5 + pg_temp.dice(n, 200 + k)))::numeric(14,2)
FROM car CROSS JOIN LATERAL generate_series(1, CASE WHEN n > 320 THEN 4 ELSE visits END) k;
-- some come to another station; these do not count: a recall, a visit voided, one after the day
UPDATE visit SET dealer_code = 'S2' WHERE visit_no LIKE '7_/1';
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, amount, voided_at) VALUES
	('S1', 'r', 'V1', 'recall', '2026-06-01', 5, NULL), ('S1', 'v', 'V2', 'repair', '2026-06-01', 5, now()), ('S1', 'l', 'V3', 'repair', '2026-07-02', 5, NULL);
-- not scored: scrapped, not yet sold; one station's car of unknown brand and delivery, one delivered on a day that cannot be
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on, scrapped_on) VALUES
	('SCRAP', 'S1', '2024-01-01', '2026-06-30'), ('UNSOLD', 'S1', '2026-07-02', NULL), ('UNKNOWN', 'S1', NULL, NULL), ('HOMELESS', NULL, '2025-01-01', NULL),
	('OLD', 'S1', '1900-01-01', NULL), ('OLDNEVER', 'S1', '1900-01-01', NULL);
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, amount) VALUES
	('S1', 'u1', 'UNKNOWN', 'repair', '2025-03-01', 100), ('S1', 'u2', 'UNKNOWN', 'repair', '2025-09-01', 300),
	('S1', 'o1', 'OLD', 'repair', '2025-03-01', 100), ('S1', 'o2', 'OLD', 'repair', '2025-09-01', 300);
INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit;
INSERT INTO parameter (name, dealer_code, value) VALUES ('fit_min_vehicles', 'S3', 12);

-- the events of each car as of 2026-07-01, by plain SQL, and the group it belongs to
CREATE TEMP TABLE wanted AS
SELECT e.vehicle_no, coalesce(m.brand, '') AS brand,
	coalesce((SELECT v.dealer_code FROM counted_visit v WHERE v.vehicle_no = e.vehicle_no AND v.opened_on <= '2026-07-01' ORDER BY v.opened_on DESC, v.dealer_code LIMIT 1), c.dealer_code) AS dealer_code,
	visit_agg(e.day, e.amount) AS events
FROM (SELECT vehicle_no, opened_on AS day, amount FROM counted_visit WHERE opened_on <= '2026-07-01'
	UNION ALL
	SELECT vehicle_no, sold_on, 0 FROM vehicle WHERE sold_on BETWEEN '1976-07-01' AND '2026-07-01') e
JOIN vehicle c ON c.vehicle_no = e.vehicle_no LEFT JOIN vehicle_model m ON m.model_code = c.model_code
WHERE c.scrapped_on IS NULL
GROUP BY e.vehicle_no, m.brand, c.dealer_code;

SELECT is((SELECT count(*) FROM retention_scores('2026-07-01') WHERE p_alive IS NULL AND segment IS NOT NULL AND visit_model_of IS NULL), 335::bigint,
	'without a model: quintiles and segment, but no score');
CALL refit_retention_models('2026-07-01');
SELECT results_eq('SELECT kind, dealer_code, brand, reason FROM retention_fit ORDER BY 1, 2, 3',
	$$VALUES ('spend' COLLATE "C", '*' COLLATE "C", '*' COLLATE "C", 'fitted'), ('spend', 'S1', '', 'too_small'), ('spend', 'S1', '东方', 'fitted'), ('spend', 'S2', '东方', 'too_small'),
		('spend', 'S2', '西方', 'too_small'), ('spend', 'S3', '东方', 'penalised'),
		('visits', '*', '*', 'fitted'), ('visits', 'S1', '', 'too_small'), ('visits', 'S1', '东方', 'fitted'), ('visits', 'S2', '东方', 'too_small'),
		('visits', 'S2', '西方', 'too_small'), ('visits', 'S3', '东方', 'penalised')$$,
	'a model of visits and of spend for the network and each group, and whether it is used');
SELECT results_eq($$SELECT kind, dealer_code, brand, customers, model FROM retention_fit WHERE reason = 'fitted' ORDER BY 1, 2, 3$$,
	$$SELECT f.kind, f.dealer_code COLLATE "C", f.brand COLLATE "C", customers(f.model), f.model::text
	FROM (SELECT 'visits' COLLATE "C" AS kind, '*' AS dealer_code, '*' AS brand, mbgcnbd_fit(events, '2026-07-01') AS model FROM wanted
		UNION ALL SELECT 'spend', '*', '*', gamma_gamma_fit(events, '2026-07-01') FROM wanted
		UNION ALL SELECT 'visits', 'S1', '东方', mbgcnbd_fit(events, '2026-07-01') FROM wanted WHERE dealer_code = 'S1' AND brand = '东方'
		UNION ALL SELECT 'spend', 'S1', '东方', gamma_gamma_fit(events, '2026-07-01') FROM wanted WHERE dealer_code = 'S1' AND brand = '东方') f ORDER BY 1, 2, 3$$,
	'the models are those of the events by plain SQL, delivery included');
SELECT is((SELECT reason FROM retention_fit WHERE kind = 'visits' AND dealer_code = 'S3'), CASE fit_status(mbgcnbd_fit(events, '2026-07-01')) WHEN 'converged' THEN 'fitted' ELSE 'penalised' END,
	'cars all alike: no maximum of the likelihood, so a penalised one') FROM wanted WHERE dealer_code = 'S3';
CREATE TEMP TABLE fit AS SELECT * FROM retention_fit;
CALL refit_retention_models('2026-07-01');
SELECT bag_eq('SELECT * FROM retention_fit', 'SELECT * FROM fit', 'fitted again: the same');
CALL refresh();
CALL refit_retention_models('2026-07-01');
SELECT bag_eq('SELECT * FROM retention_fit', 'SELECT * FROM fit', '... and after refresh');

CREATE TEMP TABLE score AS SELECT * FROM retention_scores('2026-07-01');
-- the model of each car: its group's or the network's
CREATE TEMP TABLE modelled AS
SELECT w.*, o.visits IS NOT NULL AS own, coalesce(o.visits, n.visits) AS visits, coalesce(o.spend, n.spend) AS spend
FROM wanted w
LEFT JOIN (SELECT dealer_code, brand, max(model) FILTER (WHERE kind = 'visits')::retention_model AS visits, max(model) FILTER (WHERE kind = 'spend')::retention_model AS spend
	FROM fit WHERE reason <> 'too_small' GROUP BY 1, 2) o ON o.dealer_code = w.dealer_code AND o.brand = w.brand
CROSS JOIN (SELECT max(model) FILTER (WHERE kind = 'visits')::retention_model AS visits, max(model) FILTER (WHERE kind = 'spend')::retention_model AS spend
	FROM fit WHERE dealer_code = '*') n;
SELECT bag_eq('SELECT vehicle_no, dealer_code, brand, p_alive, expected_visits, expected_spend, value_12_months, frequency, recency, tenure, monetary, visit_model_of FROM score',
	$$SELECT vehicle_no::text, dealer_code::text, brand, p_alive(events, visits, '2026-07-01'), expected_visits(events, visits, '2026-07-01', 52.14), expected_spend(events, spend, '2026-07-01'),
		customer_lifetime_value(events, visits, spend, '2026-07-01', 12, 0.01), frequency(events, '2026-07-01'), recency(events, '2026-07-01'), tenure(events, '2026-07-01'),
		monetary(events, '2026-07-01'), CASE WHEN own THEN 'group' ELSE 'network' END
	FROM modelled$$, 'scores are those of the events by plain SQL with the model of the group or the network');
SELECT results_eq('SELECT DISTINCT dealer_code, brand, visit_model_of, spend_model_of, fitted_on FROM score ORDER BY 1, 2',
	$$VALUES ('S1', '', 'network', 'network', date '2026-07-01'), ('S1', '东方', 'group', 'group', '2026-07-01'), ('S2', '东方', 'network', 'network', '2026-07-01'),
		('S2', '西方', 'network', 'network', '2026-07-01'), ('S3', '东方', 'group', 'group', '2026-07-01'), (NULL, '', 'network', 'network', '2026-07-01')$$, 'whose model');
SELECT is((SELECT count(*) FROM score WHERE p_alive BETWEEN 0 AND 1 AND expected_visits > 0 AND expected_spend > 0 AND value_12_months > 0), 335::bigint, 'every score is a number');
SELECT is((SELECT max(abs(p_alive - at_start - tenure_effect - frequency_effect - recency_effect)) < 1e-12 FROM score), true, 'the explanation sums to P(alive)');
SELECT results_eq($$SELECT vehicle_no, frequency, recency, tenure, monetary FROM score WHERE vehicle_no IN ('HOMELESS', 'OLD', 'UNKNOWN') ORDER BY 1$$,
	$$VALUES ('HOMELESS', 0, 0::float8, 78::float8, NULL::float8), ('OLD', 1, 184 / 7.0, 487 / 7.0, 300), ('UNKNOWN', 1, 184 / 7.0, 487 / 7.0, 300)$$,
	'delivery is the first event; where it is unknown or cannot be, the first visit');
SELECT is((SELECT p_alive < 1 FROM score WHERE vehicle_no = 'HOMELESS'), true, 'a car that never came back may be lost');
SELECT bag_eq('SELECT vehicle_no, recency_score, frequency_score, monetary_score, segment FROM score',
	$$SELECT vehicle_no::text, r, f, m, rfm_segment(r, f, m)
	FROM (SELECT vehicle_no, 1 + 5 * (rank() OVER (PARTITION BY dealer_code ORDER BY last_visit(events, '2026-07-01')) - 1)::integer / n::integer AS r,
			1 + 5 * (rank() OVER (PARTITION BY dealer_code ORDER BY frequency(events, '2026-07-01')) - 1)::integer / n::integer AS f,
			1 + 5 * (rank() OVER (PARTITION BY dealer_code ORDER BY monetary(events, '2026-07-01') NULLS FIRST) - 1)::integer / n::integer AS m
		FROM (SELECT *, count(*) OVER (PARTITION BY dealer_code) AS n FROM wanted) w) q$$, 'quintiles within the station');
SELECT bag_eq($$SELECT * FROM retention_scores('2026-07-01', 'S2')$$, $$SELECT * FROM score WHERE dealer_code = 'S2'$$, 'one station: its rows only');
SELECT results_eq('SELECT s.status FROM score s ORDER BY s.vehicle_no',
	$$SELECT t.status FROM vehicle_statuses('2026-07-01') t WHERE t.vehicle_no <> 'OLDNEVER' ORDER BY t.vehicle_no$$, 'statuses beside them; a car of which nothing is known is left out');

CALL refit_retention_models('2026-01-01');
SELECT results_eq($$SELECT DISTINCT fitted_on FROM retention_scores('2026-06-30')$$, $$VALUES (date '2026-01-01')$$, 'the newest models up to the day, never later ones');
SELECT bag_eq($$SELECT * FROM retention_scores('2026-07-01')$$, 'SELECT * FROM score', '... so older ones change nothing');
UPDATE retention_fit SET reason = 'iteration_limit' WHERE kind = 'visits' AND as_of = '2026-07-01';
SELECT results_eq($$SELECT visit_model_of, spend_model_of, count(*) FROM retention_scores('2026-07-01') GROUP BY 1, 2 ORDER BY 2$$,
	$$SELECT 'network'::text, spend_model_of, count(*) FROM score GROUP BY spend_model_of ORDER BY 2$$, 'a fit without a maximum: the network''s, whatever became of that');
UPDATE retention_fit f SET reason = w.reason FROM fit w WHERE w.as_of = f.as_of AND w.kind = f.kind AND w.dealer_code = f.dealer_code AND w.brand = f.brand;
UPDATE parameter SET value = 0 WHERE name = 'monthly_discount';
SELECT is((SELECT max(abs(value_12_months / (expected_visits * expected_spend) - 1)) < 1e-9 FROM retention_scores('2026-07-01')), true, 'without discount the value is visits times spend');
UPDATE parameter SET value = 0.01 WHERE name = 'monthly_discount';

-- C1 owns two cars and had a third; C2 brought a car that nobody owns; C3 owns one of which nothing is known
INSERT INTO customer (customer_no, name) VALUES ('C1', '张三'), ('C2', '李四'), ('C3', '王五');
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from, owned_until) VALUES
	('V10', 'C1', '2024-01-01', NULL), ('V11', 'C1', '2024-01-01', '2026-07-02'), ('V12', 'C1', '2024-01-01', '2026-07-01'), ('OLDNEVER', 'C3', '2024-01-01', NULL);
UPDATE visit SET customer_no = 'C2' WHERE vehicle_no = 'UNKNOWN';
CREATE TEMP TABLE customer_score AS SELECT * FROM customer_retention_scores('2026-07-01');
SELECT results_eq($$SELECT customer_no, vehicles, p_alive, expected_visits, value_12_months, expected_spend, frequency, monetary FROM customer_score WHERE customer_no = 'C1'$$,
	$$SELECT 'C1' COLLATE "C", count(*), max(p_alive), sum(expected_visits ORDER BY vehicle_no), sum(value_12_months ORDER BY vehicle_no),
		sum(expected_visits * expected_spend ORDER BY vehicle_no) / sum(expected_visits ORDER BY vehicle_no), sum(frequency), sum(frequency * monetary ORDER BY vehicle_no) / sum(frequency)
	FROM score WHERE vehicle_no IN ('V10', 'V11')$$, 'a customer of two cars');
SELECT results_eq($$SELECT c.vehicle_no, c.p_alive, c.at_start, c.recency_effect, c.dealer_code FROM customer_score c WHERE customer_no = 'C1'$$,
	$$SELECT vehicle_no, p_alive, at_start, recency_effect, dealer_code FROM score WHERE vehicle_no IN ('V10', 'V11') ORDER BY p_alive DESC LIMIT 1$$, '... is explained by the better one');
SELECT results_eq('SELECT customer_no, vehicles FROM customer_score ORDER BY 1', $$VALUES ('C1' COLLATE "C", 2::bigint), ('C2', 1)$$, 'owners of the day, else who brought it');
SELECT results_eq($$SELECT p_alive, expected_visits, expected_spend, value_12_months, monetary, status FROM customer_score WHERE customer_no = 'C2'$$,
	$$SELECT p_alive, expected_visits, expected_spend, value_12_months, monetary, status FROM score WHERE vehicle_no = 'UNKNOWN'$$, 'a customer of one car has its scores');
SELECT is((SELECT status FROM customer_score WHERE customer_no = 'C1'), (SELECT min(status) FROM score WHERE vehicle_no IN ('V10', 'V11')), 'the status is the best of any');

SELECT throws_ok($$CALL refit_retention_models('infinity')$$, '22023', 'as_of must be a day', 'refit: infinity is refused');
SELECT throws_ok('CALL refit_retention_models(NULL)', '22023', 'as_of must be a day', '... and NULL');
SELECT throws_ok($$SELECT * FROM retention_scores('-infinity')$$, '22023', 'as_of must be a day', 'scores: infinity is refused');
SELECT throws_ok('SELECT * FROM retention_scores(NULL)', '22023', 'as_of must be a day', '... and NULL');
SELECT throws_ok('SELECT * FROM customer_retention_scores(NULL)', '22023', 'as_of must be a day', 'customers: NULL is refused');
CALL refit_retention_models('1999-01-01');
SELECT is((SELECT count(*) FROM retention_fit WHERE as_of = '1999-01-01'), 0::bigint, 'before the first vehicle there is no model');
SELECT * FROM finish();
