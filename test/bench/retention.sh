#!/bin/bash
# Retention models on simulated customers, few of them alike, beside a sum() over the same rows, plain SQL, DuckDB and, where python3
# finds it (PYTHONPATH), the package lifetimes; for test/bench/run. What a score costs a customer is (ours - plain) / customers: an aim
# of nanoseconds is met where that is below it, so the aim shown is the ratio it comes to here.
#
# BENCH_CUSTOMERS  how many (default 1000000)
. "$(dirname "$0")/lib.sh"
customers=${BENCH_CUSTOMERS:-1000000}
root=$(cd "$bench_folder/../.." && pwd)
as_of=2024-01-01
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_retention' -c 'CREATE DATABASE bench_retention' 2>/dev/null
export PGDATABASE=bench_retention PGOPTIONS='-c search_path=public,aftersales'
mkdir -p "$BENCH_DATA"
visits=$BENCH_DATA/visit.tsv
summaries=$BENCH_DATA/summary.tsv
trap 'rm -f "$visits" "$summaries"; psql -qX -d postgres -c "DROP DATABASE bench_retention"' EXIT
"$root/test/lib/simulate_visits" "$customers" 1 1 >"$visits"
psql -qX -v ON_ERROR_STOP=1 -v visits="$visits" <<SQL >&2
CREATE EXTENSION aftersales;
CREATE UNLOGGED TABLE raw (vehicle integer, day integer, amount numeric(14,2));
\copy raw FROM '$visits'
CREATE UNLOGGED TABLE visit AS SELECT vehicle, date '2020-01-01' + day AS day, amount FROM raw;
DROP TABLE raw;
CREATE UNLOGGED TABLE some_visit AS SELECT * FROM visit WHERE vehicle <= 0.73 * $customers;
CREATE UNLOGGED TABLE history AS SELECT vehicle, visit_agg(day, amount) AS h FROM visit GROUP BY vehicle;
CREATE UNLOGGED TABLE summary AS SELECT vehicle, frequency(h, '$as_of') AS x, recency(h, '$as_of') AS t_x, tenure(h, '$as_of') AS t, coalesce(monetary(h, '$as_of'), 0) AS spend FROM history;
CREATE UNLOGGED TABLE repeated AS SELECT vehicle, x, round(t_x / 4) * 4 AS t_x, round(t / 4) * 4 AS t FROM summary;
CREATE UNLOGGED TABLE model AS SELECT bgnbd_fit(h, '$as_of') AS bg, mbgnbd_fit(h, '$as_of') AS mbg, gamma_gamma_fit(h, '$as_of') AS gg FROM history;
VACUUM ANALYZE;
SQL
IFS='|' read -r bg mbg gg < <(psql -qXAt -c 'SELECT bg, mbg, gg FROM model')
IFS='{,}' read -r _ r alpha a b _ < <(psql -qXAt -c 'SELECT parameters(mbg) FROM model')
duckdb_start
if [ -n "$duckdb_in" ]; then
	psql -qX -c "\copy visit TO '$visits'"
	duckdb_seconds "CREATE TABLE visit AS SELECT * FROM read_csv('$visits', columns = {'vehicle': 'INTEGER', 'day': 'DATE', 'amount': 'DECIMAL(14,2)'})" >&2
	duckdb_seconds "CREATE TABLE some_visit AS SELECT * FROM visit WHERE vehicle <= 0.73 * $customers" >&2
fi

# lifetimes_seconds TABLE: its fit of ready summaries
lifetimes_seconds() {
	psql -qX -c "\copy (SELECT x, t_x, t FROM $1) TO '$summaries'"
	python3 "$root/test/lib/lifetimes.py" fit "$summaries"
}
# beside_lifetimes TITLE OURS TABLE
beside_lifetimes() {
	local ours='' peer=''
	for ((i = 0; i < BENCH_ROUNDS; i++)); do
		ours+="$(seconds "$2")"$'\n'
		peer+="$(lifetimes_seconds "$3")"$'\n'
	done
	echo "$1|$(printf %s "$ours" | median)|$(printf %s "$peer" | median)|0.1"
}
# score TITLE OURS PLAIN NANOSECONDS [DUCKDB]: a customer may take so much more than the plain way
score() {
	IFS='|' read -r title ours plain _ peer < <(compare "$1" "$2" "$3" '' "${5:-}")
	echo "$title: $(awk -v o="$ours" -v p="$plain" -v n="$customers" 'BEGIN { printf "%.0f", (o - p) / n * 1e9 }') ns each|$ours|$plain|$(
		awk -v p="$plain" -v n="$customers" -v ns="$4" 'BEGIN { printf "%.2f", (p + ns * 1e-9 * n) / p }')${peer:+|$peer}"
}

first_day="SELECT vehicle, count(DISTINCT day) - 1 AS x, date_diff('day', min(day), max(day)) / 7 AS t_x, date_diff('day', min(day), DATE '$as_of') / 7 AS t FROM visit GROUP BY vehicle"
compare "visit_agg of $(psql -qXAt -c 'SELECT count(*) FROM some_visit') visits beside min, max, count, sum" \
	"SELECT vehicle, visit_agg(day, amount) FROM some_visit GROUP BY vehicle" \
	"SELECT vehicle, min(day), max(day), count(*), sum(amount) FROM some_visit GROUP BY vehicle" 1.2 \
	"EXPLAIN ANALYZE SELECT vehicle, min(day), max(day), count(*), sum(amount) FROM some_visit GROUP BY vehicle"

scan="SELECT sum(vehicle) FROM history"
summary_scan="SELECT sum(t) FROM summary"
compare "p_alive (BG/NBD) of $customers histories beside sum(); DuckDB from visits" "SELECT sum(p_alive(h, '$bg', '$as_of')) FROM history" "$scan" 2 \
	"EXPLAIN ANALYZE SELECT sum(CASE WHEN x = 0 THEN 1 ELSE 1 / (1 + $a / ($b + x - 1) * power(($alpha + t) / ($alpha + t_x), $r + x)) END) FROM ($first_day) s"
compare "p_alive (MBG/NBD) of histories beside sum(); DuckDB from visits" "SELECT sum(p_alive(h, '$mbg', '$as_of')) FROM history" "$scan" 2 \
	"EXPLAIN ANALYZE SELECT sum(1 / (1 + $a / ($b + x) * power(($alpha + t) / ($alpha + t_x), $r + x))) FROM ($first_day) s"
compare "p_alive (BG/NBD) of ready summaries" "SELECT sum(p_alive(x, t_x, t, '$bg')) FROM summary" "$summary_scan" 2
compare "p_alive (MBG/NBD) of ready summaries" "SELECT sum(p_alive(x, t_x, t, '$mbg')) FROM summary" "$summary_scan" 2
score "expected_visits in 39 weeks (BG/NBD)" "SELECT sum(expected_visits(x, t_x, t, '$bg', 39)) FROM summary" "$summary_scan" 300
score "expected_visits in 39 weeks (MBG/NBD)" "SELECT sum(expected_visits(x, t_x, t, '$mbg', 39)) FROM summary" "$summary_scan" 300
score "customer_lifetime_value of 12 months (MBG/NBD)" "SELECT sum(customer_lifetime_value(x, t_x, t, spend, '$mbg', '$gg', 12, 0.01)) FROM summary" "$summary_scan" 2500

matrix="SELECT first, month, count(*) FROM (SELECT DISTINCT vehicle, date_trunc('month', min(day) OVER (PARTITION BY vehicle)) AS first, date_trunc('month', day) AS month FROM visit) v GROUP BY 1, 2"
compare "cohort_retention from histories beside plain SQL; DuckDB from visits" "SELECT unnest(cohort_retention(h, '$as_of')) FROM history" "$matrix" 1 "EXPLAIN ANALYZE $matrix"

fit="SELECT bgnbd_fit(h, '$as_of') FROM history"
echo "bgnbd_fit, two workers, beside one process|$(for ((i = 0; i < BENCH_ROUNDS; i++)); do seconds "$fit" max_parallel_workers_per_gather=2; done | median)|$(
	for ((i = 0; i < BENCH_ROUNDS; i++)); do seconds "$fit"; done | median)|"
for model in mbgnbd pareto_nbd; do compare "${model}_fit of histories beside bgnbd_fit" "SELECT ${model}_fit(h, '$as_of') FROM history" "$fit"; done
if python3 -c 'import lifetimes' 2>/dev/null; then
	beside_lifetimes "bgnbd_fit of histories beside lifetimes' fit of ready summaries" "$fit" summary
	beside_lifetimes "bgnbd_fit of ready summaries beside lifetimes'" "SELECT bgnbd_fit(x, t_x, t, 7) FROM summary" summary
	beside_lifetimes "bgnbd_fit of summaries in steps of four weeks beside lifetimes'" "SELECT bgnbd_fit(x, t_x, t, 7) FROM repeated" repeated
else
	echo "bench: lifetimes skipped: python3 does not find it" >&2
fi
