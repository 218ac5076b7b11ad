-- Figures by brand, lifetime_values(), file_gaps() and file_completeness(), worked out by hand.
BEGIN;
SELECT no_plan();
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店');
INSERT INTO vehicle_model (model_code, brand, name) VALUES ('E1', '东方', '远行'), ('W1', '西方', '远行');
INSERT INTO vehicle (vehicle_no, dealer_code, model_code, sold_on, vin, plate, scrapped_on) VALUES
	('A', 'S1', 'E1', '2024-01-10', '1M8GDM9AXKP042788', '京A12345', NULL), ('B', 'S1', 'W1', '2024-02-10', NULL, '京A12346', NULL),
	('C', 'S2', NULL, NULL, NULL, NULL, NULL), ('D', 'S2', 'E1', '2024-03-10', NULL, '', NULL), ('X', 'S2', 'E1', '2024-03-10', NULL, '', '2026-01-01');
-- of 2024-07 to 2025-06: A, B, D; of 2025-07 to 2026-06: A at both, C, D
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, amount) VALUES
	('S1', 'a1', 'A', 'repair', '2024-09-01', 900), ('S1', 'a2', 'A', 'repair', '2025-09-01', 600), ('S2', 'a3', 'A', 'repair', '2026-06-30', 400),
	('S1', 'a4', 'A', 'repair', '2026-07-02', 5000), ('S1', 'b1', 'B', 'repair', '2025-06-30', 100), ('S2', 'c1', 'C', 'repair', '2025-07-01', 300.50),
	('S2', 'd1', 'D', 'repair', '2024-07-01', 50), ('S2', 'd2', 'D', 'repair', '2025-12-01', -20);
INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit;

-- limits by brand go before the station's
SELECT is(string_agg(vehicle_no || ' ' || status, ', ' ORDER BY vehicle_no), 'A active, B lost, C at_risk, D at_risk', 'statuses by the network''s limits')
FROM vehicle_statuses('2026-07-01');
INSERT INTO parameter (name, dealer_code, value) VALUES ('active_months', 'S1', 8), ('lost_months', 'S1', 20);
INSERT INTO brand_parameter (brand, name, value) VALUES ('西方', 'active_months', 14), ('东方', 'lost_months', 5);
SELECT is(string_agg(concat_ws(' ', dealer_code, brand, active_months, lost_months), ', ' ORDER BY dealer_code COLLATE "C", brand COLLATE "C"),
	'*  6 12, * 东方 6 6, * 西方 14 14, S1  8 20, S1 东方 8 8, S1 西方 14 20', 'figures of brand, station and network; lost is never before at risk')
FROM retention_parameters() WHERE dealer_code <> 'S2';
SELECT is(string_agg(vehicle_no || ' ' || status, ', ' ORDER BY vehicle_no), 'A active, B active, C at_risk, D lost', 'statuses by limits of the brand')
FROM vehicle_statuses('2026-07-01');
SELECT results_eq($$SELECT duration, lost FROM survival('2026-07-01', 'S2') WHERE lost > 0$$, $$SELECT ('2026-06-01'::date - '2024-03-10'::date), 1::bigint$$, 'survival, too');
SELECT throws_ok($$INSERT INTO brand_parameter (brand, name, value) VALUES ('东方', 'monthly_discount', 1)$$, '23514', NULL, 'a figure that has no brand is refused');
SELECT throws_ok($$INSERT INTO brand_parameter (brand, name, value) VALUES ('西方', 'margin_rate', 1.1)$$, '23514', NULL, '... and a margin above 1');
SELECT throws_ok($$UPDATE parameter SET value = 1.1 WHERE name = 'margin_rate'$$, '23514', NULL, '... of the network as well');
DELETE FROM brand_parameter;
DELETE FROM parameter WHERE dealer_code = 'S1';

UPDATE parameter SET value = 0 WHERE name = 'monthly_discount';
SELECT results_eq($$SELECT dealer_code, vehicles, retained, retention_rate, seen, margin_a_year, yearly_discount, value FROM lifetime_values('2026-07-15')$$,
	$$VALUES ('S1', 2::bigint, 1::bigint, 0.5::float8, 1::bigint, 600::float8, 0::float8, 600::float8), ('S2', 1, 1, 1, 3, 680.5 / 3, 0, NULL),
		(NULL, 3, 2, 2 / 3::float8, 3, 1280.5 / 3, 0, lifetime_value(1280.5 / 3, 2 / 3::float8, 0))$$,
	'value: complete years, the network takes back who went elsewhere; without loss and discount it has no bound');
UPDATE parameter SET value = 0.01 WHERE name = 'monthly_discount';
UPDATE parameter SET value = 0.3 WHERE name = 'margin_rate';
INSERT INTO parameter (name, dealer_code, value) VALUES ('margin_rate', 'S2', 0.2);
INSERT INTO brand_parameter (brand, name, value) VALUES ('西方', 'margin_rate', 0.9), ('东方', 'margin_rate', 0.5);
SELECT results_eq($$SELECT dealer_code, margin_a_year, value, value_5_years FROM lifetime_values('2026-07-15')$$,
	$$SELECT d, m, lifetime_value(m, r, (1.01 ^ 12 - 1)::float8), lifetime_value(m, r, (1.01 ^ 12 - 1)::float8, 5)
	FROM (VALUES ('S1', 300::float8, 0.5::float8), ('S2', ((400 - 20) * 0.5 + 300.50 * 0.2) / 3, 1), (NULL, ((600 + 400 - 20) * 0.5 + 300.50 * 0.2) / 3, 2 / 3::float8)) v (d, m, r)$$,
	'margins of brand, station and network');
SELECT bag_eq($$SELECT * FROM lifetime_values('2026-07-15', 'S2')$$, $$SELECT * FROM lifetime_values('2026-07-15') WHERE dealer_code = 'S2'$$, 'one station: its row only');
SELECT bag_eq($$SELECT * FROM lifetime_values('2026-07-31')$$, $$SELECT * FROM lifetime_values('2026-07-01')$$, 'the month of the day does not matter');
SELECT throws_ok('SELECT * FROM lifetime_values(NULL)', '22023', 'as_of must be a day', 'value: NULL is refused');
CALL refresh();
CALL refit_retention_models('2026-07-01');
CREATE TEMP TABLE margin AS SELECT vehicle_no, value_12_months FROM retention_scores('2026-07-01');
DELETE FROM brand_parameter;
DELETE FROM parameter WHERE name = 'margin_rate' AND dealer_code = 'S2';
UPDATE parameter SET value = 1 WHERE name = 'margin_rate';
SELECT is(string_agg(m.vehicle_no || ' ' || round((m.value_12_months / s.value_12_months)::numeric, 9), ', ' ORDER BY m.vehicle_no),
	'A 0.500000000, B 0.900000000, C 0.200000000, D 0.500000000', 'the value of a vehicle is margin')
FROM margin m JOIN retention_scores('2026-07-01') s USING (vehicle_no);

-- files: B has no VIN, C nothing, D neither VIN nor plate, C and D no owner; C1 no phone, C2 no consent, C3 no car
INSERT INTO customer (customer_no, name, phone) VALUES ('C1', '张三', NULL), ('C2', '李四', '13812345678'), ('C3', '', '13912345678');
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from, owned_until) VALUES ('A', 'C1', '2024-01-10', NULL), ('B', 'C2', '2024-01-10', NULL), ('D', 'C2', '2024-01-10', '2026-07-01');
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) VALUES ('C1', 'service', 'phone', '2024-01-10', false), ('C2', 'service', 'phone', '2026-07-02', true), ('C3', 'service', 'sms', '2024-01-10', true);
SELECT results_eq($$SELECT record, record_no, required, missing FROM file_gaps('2026-07-01') ORDER BY record, record_no$$,
	$$VALUES ('customer', 'C1', 3, '{phone}'::text[]), ('customer', 'C2', 3, '{consent}'), ('customer', 'C3', 3, '{name}'),
		('vehicle', 'A', 5, '{}'), ('vehicle', 'B', 5, '{vin}'), ('vehicle', 'C', 5, '{model,owner,plate,sale,vin}'), ('vehicle', 'D', 5, '{owner,plate,vin}')$$,
	'gaps of the files; a scrapped vehicle has none');
SELECT results_eq($$SELECT dealer_code, record, records, complete, required, filled, completeness FROM file_completeness('2026-07-01')$$,
	$$VALUES ('S1', 'customer', 1::bigint, 0::bigint, 3::bigint, 2::bigint, 2 / 3::float8), ('S1', 'vehicle', 1, 0, 5, 4, 0.8),
		('S2', 'customer', 1, 0, 3, 2, 2 / 3::float8), ('S2', 'vehicle', 3, 1, 15, 7, 7 / 15::float8),
		(NULL, 'customer', 3, 0, 9, 6, 2 / 3::float8), (NULL, 'vehicle', 4, 1, 20, 11, 0.55)$$, 'completeness: filled / required, by station of the last visit, and of the network');
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) VALUES ('C', 'C2', '2024-01-10');
SELECT is((SELECT records FROM file_completeness('2026-07-01') WHERE record = 'customer' AND dealer_code IS NULL), 3::bigint, 'a customer of two stations counts once in the network');
SELECT bag_eq($$SELECT * FROM file_completeness('2026-07-01', 'S2')$$, $$SELECT * FROM file_completeness('2026-07-01') WHERE dealer_code = 'S2'$$, 'one station: its rows only');
SELECT bag_eq($$SELECT * FROM file_gaps('2026-07-01', 'S2')$$, $$SELECT * FROM file_gaps('2026-07-01') WHERE dealer_code = 'S2'$$, '... its gaps, too');
SELECT throws_ok($$SELECT * FROM file_gaps('infinity')$$, '22023', 'as_of must be a day', 'files: infinity is refused');
SELECT throws_ok('SELECT * FROM file_completeness(NULL)', '22023', 'as_of must be a day', '... and NULL');
SELECT * FROM finish();
