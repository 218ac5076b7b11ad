-- visit_agg: repeat visits, recency, age and spend of each vehicle
-- ours
SELECT vehicle_no, frequency(h, '2026-07-01') AS frequency, round(recency(h, '2026-07-01')::numeric, 6) AS recency,
	round(tenure(h, '2026-07-01')::numeric, 6) AS tenure, round(monetary(h, '2026-07-01')::numeric, 6) AS monetary
FROM (SELECT vehicle_no, visit_agg(day, amount) AS h FROM seen GROUP BY vehicle_no OFFSET 0) v;
-- plain
SELECT vehicle_no, count(*)::integer - 1, round((max(day) - min(day)) / 7.0, 6), round(('2026-07-01' - min(day)) / 7.0, 6),
	round(avg(amount) FILTER (WHERE day > first_day), 6)
FROM (SELECT vehicle_no, day, sum(amount) AS amount, min(day) OVER (PARTITION BY vehicle_no) AS first_day
	FROM seen GROUP BY vehicle_no, day) d
GROUP BY vehicle_no;
