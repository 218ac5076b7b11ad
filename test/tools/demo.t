#!/bin/bash
# make demo: run twice below a BUILD of its own; the figures it shows beside what awk works out from the CSV files.
source "$(dirname "$0")/../lib/tap.sh"
tools=$BUILD/bin
programs=$(readlink -f "$BUILD/private")/server
export BUILD=$scratch/build
trap '"$root/demo/clean"; cleanup' EXIT
chmod 755 "$scratch"
mkdir -p "$BUILD/bin"
ln -s "$tools"/* "$BUILD/bin"
"$root/build-aux/private-server" destdir >/dev/null
ln -s "$programs" "$BUILD/private/server"

run "$root/demo/run"
is "$status" 0 "the demo runs" || printf '%s\n' "$out" "$err" | sed 's/^/#   /'
first=$out
run "$root/demo/run"
is "$status" 0 "and runs again over itself"
is "$(sed -n '/^3\. /,$p' <<<"$out")" "$(sed -n '/^3\. /,$p' <<<"$first")" "with the same lists"
like "$first" '4G64-L +\| 缸体组件 +\| +3 \|[^|]*\| +45 \|[^|]*\| depot +\| assembly +\| stock' "the old list stocks the cylinder block, the new one does not"
like "$first" 'SMD182293 +\| 离合器壳体组件 +\| +4 \|[^|]*\| +25 \|[^|]*\| depot +\| assembly +\| stock' "nor the clutch housing"
like "$first" 'SW-REV +\| 倒车灯开关 +\| +12 \|[^|]*\| +10 \|[^|]*\| depot +\| slow' "the reversing-lamp switch is slow"

# what the README shows, commands and left-out lines apart, stands on the page
sed -n '/^## Five minutes/,/^## Install/{/^    /p}' "$root/README.md" | sed -E '/^    (aftersales-| *\.\.\.$)/d; s/^    //; s/ +$//' >"$scratch/shown"
missing=$(sed -E 's/ +$//' <<<"$first" | grep -vxFf - "$scratch/shown")
is "$(wc -l <"$scratch/shown" | awk '{ print ($1 > 40) }')$missing" 1 "the README shows what the demo does"

eval "$("$root/build-aux/private-server" env demo)"
export PGDATABASE=aftersales
cd "$BUILD/demo" || exit 1

# demand by station, part and month, from the three files that hold demand: station part month quantity
awk -F, '
	FILENAME == "visit.csv" { day[$1, $2] = $6 }
	FILENAME == "visit_line.csv" && $4 == "part" { print $1, $5, substr(day[$1, $2], 1, 7), $7 }
	FILENAME == "counter_sale.csv" && FNR > 1 { print $1, $6, substr($4, 1, 7), $7 }
	FILENAME == "lost_sale.csv" && FNR > 1 { print $1, $5, substr($4, 1, 7), $6 }' visit.csv visit_line.csv counter_sale.csv lost_sale.csv >"$scratch/demand"
# station part half-year-quantity MAD SSQ decision, by the founding rules; part_supply overrides the lead time
awk -F'[, ]' '
	FILENAME == "part.csv" { days[$1] = $9; lead[$1] = $10; attribute[$1] = $3; next }
	FILENAME == "part_supply.csv" { other[$1, $2] = $4; next }
	$3 >= "2026-01" && $3 <= "2026-06" { half[$1 " " $2] += $4; weighted[$1 " " $2] += $4 * substr($3, 6) }
	END {
		for (k in half) {
			split(k, p, " ")
			d = days[p[2]] + ((p[1], p[2]) in other ? other[p[1], p[2]] : lead[p[2]])
			print k, half[k], sprintf("%.6f %.6f", weighted[k] / 21, weighted[k] / 21 * d / 6), \
				d == 0 ? "supplier direct_supply" : attribute[p[2]] == "assembly" ? "depot assembly" : half[k] <= 12 ? "depot slow" : "station stocked"
		}
	}' part.csv part_supply.csv "$scratch/demand" | LC_ALL=C sort >"$scratch/wanted"
psql -qXAt -F ' ' -c "SELECT dealer_code, part_no, half_year_quantity::integer, monthly_average_demand::numeric(20,6), safety_stock::numeric(20,6), location, reason
	FROM aftersales.stocking_plan('2026-07-01') WHERE half_year_quantity > 0" | LC_ALL=C sort >"$scratch/got"
ok "every station's half-year quantities, averages, safety stocks and decisions" diff "$scratch/wanted" "$scratch/got"
is "$(cut -d' ' -f7 "$scratch/wanted" | sort -u | tr '\n' ' ')" "assembly direct_supply slow stocked " "with every reason among them"
is "$(sql "SELECT dealer_code, part_no FROM aftersales.must_stock_list('2026-07-01')" | tr '|' ' ' | LC_ALL=C sort)" \
	"$(awk '/ station stocked$/ { print $1, $2 }' "$scratch/wanted")" "the must-stock list is what is stocked"

# statuses: visits of kinds that count; never visited: from the sale; scrapped ones left out
is "$(sql "SELECT status, count(*) FROM aftersales.vehicle_statuses('2026-07-01') GROUP BY status ORDER BY status" | tr '|' ' ')" \
	"$(awk -F, '
		FILENAME == "visit.csv" && ($5 == "maintenance" || $5 == "repair" || $5 == "warranty") && $6 > last[$3] { last[$3] = $6 }
		FILENAME == "vehicle.csv" && FNR > 1 && ($7 == "" || $7 > "2026-07-01") {
			day = $1 in last ? last[$1] : $6
			n[day >= "2026-01-01" ? "active" : day < "2025-07-01" ? "lost" : "at_risk"]++
		}
		END { for (s in n) print s, n[s] }' visit.csv vehicle.csv | sort)" "active, at risk and lost vehicles"

# churn of June 2026: seen in December and not from January to June; by station and in the network
is "$(sql "SELECT coalesce(dealer_code, '*'), vehicles, lost FROM aftersales.retention_monthly('2026-06-01', '2026-06-01') WHERE vehicles > 0" | tr '|' ' ' | LC_ALL=C sort)" \
	"$(awk -F, '($5 == "maintenance" || $5 == "repair" || $5 == "warranty") && $6 >= "2025-12-01" {
			key[$1 " " $3]; key["* " $3]
			if ($6 < "2026-01-01") { seen[$1 " " $3]; seen["* " $3] } else { back[$1 " " $3]; back["* " $3] }
		}
		END {
			for (k in seen) { split(k, p, " "); n[p[1]]++; lost[p[1]] += !(k in back) }
			for (s in n) print s, n[s], lost[s]
		}' visit.csv | LC_ALL=C sort)" "vehicles seen and lost, by station and in the network"

# a call three days after each finished visit, for eleven days: settled from 2026-06-17 to 2026-06-28, or on the 16th, as the 19th is the
# Dragon Boat Festival and so it was due on Monday the 22nd
is "$(sql "SELECT trigger_key FROM aftersales.follow_up WHERE rule = 'post_visit' AND made_as_of = '2026-07-01' ORDER BY 1")" \
	"$(awk -F, '$7 >= "2026-06-16" && $7 <= "2026-06-28" { print $1 "/" $2 }' visit.csv | LC_ALL=C sort)" "a call for every visit settled three to fourteen days before, days off apart"
unlike "$first" '154[0-9]{8}' "phone numbers are masked on the page"

cd "$root" || exit 1
rm "$BUILD/bin/aftersales-load"
ln -s /bin/false "$BUILD/bin/aftersales-load"
run "$root/demo/run"
is "$status" 1 "a failing step: exit 1"
like "$err" 'demo: error: ' "and a message"
"$root/demo/clean"
is "$(cd "$BUILD" && ls -d demo private/cluster/* 2>/dev/null)" "" "demo-clean leaves neither cluster nor files"
done_testing
