-- Use of a vehicle a day and its next maintenance, beside plain SQL.
BEGIN;
SELECT no_plan();
CREATE TEMP TABLE reading (v text, day date, km integer);
SELECT setseed(0.5) \g /dev/null
-- rising readings of 300 vehicles, some of them on the same day, some without a reading
INSERT INTO reading SELECT v, date '2026-06-30' - (800 - day), (day * rate)::integer FROM (
	SELECT 'v' || v AS v, v % 200 * 2.5 + 1 AS rate, floor(random() * 800)::integer AS day FROM generate_series(1, 300) v, generate_series(1, 12) n WHERE n <= 1 + v % 12) r;
INSERT INTO reading SELECT v, day, NULL FROM reading WHERE v LIKE 'v1%';
CREATE TEMP VIEW plain AS
SELECT r.v, greatest(5, least(300, percentile_cont(0.5) WITHIN GROUP (ORDER BY (b.km - a.km)::float8 / (b.day - a.day)))) AS km_per_day
FROM (SELECT DISTINCT v FROM reading) r
JOIN (SELECT v, max(day) AS newest FROM reading WHERE km IS NOT NULL GROUP BY v) n ON n.v = r.v
JOIN (SELECT v, day, max(km) AS km FROM reading WHERE km IS NOT NULL GROUP BY 1, 2) a ON a.v = r.v AND a.day >= (n.newest - interval '12 months')::date
JOIN (SELECT v, day, max(km) AS km FROM reading WHERE km IS NOT NULL GROUP BY 1, 2) b ON b.v = r.v AND b.day >= a.day + 30
GROUP BY r.v;
SELECT is((SELECT count(*) > 150 FROM plain), true, 'vehicles with readings far enough apart');
SELECT is_empty($$SELECT k.v, k.km, p.km_per_day FROM (SELECT v, daily_km(day, km) AS km FROM reading GROUP BY v) k LEFT JOIN plain p ON p.v = k.v
	WHERE (k.km IS NULL) <> (p.km_per_day IS NULL) OR abs(k.km - p.km_per_day) > 1e-9$$, 'the median of the slopes of twelve months, held within 5 and 300');
SELECT is(daily_km(day::date, km), wanted::float8, what) FROM (VALUES
	('2026-01-01', 1000, '2026-01-30', 2000, NULL, '29 days apart: unknown'), ('2026-01-01', 1000, '2026-01-31', 2500, 50, '30 days apart'), ('2026-01-01', 1000, '2026-03-02', 1000, 5, 'hardly used: 5'),
	('2026-01-01', 1000, '2026-01-31', 99000, 300, 'a slip of the pen: 300'), ('2025-01-01', 1000, '2026-01-02', 37600, NULL, 'more than twelve months apart: unknown')) x (d1, k1, d2, k2, wanted, what)
CROSS JOIN LATERAL (VALUES (d1, k1), (d2, k2)) r (day, km) GROUP BY what, wanted;
SELECT results_eq($$SELECT daily_km(day, km), last_odometer(day, km), last_odometer_on(day, km)
	FROM (VALUES (date '2026-01-01', 1000), ('2026-02-01', 2550), ('2026-03-01', 400), ('2026-04-01', 5500)) r (day, km)$$, $$VALUES (50::float8, 5500, date '2026-04-01')$$, 'a reading that falls is rejected');
SELECT is(daily_km(NULL::date, 1), NULL, 'no readings: unknown');
-- next_service_due(service_on, service_km, months, km, odometer_on, odometer, km_per_day)
SELECT is(next_service_due(s::date, skm, m, k, o::date, okm, r), d::date, what) FROM (VALUES
	('2026-01-10', 10000, 6, 10000, '2026-03-01', 12000, 20, '2026-07-10', 'by date'), ('2026-01-10', 10000, 6, 10000, '2026-03-01', 15000, 100, '2026-04-20', 'by odometer, if that is earlier'),
	('2026-01-10', 10000, NULL, 10000, '2026-03-01', 15000, 100, '2026-04-20', 'by odometer alone'), ('2026-01-10', 10000, 6, NULL, '2026-03-01', 15000, 100, '2026-07-10', 'by date alone'),
	('2026-01-10', 10000, 6, 10000, '2026-03-01', 21000, 100, '2026-03-01', 'past it already: the day of the reading'), ('2026-01-10', NULL, 6, 10000, '2026-03-01', 15000, 100, '2026-07-10', 'odometer of the service unknown'),
	('2026-08-31', 0, 6, NULL, NULL, NULL, NULL, '2027-02-28', 'the end of a month'), ('2026-01-10', 10000, NULL, NULL, '2026-03-01', 15000, 100, NULL, 'no plan')) x (s, skm, m, k, o, okm, r, d, what);
SELECT * FROM finish();
ROLLBACK;
