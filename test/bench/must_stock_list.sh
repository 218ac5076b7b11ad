#!/bin/bash
# must_stock_list() from kept states: of one station beside merely reading the rows it is made from, and of the whole network beside
# plain SQL over the lines, which must give the same list; what a refresh costs; for test/bench/run.
# BENCH_LINES lines of 36 months, four a visit; 20,000 lines a station of 50,000 parts of Zipf popularity, about 7,000 of which it has:
# 10 million lines are 500 stations and 3.5 million station-part pairs. Written in key order, past the foreign keys.
. "$(dirname "$0")/lib.sh"
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_network' -c 'CREATE DATABASE bench_network' 2>/dev/null
export PGDATABASE=bench_network PGOPTIONS='-c search_path=aftersales'
trap 'psql -qX -d postgres -c "DROP DATABASE bench_network"' EXIT
as_of=2026-07-01
psql -qX -v ON_ERROR_STOP=1 -v lines="$BENCH_LINES" <<'SQL' >&2
SET client_min_messages = warning;
CREATE EXTENSION aftersales;
CALL install_schema();
SET session_replication_role = replica;
SELECT setseed(0.5) \g /dev/null
INSERT INTO dealer (dealer_code, name, kind) VALUES ('DEPOT', 'depot', 'depot');
INSERT INTO dealer (dealer_code, name, depot_code) SELECT 'D' || to_char(n, 'FM0000'), n, 'DEPOT' FROM generate_series(1, greatest(:lines / 20000, 1)) n;
INSERT INTO part (part_no, name, attribute, phase, price, cost, order_cycle, lead_time)
SELECT 'P' || to_char(n, 'FM00000000'), 'part ' || n, (ARRAY['wear', 'common', 'assembly'])[1 + n % 3], CASE WHEN n % 37 = 0 THEN 'discontinued' ELSE 'mature' END,
	5 + n % 900, 3 + n % 600, CASE WHEN n % 13 = 0 THEN 0 ELSE 7 + n % 3 * 7 END, CASE WHEN n % 13 = 0 THEN 0 ELSE 3 + n % 5 END
FROM generate_series(1, 50000) n;
UPDATE part SET superseded_by = 'P' || to_char(substr(part_no, 2)::integer + 1, 'FM00000000') WHERE substr(part_no, 2)::integer % 50 = 1;
INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on)
SELECT d.dealer_code, to_char(n, 'FM000000'), 'V', 'repair', day, day
FROM dealer d, generate_series(1, 5000) n, LATERAL (SELECT date '2023-07-01' + floor(random() * 1096 + n * 0)::integer AS day) v WHERE d.kind = 'station';
INSERT INTO visit_line (dealer_code, visit_no, line_no, kind, part_no, quantity, unit_price)
SELECT v.dealer_code, v.visit_no, n, 'part', 'P' || to_char(floor(50000 ^ random()), 'FM00000000'), 1 + floor(random() * 4), 10 FROM visit v, generate_series(1, 4) n;
INSERT INTO part_demand (dealer_code, part_no, demand) SELECT dealer_code, part_no, demand_agg(asked_on, quantity) FROM demand_line GROUP BY dealer_code, part_no ORDER BY 1, 2;
VACUUM ANALYZE;
SQL

station=$(psql -qXAt -c 'SELECT dealer_code FROM part_demand GROUP BY dealer_code ORDER BY count(*) DESC LIMIT 1')
pairs=$(psql -qXAt -c "SELECT count(*) FROM part_demand WHERE dealer_code = '$station'")
all=$(psql -qXAt -c "SELECT count(*) FROM part_demand")
list="SELECT * FROM must_stock_list('$as_of', '$station')"
rows="SELECT k.*, p.* FROM part_demand_now k JOIN part p ON p.part_no = k.part_no WHERE k.dealer_code = '$station'"
network="SELECT dealer_code, part_no, priority, quantity, abc FROM must_stock_list('$as_of') WHERE safety_stock > 0"
plain="
	WITH month AS (
		SELECT l.dealer_code, n.newest_no AS part_no, sum(l.quantity) AS quantity,
			(extract(year FROM age('$as_of', date_trunc('month', l.asked_on))) * 12 + extract(month FROM age('$as_of', date_trunc('month', l.asked_on))))::integer AS ago
		FROM demand_line l JOIN part_newest n ON n.part_no = l.part_no
		WHERE l.asked_on >= date '$as_of' - interval '12 months' AND l.asked_on < '$as_of'
		GROUP BY 1, 2, 4
	), part_figure AS (
		SELECT m.dealer_code, p.part_no, p.attribute, p.phase, p.price * sum(m.quantity) AS value,
			coalesce(sum(m.quantity) FILTER (WHERE m.ago <= 6), 0) AS half,
			coalesce(s.order_cycle, p.order_cycle, 7) + coalesce(s.lead_time, p.lead_time, 3) AS days,
			coalesce(sum(greatest(m.quantity, 0) * (7 - m.ago)) FILTER (WHERE m.ago <= 6), 0)::float8 / 21 AS average
		FROM month m JOIN dealer d ON d.dealer_code = m.dealer_code AND d.kind = 'station'
		JOIN part p ON p.part_no = m.part_no
		LEFT JOIN part_supply s ON s.dealer_code = m.dealer_code AND s.part_no = m.part_no
		GROUP BY 1, 2, 3, 4, p.price, 7
	), class AS (
		SELECT f.*, f.average * f.days::float8 / 6 AS safety_stock,
			sum(f.value) OVER (PARTITION BY f.dealer_code ORDER BY f.value DESC) - sum(f.value) OVER (PARTITION BY f.dealer_code, f.value) AS before,
			sum(f.value) OVER (PARTITION BY f.dealer_code) AS total
		FROM part_figure f
	)
	SELECT dealer_code, part_no, row_number() OVER (PARTITION BY dealer_code ORDER BY safety_stock DESC, part_no), ceil(safety_stock::numeric),
		CASE WHEN value <= 0 THEN 'C' WHEN before < 0.80 * total THEN 'A' WHEN before < 0.95 * total THEN 'B' ELSE 'C' END
	FROM class
	WHERE safety_stock > 0 AND (phase = 'introduction' OR phase = 'mature' AND days > 0 AND attribute <> 'assembly' AND half > 12)"

same "$network" "$plain"
compare "must_stock_list: a station of $pairs parts, beside reading their kept demand and parts" "$list" "$rows" 2
compare "must_stock_list: the network of $all pairs from kept states, beside from lines" "$network" "$plain" 0.333

psql -qX -c "INSERT INTO dirty VALUES ('part_demand', '$station', '2026-06-01')"
compare "what refresh_demand() works out for a month of a station, beside all from lines" "SELECT * FROM part_demand_renewed" \
	"SELECT dealer_code, part_no, demand_agg(asked_on, quantity) FROM demand_line GROUP BY dealer_code, part_no"
