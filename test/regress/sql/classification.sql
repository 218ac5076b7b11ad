-- ABC limits, ties, weighted scores, rolling monthly averages
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET extra_float_digits = 0;
SET search_path = aftersales, public;

-- vectors of the rule: 800 of 1000 is exactly 0.80
SELECT abc_limits(v), string_agg(abc_class_of(v, l.l), ' ' ORDER BY v DESC) FROM unnest('{500,300,100,50,30,20}'::numeric[]) v,
	(SELECT abc_limits(v) FROM unnest('{500,300,100,50,30,20}'::numeric[]) v) l(l);
SELECT abc_limits(v) FROM unnest('{900,60,40}'::numeric[]) v;
SELECT abc_limits(v) FROM unnest('{500,300,100,50,30,20}'::float8[]) v;
SELECT abc_limits(v), abc_values_agg(v) FROM unnest('{0.7,0.1,0.10,0.1}'::numeric[]) v;
SELECT abc_limits(v), abc_values_agg(v) FROM unnest('{0.7,0.1,0.1,0.1}'::float8[]) v;
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v, ties => true) OVER (ORDER BY v DESC) FROM unnest('{0.7,0.1,0.1,0.1}'::numeric[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v, ties => true) OVER (ORDER BY v DESC) FROM unnest('{70,10,10,10}'::bigint[]) v) s(c);
SELECT string_agg(c, ' ') FROM (SELECT abc_class(v, 0.5, 0.6, true) OVER (ORDER BY v DESC) FROM unnest('{5,1,1,1,1,1}'::float8[]) v) s(c);
-- nothing above 0, no rows, NULL
SELECT abc_limits(v), abc_values_agg(v) FROM unnest('{0,-1,NULL}'::numeric[]) v;
SELECT abc_limits(v), abc_values_agg(v) FROM unnest('{}'::float8[]) v;
SELECT abc_class_of(5.0, 'numeric{}'), abc_class_of(NULL::numeric, 'numeric{A:5,B:3}'), abc_class_of(-7::float8, 'float8{A:5,B:3}'), abc_class_of(NULL::float8, NULL);
-- values that were not in the group, more digits than it had, very large ones
SELECT v, abc_class_of(v, 'numeric{A:5.5,B:3}') FROM unnest('{5.5,5.4999999999999999999999,5.50000000001,2.99999,3,1e30}'::numeric[]) v;
SELECT abc_limits(v), abc_values_agg(v) FROM unnest('{1,0.000000000000000001,9}'::numeric[]) v;
SELECT abc_limits(v) FROM unnest('{9e17,0.1}'::numeric[]) v;
-- other thresholds; merged states
SELECT abc_limits(abc_values_agg(v), 0.5, 0.6), abc_limits(abc_values_agg(v)) FROM unnest('{5,1,1,1,1,1}'::numeric[]) v;
SELECT rollup(a), abc_limits(rollup(a)) FROM (VALUES ('numeric{1:2,3.5:1}'::abc_values), ('numeric{1.25:1,3.5:4}'), (NULL), ('numeric{}')) v(a);
-- a value that occurs very often, of doubles
SELECT abc_limits('float8{1:1000000000000,2:1}'::abc_values), abc_limits('float8{1:25,100:1}'::abc_values), abc_limits('float8{1:26,100:1}'::abc_values);
-- doubles of every size: 2^1023 twice and a little
SELECT abc_limits(v) FROM unnest('{8.98846567431158e307,8.98846567431158e307,1e-300,5e-324}'::float8[]) v;
-- text forms
SELECT 'numeric{0.5:1,20:3}'::abc_values, 'float8{0.1:3,1e+300:1}'::abc_values, 'numeric{}'::abc_values, 'float8{A:0.5,B:0.25}'::abc_limits;
SELECT abc_values_agg(v)::text::abc_values::text = abc_values_agg(v)::text FROM unnest('{3,1,2.50,1}'::numeric[]) v;

SELECT weighted_score('{1,0.5,0,0.2}', '{0.4,0.3,0.2,0.1}'), weighted_score('{1,1,1}', '{0.1,0.2,0.7}'), weighted_score('{0}', '{1}'), weighted_score(NULL, '{1}');

-- rolling averages
SELECT monthly_average_demand_series(d, '2026-05-15', '2026-08-01') FROM (VALUES ('{2026-01:10,2026-02:12,2026-03:9,2026-04:14,2026-05:11,2026-06:16}'::demand)) v(d);
SELECT monthly_average_demand_series(d, '2026-02-01', '2026-05-01', '2026-03-05') FROM (VALUES ('{2026-01:10,2026-02:12,2026-03:9,2026-04:14,2026-05:-11}'::demand)) v(d);
SELECT monthly_average_demand_series('{}', '2026-01-01', '2026-02-01'), monthly_average_demand_series(NULL, '2026-01-01', '2026-02-01'), monthly_average_demand_series('{2026-01:2}', '2026-02-01', '2026-02-01', weights => '{1}');

\set VERBOSITY terse
SELECT abc_limits(v) FROM unnest('{NaN}'::numeric[]) v;
SELECT abc_limits(v) FROM unnest('{Infinity}'::float8[]) v;
SELECT abc_limits(v) FROM unnest('{1e18,0.1}'::numeric[]) v;
SELECT abc_limits(v) FROM unnest('{1e19}'::numeric[]) v;
SELECT abc_limits(v) FROM unnest('{0.0000000000000000001}'::numeric[]) v;
SELECT abc_limits('numeric{}'::abc_values, 0, 1);
SELECT abc_limits('numeric{}'::abc_values, 0.9, 0.8);
SELECT abc_class_of('NaN'::numeric, 'numeric{}');
SELECT abc_class_of('NaN'::float8, 'float8{}');
SELECT abc_class_of(1::float8, 'numeric{}');
SELECT abc_class_of(1::numeric, 'float8{}');
SELECT rollup(a) FROM (VALUES ('numeric{1:2}'::abc_values), ('float8{1:1}')) v(a);
SELECT abc_class(v, ties => NULL) OVER (ORDER BY v DESC) FROM unnest('{1}'::numeric[]) v;
SELECT 'integer{}'::abc_values;
SELECT 'numeric{1}'::abc_values;
SELECT 'numeric{1:0}'::abc_values;
SELECT 'numeric{1:1000000000001}'::abc_values;
SELECT 'numeric{2:1,1:1}'::abc_values;
SELECT 'numeric{1:1,1.0:1}'::abc_values;
SELECT 'numeric{1:1,}'::abc_values;
SELECT 'numeric{1:1'::abc_values;
SELECT 'numeric{-1:1}'::abc_values;
SELECT 'numeric{1:1}x'::abc_values;
SELECT 'float8{NaN:1}'::abc_values;
SELECT 'numeric{A:1,B:2}'::abc_limits;
SELECT 'numeric{A:1}'::abc_limits;
SELECT weighted_score('{1.1}', '{1}');
SELECT weighted_score('{1}', '{0.9}');
SELECT weighted_score('{1,1}', '{1}');
SELECT weighted_score('{1,1}', '{2,-1}');
SELECT weighted_score('{}', '{}');
SELECT monthly_average_demand_series('{}', '2026-02-01', '2026-01-01');
SELECT monthly_average_demand_series('{}', '1926-12-01', '2026-12-01');
SELECT monthly_average_demand_series('{}', '2026-01-01', '2026-02-01', 'infinity');
SELECT monthly_average_demand_series('{}', '2026-01-01', '2026-02-01', weights => '{0}');
