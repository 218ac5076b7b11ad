#!/bin/bash
# Fits and scores of fleets of odd shapes: as many customers as the whole CDNOW file, thousands of visits each, nobody who came back,
# service like clockwork, one customer: no number that is none, no maximum claimed where there is none, an end in time.
. "$(dirname "$0")/../lib/tap.sh"
cluster retention_shapes
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public -c statement_timeout=60s"

# 23,570 customers simulated: the parameters they were made with are found. simulate_visits has r = 4, a mean of 150 days, a = 0.8, b = 4.
sql "CREATE TABLE raw (customer integer, day integer, amount numeric)" "CREATE TABLE history (customer integer, h visit_history)"
while read -r k model; do
	"$root/test/lib/simulate_visits" 23570 "$k" 5 >"$scratch/raw"
	sql "TRUNCATE raw, history" "\\copy raw FROM '$scratch/raw'" "INSERT INTO history SELECT customer, visit_agg(date '2020-01-01' + day, amount) FROM raw GROUP BY customer" >/dev/null
	is "$(sql "SELECT fit_status(m), customers(m), max(abs((parameters(m))[i + n - 4] - truth[i]) / (standard_errors(m))[i + n - 4]) < 4
			FROM (SELECT ${model}_fit(h, '2023-12-30') AS m FROM history) f, array_length(parameters(m), 1) n, generate_series(1, 4) i,
				(SELECT ARRAY[4, 4 * 150 / 7.0 / $k, 0.8, 4] AS truth) t GROUP BY 1, 2")" "converged|23570|t" "$model: parameters of 23,570 customers of k = $k are those of the simulation"
done <<EOF
1 mbgnbd
1 mbgcnbd
3 mbgcnbd
EOF
is "$(sql "SELECT (parameters(m))[1] FROM (SELECT mbgcnbd_fit(h, '2023-12-30') AS m FROM history) f")" 3 "k = 3 is found"

sql "CREATE TABLE shape (shape text, customer integer, h visit_history)" "INSERT INTO shape
	SELECT 'nobody came back', n, visit_agg(date '2021-01-01' + n % 700, 10) FROM generate_series(1, 3000) n GROUP BY n UNION ALL
	SELECT 'came today', n, visit_agg(date '2023-01-01', 10) FROM generate_series(1, 300) n GROUP BY n UNION ALL
	SELECT 'one customer', 1, visit_agg(date '2021-01-01' + 30 * i, 10 + i) FROM generate_series(0, 6) i UNION ALL
	SELECT 'one visit', 1, visit_agg(date '2021-01-01', 10) UNION ALL
	SELECT 'a visit a day for ninety years', 1, visit_agg(date '1932-01-01' + i, 10) FROM generate_series(0, 33000) i UNION ALL
	SELECT 'thousands of visits each', n, visit_agg(date '2012-01-01' + i * (1 + n % 9), 10 + i % 7 * n % 13) FROM generate_series(1, 400) n, generate_series(0, 4000) i
		WHERE i * (1 + n % 9) < 4000 - n % 11 * 300 GROUP BY n UNION ALL
	SELECT 'some with thousands of visits', n, visit_agg(date '2012-01-01' + n % 900 + i * CASE WHEN n <= 4 THEN 1 ELSE 30 + n * 7919 % 700 END, 10 + i * n % 7)
		FROM generate_series(1, 400) n, generate_series(0, 2999) i WHERE n <= 4 OR i < n * 31 % 13 GROUP BY n UNION ALL
	SELECT 'like clockwork', n, visit_agg(date '2018-01-01' + n % 200 + 90 * i, 300) FROM generate_series(1, 500) n, generate_series(0, 25) i
		WHERE date '2018-01-01' + n % 200 + 90 * i <= '2023-01-01' GROUP BY n UNION ALL
	SELECT 'like clockwork, then lost', n, visit_agg(date '2018-01-01' + n % 200 + 90 * i, 300) FROM generate_series(1, 500) n, generate_series(0, 15) i WHERE i <= n % 16 GROUP BY n UNION ALL
	SELECT 'all alike', n, visit_agg(date '2022-01-01' + 100 * i, 300) FROM generate_series(1, 500) n, generate_series(0, 2) i GROUP BY n"
fits="bgnbd_fit(h, '2023-01-01'%) mbgnbd_fit(h, '2023-01-01'%) pareto_nbd_fit(h, '2023-01-01'%) bgcnbd_fit(h, '2023-01-01'%) mbgcnbd_fit(h, '2023-01-01'%)"
# fitted FITS: them, of each shape, as rows
fitted() { echo "SELECT shape, m FROM (SELECT shape, unnest(ARRAY[${1//) /), }]) AS m FROM shape GROUP BY shape) f"; }
sql "CREATE TABLE model AS SELECT shape, false AS penalised, m FROM ($(fitted "${fits//%/}")) f UNION ALL SELECT shape, true, m FROM ($(fitted "${fits//%/, 7, 0.5}")) f" \
	"CREATE TABLE spend AS SELECT shape, false AS penalised, m FROM ($(fitted "gamma_gamma_fit(h, '2023-01-01')")) f UNION ALL SELECT shape, true, m FROM ($(fitted "gamma_gamma_fit(h, '2023-01-01', 0.5)")) f"
is "$(sql "SELECT count(*), count(*) FILTER (WHERE m::text ~* 'nan|inf'), count(*) FILTER (WHERE converged(m) <> (fit_status(m) = 'converged') OR converged(m) <> (standard_errors(m) IS NOT NULL)
			OR converged(m) <> (m::text ~ 'standard_errors')), count(*) FILTER (WHERE m::text::retention_model::text <> m::text)
		FROM (SELECT m FROM model UNION ALL SELECT m FROM spend WHERE m IS NOT NULL) f")" "114|0|0|0" "every model is of numbers, with standard errors where it converged"
is "$(sql "SELECT DISTINCT shape FROM model WHERE NOT penalised AND converged(m)")" "some with thousands of visits" "where customers are alike no maximum is claimed"
is "$(sql "SELECT count(*), count(*) FILTER (WHERE converged(m)) FROM model WHERE penalised")" "50|50" "with a penalty there is one"
is "$(sql "SELECT string_agg(DISTINCT shape, ', ' ORDER BY shape) FROM spend WHERE m IS NULL")" "came today, nobody came back, one visit" "without a repeat visit there is no model of spend"
is "$(sql "SELECT string_agg(shape, ', ' ORDER BY shape) FROM spend WHERE converged(m) AND NOT penalised")" "thousands of visits each" "equal amounts have no maximum"
is "$(sql "SELECT count(*) > 50000, count(*) FILTER (WHERE p BETWEEN 0 AND 1 AND e BETWEEN 0 AND 400 AND v BETWEEN 0 AND 1e6 AND ll > '-Infinity' AND ll < 'Infinity') = count(*)
		FROM model JOIN shape USING (shape), retention_model('gamma_gamma', '{6,4,15}') s, p_alive(h, m, '2023-01-01') p, expected_visits(h, m, '2023-01-01', 52) e,
			customer_lifetime_value(h, m, s, '2023-01-01', 12, 0.01) v, log_likelihood(h, m, '2023-01-01') ll")" "t|t" "every score is a number in its range, even by a model without a maximum"
is "$(sql "SELECT count(*) > 1000, count(*) FILTER (WHERE s > 0 AND s < 1e6) = count(s), count(*) FILTER (WHERE s IS NULL AND frequency(h, '2023-01-01') > 0)
		FROM spend JOIN shape USING (shape), expected_spend(h, m, '2023-01-01') s WHERE m IS NOT NULL")" "t|t|0" "... and every spend"
is "$(sql "SELECT (SELECT count(*) FROM unnest(cohort_retention(h, '2023-01-01')) c WHERE NOT retention BETWEEN 0 AND 1) FROM shape WHERE shape <> 'a visit a day for ninety years'")" 0 "cohorts, too"

# refunds: what sums to 0 or less says nothing of spend, a negative mean counts as 0
is "$(sql "SELECT gamma_gamma_fit(h, '2023-01-01') IS NULL, monetary('{2022-01-01:9,2022-02-01:-60,2022-03-01:20}', '2023-01-01') FROM unnest('{\"{2022-01-01:9,2022-02-01:-60,2022-03-01:20}\",\"{2022-01-01:9,2022-02-01:0}\"}'::visit_history[]) h")" "t|-20" "refunds: no spend"
done_testing
