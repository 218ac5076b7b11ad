#!/bin/bash
# What a depot saves on 1,337 real car parts at the same fill rate. How they are spread over stations, and that money is pieces:
# see two_echelon.sql. Stock at stations only is worked out once more from Poisson probabilities by a Perl script.
source "$(dirname "$0")/../lib/tap.sh"
data=${AFTERSALES_SHARED:-$root/../shared}/data/carparts.csv
[ -f "$data" ] || skip_all "no shared data"
cluster real_two_echelon
database two_echelon
sed 's/\r$//' "$data" >"$scratch/carparts.csv"
sql "CREATE TABLE carparts (part_no text, month text, quantity integer)" "\\copy carparts FROM '$scratch/carparts.csv' (FORMAT csv, HEADER)" >/dev/null
ok "the parts are spread over ten stations" psql -qX -v ON_ERROR_STOP=1 -f "$root/test/real/two_echelon.sql"
is "$(sql 'SELECT sum(quantity)::integer FROM aftersales.counter_sale')" \
	"$(awk -F, 'NR > 1 && $3 > 0 { s += $3 } END { print s }' "$scratch/carparts.csv")" "and no piece is lost"

sql "CREATE TABLE plan AS SELECT target, n.* FROM unnest('{0.95,0.98}'::float8[]) target
	CROSS JOIN LATERAL aftersales.network_stock_plan('2002-04-01', target) n" >/dev/null
sql "SELECT monthly_average_demand / 30 * (order_cycle + lead_time), monthly_average_demand
	FROM aftersales.stocking_plan('2002-04-01') WHERE location = 'depot' AND monthly_average_demand > 0" | tr '|' ' ' >"$scratch/pairs"
for target in 0.9 0.95 0.98; do
	read -r only_pieces only_fill_rate pieces depot_pieces fill_rate saving < <(psql -qXAt -F ' ' -c "
		SELECT station_only_pieces, round(station_only_fill_rate::numeric, 6), pieces, depot_pieces, fill_rate, saving
		FROM aftersales.network_stock_saving('2002-04-01', $target)")
	echo "# fill rate $target: $only_pieces at stations only; $depot_pieces at the depot and $((pieces - depot_pieces)) at stations; saved ${saving%.*} of $only_pieces"
	is "$only_pieces $only_fill_rate" "$(perl "$root/test/real/two_echelon.pl" $target "$scratch/pairs")" "fill rate $target: the fewest pieces at stations only"
	ok "fill rate $target: reached with the depot, and hardly passed" awk "BEGIN { exit !($fill_rate >= $target && $fill_rate < $target + 0.001) }"
	ok "fill rate $target: the depot saves" awk "BEGIN { exit !($saving > 0 && $saving == $only_pieces - $pieces && $depot_pieces > 0) }"
done
# the stocks of the plan, evaluated part by part
is "$(sql "WITH part AS (
		SELECT target, part_no, max(stock) FILTER (WHERE dealer_code = 'D') AS depot_stock, max(supply_days) FILTER (WHERE dealer_code = 'D') AS lead_time,
			array_agg(stock ORDER BY dealer_code) FILTER (WHERE dealer_code <> 'D') AS stocks,
			array_agg(monthly_average_demand / 30 ORDER BY dealer_code) FILTER (WHERE dealer_code <> 'D') AS rates,
			array_agg(supply_days ORDER BY dealer_code) FILTER (WHERE dealer_code <> 'D') AS days,
			sum(backorders) FILTER (WHERE dealer_code <> 'D') AS backorders
		FROM plan GROUP BY target, part_no)
	SELECT count(*) > 1400, count(*) FILTER (WHERE abs(p.backorders - (SELECT sum(b) FROM unnest(s.backorders) b)) > 1e-12)
	FROM part p, aftersales.two_echelon_service(p.rates, p.days, p.lead_time, p.depot_stock, p.stocks) s")" "t|0" "backorders of every part are those of its stocks"
is "$(sql "SELECT count(*) FROM (SELECT part_no, target, stock - lag(stock, 1, 0) OVER (PARTITION BY part_no, dealer_code ORDER BY target) AS more
		FROM (SELECT part_no, '' AS dealer_code, target, sum(stock) AS stock FROM plan GROUP BY part_no, target) p) q WHERE more < 0")" 0 \
	"a higher target takes no piece from any part"
# the lists on history: what is pooled is served by the depot, at equal money
sql "CREATE TABLE backtest AS SELECT n, b.* FROM unnest('{20,100}'::integer[]) n CROSS JOIN LATERAL aftersales.must_stock_backtest('1999-01-01', '2001-12-31', NULL, n) b
	WHERE dealer_code IS NULL" >/dev/null
sql "SELECT format('# back-test %s, old list of %s: filled %s at once, %s with the depot; the old list %s', a.half, n, round(a.fill_rate, 3), round(a.fill_rate_with_depot, 3), round(b.fill_rate, 3))
	FROM backtest a JOIN backtest b USING (n, half) WHERE a.list = 'three_in_one' AND b.list = 'by_volume' ORDER BY n, half"
is "$(sql "SELECT count(*), count(*) FILTER (WHERE a.fill_rate_with_depot > b.fill_rate_with_depot AND b.money <= a.money AND b.money > 0.98 * a.money)
	FROM backtest a JOIN backtest b USING (n, half) WHERE a.list = 'three_in_one' AND b.list = 'by_volume'")" "12|12" "with its depot the three-in-one list fills more than the old list for the same money"
done_testing
