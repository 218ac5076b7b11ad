#!/bin/bash
# Two confirmations of the same station's order at once make one order; two publications of the same half-year one list.
. "$(dirname "$0")/../lib/tap.sh"
cluster orders
database shop
sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店')" "INSERT INTO part (part_no, name) VALUES ('P1', '灯'), ('P2', '带')" \
	"INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) SELECT d, 'A', row_number() OVER (PARTITION BY d), month_of('2020-01-01', -m), p, 10 FROM generate_series(1, 6) m, unnest(ARRAY['P1', 'P2']) p, unnest(ARRAY['S1', 'S2']) d" \
	"INSERT INTO dirty SELECT 'part_demand', d, month_of('2020-01-01', -m) FROM generate_series(1, 6) m, unnest(ARRAY['S1', 'S2']) d" >/dev/null

# a first session confirms and publishes, and keeps its transaction open
mkfifo "$scratch/session"
psql -qXAt <"$scratch/session" >"$scratch/first" 2>&1 &
exec 9>"$scratch/session"
echo "BEGIN; SELECT aftersales.confirm_order('S1', '2020-01-01'); SELECT aftersales.publish_must_stock_list('2020-01-01'); SELECT 'held';" >&9
wait_for_word held "$scratch/first"
is "$(PGOPTIONS='-c lock_timeout=5s' sql "SELECT aftersales.confirm_order('S2', '2020-01-01')")" "SO20200101-001" "another station does not wait"
run sql "SET lock_timeout = '300ms'" "SELECT aftersales.confirm_order('S1', '2020-01-01')"
like "$err" "canceling statement due to lock timeout" "the same station waits"
sql "SELECT coalesce(aftersales.confirm_order('S1', '2020-01-01'), 'nothing')" >"$scratch/second" 2>&1 &
second=$!
sql "SELECT aftersales.publish_must_stock_list('2020-01-01')" >"$scratch/third" 2>&1 &
third=$!
wait_for "SELECT count(*) = 2 FROM pg_locks WHERE NOT granted"
echo "COMMIT;" >&9
exec 9>&-
wait $second $third
is "$(cat "$scratch/first")" "SO20200101-001
4
held" "the first made the order and the list"
is "$(cat "$scratch/second")" "nothing" "the second finds it ordered"
like "$(cat "$scratch/third")" "must-stock list of half-year 2020-01-01 is published" "and the list published"
# 10 a month, 10 days: 3.33 + 16.67
is "$(sql "SELECT dealer_code, count(*), sum(quantity) FROM aftersales.purchase_order_line GROUP BY dealer_code ORDER BY 1; SELECT count(*) FROM aftersales.must_stock_publication_line")" \
	"S1|2|40.000
S2|2|40.000
4" "each ordered and listed once"
done_testing
