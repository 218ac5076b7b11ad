#!/bin/bash
# 10,483 real purchases of 1,525 customers of an online grocer, 2006 and 2007 (groceryElog of the R package BTYDplus, Platzer and Reutterer;
# columns customer_id, purchased_on): their visits are regular, so the regular model is found and predicts the year held out better. The
# figures are those of README.
source "$(dirname "$0")/../lib/tap.sh"
data=${AFTERSALES_SHARED:-$root/../shared}/data/grocery_elog.csv
[ -f "$data" ] || skip_all "no shared data"
cluster real_grocery
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public"
psql -qX -v ON_ERROR_STOP=1 <<SQL || { echo "Bail out! cannot load"; exit 1; }
CREATE TABLE purchase (customer_id text, day date);
\copy purchase FROM '$data' CSV HEADER
CREATE TABLE customer AS SELECT customer_id, visit_agg(day, 0::numeric) AS h FROM purchase GROUP BY customer_id;
CREATE TABLE model AS SELECT unnest(ARRAY[bgnbd_fit(h, '2006-12-31'), mbgnbd_fit(h, '2006-12-31'), pareto_nbd_fit(h, '2006-12-31'), bgcnbd_fit(h, '2006-12-31'), mbgcnbd_fit(h, '2006-12-31')]) AS m FROM customer;
-- xbgcnbd.cbs.LL of BTYDplus 1.2.0 at the parameters that its xbgcnbd.EstimateParameters and then optim (BFGS, reltol 1e-16) find
CREATE TABLE peer (name text, k integer, log_likelihood float8, r float8, alpha float8, a float8, b float8);
INSERT INTO peer VALUES ('bgnbd', 1, -15836.5662305527, 0.348645770455972, 2.58167027941956, 0.50384478118104, 3.64437925784526),
	('bgcnbd', 2, -15054.1729043664, 0.359064002782025, 1.12937872783742, 0.522820477416014, 2.78544795128864),
	('mbgnbd', 1, -15781.9393748935, 1.2569182826887, 6.039129068777, 0.368276469940177, 0.715763973938549),
	('mbgcnbd', 2, -14978.2107315815, 1.32917215701232, 2.81254447680973, 0.42470888925109, 0.790028981175857);
SQL
is "$(sql "SELECT count(*), sum(frequency(h, '2006-12-31')), sum(visit_count(h, '2007-01-01', '2007-12-31')) FROM customer")" \
	"$(sed 's/\r$//' "$data" | awk -F, 'NR > 1 && !seen[$1, $2]++ { if ($2 < "2007") n++; else m++; c[$1] } END { print length(c) "|" n - length(c) "|" m }')" "every customer and purchase"
is "$(sql "SELECT model_name(m), fit_status(m), k, CASE n WHEN 4 THEN 1 ELSE parameter[1] END, abs(m.log_likelihood - p.log_likelihood) < 1e-8, abs(parameter[n - 3] / r - 1) < 1e-5 AND abs(parameter[n - 2] / alpha - 1) < 1e-5
			AND abs(parameter[n - 1] / a - 1) < 1e-5 AND abs(parameter[n] / b - 1) < 1e-5
		FROM (SELECT m, parameters(m) AS parameter, array_length(parameters(m), 1) AS n, log_likelihood(m) AS log_likelihood FROM model) m JOIN peer p ON name = model_name(m) ORDER BY 1")" \
	"bgcnbd|converged|2|2|t|t
bgnbd|converged|1|1|t|t
mbgcnbd|converged|2|2|t|t
mbgnbd|converged|1|1|t|t" "the maxima are those of BTYDplus"
figures=$(sql "SELECT model_name(m), avg(abs(e - n))::numeric(6,3), CASE WHEN model_name(m) ~ 'cnbd' THEN (parameters(m))[1] END
	FROM model, customer, expected_visits(h, m, '2006-12-31', 365 / 7.0) e, visit_count(h, '2007-01-01', '2007-12-31') n GROUP BY 1, 3 ORDER BY 1")
echo "# mean absolute error of the visits of 2007 and k:"
sed 's/^/#   /' <<<"$figures"
is "$figures" "bgcnbd|1.468|2
bgnbd|1.579|
mbgcnbd|1.401|2
mbgnbd|1.515|
pareto_nbd|1.510|" "the regular model predicts the year held out best"
done_testing
