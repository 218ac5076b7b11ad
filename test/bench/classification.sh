#!/bin/bash
# ABC classes of station-part pairs beside the plain ways and DuckDB; for test/bench/run.
# BENCH_LINES lines, see pairs.sql. DuckDB has the same in memory and uses all cores; a query of ours uses one unless its title says more.
. "$(dirname "$0")/lib.sh"
pairs_database
if [ -n "$duckdb_in" ]; then
	duckdb_seconds "CREATE TABLE pair AS SELECT dealer_code, part_no, sum(quantity * unit_price) AS amount FROM part_line GROUP BY ALL" >/dev/null
fi
pairs=$(psql -qXAt -c 'SELECT count(*) FROM pair')
some=$(psql -qXAt -c 'SELECT count(*) FROM some_pair')

ranks="SELECT dealer_code, part_no, CASE WHEN upto - amount < 0.80 * total THEN 'A' WHEN upto - amount < 0.95 * total THEN 'B' ELSE 'C' END AS class FROM (
	SELECT dealer_code, part_no, amount, sum(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC ROWS UNBOUNDED PRECEDING) AS upto,
		sum(amount) OVER (PARTITION BY dealer_code) AS total FROM pair WHERE amount > 0) s"
for table in pair some_pair; do
	rows=$([ $table = pair ] && echo "$pairs" || echo "$some")
	sorted="SELECT dealer_code, part_no, amount FROM $table ORDER BY dealer_code, amount DESC"
	compare "abc_class of $rows pairs within stations beside the sort alone" \
		"SELECT dealer_code, part_no, abc_class(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) FROM $table" "$sorted" 1.3 \
		"$([ $table = some_pair ] || echo "EXPLAIN ANALYZE $ranks")"
	compare "row_number, the least a window function costs, beside the same sort" \
		"SELECT dealer_code, part_no, row_number() OVER (PARTITION BY dealer_code ORDER BY amount DESC) FROM $table" "$sorted"
done

limits="SELECT p.dealer_code, p.part_no, abc_class_of(p.amount, l.limits) AS class FROM pair p JOIN (SELECT dealer_code, abc_limits(amount) AS limits FROM pair GROUP BY dealer_code) l USING (dealer_code)"
windows="SELECT dealer_code, part_no, CASE WHEN upto - equals < 0.80 * total THEN 'A' WHEN upto - equals < 0.95 * total THEN 'B' ELSE 'C' END AS class FROM (
	SELECT dealer_code, part_no, sum(amount) OVER (PARTITION BY dealer_code ORDER BY amount DESC) AS upto, sum(amount) OVER (PARTITION BY dealer_code, amount) AS equals,
		sum(amount) OVER (PARTITION BY dealer_code) AS total FROM pair) s"
same "$limits WHERE p.dealer_code LIKE '%00'" "$windows WHERE dealer_code LIKE '%00'"
compare "abc_limits and abc_class_of of $pairs pairs beside SQL windows" "$limits" "$ranks" 0.2 "EXPLAIN ANALYZE $ranks"
compare "the same with two workers beside one process" "$limits" "$limits" "" "" max_parallel_workers_per_gather=2
