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
-- costs so far apart that their ratio rounds to 0 or 1
SELECT order_policy_poisson(1, 1, 1, 1e-300, 1);
SELECT order_policy_poisson(1, 1, 1, 1, 1e-300);
SELECT order_policy_poisson(1, 1, 1, 1e308, 1e308);
SELECT newsvendor_quantity(1, 1e-300, 1, 1, 'poisson');

-- a NULL among the scores does not disturb other rows
SELECT x, s, rfm_score(s) OVER (ORDER BY x), rfm_score(5) OVER (ORDER BY x) FROM (VALUES (1, 5), (2, NULL), (2, 5), (3, 5)) t (x, s);

-- one large group of readings: 8 bytes each while they are collected, and once more for the final function
SELECT last_odometer_on(date '2000-01-01' + i % 3000, i), (SELECT sum(total_bytes) < 22000000 FROM pg_backend_memory_contexts WHERE name = 'ExprContext') FROM generate_series(1, 1000000) i;

-- models far from any data: soon there is a result, or none
SELECT expected_visits(1, 1, 2, retention_model('mbgcnbd', '{2,1,5,1,1}'), 1e-200) < 1e-190, expected_visits(0, 0, 0, retention_model('bgcnbd', '{32,1,1e12,1,1}'), 1);
SELECT expected_visits(0, 0, 0, retention_model('bgcnbd', '{2,1e6,1,1,1}'), 99999);
SELECT expected_visits(2147483647, 0, 0, retention_model('bgcnbd', '{32,1,1,1,1}'), 1);
SELECT expected_visits(1, 1, 1, retention_model('bgnbd', '{1e12,1e-12,1e12,1e-12}'), 1e300);
SELECT customer_lifetime_value(1000, 1, 1, 1, retention_model('mbgcnbd', '{3,1,1,1,1}'), retention_model('gamma_gamma', '{6,4,15}'), 1200, 0.01);

-- what takes long within the limits can be cancelled
SET statement_timeout = '100ms';
SELECT order_policy_poisson(1e5, 1, 4e4, 1, 100);
SELECT count(*) FROM two_echelon_frontier(array_fill(0.1::float8, '{2000}'), array_fill(1::float8, '{2000}'), 5, 0.9);
SELECT two_echelon_plan(array_fill(0.1::float8, '{2000}'), array_fill(1::float8, '{2000}'), 5, 0.99);
SELECT adida_fit(array_fill(1::float8, '{1200}'));
SET statement_timeout = '20s';
