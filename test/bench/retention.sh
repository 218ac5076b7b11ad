#!/bin/bash
# Retention models on simulated customers, few of them alike, beside a sum() over the same rows, plain SQL and, where python3 finds it,
# the lifetimes package; for test/bench/run. Scores per customer in nanoseconds are (ours - plain) / customers.
#
# BENCH_CUSTOMERS  how many (default 1000000)
set -euo pipefail
customers=${BENCH_CUSTOMERS:-1000000}
root=$(cd "$(dirname "$0")/../.." && pwd)
as_of=2024-01-01
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_retention' -c 'CREATE DATABASE bench_retention' 2>/dev/null
export PGDATABASE=bench_retention PGOPTIONS="${PGOPTIONS:-} -c search_path=public,aftersales"
psql -qX -v ON_ERROR_STOP=1 -c 'CREATE EXTENSION aftersales' -c 'CREATE UNLOGGED TABLE raw (vehicle integer, day integer, amount numeric)'
"$root/test/lib/simulate_visits" "$customers" 1 1 | psql -qX -c '\copy raw FROM STDIN'
psql -qX -v ON_ERROR_STOP=1 <<SQL
CREATE UNLOGGED TABLE visit AS SELECT vehicle, date '2020-01-01' + day AS day, amount::numeric(14,2) AS amount FROM raw;
DROP TABLE raw;
CREATE UNLOGGED TABLE history AS SELECT vehicle, visit_agg(day, amount) AS h FROM visit GROUP BY vehicle;
CREATE UNLOGGED TABLE summary AS SELECT vehicle, frequency(h, '$as_of') AS x, recency(h, '$as_of') AS t_x, tenure(h, '$as_of') AS t, coalesce(monetary(h, '$as_of'), 0) AS spend FROM history;
CREATE UNLOGGED TABLE model AS SELECT bgnbd_fit(h, '$as_of') AS m, mbgnbd_fit(h, '$as_of') AS mbg, gamma_gamma_fit(h, '$as_of') AS g FROM history;
VACUUM ANALYZE;
SQL
model=$(psql -qXAt -c 'SELECT m FROM model')
spend=$(psql -qXAt -c 'SELECT g FROM model')

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
seconds() { psql -qXAt -v ON_ERROR_STOP=1 -c '\timing on' -c "$1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | awk '{ print $1 / 1000 }'; }
# compare TITLE OURS PLAIN: medians of rounds, both in turn
compare() {
	local ours='' plain=''
	for ((i = 0; i < BENCH_ROUNDS; i++)); do
		ours+="$(seconds "$2")"$'\n'
		plain+="$(seconds "$3")"$'\n'
	done
	echo "$1|$(printf %s "$ours" | median)|$(printf %s "$plain" | median)"
}

compare "visit_agg of $(psql -qXAt -c 'SELECT count(*) FROM visit') visits beside min, max, count, sum" \
	"SELECT count(h) FROM (SELECT visit_agg(day, amount) AS h FROM visit GROUP BY vehicle OFFSET 0) v" \
	"SELECT count(a), count(b), count(c), count(d) FROM (SELECT min(day) a, max(day) b, count(*) c, sum(amount) d FROM visit GROUP BY vehicle OFFSET 0) v"
scan="SELECT sum(vehicle) FROM history"
summary_scan="SELECT sum(t) FROM summary"
compare "bgnbd_fit of $customers histories beside sum()" "SELECT bgnbd_fit(h, '$as_of') FROM history" "$scan"
compare "mbgnbd_fit of the same" "SELECT mbgnbd_fit(h, '$as_of') FROM history" "$scan"
compare "bgnbd_fit of ready summaries" "SELECT bgnbd_fit(x, t_x, t, 7) FROM summary" "$summary_scan"
compare "bgnbd_fit, two workers" "SET max_parallel_workers_per_gather = 2; SELECT bgnbd_fit(h, '$as_of') FROM history" "$scan"
compare "p_alive of histories beside sum()" "SELECT sum(p_alive(h, '$model', '$as_of')) FROM history" "$scan"
compare "p_alive of ready summaries" "SELECT sum(p_alive(x, t_x, t, '$model')) FROM summary" "$summary_scan"
compare "p_alive of histories beside sum() over the visits" "SELECT sum(p_alive(h, '$model', '$as_of')) FROM history" "SELECT sum(amount) FROM visit"
compare "expected_visits in 39 weeks" "SELECT sum(expected_visits(x, t_x, t, '$model', 39)) FROM summary" "$summary_scan"
compare "customer_lifetime_value of 12 months" "SELECT sum(customer_lifetime_value(x, t_x, t, spend, '$model', '$spend', 12, 0.01)) FROM summary" "$summary_scan"
compare "cohort_retention from histories beside plain SQL" "SELECT cardinality(cohort_retention(h, '$as_of')) FROM history" \
	"SELECT count(*) FROM (SELECT first, month, count(*) FROM (SELECT DISTINCT vehicle, date_trunc('month', min(day) OVER (PARTITION BY vehicle)) AS first, date_trunc('month', day) AS month FROM visit) v GROUP BY 1, 2) c"

if python3 -c 'import lifetimes' 2>/dev/null; then
	psql -qX -c '\copy (SELECT x, t_x, t FROM summary) TO STDOUT' >"$BENCH_DATA/summary.tsv"
	peer=$(python3 - "$BENCH_DATA/summary.tsv" <<'PY'
import sys, time, warnings
warnings.simplefilter("ignore")
import numpy
from lifetimes import BetaGeoFitter
x, t_x, t = numpy.loadtxt(sys.argv[1], unpack=True)
start = time.time()
BetaGeoFitter().fit(x, t_x, t)
print(time.time() - start)
PY
	)
	echo "bgnbd_fit of histories beside lifetimes' fit of ready summaries|$(seconds "SELECT bgnbd_fit(h, '$as_of') FROM history")|$peer"
fi
