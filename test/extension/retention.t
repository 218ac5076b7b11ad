#!/bin/bash
# Retention models in SQL: forms of the types, parallel plans, plain SQL beside cohorts, scores and curves, simulated regular service, bad input.
. "$(dirname "$0")/../lib/tap.sh"
cluster retention
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public -c DateStyle=ISO"

sql "CREATE TABLE visit (vehicle integer, day date, amount numeric)" "CREATE TABLE regular_visit (LIKE visit)" "CREATE TABLE raw (vehicle integer, day integer, amount numeric)"
load() {
	"$root/test/lib/simulate_visits" "${@:2}" >"$scratch/raw"
	psql -qX -c "TRUNCATE raw" -c "\\copy raw FROM '$scratch/raw'" -c "INSERT INTO $1 SELECT vehicle, date '2020-01-01' + day, amount FROM raw"
}
load visit 6000 1 11
load regular_visit 3000 4 12
sql "CREATE TABLE history AS SELECT vehicle, visit_agg(day, amount) AS h FROM visit GROUP BY vehicle" \
	"CREATE TABLE regular_history AS SELECT vehicle, visit_agg(day, amount) AS h FROM regular_visit GROUP BY vehicle" "ANALYZE"

parallel="SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 3"
for aggregate in "bgnbd_fit(h, '2023-01-01')" "mbgnbd_fit(h, '2023-01-01', 30)" "pareto_nbd_fit(h, '2023-01-01', 7, 0.5)" "mbgcnbd_fit(h, '2023-01-01')" "gamma_gamma_fit(h, '2023-01-01')" \
	"bgnbd_fit(frequency(h, '2023-01-01'), recency(h, '2023-01-01'), tenure(h, '2023-01-01'), 7)" "gamma_gamma_fit(frequency(h, '2023-01-01'), monetary(h, '2023-01-01'))" \
	"cohort_retention(h, '2023-06-30')" "survival_curve(last_visit(h, '9999-01-01') - '2020-01-01', last_visit(h, '9999-01-01') < '2023-01-01')"; do
	query="SELECT $aggregate FROM history"
	like "$(sql "$parallel" "EXPLAIN $query")" "Partial Aggregate" "${aggregate%%(*}: partial aggregation is planned"
	is "$(sql "$parallel" "$query")" "$(sql "$query")" "${aggregate%%(*}: parallel = serial"
	is "$(sql "SELECT $aggregate FROM (SELECT * FROM history ORDER BY md5(vehicle::text)) h")" "$(sql "$query")" "${aggregate%%(*}: the order of rows does not matter"
done

# forms
is "$(sql "CREATE TABLE model AS SELECT 'fitted' AS name, mbgnbd_fit(h, '2023-01-01') AS m FROM history UNION ALL SELECT 'given', retention_model('bgcnbd', '{3,0.1,1e-7,12345678901,0.3}', 30.4375)
		UNION ALL SELECT 'spend', gamma_gamma_fit(h, '2023-01-01') FROM history UNION ALL SELECT 'hopeless', bgnbd_fit(h, '2023-01-01') FROM history WHERE vehicle = 1" \
	"SELECT count(*) FROM model WHERE m::text::retention_model::text = m::text")" 4 "text form reads back to the same"
sql "COPY (SELECT m FROM model ORDER BY name) TO STDOUT (FORMAT binary)" >"$scratch/models"
sql "CREATE TABLE copied (m retention_model)" >/dev/null
psql -qX -c "\\copy copied FROM '$scratch/models' (FORMAT binary)"
is "$(sql "SELECT string_agg(m::text, ' ') FROM copied")" "$(sql "SELECT string_agg(m::text, ' ' ORDER BY name) FROM model")" "binary form reads back to the same"
is "$(sql "SELECT model_name(m), unit_days(m), parameters(m), standard_errors(m), log_likelihood(m), customers(m), converged(m), fit_status(m) FROM model WHERE name = 'given'")" \
	"bgcnbd|30.4375|{3,0.1,1e-07,12345678901,0.3}|||||given" "a given model"
is "$(sql "SELECT converged(m), fit_status(m) <> 'converged', standard_errors(m) IS NULL, m::text ~ 'NaN|Inf' FROM model WHERE name = 'hopeless'")" "f|t|t|f" "one customer: no maximum, and no NaN"
is "$(sql "SELECT array_length(standard_errors(mbgcnbd_fit(h, '2023-01-01')), 1), (standard_errors(mbgcnbd_fit(h, '2023-01-01')))[1] IS NULL FROM regular_history")" "5|t" "k has no standard error"
state=$(sql "SELECT fit_accum(NULL, h, '2023-01-01') FROM history LIMIT 1" 2>&1)
like "$state" "outside of an aggregate" "a transition is for aggregates only"
sql "CREATE AGGREGATE collect(visit_history, date) (SFUNC = fit_accum, STYPE = retention_data)" "CREATE AGGREGATE merge(retention_data) (SFUNC = fit_combine, STYPE = retention_data)"
is "$(sql "SELECT mbgnbd_fit_final(merge(s::text::retention_data))::text = (SELECT m::text FROM model WHERE name = 'fitted')
	FROM (SELECT collect(h, '2023-01-01') AS s FROM history GROUP BY vehicle % 7) s")" t "states through text, merged: the same model"
run sql "SELECT gamma_gamma_fit_final(collect(h, '2023-01-01')) FROM history"
like "$err" "another fit" "visits are no spend"
data=$(sql "SELECT collect(h, '2023-01-01') FROM history WHERE vehicle < 4")
for bad in "\\x" "\\x01" "${data/\\x01/\\x02}" "${data}00" "${data:0:-2}" "${data:0:-16}ffffffffffffffff" "${data/\\x0100/\\x0109}"; do
	run sql "SELECT '$bad'::retention_data"
	like "$err" "ERROR:  (invalid|insufficient|no data left)" "a broken state is refused: ${bad:0:12}... (${#bad})"
done

# properties
is "$(sql "SELECT count(*) FROM model, generate_series(0, 12) x, generate_series(1, 40) t_x WHERE name = 'fitted' AND x > 0
	AND p_alive(x, t_x, 40, m) <= p_alive(x, t_x - 1, 40, m)")" 0 "P(alive) grows with the time of the last visit"
is "$(sql "SELECT count(*) FROM (VALUES ('bgnbd'), ('mbgnbd'), ('pareto_nbd')) v(n), generate_series(0, 12, 3) x, generate_series(1, 300, 7) t
	WHERE NOT expected_visits(x, x, 20, retention_model(n, '{0.5,6,0.9,2}'), t) > expected_visits(x, x, 20, retention_model(n, '{0.5,6,0.9,2}'), t - 1)")" 0 "expectation grows with the horizon"
is "$(sql "SELECT count(*), max(abs(at_start + tenure_effect + frequency_effect + recency_effect - p_alive)) < 1e-15, max(abs(p_alive - p_alive(h, m, '2023-01-01'))) = 0
	FROM history, model, score_explanation(h, m, '2023-01-01') WHERE name = 'fitted' AND frequency(h, '2023-01-01') IS NOT NULL")" "6000|t|t" "an explanation sums to the score"
is "$(sql "SELECT count(*) FROM history, model m, model g, LATERAL (VALUES (customer_lifetime_value(h, m.m, g.m, '2023-01-01', 12, 0.01))) v(v) WHERE m.name = 'fitted' AND g.name = 'spend'
	AND abs(v - (SELECT sum(expected_spend(h, g.m, '2023-01-01') * (expected_visits(h, m.m, '2023-01-01', i * 4.345) - expected_visits(h, m.m, '2023-01-01', (i - 1) * 4.345)) / power(1.01::float8, i))
		FROM generate_series(1, 12) i)) > 1e-10 * v AND vehicle < 200")" 0 "lifetime value is the sum over its months"
is "$(sql "SELECT bool_and(a > b AND b > 0) FROM (SELECT expected_value_from_now(h, m.m, g.m, '2023-01-01', 0.01) a, customer_lifetime_value(h, m.m, g.m, '2023-01-01', 120, 0.01) b
	FROM history, model m, model g WHERE m.name = 'fitted' AND g.name = 'spend' AND vehicle < 20) v")" t "all the future is worth more than ten years"
is "$(sql "SELECT round(lifetime_value(1200, 0.8, 0.1)::numeric, 9), round(lifetime_value(1200, 0.8, 0.1, 5)::numeric, 4), lifetime_value(100, 1, 0, 7)")" "3200.000000000|2548.9168|700" "value by a yearly retention"
is "$(sql "SELECT p_alive(h, m, '2000-01-01'), expected_visits(h, m, '2000-01-01', 1), score_explanation(h, m, '2000-01-01') FROM history, model WHERE name = 'fitted' AND vehicle = 1")" "||" "no score before the first visit"
is "$(sql "SELECT bgnbd_fit(h, '2000-01-01') IS NULL, bgnbd_fit(NULL::visit_history, '2023-01-01') IS NULL, gamma_gamma_fit(h, '2000-01-01') IS NULL, cohort_retention(h, '2000-01-01') IS NULL FROM history")" "t|t|t|t" "nobody: NULL"
is "$(sql "SELECT p_alive(0, 0, 10, retention_model('bgnbd', '{1,1,1,1}')), p_alive(0, 0, 0, retention_model('mbgnbd', '{1,1,1,3}')), expected_spend(0, 0, retention_model('gamma_gamma', '{1,1,1}'))")" "1|0.75|" "edges"

# regular service: k is found, the likelihood is higher, the year held out is predicted better
regular=$(sql "SELECT (parameters(r))[1], log_likelihood(r) > log_likelihood(p) + 100 FROM (SELECT mbgcnbd_fit(h, '2023-01-01') r, mbgnbd_fit(h, '2023-01-01') p FROM regular_history) f")
is "$regular" "4|t" "simulated regular service: k = 4, and it is more likely"
errors=$(sql "SELECT round(avg(abs(expected_visits(h, r, '2023-01-01', 52) - n))::numeric, 4), round(avg(abs(expected_visits(h, p, '2023-01-01', 52) - n))::numeric, 4),
		round(avg((p_alive(h, r, '2023-01-01') - (n > 0)::int) ^ 2)::numeric, 4), round(avg((p_alive(h, p, '2023-01-01') - (n > 0)::int) ^ 2)::numeric, 4)
	FROM regular_history, LATERAL visit_count(h, '2023-01-02', '2023-12-31') n, (SELECT mbgcnbd_fit(h, '2023-01-01') r, mbgnbd_fit(h, '2023-01-01') p FROM regular_history) f")
echo "# visits of the year held out, mean absolute error of mbgcnbd | mbgnbd, and Brier score of P(alive) against being seen: $errors"
is "$(awk -F '|' '{ print $1 < $2, $3 < $4 }' <<<"$errors")" "1 1" "and predicts the year held out better"
is "$(awk -F '|' '{ printf "%.3f %.3f", $1, $2 }' <<<"$errors")" "0.547 0.712" "... by as much as README says"
is "$(sql "SELECT (parameters(mbgcnbd_fit(h, '2023-01-01')))[1] FROM history")" 1 "irregular service: k = 1"

# plain SQL
is "$(sql "SELECT count(*), count(*) FILTER (WHERE a.* IS DISTINCT FROM b.*) FROM (SELECT cohort, period, vehicles, seen FROM unnest((SELECT cohort_retention(h, '2023-06-30') FROM history))) a
	FULL JOIN (SELECT c.cohort::date, period::int, vehicles, count(vehicle) AS seen FROM
		(SELECT date_trunc('month', first) AS cohort, count(*) AS vehicles FROM (SELECT min(day) AS first FROM visit GROUP BY vehicle) f WHERE first <= '2023-06-30' GROUP BY 1) c
		CROSS JOIN LATERAL generate_series(0, (extract(year FROM age('2023-06-01', cohort)) * 12 + extract(month FROM age('2023-06-01', cohort)))::int) period
		LEFT JOIN (SELECT DISTINCT vehicle, date_trunc('month', min(day) OVER (PARTITION BY vehicle)) AS cohort, date_trunc('month', day) AS month FROM visit WHERE day <= '2023-06-30') s
			ON s.cohort = c.cohort AND s.month = c.cohort + period * interval '1 month'
		GROUP BY 1, 2, 3) b ON a.cohort = b.cohort AND a.period = b.period")" "438|0" "cohort matrix = plain SQL"
is "$(sql "SELECT sum(vehicles), sum(seen) FROM unnest((SELECT cohort_retention(NULLIF(h, '{}'), date '2020-01-15', '2020-03-31') FROM history)) c")" \
	"$(sql "SELECT 3 * count(DISTINCT vehicle), count(DISTINCT (vehicle, date_trunc('month', day))) FILTER (WHERE day <= '2020-03-31') FROM visit")" "cohorts by sale count every vehicle"
is "$(sql "SELECT count(*) FROM (SELECT d, rfm_score() OVER (ORDER BY d) a, rfm_score(3) OVER (ORDER BY d) c, 1 + floor(percent_rank() OVER (ORDER BY d) * (count(*) OVER () - 1) * 5 / count(*) OVER () + 1e-9) b
	FROM (SELECT frequency(h, '2023-01-01') d FROM history) f) s WHERE a <> b OR c NOT BETWEEN 1 AND 3")" 0 "rfm_score = by percent_rank"
is "$(sql "SELECT count(*) FROM (SELECT rfm_score() OVER (PARTITION BY i % 3 ORDER BY i) s, ntile(5) OVER (PARTITION BY i % 3 ORDER BY i) n FROM generate_series(1, 300) i) x WHERE s <> n")" 0 "rfm_score = ntile without ties"
is "$(sql "SELECT string_agg(DISTINCT rfm_segment(r, f, m), ',' ORDER BY rfm_segment(r, f, m)) FROM generate_series(1, 5) r, generate_series(1, 5) f, generate_series(1, 5) m")" \
	"at_risk,cannot_lose,champion,hibernating,lost,loyal,needs_attention,new,promising" "every segment"
is "$(sql "SELECT count(*) FROM (SELECT duration, survival, exp(sum(ln(1 - lost / at_risk::float8)) OVER (ORDER BY duration)) AS s
	FROM unnest((SELECT survival_curve(i % 50, i % 3 = 0) FROM generate_series(1, 1000) i)) WHERE lost < at_risk) c WHERE abs(survival - s) > 1e-12")" 0 "survival = product of shares"
is "$(sql "SELECT count(*) > 20, max(abs(lower_limit - power(survival, exp(1.959963984540054 * sqrt(v) / -ln(survival))))) < 1e-12,
		max(abs(upper_limit - power(survival, exp(-1.959963984540054 * sqrt(v) / -ln(survival))))) < 1e-12
	FROM (SELECT *, sum(lost / (at_risk::float8 * (at_risk - lost))) OVER (ORDER BY duration) AS v
		FROM unnest((SELECT survival_curve(i % 50 + 1, i % 3 = 0) FROM generate_series(1, 1000) i)) WHERE lost < at_risk) c WHERE survival < 1")" "t|t|t" "limits = Greenwood and log-log in SQL"
is "$(sql "SELECT retention_rate(100, 20, 90), retention_rate(0, 1, 1)")" "0.7|" "retention of three counts"

# a fit can be stopped, in the middle of counting and of climbing, and says how it ended
for limit in 50 500; do
	run sql "SET statement_timeout = $limit" "SELECT pareto_nbd_fit(1 + i % 60, i / 7 % 100, i / 7 % 100 + i % 1000 / 7.0, 7) FROM (SELECT generate_series(1, 1000000) AS i) s"
	like "$err" "canceling statement due to statement timeout" "a fit stops after $limit ms"
done

# bad input
while IFS='|' read -r call state message; do
	run psql -qXAt -v VERBOSITY=verbose -c "SELECT $call FROM history WHERE vehicle = 1"
	like "$err" "ERROR:  $state: $message" "$call"
done <<'END'
retention_model('none', '{1}')|22023|name must be
retention_model('bgnbd', '{1,2,3}')|22023|parameters of model bgnbd must be 4
retention_model('bgnbd', '{1,2,3,0}')|22023|parameters are out of range
retention_model('bgnbd', '{1,2,3,NaN}')|22023|parameters must be finite
retention_model('bgcnbd', '{1.5,2,3,1,1}')|22023|parameters are out of range
retention_model('bgnbd', '{1,2,3,4}', 0)|22023|unit_days must be
'bgnbd(r=1,alpha=2,a=3,b=4)'::retention_model|22P02|invalid input syntax
'bgnbd(r=1,alpha=2,a=3,b=-4) unit_days=7'::retention_model|22P02|invalid value
'bgnbd(r=1,alpha=2,a=3,b=4) unit_days=7 more'::retention_model|22P02|invalid input syntax
p_alive(-1, 0, 1, retention_model('bgnbd', '{1,2,3,4}'))|22023|frequency must be
p_alive(1, 2, 1, retention_model('bgnbd', '{1,2,3,4}'))|22023|recency must not be above tenure
p_alive(0, 1, 2, retention_model('bgnbd', '{1,2,3,4}'))|22023|recency must be 0
p_alive(1, 'NaN', 2, retention_model('bgnbd', '{1,2,3,4}'))|22023|recency must be a finite
p_alive(1, 1, 'Infinity', retention_model('bgnbd', '{1,2,3,4}'))|22023|tenure must be a finite
p_alive(1, 1, 2, retention_model('gamma_gamma', '{1,2,3}'))|22023|model must be a model of visits
p_alive(h, retention_model('bgnbd', '{1,2,3,4}'), 'infinity')|22023|as_of is out of range
expected_visits(1, 1, 2, retention_model('bgnbd', '{1,2,3,4}'), -1)|22023|horizon must be
expected_visits(1, 1, 2, retention_model('bgcnbd', '{2,1,2,3,4}'), 1e9)|22003|expected_visits looks too far ahead
expected_spend(1, 10, retention_model('bgnbd', '{1,2,3,4}'))|22023|spend_model must be a model of spend
customer_lifetime_value(h, retention_model('bgnbd', '{1,2,3,4}'), retention_model('gamma_gamma', '{1,2,3}'), '2023-01-01', 0, 0.01)|22023|months must be
customer_lifetime_value(h, retention_model('bgnbd', '{1,2,3,4}'), retention_model('gamma_gamma', '{1,2,3}'), '2023-01-01', 12, -0.01)|22023|discount must be
expected_value_from_now(h, retention_model('bgnbd', '{1,2,3,4}'), retention_model('gamma_gamma', '{1,2,3}'), '2023-01-01', 0)|22023|discount must be
expected_value_from_now(h, retention_model('bgnbd', '{1,2,3,4}'), retention_model('gamma_gamma', '{1,2,3}'), '2023-01-01', 5e-324)|22003|result of expected_value_from_now
expected_value_from_now(h, retention_model('mbgcnbd', '{4,1,2,3,4}'), retention_model('gamma_gamma', '{1,2,3}'), '2023-01-01', 1e-9)|22003|expected_value_from_now looks too far ahead
expected_visits(1, 1, 2, retention_model('bgnbd', '{1,2,3,4}'), 1e300)|22003|result of expected_visits
bgnbd_fit(h, '2023-01-01', 0)|22023|unit_days must be
bgnbd_fit(h, '2023-01-01', NULL)|22004|unit_days must not be NULL
bgnbd_fit(h, '2023-01-01', 7, -1)|22023|penalty must be
bgnbd_fit(h, 'infinity')|22023|as_of is out of range
bgnbd_fit(1, 3, 2, 7)|22023|recency must not be above tenure
bgnbd_fit(70000, 1, 2, 7)|22023|frequency is too large
bgnbd_fit(1, 1, 1e9, 7)|22023|tenure is too large
gamma_gamma_fit(-1, 5)|22023|frequency must be
gamma_gamma_fit(1, 1e300)|22003|sum of a customer's spend
lifetime_value(1, 1.1, 0.1)|22023|retention must be
lifetime_value(1, 1, 0)|22023|discount must be above 0
lifetime_value(1, 0.5, 0.1, 0)|22023|years must be
rfm_segment(0, 1, 1)|22023|r must be
rfm_score(0) OVER ()|22023|scores must be
survival_curve(-1, true)|22023|duration must be
cohort_retention(h, '1800-01-01', '2023-01-01')|22003|cohort is too far
retention_rate(1, 2, 1)|22023|at_start and new must be
END
run sql "SELECT bgnbd_fit(h, '2023-01-01', vehicle) FROM history"
like "$err" "unit_days must be the same" "settings are those of all rows"
run sql "SELECT cohort_retention(h, '2023-01-01'::date + vehicle) FROM history"
like "$err" "the month of as_of must be the same for all rows" "one as_of for a matrix"
done_testing
