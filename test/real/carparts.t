#!/bin/bash
# 1,337 real parts through the loader to the must-stock list, beside figures that a Perl script works out from the same file.
source "$(dirname "$0")/../lib/tap.sh"
data=${AFTERSALES_SHARED:-$root/../shared}/data/carparts.csv
[ -f "$data" ] || skip_all "no shared data"
cluster real_carparts
database carparts
mkdir "$scratch/csv"
sed 's/\r$//' "$data" | LC_ALL=C sort -t, -k1,1n -k2,2 | awk -v dir="$scratch/csv" -f "$root/test/real/carparts.awk"
perl "$root/test/real/carparts.pl" "$data" | LC_ALL=C sort >"$scratch/wanted"

ok "the loader takes the files" aftersales-load -d carparts "$scratch/csv"
is "$(sql 'SELECT count(*) FROM aftersales.part')" 1337 "1,337 parts"
is "$(sql 'SELECT count(*), sum(quantity)::integer FROM aftersales.counter_sale')" \
	"$(awk -F, 'NR > 1 && $3 > 0 { n++; s += $3 } END { print n "|" s }' "$data")" "every month with a quantity"

psql -qXAt -F ' ' -c "SELECT dealer_code, part_no, location, reason, half_year_quantity::integer, monthly_average_demand, safety_stock, abc
	FROM aftersales.stocking_plan('2002-04-01')" | awk '{ $6 = sprintf("%.9g", $6); $7 = sprintf("%.9g", $7); print }' | LC_ALL=C sort >"$scratch/got"
ok "location, reason, monthly average demand, safety stock and ABC class of every part" diff "$scratch/wanted" "$scratch/got"
is "$(cut -d' ' -f4 "$scratch/wanted" | sort -u | tr '\n' ' ')" "assembly direct_supply slow stocked " "with every reason among them"

is "$(sql "SELECT dealer_code, priority, part_no FROM aftersales.must_stock_list('2002-04-01')" | tr '|' ' ')" \
	"$(grep ' station ' "$scratch/wanted" | LC_ALL=C sort -k1,1 -k7,7gr -k2,2 | awk '{ print $1, ++n[$1], $2 }')" "the must-stock list is the stocked parts by safety stock"
is "$(sql "SELECT count(*) FROM aftersales.stocking_plan('2002-04-01') WHERE half_year_quantity > 12")" 28 "28 parts sell more than 12 in the half-year"
is "$(sql "SELECT part_no, half_year_quantity::integer FROM aftersales.depot_plan('2002-04-01')" | tr '|' ' ')" \
	"$(awk '$3 == "depot" { print $2, $5 }' "$scratch/wanted" | LC_ALL=C sort)" "the depot pools the rest"
is "$(sql "SELECT round(sum(monthly_average_demand)::numeric, 6) FROM aftersales.stocking_plan('2002-04-01') WHERE location = 'depot'")" \
	"$(sql "SELECT round(sum(monthly_average_demand)::numeric, 6) FROM aftersales.depot_plan('2002-04-01')")" "and nothing is lost on the way"

# the old list: top 20 by quantity united with top 20 by amount, from the loader's own input
is "$(sql "SELECT dealer_code, part_no FROM aftersales.must_stock_list_by_volume('2002-04-01', NULL, 20) ORDER BY 1, 2" | tr '|' ' ')" \
	"$(for station in R0 R1 R2 R3 R4; do
		awk -F, -v s=$station '$1 == s && $4 >= "2001-10" && $4 < "2002-04" { q[$5] += $6; a[$5] += $6 * $7 } END { for (p in q) print s, p, q[p], a[p] }' \
			"$scratch/csv/counter_sale.csv" >"$scratch/half"
		{ LC_ALL=C sort -k3,3gr -k2,2 "$scratch/half" | head -n 20; LC_ALL=C sort -k4,4gr -k2,2 "$scratch/half" | head -n 20; } | cut -d' ' -f1,2 | LC_ALL=C sort -u
	done)" "the old list is the top 20 by quantity and by amount of each station"

# back-test: what was asked for of parts with a supply time, half-year by half-year
is "$(sql "SELECT half, quantity::integer FROM aftersales.must_stock_backtest('1999-01-01', '2001-12-31', NULL, 20) WHERE dealer_code IS NULL AND list = 'by_volume'" | tr '|' ' ')" \
	"$(awk -F, 'NR == FNR { if ($5 + $6 > 0) supplied[$1] = 1; next } FNR > 1 && $4 >= "1999" && $4 < "2002" && $5 in supplied {
		asked[substr($4, 1, 4) (substr($4, 6, 2) < "07" ? "-01-01" : "-07-01")] += $6 } END { for (h in asked) print h, asked[h] }' \
		"$scratch/csv/part.csv" "$scratch/csv/counter_sale.csv" | sort)" "the back-test replays all demand of parts with a supply time"
is "$(sql "SELECT count(*), count(*) FILTER (WHERE b.money <= a.money AND b.money > 0.9 * a.money) FROM aftersales.must_stock_backtest('1999-01-01', '2001-12-31', NULL, 20) a
	JOIN aftersales.must_stock_backtest('1999-01-01', '2001-12-31', NULL, 20) b USING (half) WHERE a.dealer_code IS NULL AND b.dealer_code IS NULL AND a.list = 'three_in_one' AND b.list = 'by_volume'")" \
	"6|6" "... with the same money in both lists, but for less than a piece a station"
done_testing
