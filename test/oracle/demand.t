#!/bin/bash
# Patterns and forecasts of the real car parts against R's tsintermittent.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/oracle.sh"
cluster oracle_demand
database oracle
export PGOPTIONS="-c search_path=public,aftersales"

sql "CREATE TABLE carparts (part_no text, month text, quantity numeric)" "\\copy carparts FROM '$shared/data/carparts.csv' WITH (FORMAT csv, HEADER)"
sql "CREATE TABLE part AS
	SELECT part_no, demand_agg((month || '-01')::date, quantity) AS d, date '1998-01-01' AS a, date '2002-03-01' AS b
	FROM carparts GROUP BY part_no HAVING count(quantity) = 51" "CREATE INDEX ON part (part_no)"

# table NAME: the oracle's table, each row with the part's demand
joined() {
	table_of "o_$1" "$shared/oracle/demand/$1.csv"
	sql "CREATE TABLE $1 AS SELECT * FROM o_$1 JOIN part USING (part_no)"
	is "$(sql "SELECT (SELECT count(*) FROM $1) - (SELECT count(*) FROM o_$1)")" 0 "every row of $1 has its part"
}

joined classification
same classification part_no "adi(d, a, b)" adi_tsintermittent 1e-12 "adi" "adi_tsintermittent IS NOT NULL"
same classification part_no "cv2(d, a, b)" cv2_sample 1e-12 "cv2" "cv2_sample IS NOT NULL"
same classification part_no "(demand_class(d, a, b) = class_adi_tsint_cv2sample)::int" 1 0 "demand_class" "class_adi_tsint_cv2sample IS NOT NULL"
is "$(sql "SELECT bool_and(adi(d, a, b) = leading_zeros + 1), bool_and(cv2(d, a, b) IS NULL), bool_and(demand_class(d, a, b) = 'intermittent')
	FROM classification WHERE n_nonzero = 1")" "t|t|t" "parts with a single demand, of which tsintermittent has no figures"

for start in mean naive; do
	for method in croston sba tsb; do
		joined "${method}_fixed01_$start"
		same "${method}_fixed01_$start" part_no "$method(d, a, b, 0.1, 0.1, '$start')" forecast 1e-12 "$method, start $start" "forecast IS NOT NULL"
	done
done
same classification part_no "croston(d, a, b)" "sum_qty / (leading_zeros + 1)" 1e-15 "a single demand: size / first interval" "n_nonzero = 1"
joined tsb_fixed_d02_p005_mean
same tsb_fixed_d02_p005_mean part_no "tsb(d, a, b, 0.2, 0.05, 'mean')" forecast 1e-12 "tsb, weights 0.2 and 0.05"
same croston_fixed01_mean part_no "sbj(d, a, b)" "forecast * (1 - 0.1 / 1.9)" 1e-12 "sbj is Croston's forecast times its factor" "forecast IS NOT NULL"

joined croston_opt_mse_noinitopt
same croston_opt_mse_noinitopt part_no "croston(d, a, b, w_demand, w_interval_or_prob, 'naive')" forecast 1e-12 "croston with the weights tsintermittent found" "forecast IS NOT NULL"
sql "CREATE TABLE fitted AS SELECT o.*, f.alpha, f.beta, f.mse, f.forecast AS ours,
	forecast_variance(d, a, b, 'croston', 1, w_demand, w_interval_or_prob, 'naive') AS their_mse
	FROM croston_opt_mse_noinitopt o, croston_fit(d, a, b) f WHERE o.forecast IS NOT NULL"
is "$(sql "SELECT count(*) FROM fitted WHERE NOT mse <= their_mse * (1 + 1e-12)")" 0 \
	"croston_fit: nowhere a larger in-sample error than with their weights, of $(sql "SELECT count(*) || ' parts, on ' || sum((mse < their_mse * (1 - 1e-6))::int) || ' a smaller one' FROM fitted")"
same fitted part_no "croston(d, a, b, alpha, beta, 'naive')" ours 0 "its forecast is that of its weights"
same fitted part_no "forecast_variance(d, a, b, 'croston', 1, alpha, beta, 'naive')" mse 0 "its error is that of its weights"

# the same error, worked out in plain SQL from the definition
same "(SELECT f.part_no, f.mse, avg((q.value - p.forecast)^2) AS plain FROM fitted f
	CROSS JOIN LATERAL generate_series(2, 51) AS t
	CROSS JOIN LATERAL (SELECT (demand_values(d, a, b))[t] AS value) q
	CROSS JOIN LATERAL (SELECT coalesce(nullif(croston((demand_values(d, a, b))[1:t - 1], alpha, beta, 'naive'), 0), init_demand / init_interval_or_prob) AS forecast) p
	WHERE f.part_no < '2' GROUP BY 1, 2) x" part_no mse plain 1e-9 "its error is the mean over months 2 to 51"
done_testing
