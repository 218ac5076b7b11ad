-- churn_rate: a year of months from kept visit histories
-- ours
SELECT m::date AS month, round(churn_rate(h, m::date)::numeric, 9)
FROM generate_series(timestamp '2025-07-01', '2026-06-01', '1 month') m CROSS JOIN kept_visits GROUP BY m;
-- plain
SELECT m::date, round(1.0 - count(b.vehicle_no) / count(*)::numeric, 9)
FROM generate_series(timestamp '2025-07-01', '2026-06-01', '1 month') m
CROSS JOIN LATERAL (SELECT DISTINCT vehicle_no FROM seen WHERE day >= m - interval '6 months' AND day < m - interval '5 months') a
LEFT JOIN LATERAL (SELECT DISTINCT vehicle_no FROM seen WHERE day >= m - interval '5 months' AND day < m + interval '1 month') b
	ON b.vehicle_no = a.vehicle_no
GROUP BY m;
