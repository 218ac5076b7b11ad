-- arguments at the ends of their ranges: a result or an error, and soon
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET extra_float_digits = 0;
SET search_path = aftersales, public;
SET statement_timeout = '20s';

-- order quantities where doubles have no single pieces any more
SELECT round((reorder_point(1, 1, 1, 0.5, 0, 'poisson', 'fill', q) / q)::numeric, 9) FROM unnest('{1e15,1e16,1e17,1e300}'::float8[]) q;
SELECT reorder_point(1, 1, 1, 0.5, 0, 'poisson', 'fill', 1e308);
SELECT safety_stock_normal(1, 1, 1, 0.5, 0, 'fill', 1.1e300);
-- ... and so small that losses do not differ: the fill rate is P(D <= level)
SELECT d, abs(service_level_of(4, 3, 2, 9, 0, d, 'fill', q) - service_level_of(4, 3, 2, 9, 0, d)) < 1e-6 FROM unnest('{normal,gamma,negative_binomial}'::text[]) d, unnest('{1e-6,1e-12,1e-300}'::float8[]) q;
-- levels far from any demand
SELECT d, service_level_of(4, 3, 2, x, 0, d, 'fill', 10), service_level_of_order_up_to(4, 3, 1, 2, x, 0, d, 'fill') FROM unnest('{normal,gamma,negative_binomial}'::text[]) d, unnest('{-1e308,-1e17,1e17,1e308}'::float8[]) x;
SELECT d, expected_backorders(1e308, 0.5, 25, d), demand_probability(1e308, 0.5, 25, d) FROM unnest('{normal,gamma,negative_binomial}'::text[]) d;
SELECT expected_backorders(1e308, 4, 4, 'poisson'), demand_probability(1e308, 4, 4, 'poisson');
-- costs so far apart that their ratio rounds to 0 or 1
SELECT order_policy_poisson(1, 1, 1, 1e-300, 1);
SELECT order_policy_poisson(1, 1, 1, 1, 1e-300);
SELECT order_policy_poisson(1, 1, 1, 1e308, 1e308);
SELECT newsvendor_quantity(1, 1e-300, 1, 1, 'poisson');

-- a NULL among the scores does not disturb other rows
SELECT x, s, rfm_score(s) OVER (ORDER BY x), rfm_score(5) OVER (ORDER BY x) FROM (VALUES (1, 5), (2, NULL), (2, 5), (3, 5)) t (x, s);

-- one large group of readings: 8 bytes each while they are collected, and once more for the final function
SELECT last_odometer_on(date '2000-01-01' + i % 3000, i), (SELECT sum(total_bytes) < 22000000 FROM pg_backend_memory_contexts WHERE name = 'ExprContext') FROM generate_series(1, 1000000) i;
-- classes of an expression: its values are not kept while the total is summed up
SELECT abc_class(v::numeric * 1.5) OVER (ORDER BY v DESC), (SELECT sum(total_bytes) < 2000000 FROM pg_backend_memory_contexts WHERE name IN ('ExprContext', 'values of abc_class'))
FROM generate_series(1, 200000) v LIMIT 1;

-- models far from any data: soon there is a result, or none
SELECT expected_visits(1, 1, 2, retention_model('mbgcnbd', '{2,1,5,1,1}'), 1e-200) < 1e-190, expected_visits(0, 0, 0, retention_model('bgcnbd', '{32,1,1e12,1,1}'), 1);
SELECT expected_visits(0, 0, 0, retention_model('bgcnbd', '{2,1e6,1,1,1}'), 99999);
SELECT expected_visits(2147483647, 0, 0, retention_model('bgcnbd', '{32,1,1,1,1}'), 1);
SELECT expected_visits(1, 1, 1, retention_model('bgnbd', '{1e12,1e-12,1e12,1e-12}'), 1e300);
SELECT customer_lifetime_value(1000, 1, 1, 1, retention_model('mbgcnbd', '{3,1,1,1,1}'), retention_model('gamma_gamma', '{6,4,15}'), 1200, 0.01);

-- what takes long within the limits can be cancelled
SET statement_timeout = '20ms';
SELECT count(*) FROM two_echelon_frontier(array_fill(0.1::float8, '{2000}'), array_fill(1::float8, '{2000}'), 5, 0.9);
SELECT two_echelon_plan(array_fill(0.1::float8, '{2000}'), array_fill(1::float8, '{2000}'), 5, 0.99);
SELECT adida_fit(array_fill(1::float8, '{1200}'));
SET statement_timeout = '20s';
SELECT expected_value_from_now(100, 1, 1, 1, retention_model('mbgcnbd', '{3,1,1,1,1}'), retention_model('gamma_gamma', '{6,4,15}'), 0.0001);
SELECT expected_value_from_now(1, 1, 1, 1, m, retention_model('gamma_gamma', '{6,4,15}'), 1e-320) FROM unnest(ARRAY[retention_model('pareto_nbd', '{1,1,1,1}')]) m;

-- units of time
SELECT p_alive('{2020-01-01:1,2021-01-01:1}', retention_model('bgnbd', '{1,1,1,1}', 1e-310), '2022-01-01');
SELECT retention_model('pareto_nbd', '{1,1,1,1}', u) FROM unnest('{1e-6,1e6,1.1e6}'::float8[]) u;
SELECT 'bgnbd(r=1,alpha=1,a=1,b=1) unit_days=1e-7'::retention_model;
SELECT bgnbd_fit('{2020-01-01:1}'::visit_history, '2022-01-01', u) FROM unnest('{1e308}'::float8[]) u;
SELECT pareto_nbd_fit(1, 2, 3, 1e-310);
SELECT bool_and(p_alive(1, 1, 1e300, m) BETWEEN 0 AND 1) FROM unnest(ARRAY[retention_model('bgnbd', '{1e12,1e-12,1,1}', 1e-6), retention_model('pareto_nbd', '{1e12,1e-12,1,1}', 1e6)]) m;

-- every fitted model can be read again, whatever the data
SELECT setseed(0.5);
CREATE TEMP TABLE customer AS SELECT i % 150 AS sample, (random() * 6)::int AS x, random() * 100 AS t_x, 100 + random() * 10 AS t, 10 ^ (24 * random() - 12) AS spend, 10 ^ (12 * (i % 150) / 150.0 - 6) AS unit FROM generate_series(1, 600) i;
CREATE TEMP TABLE model AS
SELECT gamma_gamma_fit(1 + x, 1e6 * exp(3 * random())) AS m FROM customer GROUP BY sample
UNION ALL SELECT gamma_gamma_fit(1 + x, spend) FROM customer GROUP BY sample
UNION ALL SELECT bgnbd_fit(x, CASE WHEN x > 0 THEN t_x ELSE 0 END, t, unit) FROM customer GROUP BY sample
UNION ALL SELECT mbgnbd_fit(x, CASE WHEN x > 0 THEN t_x ELSE 0 END, t, unit) FROM customer GROUP BY sample
UNION ALL SELECT pareto_nbd_fit(x, CASE WHEN x > 0 THEN t_x ELSE 0 END, t, unit) FROM customer GROUP BY sample;
INSERT INTO model SELECT bgnbd_fit(h, '2022-01-01', unit) FROM (SELECT sample, unit, visit_agg(date '2020-01-01' + (t_x * 7)::int, 1.0) h FROM customer GROUP BY sample, unit, x) v GROUP BY sample, unit;
INSERT INTO model SELECT pareto_nbd_fit(h, '2022-01-01', unit) FROM (SELECT sample, unit, visit_agg(date '2020-01-01' + (t_x * 7)::int, 1.0) h FROM customer GROUP BY sample, unit, x) v GROUP BY sample, unit;
SELECT count(*) > 1000, bool_and(m::text::retention_model::text = m::text), bool_or(fit_status(m) = 'unbounded') FROM model;
SELECT bgnbd_fit(x, 0, t, 7, 1e308) FROM customer WHERE x > 0;
-- counts beyond a quadrillion
SELECT 'gamma_gamma(p=1,q=2,gamma=3) status=converged log_likelihood=-1 standard_errors=(1,1,1) customers=9007199254740993 distinct=1 iterations=1'::retention_model;
SELECT 'gamma_gamma(p=1,q=2,gamma=3) status=converged log_likelihood=-1 standard_errors=(1,1,1) customers=9223372036854775808 distinct=1 iterations=1'::retention_model;

-- retention near 1; sums beyond double
SELECT lifetime_value(1, 1, 1e-17), lifetime_value(1, 1 - 2.0 ^ -53, 1e-300);
SELECT lifetime_value(1, 1, 0);
SELECT suggested_order(1e308, -1.7e308, 0, 1e308);

-- values not above 0 have no part in classes, whatever their digits
SELECT v, abc_class(v) OVER (ORDER BY v DESC) FROM unnest('{5,-1e-40}'::numeric[]) v;
SELECT abc_limits(v), abc_values_agg(v) FROM unnest('{1e17,-0.001,-1e30}'::numeric[]) v;
SELECT abc_class_of(-1e-40, 'numeric{A:5,B:3}');

-- a maintenance plan by kilometres alone, or by months alone
SELECT next_service_due(NULL, 10000, NULL, 10000, '2024-01-01', 15000, 50), next_service_due(NULL, 10000, 12, 10000, '2024-01-01', 15000, 50),
	next_service_due('2023-01-01', NULL, 12, 10000, NULL, NULL, NULL), next_service_due(NULL, NULL, 12, 10000, '2024-01-01', 15000, 50);

-- the longest spans
SELECT demand '{2000-01:1,2099-12:1}', visit_history '{1900-01-01:1,1999-12-31:1}';
SELECT demand '{2000-01:1,2100-01:1}';
SELECT visit_history '{1900-01-01:1,2000-01-02:1}';

-- final functions are the aggregates' own
SELECT churn_rate_final('{1,2}');
SELECT retention_rate_final('{1,-1,5}');
SELECT survival_final('{3,0,-3,0}');
SELECT cohort_final('{9223372036854775807,1,1}');
SELECT daily_km_final('{0}');
SELECT last_odometer_final('{0}');
SELECT last_odometer_on_final('{0}');
CREATE FUNCTION pg_temp.stay(bigint[], int) RETURNS bigint[] LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE pg_temp.broken(int) (SFUNC = pg_temp.stay, STYPE = bigint[], INITCOND = '{1,2}', FINALFUNC = churn_rate_final);
SELECT pg_temp.broken(1);
