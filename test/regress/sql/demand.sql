-- demand: input, output, comparison, aggregation
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
SET search_path = aftersales, public;

SELECT '{}'::demand;
SELECT '{2025-01:3,2025-03:1.5,2025-04:-0.001}'::demand;
SELECT ' { 2025-01 : 3 , 2025-03:1.500 } '::demand;
SELECT '{2025-01:0,2025-02:0.000,2025-03:1}'::demand;
SELECT '{2025-01:.5,2025-02:7.}'::demand;
SELECT '{0001-01:1}'::demand, '{9999-12:1}'::demand;
SELECT '{2025-01:9223372036854775.807,2025-02:-9223372036854775.808}'::demand;
SELECT '{1926-01:1,2025-12:1}'::demand;

-- refused
\set VERBOSITY default
SELECT ''::demand;
SELECT '2025-01:1'::demand;
SELECT '{2025-01:1'::demand;
SELECT '{2025-01:1}x'::demand;
SELECT '{2025-01:1,}'::demand;
SELECT '{2025-01:1 2025-02:1}'::demand;
SELECT '{2025-13:1}'::demand;
SELECT '{2025-00:1}'::demand;
SELECT '{0000-01:1}'::demand;
SELECT '{25-01:1}'::demand;
SELECT '{2025/01:1}'::demand;
SELECT '{2025-01-01:1}'::demand;
SELECT '{2025-01}'::demand;
SELECT '{2025-01:}'::demand;
SELECT '{2025-01:x}'::demand;
SELECT '{2025-01:NaN}'::demand;
SELECT '{2025-01:1e3}'::demand;
SELECT '{2025-01:1.0001}'::demand;
SELECT '{2025-01:1.1.1}'::demand;
SELECT '{2025-02:1,2025-01:1}'::demand;
SELECT '{2025-01:1,2025-01:1}'::demand;
SELECT ('{2025-01:1' || repeat('x', 200))::demand;
\set VERBOSITY sqlstate
SELECT '{2025-01:x}'::demand;
SELECT '{2025-01:9223372036854775.808}'::demand;
SELECT '{2025-01:-9223372036854775.809}'::demand;
SELECT '{2025-01:99999999999999999999999}'::demand;
SELECT '{1925-12:1,2025-12:1}'::demand;
\set VERBOSITY default
SELECT '{2025-01:9223372036854775.808}'::demand;
SELECT '{1925-12:1,2025-12:1}'::demand;

-- comparison and hash
SELECT '{2025-01:1}'::demand = '{2025-01:1.000,2025-02:0}'::demand, '{2025-01:1}'::demand <> '{2025-01:1}'::demand,
	'{2025-01:1}'::demand = '{2025-02:1}'::demand, '{}'::demand = '{2025-02:1}'::demand;
SELECT count(*) FROM (SELECT DISTINCT d FROM (VALUES ('{2025-01:1}'::demand), ('{2025-01:1}'), ('{2025-02:1}'), ('{}')) v(d)) s;

-- aggregation
SELECT demand_agg(d, q) FROM (VALUES (date '2025-03-31', 1.5), ('2025-01-01', 2), ('2025-03-01', -0.25), (NULL, 5), ('2025-01-31', NULL)) v(d, q);
SELECT demand_agg(d, q::float8) FROM (VALUES (date '2025-03-31', 1.5), ('2025-01-01', 2), ('2025-03-01', -0.25), (NULL, 5), ('2025-01-31', NULL)) v(d, q);
SELECT demand_agg(d::date, 1) FROM generate_series(timestamp '2025-01-15', '2027-12-15', interval '1 month') d(d), generate_series(1, 3);
SELECT demand_agg(d::date, 1) IS NULL, demand_agg('2025-01-01', NULL::numeric) IS NULL FROM generate_series(now(), now() - interval '1 day', interval '1 day') d(d);
SELECT demand_agg('2025-01-01', q) FROM (VALUES (1.0), (-1.0)) v(q);
SELECT demand_agg('2025-01-01', q) FROM (VALUES (0.0005), (0.0004)) v(q);
SELECT demand_agg('2025-01-01', -0.0005), demand_agg('2025-01-01', -0.0005::float8), demand_agg('2025-01-01', 1234567890.12345);
SELECT rollup(d) FROM (VALUES ('{2025-01:1,2025-05:2}'::demand), ('{2025-02:7,2025-05:-2}'), (NULL), ('{}')) v(d);
SELECT rollup(d) IS NULL FROM (VALUES (NULL::demand)) v(d);
SELECT rollup(d) FROM (VALUES ('{}'::demand)) v(d);
SELECT demand_agg(d::date, 1) OVER (ORDER BY d ROWS 1 PRECEDING) FROM generate_series(timestamp '2025-01-15', '2025-04-15', interval '1 month') d(d);

\set VERBOSITY sqlstate
SELECT demand_agg('infinity', 1.0);
SELECT demand_agg('-infinity', 1.0::float8);
SELECT demand_agg('10000-01-01', 1.0);
SELECT demand_agg('0001-01-01 BC', 1.0);
SELECT demand_agg('2025-01-01', 'NaN'::numeric);
SELECT demand_agg('2025-01-01', 'NaN'::float8);
SELECT demand_agg('2025-01-01', 'Infinity'::numeric);
SELECT demand_agg('2025-01-01', '-Infinity'::float8);
SELECT demand_agg('2025-01-01', 9223372036854775.8075);
SELECT demand_agg('2025-01-01', 1e300::float8);
SELECT demand_agg('2025-01-01', 1e300::numeric);
SELECT demand_agg('2025-01-01', 9223372036854775.0) FROM generate_series(1, 2);
SELECT demand_agg(d, 1.0) FROM (VALUES (date '1925-12-31'), ('2025-12-01')) v(d);
SELECT rollup(d) FROM (VALUES ('{1925-12:1}'::demand), ('{2025-12:1}')) v(d);
SELECT rollup(d) FROM (VALUES ('{2025-01:9223372036854775}'::demand), ('{2025-01:1}')) v(d);
SELECT demand_accum(NULL, '2025-01-01', 1.0);
SELECT demand_combine('{}', '{}');
\set VERBOSITY default
SELECT demand_agg('infinity', 1.0);
SELECT demand_agg('2025-01-01', 'NaN'::numeric);
SELECT demand_agg('2025-01-01', 1e300::numeric);
SELECT demand_agg('2025-01-01', 9223372036854775.0) FROM generate_series(1, 2);

-- reading
SELECT * FROM demand_months('{2024-12:1.25,2025-03:-7}');
SELECT count(*) FROM demand_months('{}');
SELECT demand_quantity(d, '2025-01-31', '2025-03-01'), demand_quantity(d, '2025-02-01', '2025-02-28'), demand_quantity(d, '2025-04-01', '2025-01-01')
FROM (VALUES ('{2024-12:100,2025-01:1,2025-03:1.5,2025-04:100}'::demand)) v(d);
SELECT demand_quantity('{2025-01:9223372036854775,2025-02:9223372036854775}', '2025-01-01', '2025-02-01');
SELECT without_months('{2024-12:100,2025-01:1,2025-03:1.5}'::demand, '{2025-01-17,2025-02-01,2025-01-01}');
SELECT without_months('{2024-12:100}'::demand, '{}'), without_months('{2024-12:100}'::demand, '{2024-12-01}');
SELECT without_months('{2024-12:100}'::demand, '{NULL}');
SELECT without_months('{2024-12:100}'::demand, '{infinity}');
