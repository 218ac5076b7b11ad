#!/bin/bash
# Survival curves and their limits beside exact ones (survival_truth.py) and those of R: ties, lost and censored at one time, nobody
# lost, everybody, one row.
source "$(dirname "$0")/../lib/tap.sh"
cluster survival
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public"
psql -qX -v ON_ERROR_STOP=1 <<SQL || { echo "Bail out! cannot load"; exit 1; }
CREATE TABLE truth (sample text, rows text, duration integer, at_risk bigint, lost bigint, survival numeric, lower_limit numeric, upper_limit numeric);
\copy truth FROM '$root/test/oracle/survival_truth.csv' CSV HEADER
CREATE VIEW sample AS SELECT DISTINCT sample, rows FROM truth;
CREATE VIEW observed AS
SELECT sample, part[1]::integer AS duration, part[2] = '' AS lost
FROM sample, regexp_matches(rows, '(\d+)(\+?)(?:x(\d+))?', 'g') part, generate_series(1, coalesce(part[3], '1')::integer);
CREATE TABLE got AS SELECT c.sample, p.* FROM (SELECT sample, survival_curve(duration, lost) AS points FROM observed GROUP BY sample) c, unnest(c.points) p;
SQL
while IFS='|' read -r name points; do
	is "$(sql "SELECT count(*), count(*) FILTER (WHERE g.at_risk = t.at_risk AND g.lost = t.lost), count(*) FILTER (WHERE abs(g.survival::numeric - t.survival) <= 1e-14 * t.survival
				AND (g.lower_limit IS NULL) = (t.lower_limit IS NULL) AND (g.upper_limit IS NULL) = (t.upper_limit IS NULL)
				AND coalesce(greatest(abs(g.lower_limit::numeric / t.lower_limit - 1), abs(g.upper_limit::numeric / t.upper_limit - 1)), 0) <= 1e-12)
			FROM (SELECT * FROM got WHERE sample = '$name') g FULL JOIN (SELECT * FROM truth WHERE sample = '$name') t ON g.duration = t.duration")" \
		"$points|$points|$points" "$name: every point, its limits within 1e-12"
done < <(sql "SELECT sample, count(*) FROM truth GROUP BY sample ORDER BY sample")
is "$tests_run" 11 "of eleven samples"

# as summary(survfit(Surv(time, lost) ~ 1, conf.type = "log-log")) of the R package survival 3.5-3 prints it: survival, standard error, limits
is "$(sql "SELECT string_agg(concat_ws(' ', duration, at_risk, lost, round(survival::numeric, 3), round((survival * sqrt(v))::numeric, 4), round(lower_limit::numeric, 3), round(upper_limit::numeric, 3)), ', ' ORDER BY duration)
		FROM (SELECT *, sum(lost / (at_risk::float8 * (at_risk - lost))) OVER (ORDER BY duration) AS v FROM got WHERE sample = 'mercaptopurine') g WHERE lost > 0")" \
	"6 21 3 0.857 0.0764 0.620 0.952, 7 17 1 0.807 0.0869 0.563 0.923, 10 15 1 0.753 0.0963 0.503 0.889, 13 12 1 0.690 0.1068 0.432 0.849, 16 11 1 0.627 0.1141 0.368 0.805, 22 7 1 0.538 0.1282 0.268 0.747, 23 6 1 0.448 0.1346 0.188 0.680" \
	"remission of 21 leukaemia patients is what survfit prints"
done_testing
