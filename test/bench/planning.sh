#!/bin/bash
# Demand, classification and rolling averages of station-part pairs beside the plain ways and DuckDB; for test/bench/run.
# BENCH_LINES lines over 36 months, 500 stations and 50,000 parts of Zipf popularity: of 10 million lines come 3.5 million pairs.
# DuckDB has the same lines, quantities by month and amounts in memory and uses all cores; a query of ours uses one unless it says more.
. "$(dirname "$0")/lib.sh"
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_planning' -c 'CREATE DATABASE bench_planning' 2>/dev/null
export PGDATABASE=bench_planning PGOPTIONS='-c search_path=public,aftersales'
lines=$BENCH_DATA/part_line.csv
trap 'rm -f "$lines"; psql -qX -d postgres -c "DROP DATABASE bench_planning"' EXIT
psql -qXAt -v ON_ERROR_STOP=1 -v lines="$BENCH_LINES" <<'SQL' >&2
CREATE EXTENSION aftersales;
SELECT setseed(0.5) \g /dev/null
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
duckdb_start
if [ -n "$duckdb_in" ]; then
	psql -qX -c "\copy part_line TO '$lines' CSV HEADER"
	duckdb_seconds "CREATE TABLE part_line AS SELECT * FROM read_csv('$lines', types = {'day': 'DATE', 'quantity': 'DECIMAL(14,3)', 'unit_price': 'DECIMAL(14,2)'})" >&2
	duckdb_seconds "CREATE TABLE pair AS SELECT dealer_code, part_no, sum(quantity * unit_price) AS amount FROM part_line GROUP BY ALL" >&2
	# its kept state: all months of a pair in one array
	duckdb_seconds "CREATE TABLE some_pair AS SELECT dealer_code, part_no, list_transform(range(37), lambda i: coalesce(m[i], 0)) AS months FROM (
		SELECT dealer_code, part_no, map(list(n), list(q)) AS m FROM (
			SELECT dealer_code, part_no, date_diff('month', DATE '2023-07-01', day) AS n, sum(quantity)::DOUBLE AS q
			FROM part_line WHERE dealer_code LIKE '%0' GROUP BY ALL) s GROUP BY ALL) p" >&2
fi
pairs=$(psql -qXAt -c 'SELECT count(*) FROM pair')
some=$(psql -qXAt -c 'SELECT count(*) FROM some_pair')

compare "demand_agg of $BENCH_LINES lines by part beside sum(quantity)" \
	"SELECT part_no, demand_agg(day, quantity) FROM part_line GROUP BY part_no" "SELECT part_no, sum(quantity) FROM part_line GROUP BY part_no" 1.5 \
	"EXPLAIN ANALYZE SELECT part_no, date_trunc('month', day), sum(quantity) FROM part_line GROUP BY ALL"

months=''
for ((k = 1; k <= 6; k++)); do
	months+="${months:+ + }$((7 - k)) * sum(CASE WHEN day >= date '2026-07-01' - interval '$k months' AND day < date '2026-07-01' - interval '$((k - 1)) months' THEN quantity ELSE 0 END)"
done
half="FROM part_line WHERE day >= '2026-01-01' AND day < '2026-07-01' GROUP BY dealer_code, part_no"
average="SELECT dealer_code, part_no, monthly_average_demand(demand_agg(day, quantity), '2026-07-01') AS average $half"
cases="SELECT dealer_code, part_no, (($months) / 21)::float8 AS average $half"
same "SELECT dealer_code, part_no, round(average::numeric, 9) FROM ($average) s" "SELECT dealer_code, part_no, round(average::numeric, 9) FROM ($cases) s"
compare "monthly average demand of pairs, from lines, beside CASE sums" "$average" "$cases" 1 "EXPLAIN ANALYZE $cases"

rolling="SELECT dealer_code, part_no, monthly_average_demand_series(demand, '2023-08-01', '2026-07-01') AS series FROM some_pair"
monthly="SELECT dealer_code, part_no, array_agg(average ORDER BY n) AS series FROM (
	SELECT dealer_code, part_no, n, (6 * lag(q, 1, 0) OVER w + 5 * lag(q, 2, 0) OVER w + 4 * lag(q, 3, 0) OVER w + 3 * lag(q, 4, 0) OVER w + 2 * lag(q, 5, 0) OVER w + lag(q, 6, 0) OVER w)::float8 / 21 AS average
	FROM pair_month WINDOW w AS (PARTITION BY dealer_code, part_no ORDER BY n)) s WHERE n > 1 GROUP BY dealer_code, part_no"
same "$rolling" "$monthly"
compare "monthly_average_demand_series of 36 months, $some pairs kept, beside SQL windows" "$rolling" "$monthly" 0.333 \
	"EXPLAIN ANALYZE SELECT dealer_code, part_no, list_transform(range(1, 37), lambda n: (6 * months[n] + 5 * coalesce(months[n - 1], 0) + 4 * coalesce(months[n - 2], 0)
		+ 3 * coalesce(months[n - 3], 0) + 2 * coalesce(months[n - 4], 0) + coalesce(months[n - 5], 0)) / 21) AS series FROM some_pair"

ranks="SELECT dealer_code, part_no, CASE WHEN upto - amount < 0.80 * total THEN 'A' WHEN upto - amount < 0.95 * total THEN 'B' ELSE 'C' END AS class FROM (
	SELECT dealer_code, part_no, amount, sum(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC ROWS UNBOUNDED PRECEDING) AS upto,
		sum(amount) OVER (PARTITION BY dealer_code) AS total FROM pair WHERE amount > 0) s"
compare "abc_class of $pairs pairs within stations beside the sort alone" \
	"SELECT dealer_code, part_no, abc_class(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) FROM pair" \
	"SELECT dealer_code, part_no, amount FROM pair ORDER BY dealer_code, amount DESC" 1.3 "EXPLAIN ANALYZE $ranks"
compare "abc_class of one station in ten beside the sort alone" \
	"SELECT dealer_code, part_no, abc_class(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) FROM some_pair" \
	"SELECT dealer_code, part_no, amount FROM some_pair ORDER BY dealer_code, amount DESC" 1.3

limits="SELECT p.dealer_code, p.part_no, abc_class_of(p.amount, l.limits) AS class FROM pair p JOIN (SELECT dealer_code, abc_limits(amount) AS limits FROM pair GROUP BY dealer_code) l USING (dealer_code)"
windows="SELECT dealer_code, part_no, CASE WHEN upto - equals < 0.80 * total THEN 'A' WHEN upto - equals < 0.95 * total THEN 'B' ELSE 'C' END AS class FROM (
	SELECT dealer_code, part_no, sum(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) AS upto, sum(amount) OVER (PARTITION BY dealer_code, amount) AS equals,
		sum(amount) OVER (PARTITION BY dealer_code) AS total FROM pair) s"
same "$limits" "$windows"
compare "abc_limits and abc_class_of of $pairs pairs beside SQL windows" "$limits" "$ranks" 0.2 "EXPLAIN ANALYZE $ranks"
