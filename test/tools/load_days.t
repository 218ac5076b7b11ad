#!/bin/bash
# aftersales-load: a day far off is rejected with its line, and the questions are answered with the first and last day allowed.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_days
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
# days to come lie in the future
load() { PGUSER=clerk run aftersales-load --rule=future_date=off "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
cd "$scratch" || exit 1
file dealer.csv dealer_code,name S1,station
file part.csv part_no,name P1,a
file vehicle.csv vehicle_no V1 V2
file customer.csv customer_no,name C1,x
load dealer.csv part.csv vehicle.csv customer.csv
is "$status$err" 0 "a station, a part and a vehicle"

# every column of type date of parts and vehicles: the days before and after those allowed, and the first and the last
tables="part part_supply stock_movement counter_sale lost_sale purchase_order purchase_order_line stock_count consent vehicle vehicle_owner visit"
# header and values of a good row; @ is the day under test
good() {
	case $1 in
		part.available_from) echo part_no,name,available_from P@,n,@ ;;
		part_supply.available_from) echo dealer_code,part_no,available_from S1,P1,@ ;;
		stock_movement.moved_on) echo dealer_code,movement_no,part_no,kind,quantity,moved_on S1,M@,P1,issue,-1,@ ;;
		counter_sale.sold_on) echo dealer_code,sale_no,line_no,part_no,quantity,sold_on S1,K@,1,P1,600,@ ;;
		lost_sale.asked_on) echo dealer_code,lost_sale_no,line_no,part_no,quantity,asked_on S1,L@,1,P1,6,@ ;;
		purchase_order.ordered_on) echo dealer_code,order_no,ordered_on S1,O@,@ ;;
		purchase_order.closed_on) echo dealer_code,order_no,ordered_on,closed_on S1,C@,1990-01-01,@ ;;
		purchase_order_line.expected_on) echo dealer_code,order_no,line_no,part_no,quantity,expected_on S1,O1990-01-01,1,P1,1,@ ;;
		stock_count.counted_on) echo dealer_code,part_no,book,counted,counted_on S1,P1,1,1,@ ;;
		consent.recorded_on) echo customer_no,purpose,channel,granted,recorded_on C1,service,phone,true,@ ;;
		vehicle.*) echo "vehicle_no,${1#*.}" V@,@ ;;
		vehicle_owner.owned_from) echo vehicle_no,customer_no,owned_from,owned_until V1,C1,@, ;;
		vehicle_owner.owned_until) echo vehicle_no,customer_no,owned_from,owned_until V2,C1,1990-01-01,@ ;;
		visit.opened_on) echo dealer_code,visit_no,vehicle_no,kind,amount,opened_on S1,W@,V1,maintenance,1,@ ;;
		visit.closed_on) echo dealer_code,visit_no,vehicle_no,kind,opened_on,closed_on S1,X@,V1,maintenance,1990-01-01,@ ;;
	esac
}
# days FILE COLUMN DAY...: a row for each day
days() {
	local header row day
	read -r header row < <(good "$2")
	echo "$header" >"$1"
	for day in "${@:3}"; do echo "${row//@/$day}"; done >>"$1"
}
columns=$(sql "SELECT table_name || '.' || column_name FROM information_schema.columns
	WHERE table_schema = 'aftersales' AND data_type = 'date' AND table_name = ANY (string_to_array('$tables', ' ')) ORDER BY array_position(string_to_array('$tables', ' '), table_name::text), ordinal_position")
for column in $columns; do
	t=${column%.*}
	for day in 0206-05-01 1989-12-31 2090-01-01 9999-12-31; do
		days "$t.csv" "$column" "$day"
		load "$t.csv"
		grep -E "^2,\"([a-z_]+, )?${column#*.}\",23514,.*'1990-01-01'::date.*'2089-12-31'::date" "$t.csv.reasons"
	done >found
	is "$status,$(wc -l <found)" "4,4" "$column: days before 1990 and after 2089 are rejected, with line and limits"
	days "$t.csv" "$column" 1990-01-01
	[ "$column" != vehicle_owner.owned_until ] || sed -i 's/1990-01-01$/1990-01-02/' "$t.csv"
	load "$t.csv"
	first=$status
	[ "$t" != vehicle_owner ] || sql "DELETE FROM aftersales.vehicle_owner"
	days "$t.csv" "$column" 2089-12-31
	load "$t.csv"
	is "$first$status$err" 00 "$column: 1990-01-01 and 2089-12-31 are not"
done
is "$(grep -c . <<<"$columns")" 16 "so many columns were tested"

sql "CALL aftersales.refresh()"
for question in "stocking_plan('2026-07-01')" "must_stock_list('2026-07-01')" "half_year_consumption('2026-07-01')" "vehicle_statuses('2026-07-01')" "follow_up_list('2026-07-01')"; do
	ok "$question is answered" sql "SELECT count(*) FROM aftersales.$question"
done
is "$(sql "SELECT part_no FROM aftersales.must_stock_list('2090-01-01', 'S1')")" P1 "also after the last day"
done_testing
