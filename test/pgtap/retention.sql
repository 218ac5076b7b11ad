-- retention_monthly() and vehicle_statuses().
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店'), ('S3', '三店');
INSERT INTO vehicle (vehicle_no, dealer_code, sold_on) SELECT 'N' || n, 'S1', '2024-01-01' FROM generate_series(1, 1200) n;
-- 1,600 visits of 1,200 vehicles in January 2026, the last 300 of them not seen since
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on)
SELECT CASE WHEN n % 1200 < 600 THEN 'S1' ELSE 'S2' END, 'J' || n, 'N' || n % 1200 + 1, 'repair', date '2026-01-01' + n % 31 FROM generate_series(0, 1599) n;
-- 900 come back until the end of July: 1 to 600 at S2, 601 to 900 at S2 too; recalls do not count
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on)
SELECT 'S2', 'K' || n, 'N' || n, 'repair', CASE WHEN n % 2 = 0 THEN date '2026-02-01' ELSE '2026-07-31' END FROM generate_series(1, 900) n;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on)
SELECT 'S2', 'L' || n, 'N' || n, 'recall', date '2026-03-01' FROM generate_series(901, 1200) n;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on)
SELECT 'S2', 'M' || n, 'N' || n, 'repair', date '2026-08-01' FROM generate_series(901, 1200) n;
INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit;

SELECT results_eq($$SELECT vehicles, lost, churn_rate, retention_rate FROM retention_monthly('2026-07-15', '2026-07-01') WHERE dealer_code IS NULL$$,
	$$VALUES (1200::bigint, 300::bigint, 0.25::float8, 0.75::float8)$$, 'network: vehicles count, not visits; the next month''s return does not change July');
SELECT results_eq($$SELECT dealer_code, vehicles, lost, churn_rate FROM retention_monthly('2026-07-01', '2026-07-01') WHERE dealer_code IS NOT NULL$$,
	-- S1 saw vehicles 1 to 600, who all went to S2; S2 saw 601 to 1200, of whom 300 came back
	$$VALUES ('S1', 600::bigint, 600::bigint, 1::float8), ('S2', 600, 300, 0.5)$$, 'stations: gone elsewhere is lost to the station');
SELECT bag_eq($$SELECT * FROM retention_monthly('2026-06-01', '2026-08-01', 'S2')$$,
	$$SELECT * FROM retention_monthly('2026-06-01', '2026-08-01') WHERE dealer_code = 'S2'$$, 'one station: its rows only');
SELECT results_eq($$SELECT month, vehicles, lost, churn_rate, retention_rate FROM retention_monthly('2026-06-01', '2026-08-01', 'S1') ORDER BY 1$$,
	$$VALUES (date '2026-06-01', 0::bigint, 0::bigint, NULL::float8, NULL::float8), ('2026-07-01', 600, 600, 1, 0), ('2026-08-01', 0, 0, NULL, NULL)$$,
	'a month without vehicles has no rate');
SELECT throws_ok($$SELECT * FROM retention_monthly('2026-08-01', '2026-07-31')$$, '22023', 'from_month must not be after to_month', 'months in order');
SELECT throws_ok($$SELECT * FROM retention_monthly('-infinity', '2026-07-01')$$, '22023', 'from_month and to_month must be months', '... finite');
SELECT throws_ok($$SELECT * FROM retention_monthly('2026-07-01', NULL)$$, '22023', 'from_month and to_month must be months', '... and given');
SELECT throws_ok($$SELECT * FROM retention_monthly('4713-01-01 BC', '2026-07-01')$$, '22023', 'from_month and to_month must be months', '... and of years with four digits');
CALL refresh();
SELECT results_eq($$SELECT vehicles, lost FROM retention_monthly('2026-07-01', '2026-07-01') WHERE dealer_code IS NULL$$,
	$$VALUES (1200::bigint, 300::bigint)$$, 'the same after refresh');

SELECT bag_eq($$SELECT month, dealer_code, vehicles, lost FROM retention_monthly('2026-01-01', '2027-02-01') WHERE dealer_code IS NOT NULL AND vehicles > 0$$,
	$$SELECT m::date AS month, s.dealer_code, count(*) AS vehicles, count(*) FILTER (WHERE NOT EXISTS (SELECT FROM visit b WHERE b.vehicle_no = s.vehicle_no AND b.dealer_code = s.dealer_code
			AND b.kind = 'repair' AND b.opened_on >= m - interval '5 months' AND b.opened_on < m + interval '1 month')) AS lost
		FROM generate_series(timestamp '2026-01-01', '2027-02-01', '1 month') m
		JOIN (SELECT DISTINCT dealer_code COLLATE "default" AS dealer_code, vehicle_no, date_trunc('month', opened_on::timestamp) AS seen FROM visit WHERE kind = 'repair') s
			ON s.seen = m - interval '6 months'
		GROUP BY 1, 2$$, 'equal to plain SQL over the visits');

INSERT INTO vehicle (vehicle_no, dealer_code, sold_on, scrapped_on) VALUES
	('ACT', 'S1', '2020-01-01', NULL), ('RISK', 'S1', '2020-01-01', NULL), ('LOST', 'S1', '2020-01-01', NULL), ('EDGE6', 'S1', NULL, NULL), ('EDGE12', NULL, NULL, NULL),
	('NEVER', 'S3', '2026-05-01', NULL), ('NEVEROLD', 'S3', '2024-05-01', NULL), ('GONE', 'S3', '2020-01-01', '2026-08-31'), ('SOON', 'S3', '2020-01-01', '2026-09-01'),
	('UNKNOWN', 'S3', NULL, NULL), ('UNSOLD', 'S3', '2026-09-01', NULL), ('TWO', 'S1', NULL, NULL);
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on) VALUES
	('S1', 'a', 'ACT', 'repair', '2026-08-30'), ('S1', 'r', 'RISK', 'repair', '2026-02-27'), ('S1', 'l', 'LOST', 'repair', '2025-08-30'),
	('S1', 'l2', 'LOST', 'repair', '2026-09-05'), ('S1', 'e6', 'EDGE6', 'repair', '2026-02-28'), ('S1', 'e12', 'EDGE12', 'repair', '2025-08-31'),
	('S1', 'g', 'GONE', 'repair', '2026-08-01'), ('S2', 't1', 'TWO', 'repair', '2026-08-02'), ('S1', 't2', 'TWO', 'repair', '2026-08-01'), ('S3', 't3', 'TWO', 'pdi', '2026-08-20');
INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit;
SELECT results_eq($$SELECT vehicle_no, dealer_code, last_visit, status FROM vehicle_statuses('2026-08-31') WHERE vehicle_no NOT LIKE 'N_%' OR vehicle_no LIKE 'NE%' ORDER BY vehicle_no$$,
	$$VALUES ('ACT', 'S1', date '2026-08-30', 'active'), ('EDGE12', 'S1', '2025-08-31', 'at_risk'), ('EDGE6', 'S1', '2026-02-28', 'active'), ('LOST', 'S1', '2025-08-30', 'lost'),
		('NEVER', 'S3', NULL, 'active'), ('NEVEROLD', 'S3', NULL, 'lost'), ('RISK', 'S1', '2026-02-27', 'at_risk'), ('SOON', 'S3', NULL, 'lost'), ('TWO', 'S2', '2026-08-02', 'active')$$,
	'statuses: limits included, later visits ignored, scrapped and unsold vehicles left out, sale where no visit, station of the last visit');
INSERT INTO parameter (name, dealer_code, value) VALUES ('active_months', 'S1', 3), ('lost_months', 'S1', 5);
SELECT results_eq($$SELECT vehicle_no, status FROM vehicle_statuses('2026-08-31') WHERE vehicle_no IN ('EDGE6', 'NEVER') ORDER BY 1$$,
	$$VALUES ('EDGE6', 'lost'), ('NEVER', 'active')$$, 'a station''s own limits count for its vehicles');
UPDATE parameter SET value = 2 WHERE name = 'lost_months';
SELECT results_eq($$SELECT vehicle_no, status FROM vehicle_statuses('2026-08-31') WHERE vehicle_no IN ('ACT', 'EDGE6', 'NEVER') ORDER BY 1$$,
	$$VALUES ('ACT', 'active'), ('EDGE6', 'lost'), ('NEVER', 'active')$$, 'lost_months below active_months: nothing is at risk');
SELECT throws_ok($$SELECT * FROM vehicle_statuses('infinity')$$, '22023', 'as_of must be a day', 'statuses: infinity is refused');
SELECT throws_ok('SELECT * FROM vehicle_statuses(NULL)', '22023', 'as_of must be a day', '... and NULL');
SELECT throws_ok($$SELECT * FROM vehicle_statuses('5874897-12-31')$$, '22023', 'as_of must be a day', '... and a day that nobody will see');
SELECT * FROM finish();
