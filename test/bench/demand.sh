#!/bin/bash
# Demand of parts and pairs beside the plain ways and DuckDB; for test/bench/run.
# BENCH_LINES lines, see pairs.sql. DuckDB has the same in memory and uses all cores; a query of ours uses one unless its title says more.
. "$(dirname "$0")/lib.sh"
pairs_database
if [ -n "$duckdb_in" ]; then
	# its kept state: all months of a pair in one array
	duckdb_seconds "CREATE TABLE some_pair AS SELECT dealer_code, part_no, list_transform(range(37), lambda i: coalesce(m[i], 0)) AS months FROM (
		SELECT dealer_code, part_no, map(list(n), list(q)) AS m FROM (
			SELECT dealer_code, part_no, date_diff('month', DATE '2023-07-01', day) AS n, sum(quantity)::DOUBLE AS q
			FROM part_line WHERE dealer_code LIKE '%00' GROUP BY ALL) s GROUP BY ALL) p" >/dev/null
fi
some=$(psql -qXAt -c 'SELECT count(*) FROM some_pair')

by_part="SELECT part_no, demand_agg(day, quantity) FROM part_line GROUP BY part_no"
compare "demand_agg of $BENCH_LINES lines by part beside sum(quantity)" "$by_part" "SELECT part_no, sum(quantity) FROM part_line GROUP BY part_no" 1.5 \
	"EXPLAIN ANALYZE SELECT part_no, date_trunc('month', day), sum(quantity) FROM part_line GROUP BY ALL"
compare "the same with two workers beside one process" "$by_part" "$by_part" "" "" max_parallel_workers_per_gather=2
echo "bench: memory of demand_agg by part: $(psql -qXAt -c "SET work_mem = '4GB'" -c "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) $by_part" | grep -Eo 'rows=[0-9]+|Memory Usage: [0-9]+kB' | head -n 2 | tr '\n' ' ')" >&2

months=''
for ((k = 1; k <= 6; k++)); do
	months+="${months:+ + }$((7 - k)) * sum(CASE WHEN day >= date '2026-07-01' - interval '$k months' AND day < date '2026-07-01' - interval '$((k - 1)) months' THEN quantity ELSE 0 END)"
done
half="FROM part_line WHERE day >= '2026-01-01' AND day < '2026-07-01' GROUP BY dealer_code, part_no"
average="SELECT dealer_code, part_no, monthly_average_demand(demand_agg(day, quantity), '2026-07-01') AS average $half"
cases="SELECT dealer_code, part_no, (($months) / 21)::float8 AS average $half"
same "SELECT dealer_code, part_no, round(average::numeric, 9) FROM ($average) s WHERE dealer_code LIKE '%00'" "SELECT dealer_code, part_no, round(average::numeric, 9) FROM ($cases) s WHERE dealer_code LIKE '%00'"
compare "monthly average demand of pairs, from lines, beside CASE sums" "$average" "$cases" 1 "EXPLAIN ANALYZE $cases"

rolling="SELECT dealer_code, part_no, monthly_average_demand_series(demand, '2023-08-01', '2026-07-01') AS series FROM some_pair"
monthly="SELECT dealer_code, part_no, array_agg(average ORDER BY n) AS series FROM (
	SELECT dealer_code, part_no, n, (6 * lag(q, 1, 0) OVER w + 5 * lag(q, 2, 0) OVER w + 4 * lag(q, 3, 0) OVER w + 3 * lag(q, 4, 0) OVER w + 2 * lag(q, 5, 0) OVER w + lag(q, 6, 0) OVER w)::float8 / 21 AS average
	FROM pair_month WINDOW w AS (PARTITION BY dealer_code, part_no ORDER BY n)) s WHERE n > 1 GROUP BY dealer_code, part_no"
same "$rolling" "$monthly"
compare "monthly_average_demand_series of 36 months, $some pairs kept, beside SQL windows" "$rolling" "$monthly" 0.333 \
	"EXPLAIN ANALYZE SELECT dealer_code, part_no, list_transform(range(1, 37), lambda n: (6 * months[n] + 5 * coalesce(months[n - 1], 0) + 4 * coalesce(months[n - 2], 0)
		+ 3 * coalesce(months[n - 3], 0) + 2 * coalesce(months[n - 4], 0) + coalesce(months[n - 5], 0)) / 21) AS series FROM some_pair"
