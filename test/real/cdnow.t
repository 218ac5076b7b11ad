#!/bin/bash
# 6,919 real purchases of 2,357 customers as visits, through the loader to retention and status, beside figures that awk
# works out from the same file.
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
done_testing
