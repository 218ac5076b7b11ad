-- Follow-ups: no row of master data stops the lists of every station.
SET client_min_messages = error;
BEGIN;
SELECT no_plan();
SELECT throws_ok($$INSERT INTO dealer (dealer_code, name, time_zone) VALUES ('S1', '一店', 'Asia/Shangai')$$, '23514', NULL, 'a time zone that is none');
SELECT is(is_time_zone(z), w, 'time zone ' || z) FROM (VALUES ('Asia/Shanghai', true), ('Asia/Urumqi', true), ('UTC', true), ('Asia/Shangai', false), ('上海', false), (repeat('x', 1000), false)) x (z, w);
INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店');
SELECT throws_ok(format($$INSERT INTO follow_up_rule_station (rule, dealer_code, parameters) VALUES ('high_value', 'S1', %L)$$, p), '23514', NULL, 'parameters ' || p)
FROM unnest(ARRAY['{"amount": "ten thousand"}', '{"amount": null}', '{"amount": [1]}', '{"share": 1.1}', '{"share": -0.1}', '{"seed": "x"}', '{"apart_days": 0.5}', '{"apart_days": 1e9}',
	'{"apart_months": {}}', '{"without": "pdi"}', '{"days": 515}', '[]', '3']) p;
SELECT throws_ok($$UPDATE follow_up_rule SET parameters = '{"share": "all"}' WHERE rule = 'survey'$$, '23514', NULL, '... of the network, too');
SELECT lives_ok(format($$UPDATE follow_up_rule SET parameters = %L WHERE rule = 'care'$$, p), 'parameters ' || p)
FROM unnest(ARRAY['{}', '{"amount": 0.5, "share": 1, "seed": 7, "apart_days": 30, "apart_months": 12, "without": ["pdi"], "days": []}', '{"own": "anything"}']) p;
SELECT throws_ok(format($$INSERT INTO parameter (name, dealer_code, value) VALUES (%L, 'S1', %s)$$, n, v), '23514', NULL, n || ' ' || v)
FROM (VALUES ('escalate_days', 99999999999), ('escalate_days', 367), ('contact_gap_days', 0.5), ('complaint_days', 1000), ('call_until_pm', 25), ('call_from_am', 24), ('daily_calls', 1001), ('daily_calls', 0.5)) x (n, v);
INSERT INTO parameter (name, dealer_code, value) VALUES ('abc_a', 'S1', 0.97), ('escalate_days', 'S1', 366), ('call_until_pm', 'S1', 23.5);
INSERT INTO part (part_no, name, price) VALUES ('P1', '滤清器', 10);
INSERT INTO counter_sale (dealer_code, sale_no, line_no, part_no, sold_on, quantity, quantity_filled) VALUES ('S1', '1', 1, 'P1', '2026-05-05', 2, 2), ('S2', '1', 1, 'P1', '2026-05-05', 2, 2);
INSERT INTO dirty (kept, dealer_code, month) VALUES ('part_demand', 'S1', '2026-05-01'), ('part_demand', 'S2', '2026-05-01');
SELECT results_eq($$SELECT dealer_code, abc FROM stocking_plan('2026-06-15') ORDER BY 1$$, $$VALUES ('S1', 'A'), ('S2', 'A')$$, 'a station whose class A goes beyond its class B has no class B');
SELECT lives_ok($$SELECT * FROM count_due('2026-06-15')$$, '... and is counted');

-- what a complaint refers to is there
INSERT INTO vehicle (vehicle_no, dealer_code) VALUES ('V1', 'S1');
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on) VALUES ('S1', '1', 'V1', 'repair', '2026-06-01');
SELECT throws_ok($$INSERT INTO complaint (dealer_code, complaint_no, visit_no, opened_on) VALUES ('S1', '1', '2', '2026-06-01')$$, '23503', NULL, 'a complaint about a visit that is none');
SELECT throws_ok($$INSERT INTO complaint (dealer_code, complaint_no, follow_up, opened_on) VALUES ('S1', '1', 1, '2026-06-01')$$, '23503', NULL, '... heard in a task that is none');
SELECT lives_ok($$INSERT INTO complaint (dealer_code, complaint_no, visit_no, opened_on) VALUES ('S1', '1', '1', '2026-06-01')$$, '... about one that is');

-- the list asks the masked views by key, whatever the number of customers and vehicles
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END$$;
SET LOCAL enable_seqscan = off;
SELECT is((SELECT count(*) FROM pg_temp.plan($$SELECT * FROM follow_up_list('2026-06-15', 'S1')$$) l WHERE l ~ 'Index Cond: .*(customer_no = f.customer_no|vehicle_no = f.vehicle_no)'), 3::bigint,
	'name, permission and plate are looked up by key');
RESET enable_seqscan;
SELECT * FROM finish();
ROLLBACK;
