#!/bin/bash
# 6,919 real purchases of 2,357 customers as visits, through the loader to retention and status, beside figures that awk
# works out from the same file; and to retention models and scores, beside high-precision ones.
source "$(dirname "$0")/../lib/tap.sh"
data=${AFTERSALES_SHARED:-$root/../shared}/data/cdnow_sample.csv
[ -f "$data" ] || skip_all "no shared data"
cluster real_cdnow
database cdnow
mkdir "$scratch/csv"
sed 's/\r$//' "$data" >"$scratch/cdnow.csv"
awk -v dir="$scratch/csv" -f "$root/test/real/cdnow.awk" "$scratch/cdnow.csv"

ok "the loader takes the files" aftersales-load -d cdnow "$scratch/csv"
is "$(sql 'SELECT count(*) FROM aftersales.vehicle')|$(sql 'SELECT count(*), sum(amount) FROM aftersales.visit')" \
	"2357|$(awk -F, 'NR > 1 { n++; s += $4 } END { printf "%d|%.2f", n, s }' "$scratch/cdnow.csv")" "every customer and purchase"

# status by the last purchase, six and twelve months before 1998-07-01
is "$(sql "SELECT status, count(*), min(vehicle_no), max(vehicle_no) FROM aftersales.vehicle_statuses('1998-07-01') GROUP BY status ORDER BY status" | tr '|' ' ')" \
	"$(awk -F, 'NR > 1 && $2 > last[$1] { last[$1] = $2 }
		END { for (c in last) print (last[c] >= "1998-01-01" ? "active" : last[c] < "1997-07-01" ? "lost" : "at_risk"), c }' "$scratch/cdnow.csv" |
		sort | awk '{ if (!n[$1]++) low[$1] = $2; high[$1] = $2 } END { for (s in n) print s, n[s], low[s], high[s] }' | sort)" "active, at risk and lost"
is "$(sql "SELECT count(*) FROM aftersales.vehicle_statuses('1997-03-01')")" \
	"$(awk -F, 'NR > 1 && $2 <= "1997-03-01" { print $1 }' "$scratch/cdnow.csv" | sort -u | wc -l)" "who came later is not known earlier"

# churn of month M: seen in M-6 and not after it up to the end of M
awk -F, 'NR > 1 {
		split($2, d, "-")
		m = (d[1] - 1997) * 12 + d[2] - 1
		seen[$1, m] = 1
		customer[$1] = 1
	}
	END {
		for (m = 6; m < 18; m++) {
			split("", n)
			split("", lost)
			for (c in customer)
				if ((c, m - 6) in seen) {
					back = 0
					for (i = m - 5; i <= m; i++)
						back += (c, i) in seen
					n["R" c % 3]++; n["all"]++
					if (!back) { lost["R" c % 3]++; lost["all"]++ }
				}
			for (s in n)
				printf "%d-%02d-01 %s %d %d %.12f\n", 1997 + int(m / 12), m % 12 + 1, s, n[s], lost[s], lost[s] / n[s]
		}
	}' "$scratch/cdnow.csv" | sort >"$scratch/wanted"
psql -qXAt -F ' ' -c "SELECT month, coalesce(dealer_code, 'all'), vehicles, lost, churn_rate::numeric(20,12)
	FROM aftersales.retention_monthly('1997-07-01', '1998-06-01') WHERE vehicles > 0" | sort >"$scratch/got"
ok "churn of every month and station" diff "$scratch/wanted" "$scratch/got"
like "$(wc -l <"$scratch/wanted")" '^(3[0-9]|4[0-8])$' "of a year and up to four lines a month"
is "$(sql "SELECT count(*) FROM aftersales.retention_monthly('1997-07-01', '1998-06-01') WHERE abs(churn_rate + retention_rate - 1) > 1e-12")" 0 "churn and retention sum to 1"

oracle=${AFTERSALES_SHARED:-$root/../shared}/oracle/retention
if [ ! -f "$oracle/maximum_likelihood.json" ]; then
	echo "# skipped: no oracle of retention models"
	done_testing
fi
# every station is too small, so that the network's models score all; they are those of irregular visits, k = 1
sql "UPDATE aftersales.parameter SET value = 1000 WHERE name = 'fit_min_vehicles'" "CALL aftersales.refit_retention_models('1997-09-30')" >/dev/null
psql -qX -v ON_ERROR_STOP=1 >"$scratch/oracle.out" <<SQL || { cat "$scratch/oracle.out"; echo "Bail out! no oracle"; exit 1; }
CREATE TABLE public.fitted (id integer, x integer, t_x float8, t float8, spend float8, bg_ll float8, bg_p_alive float8, bg_exp39 float8, bg_clv12 float8,
	mbg_ll float8, p_alive float8, mbg_exp39 float8, value float8, pn_ll float8, pn_p_alive float8, pn_exp39 float8, pn_clv12 float8, expected_spend float8, gg_ll float8);
\copy public.fitted FROM '$oracle/cdnow_sample_fitted.csv' CSV HEADER
CREATE TABLE public.estimate AS SELECT * FROM json_to_recordset(\$json\$$(cat "$oracle/maximum_likelihood.json")\$json\$) AS j(model text, params json, loglik float8);
SQL
# the oracle's weeks and mean amounts are rounded to hundredths, here they are exact: hence the tolerances
is "$(sql "SELECT f.kind, f.reason, f.customers, max(abs(p.got / o.value::float8 - 1)) < 1e-3, max(abs(aftersales.log_likelihood(f.model::aftersales.retention_model) - e.loglik)) < 0.01,
		(SELECT count(*) FROM aftersales.retention_fit s WHERE s.kind = f.kind AND s.reason = 'too_small')
	FROM aftersales.retention_fit f
	JOIN public.estimate e ON e.model = CASE f.kind WHEN 'visits' THEN 'MBG/NBD' ELSE 'GG' END
	CROSS JOIN LATERAL json_each_text(e.params) WITH ORDINALITY o (name, value, n)
	CROSS JOIN LATERAL (SELECT (aftersales.parameters(f.model::aftersales.retention_model))[o.n + CASE f.kind WHEN 'visits' THEN 1 ELSE 0 END] AS got) p
	WHERE f.dealer_code = '*' GROUP BY 1, 2, 3 ORDER BY 1")" "spend|fitted|946|t|t|3
visits|fitted|2357|t|t|3" "the network's models are those of maximum likelihood"
worst=$(sql "SELECT count(*), max(abs(s.p_alive - o.p_alive)), max(abs(s.expected_spend / o.expected_spend - 1)), max(abs(s.value_12_months / o.value - 1))
	FROM aftersales.retention_scores('1997-09-30') s JOIN public.fitted o ON o.id = s.vehicle_no::integer WHERE s.visit_model_of = 'network'")
echo "# customers, worst difference of P(alive), worst relative one of expected spend and of 12-month value: $worst"
is "$(awk -F '|' '{ print $1, $2 < 1e-3, $3 < 1e-3, $4 < 5e-3 }' <<<"$worst")" "1200 1 1 1" "... and so are the scores"
done_testing
