#!/bin/bash
# must_stock_list() from kept states: of one station beside merely reading what it is made from, and of the whole network beside plain
# SQL over the lines, which must give the same list. Run by test/bench/run.
set -euo pipefail
data=$BENCH_DATA.network
trap 'rm -rf "$data"' EXIT
aftersales-sample --vehicles $((BENCH_LINES / 14 + 1)) --parts 9000 --stations 10 "$data"
psql -qX -c 'CREATE DATABASE network'
export PGDATABASE=network PGOPTIONS='-c search_path=aftersales'
psql -qX -v ON_ERROR_STOP=1 -c 'SET client_min_messages = warning' -c 'CREATE EXTENSION aftersales' -c 'CALL install_schema()'
aftersales-load --refresh "$data" >&2
# plain SQL knows no short histories
psql -qX -v ON_ERROR_STOP=1 -c 'UPDATE part SET available_from = NULL' -c 'VACUUM ANALYZE'

as_of=2026-07-01
station=$(psql -qXAt -c 'SELECT dealer_code FROM part_demand GROUP BY dealer_code ORDER BY count(*) DESC LIMIT 1')
pairs=$(psql -qXAt -c "SELECT count(*) FROM station_demand('$station')")
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
			sum(f.value) OVER (PARTITION BY f.dealer_code ORDER BY f.value DESC, f.part_no ROWS UNBOUNDED PRECEDING) - f.value AS before,
			sum(f.value) OVER (PARTITION BY f.dealer_code) AS total
		FROM part_figure f
	)
	SELECT dealer_code, part_no, row_number() OVER (PARTITION BY dealer_code ORDER BY safety_stock DESC, part_no), ceil(safety_stock::numeric),
		CASE WHEN value <= 0 THEN 'C' WHEN before < 0.80 * total THEN 'A' WHEN before < 0.95 * total THEN 'B' ELSE 'C' END
	FROM class
	WHERE safety_stock > 0 AND (phase = 'introduction' OR phase = 'mature' AND days > 0 AND attribute <> 'assembly' AND half > 12)"

# seconds SQL: the time of a query whose rows stay in the server
seconds() {
	psql -qXAt -v ON_ERROR_STOP=1 -c "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) $1" | sed -n 's/^Execution Time: \([0-9.]*\) ms/\1/p' | awk '{ print $1 / 1000 }'
}
# compare TITLE OURS PLAIN: medians, both sides in turn
compare() {
	: >"$data/ours"
	: >"$data/plain"
	for ((i = 0; i < BENCH_ROUNDS; i++)); do
		seconds "$2" >>"$data/ours"
		seconds "$3" >>"$data/plain"
	done
	echo "$1|$(median <"$data/ours")|$(median <"$data/plain")"
}
median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
differences=$(psql -qXAt -v ON_ERROR_STOP=1 -c "SELECT count(*) FROM ((($network) EXCEPT ($plain)) UNION ALL (($plain) EXCEPT ($network))) d")
[ "$differences" = 0 ] || { echo "bench: error: must_stock_list: the two sides differ in $differences rows" >&2; exit 1; }
compare "must_stock_list: a station of $pairs parts, beside reading its kept rows" "$list" "$rows"
compare "must_stock_list: the network from kept states, beside from lines" "$network" "$plain"
