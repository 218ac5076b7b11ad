-- visit_history: input, output, aggregation, accessors
\set SHOW_CONTEXT never
\pset format unaligned
\pset tuples_only on
\pset null NULL
SET search_path = aftersales, public;

SELECT '{}'::visit_history;
SELECT '{2024-02-29:3,2025-03-01:1.5,2025-03-02:0}'::visit_history;
SELECT '{0001-01-01:1}'::visit_history, '{9999-12-31:1}'::visit_history;
SELECT '{1926-01-01:1,2025-12-31:1}'::visit_history;
SELECT '{2025-02-29:3}'::visit_history;
SELECT '{2025-02:3}'::visit_history;
SELECT '{2025-02-01:3.001}'::visit_history;
SELECT '{2025-02-02:3,2025-02-01:3}'::visit_history;
SELECT '{1925-12-31:1,2025-12-31:1}'::visit_history;
SELECT '{2025-01-01:1}'::visit_history = '{2025-01-01:1.00}'::visit_history, '{2025-01-01:1,2025-01-02:0}'::visit_history <> '{2025-01-01:1}'::visit_history;

SELECT visit_agg(d, a) FROM (VALUES (date '2025-03-31', 100.005), ('2025-01-01', NULL), ('2025-03-31', -40), (NULL, 5)) v(d, a);
SELECT visit_agg(d, a::float8) FROM (VALUES (date '2025-03-31', 100.005), ('2025-01-01', NULL), ('2025-03-31', -40), (NULL, 5)) v(d, a);
SELECT visit_agg(NULL, 1.0) IS NULL;
SELECT rollup(h) FROM (VALUES ('{2025-01-01:1}'::visit_history), ('{2025-01-01:0.5,2025-01-02:0}'), (NULL)) v(h);
SELECT * FROM visit_days('{2025-01-05:500,2025-02-03:-1.25,2025-02-04:0}');
SELECT visit_count('{2025-01-05:500,2025-02-03:-1.25,2025-02-04:0}', '2025-01-05', '2025-02-03');
SELECT without_months('{2025-01-05:500,2025-02-03:-1.25,2025-02-04:0}'::visit_history, '{2025-02-20}');
\set VERBOSITY sqlstate
SELECT visit_agg('infinity', 1.0);
SELECT visit_agg('2025-01-01', 'NaN'::numeric);
SELECT visit_agg('2025-01-01', 'Infinity'::float8);
SELECT visit_agg('2025-01-01', 1e17);
SELECT visit_agg(d, 1.0) FROM (VALUES (date '1925-12-31'), ('2025-12-31')) v(d);
SELECT visit_accum(NULL, '2025-01-01', 1.0);
SELECT visit_count('{}', '-infinity', 'infinity');
\set VERBOSITY default

-- accessors at several days: before the first visit, on it, between, after the last
SELECT as_of, first_visit(h, as_of), last_visit(h, as_of), frequency(h, as_of), recency(h, as_of, 1), tenure(h, as_of, 1), monetary(h, as_of)
FROM (VALUES ('{2025-01-01:100,2025-01-11:50,2025-03-12:25}'::visit_history)) v(h),
	(VALUES (date '2024-12-31'), ('2025-01-01'), ('2025-01-20'), ('2025-03-12'), ('2025-12-31')) a(as_of);
SELECT recency('{2025-01-01:1,2025-01-15:1}', '2025-02-01'), tenure('{2025-01-01:1,2025-01-15:1}', '2025-01-29');
SELECT frequency('{}', '2025-01-01'), frequency(NULL, '2025-01-01'), frequency('{}', NULL);
\set VERBOSITY sqlstate
SELECT frequency('{}', 'infinity');
SELECT recency('{}', '2025-01-01', 0);
SELECT tenure('{}', '2025-01-01', 'NaN');
SELECT tenure('{2025-01-01:1}', '2025-01-02', 5e-324);
\set VERBOSITY default
SELECT recency('{}', '2025-01-01', -1);

-- status: six and twelve months, to the day
SELECT d, vehicle_status(d, '2026-08-31') FROM (VALUES (date '2026-08-31'), ('2026-02-28'), ('2026-02-27'), ('2025-08-31'), ('2025-08-30')) v(d);
SELECT vehicle_status(NULL, '2026-07-01', '2026-01-01'), vehicle_status(NULL, '2026-07-01'), vehicle_status('2026-01-01', NULL);
SELECT vehicle_status('2026-05-01', '2026-07-01', active_months => 1, lost_months => 2), vehicle_status('2026-04-30', '2026-07-01', active_months => 1, lost_months => 2);
SELECT vehicle_status('2026-01-01', '2026-07-01', active_months => 0);
SELECT vehicle_status('2026-01-01', '2026-07-01', active_months => 6, lost_months => 5);
SELECT vehicle_status('infinity', '2026-07-01');

-- churn: 1,600 visits of 1,200 vehicles in the month, 300 of them not seen since
CREATE TEMP TABLE visited AS
SELECT v AS vehicle, date '2026-01-01' + v % 31 AS day FROM generate_series(1, 1200) v
UNION ALL SELECT v, date '2026-01-01' + (v + 7) % 31 FROM generate_series(1, 400) v
UNION ALL SELECT v, date '2026-02-01' + v % 180 FROM generate_series(301, 1200) v
UNION ALL SELECT v, date '2026-08-01' FROM generate_series(1, 200) v
UNION ALL SELECT v, date '2025-12-31' FROM generate_series(1, 2000) v;
SELECT count(*), count(DISTINCT vehicle) FROM visited WHERE date_trunc('month', day) = '2026-01-01';
SELECT churn_rate(h, '2026-07-15'), retention_rate(h, '2026-07-15') FROM (SELECT visit_agg(day, 1.0) h FROM visited GROUP BY vehicle) s;
SELECT churn_rate(h, '2026-06-01') > 0.25, churn_rate(h, '2027-01-01') IS NOT NULL, churn_rate(h, '2030-01-01') FROM (SELECT visit_agg(day, 1.0) h FROM visited GROUP BY vehicle) s;
SELECT churn_rate(h, '2026-07-01') FROM (VALUES (NULL::visit_history)) v(h);
SELECT churn_rate(h, m) FROM (VALUES ('{}'::visit_history, date '2026-07-01'), ('{}', '2026-08-01')) v(h, m);
SELECT churn_accum(NULL, '{}', '2026-07-01');

-- amounts far apart; many months; support functions on stored values
SELECT monetary('{2020-01-01:90000000000000000,2020-01-02:0.01}', '2021-01-01');
SELECT visit_count('{2020-01-01:90000000000000000,2020-01-02:90000000000000000}', '2020-01-01', '2021-01-01');
SELECT visit_count(without_months(h, (SELECT array_agg(date '1950-01-01' + n % 36000) FROM generate_series(1, 100000) n)), '1950-01-01', '2050-01-01')
FROM (SELECT visit_agg(date '1950-01-01' + i, 1.0) h FROM generate_series(0, 36499) i) v;
SELECT visit_final('{}');
-- calibration and holdout from one history
SELECT visit_count(h, '2025-07-01', '2025-12-31'), visit_amount(h, '2025-07-01', '2025-12-31'), visit_amount(h, '2025-12-31', '2025-07-01'), visit_amount('{}', '2025-01-01', '2025-12-31')
FROM (VALUES (visit_history '{2025-01-05:100,2025-06-30:50,2025-07-01:20.5,2025-12-31:-30,2026-01-01:7}')) v (h);
SELECT visit_amount('{2025-01-05:92233720368547758.07,2025-01-06:0.01}', '2025-01-01', '2025-12-31');
SELECT visit_amount('{}', '-infinity', '2025-12-31');
