#!/bin/bash
# Scores beside high-precision ones (retention_truth.py) where doubles are hard pressed: single visits, tens of thousands of them, seen
# today or long lost, tiny and huge parameters, no horizon and a far one.
source "$(dirname "$0")/../lib/tap.sh"
cluster retention_truth
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public"
psql -qX -v ON_ERROR_STOP=1 <<SQL || { echo "Bail out! cannot load"; exit 1; }
CREATE TABLE truth (model text, parameters float8[], x integer, t_x float8, t float8, horizon float8, ll numeric, p_alive numeric, expected numeric, value numeric, residual numeric);
\copy truth FROM '$root/test/oracle/retention_truth.csv' CSV HEADER
CREATE FUNCTION error(got float8, truth numeric) RETURNS float8 LANGUAGE sql
	RETURN CASE WHEN truth = 0 THEN CASE WHEN abs(got) <= 1e-300 THEN 0 ELSE float8 'Infinity' END
		ELSE coalesce(abs(got::numeric - truth) / abs(truth), float8 'Infinity') END;
SQL
# a spend of 1 a visit: values are visits
spend="retention_model('gamma_gamma', '{1,2,1}')"
while IFS='|' read -r model rows e; do
	like "$rows" '^[1-9][0-9]{1,2}$' "$model: $rows cases"
	is "$(awk -v e="$e" 'BEGIN { print e < 1e-9 }')" 1 "... within 1e-9: $e"
done < <(sql "SELECT model, count(*), max(greatest(error(log_likelihood(x, t_x, t, m), ll), error(p_alive(x, t_x, t, m), p_alive), error(expected_visits(x, t_x, t, m, horizon), expected),
		CASE WHEN value IS NOT NULL THEN error(customer_lifetime_value(x, t_x, t, 1, m, $spend, 12, 0.01), value) END,
		CASE WHEN residual IS NOT NULL THEN error(expected_value_from_now(x, t_x, t, 1, m, $spend, 0.01), residual) END))
	FROM (SELECT *, retention_model(model, parameters) AS m FROM truth) t GROUP BY model ORDER BY model")
is "$tests_run" 10 "of five models"
done_testing
