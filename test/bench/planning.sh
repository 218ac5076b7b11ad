#!/bin/bash
# Classification and rolling averages of station-part pairs beside the plain ways; for test/bench/run.
# BENCH_LINES lines over 36 months, 500 stations and 50,000 parts of Zipf popularity; the pairs that occur are the ones classified.
set -euo pipefail
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_planning' -c 'CREATE DATABASE bench_planning' 2>/dev/null
export PGDATABASE=bench_planning PGOPTIONS='-c search_path=public,aftersales'
psql -qXAt -v ON_ERROR_STOP=1 -v lines="$BENCH_LINES" <<'SQL' >&2
CREATE EXTENSION aftersales;
SELECT setseed(0.5);
CREATE UNLOGGED TABLE part_line AS
SELECT ('D' || lpad(floor(random() * 500)::text, 4, '0')) COLLATE "C" AS dealer_code, ('P' || lpad(floor(50000 ^ random())::text, 8, '0')) COLLATE "C" AS part_no,
	(date '2023-07-01' + floor(random() * 1096)::integer) AS day, (1 + floor(random() * 4))::numeric AS quantity, round((random() * 900)::numeric, 2) AS unit_price
FROM generate_series(1, :lines);
CREATE UNLOGGED TABLE pair AS SELECT dealer_code, part_no, sum(quantity * unit_price) AS amount, demand_agg(day, quantity) AS demand FROM part_line GROUP BY dealer_code, part_no;
-- of one station in ten, every month: what rolling averages in SQL start from
CREATE UNLOGGED TABLE some_pair AS SELECT * FROM pair WHERE dealer_code LIKE '%0';
CREATE UNLOGGED TABLE pair_month AS SELECT dealer_code, part_no, n, v::integer AS q FROM some_pair, unnest(demand_values(demand, '2023-07-01', '2026-07-01')) WITH ORDINALITY AS m(v, n);
VACUUM ANALYZE;
SQL

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
# seconds QUERY: its time, rows staying in the server
seconds() {
	psql -qXAt -v ON_ERROR_STOP=1 -c '\timing on' -c "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY OFF) $1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | awk '{ print $1 / 1000 }'
}
# compare TITLE OURS PLAIN: the two in turn
compare() {
	local ours='' plain=''
	for ((i = 0; i < BENCH_ROUNDS; i++)); do
		ours+="$(seconds "$2")"$'\n'
		plain+="$(seconds "$3")"$'\n'
	done
	echo "$1|$(printf %s "$ours" | median)|$(printf %s "$plain" | median)"
}
# same OURS PLAIN: both give the same rows
same() {
	local differences
	differences=$(psql -qXAt -v ON_ERROR_STOP=1 -c "SELECT count(*) FROM ((($1) EXCEPT ($2)) UNION ALL (($2) EXCEPT ($1))) d")
	[ "$differences" = 0 ] || { echo "planning: error: the two sides differ in $differences rows" >&2; exit 1; }
}

compare "demand_agg by part beside sum of the quantities" \
	"SELECT part_no, demand_agg(day, quantity) FROM part_line GROUP BY part_no" "SELECT part_no, sum(quantity) FROM part_line GROUP BY part_no"
compare "abc_class within stations beside the sort alone" \
	"SELECT dealer_code, part_no, abc_class(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) FROM pair" \
	"SELECT dealer_code, part_no, amount FROM pair ORDER BY dealer_code, amount DESC"

limits="SELECT p.dealer_code, p.part_no, abc_class_of(p.amount, l.limits) AS class FROM pair p JOIN (SELECT dealer_code, abc_limits(amount) AS limits FROM pair GROUP BY dealer_code) l USING (dealer_code)"
windows="SELECT dealer_code, part_no, CASE WHEN upto - equals < 0.80 * total THEN 'A' WHEN upto - equals < 0.95 * total THEN 'B' ELSE 'C' END AS class FROM (
	SELECT dealer_code, part_no, sum(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) AS upto, sum(amount) OVER (PARTITION BY dealer_code, amount) AS equals,
		sum(amount) OVER (PARTITION BY dealer_code) AS total FROM pair) s"
by_rows="SELECT dealer_code, part_no, CASE WHEN upto - amount < 0.80 * total THEN 'A' WHEN upto - amount < 0.95 * total THEN 'B' ELSE 'C' END AS class FROM (
	SELECT dealer_code, part_no, amount, sum(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC ROWS UNBOUNDED PRECEDING) AS upto,
		sum(amount) OVER (PARTITION BY dealer_code) AS total FROM pair WHERE amount > 0) s"
same "$limits" "$windows"
compare "abc_limits and abc_class_of beside SQL windows" "$limits" "$by_rows"

rolling="SELECT dealer_code, part_no, monthly_average_demand_series(demand, '2023-08-01', '2026-07-01') AS series FROM some_pair"
monthly="SELECT dealer_code, part_no, array_agg(average ORDER BY n) AS series FROM (
	SELECT dealer_code, part_no, n, (6 * lag(q, 1, 0) OVER w + 5 * lag(q, 2, 0) OVER w + 4 * lag(q, 3, 0) OVER w + 3 * lag(q, 4, 0) OVER w + 2 * lag(q, 5, 0) OVER w + lag(q, 6, 0) OVER w)::float8 / 21 AS average
	FROM pair_month WINDOW w AS (PARTITION BY dealer_code, part_no ORDER BY n)) s WHERE n > 1 GROUP BY dealer_code, part_no"
same "$rolling" "$monthly"
compare "monthly_average_demand_series of 36 months from kept demand beside SQL windows" "$rolling" "$monthly"
