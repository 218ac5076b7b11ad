-- demand patterns and forecasts
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET extra_float_digits = 0;
SET search_path = aftersales, public;

-- months of a demand: both ends included, zeros before the first sale count, returns are net
SELECT demand_values('{2026-03:2,2026-05:-1.5}', '2026-01-31', '2026-06-01');
SELECT demand_values('{2026-03:2}', '2026-04-01', '2026-04-30'), demand_values(NULL, '2026-04-01', '2026-04-30');
SELECT cardinality(demand_values('{}', '1927-01-01', '2026-12-01'));

-- patterns
SELECT demand_mean(q), demand_stddev(q), adi(q), cv2(q), demand_class(q), xyz_class(q) FROM (VALUES ('{0,0,3,0,5,0,4,0}'::float8[])) v(q);
SELECT demand_mean(d, a, b), demand_stddev(d, a, b), adi(d, a, b), cv2(d, a, b), demand_class(d, a, b), xyz_class(d, a, b)
FROM (VALUES ('{2026-03:3,2026-05:5,2026-07:4}'::demand, date '2026-01-01', date '2026-08-01')) v(d, a, b);
-- the same sales seen from later on
SELECT adi(d, '2026-03-01', b), demand_class(d, '2026-03-01', b) FROM (VALUES ('{2026-03:3,2026-05:5,2026-07:4}'::demand, date '2026-08-01')) v(d, b);
-- one demand, one month, no demand, no months, only returns
SELECT q, demand_mean(q), demand_stddev(q), adi(q), cv2(q), demand_class(q), xyz_class(q)
FROM (VALUES (1, '{0,4,0}'::float8[]), (2, '{4}'), (3, '{0,0,0}'), (4, '{0}'), (5, '{}'), (6, '{-1,-2}')) v(i, q) ORDER BY i;
-- at a limit: 33 / 25 = 1.32; sizes 1 and 3 have the CV2 0.5
SELECT demand_class('{0,1}', 2), demand_class('{0,1}', 2.001), demand_class('{1,3}', cv2_limit => 0.5), demand_class('{1,3}', cv2_limit => 0.51), demand_class('{0,0,1,3}');
SELECT xyz_class('{1,1}'), xyz_class('{1,3}', x => 0.71), xyz_class('{1,3}'), xyz_class('{0,0,0,9}');
SELECT mobility_code(d, '2026-07-15'), mobility_code(d, '2026-07-15', '2025-07-15'), mobility_code(d, '2026-07-15', '2025-07-16'), mobility_code(d, '2027-07-15')
FROM (VALUES ('{2025-07:1,2025-08:1,2026-06:1,2026-07:1}'::demand)) v(d);
SELECT n, mobility_code((SELECT demand_agg((date '2025-07-01' + make_interval(months => i))::date, 1.0) FROM generate_series(0, n - 1) i), '2026-07-01') FROM generate_series(1, 13) n;
SELECT mobility_code('{}', '2026-07-01'), mobility_code('{2026-01:-3}', '2026-07-01'), mobility_code(NULL, '2026-07-01'), mobility_code('{}', NULL);

-- forecasts by hand: sizes 3, 5, 4 at months 3, 5, 7 of 8
SELECT croston(q, 0.5, 0.5, 'naive'), (4 + (3 + 5) / 2.0) / 2 / (((3 + 2) / 2.0 + 2) / 2),
	croston(q, 0.5, 0.5), 4 / (((7 / 3.0 + 2) / 2 + 2) / 2),
	sba(q, 0.5, 0.5) / croston(q, 0.5, 0.5), sbj(q, 0.5, 0.5) / croston(q, 0.5, 0.5)
FROM (VALUES ('{0,0,3,0,5,0,4,0}'::float8[])) v(q);
SELECT tsb('{0,2,0}', 0.5, 0.5, 'naive'), tsb('{0,2,0}', 0.5, 0.5), tsb('{2,0,4}', 0.5, 0.5, 'naive'), tsb('{2}');
SELECT simple_exponential_smoothing('{4,8}', 0.5, 'naive'), simple_exponential_smoothing('{4,8}', 0.5), simple_exponential_smoothing('{4,8}', 1), simple_exponential_smoothing('{4,8}', 0, 'naive');
-- buckets of two from the end: 3, 5, 4; of one: smoothing; longer than the history: its mean
SELECT adida(q, 1), adida(q, 1, 2), adida(q[2:], 0.5, 2, 'naive'), adida(q, 0.3, 1) = simple_exponential_smoothing(q, 0.3), adida(q, 0.3, 100) FROM (VALUES ('{9,0,3,0,5,0,4}'::float8[])) v(q);
-- no demand, one demand, one month, no month, NULL
SELECT croston(q), sba(q), sbj(q), tsb(q), simple_exponential_smoothing(q), adida(q) FROM (VALUES (1, '{0,0,0}'::float8[]), (2, '{0,0,6}'), (3, '{6,0,0}'), (4, '{5}'), (5, '{0}'), (6, '{}'), (7, NULL), (8, '{-5,3}')) v(i, q) ORDER BY i;
SELECT croston(d, '2026-01-01', '2026-08-01') = croston(demand_values(d, '2026-01-01', '2026-08-01')), croston(d, '2026-03-01', '2026-08-01', start => 'naive'), adida(d, '2026-01-01', '2026-08-01', bucket_months => 4)
FROM (VALUES ('{2026-03:3,2026-05:5,2026-07:4}'::demand)) v(d);
SELECT croston('{1}', NULL), adida('{1}', 0.1, NULL, NULL), adida('{1}', NULL);

-- a season: the same three years, and years that differ too much to tell one
SELECT seasonal_indices(y || y || y) FROM (VALUES ('{0,0,0,0,0,12,24,12,0,0,0,0}'::float8[])) v(y);
SELECT seasonal_forecast(y || y || y) FROM (VALUES ('{0,0,0,0,0,12,24,12,0,0,0,0}'::float8[])) v(y);
SELECT seasonal_forecast(('{7,7}'::float8[] || y || y || y)), seasonal_indices('{7,7}'::float8[] || y || y || y) FROM (VALUES ('{2,2,2,2,2,2,4,2,2,2,2,2}'::float8[])) v(y);
SELECT seasonal_indices('{9,0,0,0,0,0,0,0,0,0,0,0}'::float8[] || '{0,0,0,0,9,0,0,0,0,0,0,0}' || '{0,0,0,0,0,0,0,0,0,9,0,0}');
SELECT seasonal_indices(array_fill(0::float8, ARRAY[36])), seasonal_forecast(array_fill(0::float8, ARRAY[40])), seasonal_indices(array_fill(1::float8, ARRAY[35])), seasonal_forecast('{}');
SELECT seasonal_forecast(d, '2023-01-01', '2025-12-01') FROM (SELECT demand_agg(make_date(y, 6, 1), 5.0) FROM generate_series(2023, 2025) y) v(d);

-- fits
SELECT * FROM croston_fit('{2,2,2,2}');
SELECT round(forecast::numeric, 9), alpha BETWEEN 0 AND 1, beta BETWEEN 0 AND 1, mse FROM tsb_fit('{0,0,0}');
SELECT * FROM simple_exponential_smoothing_fit('{1,2,3,4,5,6}');
SELECT * FROM adida_fit('{1,2,3,4,5,6}', 2);
SELECT * FROM croston_fit('{7}');
SELECT * FROM croston_fit('{}');
SELECT * FROM sba_fit('{2026-03:3,2026-05:5,2026-07:4}'::demand, '2026-01-01', '2026-08-01', 'naive') f WHERE abs(f.forecast - 1.5) < 1.5;
SELECT forecast_variance('{1,2,4}', 'simple_exponential_smoothing', alpha => 1), forecast_variance('{1,2,4}', 'simple_exponential_smoothing', 2, 1), forecast_variance('{1,2,4}', 'tsb', 3), forecast_variance('{1}', 'tsb'), forecast_variance('{1,2}', 'seasonal');

-- the best method: of an even demand all are right, the first counts
SELECT * FROM best_forecast(array_fill(3::float8, ARRAY[24]));
SELECT * FROM best_forecast(array_fill(3::float8, ARRAY[24]), measure => 'mase');
SELECT * FROM best_forecast('{0,0,0,0}');
SELECT method, error FROM best_forecast((SELECT array_agg((i % 12 = 5)::int * 8::float8) FROM generate_series(0, 59) i));
SELECT * FROM best_forecast('{4,4,4,4,0,0,0,0,0,0,0,0,0,0}', alpha => 0.3, beta => 0.3) WHERE method = 'tsb' AND forecast < 0.2;
SELECT * FROM best_forecast('{1,2}');
SELECT * FROM best_forecast('{1,2,3}');

\set VERBOSITY sqlstate
SELECT demand_values('{}', '2026-02-01', '2026-01-31');
SELECT demand_values('{}', '1926-12-01', '2026-12-01');
SELECT demand_values('{}', '-infinity', '2026-12-01');
SELECT demand_values('{}', '2026-12-01', 'infinity');
\set VERBOSITY terse
SELECT demand_mean(array_fill(1::float8, ARRAY[1201]));
SELECT demand_mean('{1,NULL}');
SELECT demand_mean('{NaN}');
SELECT demand_stddev('{-Infinity}');
SELECT adi('{{1},{2}}');
SELECT cv2('{2e16}');
SELECT demand_class('{1}', 0);
SELECT demand_class('{1}', 1, 'NaN');
SELECT xyz_class('{1}', -1);
SELECT xyz_class('{1}', 2, 1);
SELECT mobility_code('{}', 'infinity');
SELECT mobility_code('{}', '2026-01-01', '-infinity');
SELECT croston('{1}', -0.1);
SELECT croston('{1}', 0.1, 1.1);
SELECT sba('{1}', 'NaN');
SELECT sbj('{1}', 0.1, 'Infinity');
SELECT tsb('{1}', start => 'median');
SELECT simple_exponential_smoothing('{1}', 2);
SELECT adida('{1}', 0.1, 0);
SELECT adida('{1}', 0.1, 1201);
SELECT adida('{1}', -1);
SELECT seasonal_forecast('{1}', -1);
SELECT seasonal_indices('{Infinity}');
SELECT forecast_variance('{1}', 'holt');
SELECT forecast_variance('{1}', 'tsb', 0);
SELECT croston_fit('{1}', 'mean ');
SELECT adida_fit('{1}', -1);
SELECT best_forecast('{1}', 0);
SELECT best_forecast('{1}', 12, 'mape');
SELECT best_forecast('{1}', 12, 'rmse', 7);
SELECT croston('{}'::demand, '2026-02-01', '2026-01-01');
