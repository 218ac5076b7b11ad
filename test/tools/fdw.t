#!/bin/bash
# Two nodes, complete installs with stations of their own, and a central database that reads both through postgres_fdw: it gives what
# one machine with all their rows gives, and the nodes compute what can be computed there.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/aggregates.sh"
"$BUILD/bin/aftersales-sample" --stations=4 --vehicles=300 "$scratch/all"

# node NAME STATIONS-REGEX: a cluster whose database shop holds those stations' rows
declare -A node_host
node() {
	local file column
	cluster "$1"
	node_host[$1]=$PGHOST
	database shop
	mkdir "$scratch/$1"
	for file in "$scratch"/all/*.csv; do
		# masters go everywhere, rows of stations to the station's node
		column=$(head -n 1 "$file" | tr ',' '\n' | grep -nx dealer_code | cut -d: -f1)
		case $(basename "$file") in dealer.csv | vehicle.csv) column= ;; esac
		awk -F, -v c="${column:-0}" -v stations="^($2)$" 'NR == 1 || !c || $c ~ stations' "$file" >"$scratch/$1/$(basename "$file")"
	done
	aftersales-load --refresh "$scratch/$1" >/dev/null 2>"$scratch/load.err" || sed 's/^/# /' "$scratch/load.err"
	sql "CREATE ROLE analyst LOGIN PASSWORD 'secret' IN ROLE aftersales_reader" \
		"COPY (VALUES ('local all analyst scram-sha-256'), ('local all all trust')) TO '$(sql "SHOW hba_file")'" "SELECT pg_reload_conf()" >/dev/null
}
node fdw_north "BJ01|CD01|HD00"
sql "$create_observation" "INSERT INTO observation $(observation_rows "i % 23 < 9")" "GRANT SELECT ON observation TO analyst"
node fdw_south "SH01|GZ01|ST[0-9]*"
sql "$create_observation" "INSERT INTO observation $(observation_rows "i % 23 >= 9")" "GRANT SELECT ON observation TO analyst"
# a station with months not yet refreshed
sql "INSERT INTO aftersales.counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) VALUES ('SH01', 'late', 1, '2026-06-30', 'WIPER', 3)" \
	"INSERT INTO aftersales.dirty VALUES ('part_demand', 'SH01', '2026-06-01')" >/dev/null

cluster fdw_center
database one
aftersales-load --refresh "$scratch/all" >/dev/null 2>&1
sql "INSERT INTO aftersales.counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) VALUES ('SH01', 'late', 1, '2026-06-30', 'WIPER', 3)" \
	"INSERT INTO aftersales.dirty VALUES ('part_demand', 'SH01', '2026-06-01')" "$create_observation" "INSERT INTO observation $(observation_rows true)"
sql "CREATE DATABASE network" "CREATE ROLE analyst LOGIN" >/dev/null
export PGDATABASE=network
attach() {
	NODE_PASSWORD=secret psql -qX -v node="${1#fdw_}" -v host="${node_host[$1]}" -v port=5432 -v dbname=shop -v user=analyst -v reader=analyst \
		-f "$root/sql/federation/node.sql"
}
for n in fdw_north fdw_south; do ok "$n is attached" attach $n; done
ok "... and may be attached again" attach fdw_north

# answer QUERY: by the central database, as analyst; wanted QUERY: by the one machine. Both name the rows' schema "network".
answer() { PGUSER=analyst sql "SET search_path = aftersales" "$1"; }
wanted() { PGDATABASE=one sql "SET search_path = aftersales" "${1//network./aftersales.}"; }
plan() { PGUSER=analyst sql "SET search_path = aftersales" "EXPLAIN (VERBOSE, COSTS OFF) $1"; }
# same QUERY DESCRIPTION: more than nothing, and equal
same() {
	answer "$1" >"$scratch/got" 2>&1
	wanted "$1" >"$scratch/wanted"
	ok "$2: an answer" test -s "$scratch/wanted"
	diff "$scratch/wanted" "$scratch/got" >"$scratch/diff"
	pass_if $? "... as on one machine" || head -n 10 "$scratch/diff" | sed 's/^/#   /'
}
# pushed QUERY REGEX DESCRIPTION: both nodes get a statement that matches
pushed() {
	is "$(plan "$1" | grep 'Remote SQL' | grep -cE "$2")" 2 "$3"
}

for table in stock stock_movement visit visit_line demand_line counted_visit part_demand_now vehicle_history_now; do
	columns=$(sql "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'network.$table'::regclass AND attnum > 0 AND attname <> 'load_batch'")
	query="SELECT count(*), coalesce(sum(hashtextextended(r::text, 0)::numeric), 0) FROM (SELECT $columns FROM network.$table) r"
	is "$(answer "$query")" "$(wanted "$query")" "rows of $table: as on one machine"
done

query="SELECT dealer_code, part_no, demand_agg(asked_on, quantity) FROM network.demand_line GROUP BY 1, 2 ORDER BY 1, 2"
same "$query" "demand by station and part"
pushed "$query" "aftersales.demand_agg\(.*GROUP BY" "... computed by the nodes"
is "$(plan "$query" | grep -c 'Async Foreign Scan')" 2 "... at the same time"
query="SELECT part_no, rollup(d), safety_stock(rollup(d), '2026-07-01', 7, 3) FROM (SELECT dealer_code, part_no, demand_agg(asked_on, quantity) d
	FROM network.demand_line GROUP BY dealer_code, part_no) s GROUP BY part_no ORDER BY 1"
same "$query" "demand and safety stock by part, across nodes, in two stages"
pushed "$query" "aftersales.demand_agg\(" "... the first stage computed by the nodes"
query="SELECT part_no, monthly_average_demand(rollup(demand), '2026-07-01') FROM network.part_demand_now GROUP BY 1 ORDER BY 1"
same "$query" "average demand by part from kept and fresh summaries"
query="SELECT churn_rate(h, '2026-06-01'), retention_rate(h, '2026-06-01') FROM (SELECT vehicle_no, rollup(visits) h FROM network.vehicle_history_now GROUP BY 1) s"
same "$query" "churn of the network: a vehicle that went to the other node came back"
query="SELECT dealer_code, churn_rate(visits, '2026-06-01') FROM network.vehicle_history_now GROUP BY 1 ORDER BY 1"
same "$query" "churn by station"
pushed "$query" "aftersales.churn_rate\(" "... computed by the nodes"
query="SELECT vehicle_no, frequency(visits, '2026-07-01') FROM network.vehicle_history_now WHERE last_visit(visits, '2026-07-01') > '2026-06-20' ORDER BY 1, 2"
same "$query" "vehicles seen lately"
pushed "$query" "WHERE .*aftersales.last_visit\(" "... chosen by the nodes"
query="SELECT v.dealer_code, count(*), sum(l.quantity) FROM network.visit v JOIN network.visit_line l USING (dealer_code, visit_no) GROUP BY 1 ORDER BY 1"
same "$query" "visits and their lines"
query="SELECT part_no, demand FROM network.part_demand_now WHERE dealer_code = 'SH01' ORDER BY 1"
same "$query" "one station"
is "$(plan "$query" | grep -c 'Remote SQL')" 1 "... asks one node"

# every aggregate of the extension
for n in north south; do
	sql "IMPORT FOREIGN SCHEMA public LIMIT TO (observation) FROM SERVER $n INTO $n"
	[ $n = south ] || sql "CREATE TABLE network.observation (LIKE north.observation) PARTITION BY LIST (dealer_code)" "GRANT SELECT ON network.observation TO analyst"
	sql "ALTER TABLE network.observation ATTACH PARTITION $n.observation FOR VALUES IN ($(sql "SELECT string_agg(DISTINCT quote_literal(dealer_code), ', ') FROM $n.observation"))"
done
is "$(aggregates)" "$(printf '%s\n' "${!aggregate_call[@]}" | LC_ALL=C sort)" "test/lib/aggregates.sh calls every aggregate"
for aggregate in "${!aggregate_call[@]}"; do
	query="SELECT dealer_code, part_no % 5, ${aggregate_call[$aggregate]} FROM network.observation GROUP BY 1, 2 ORDER BY 1, 2"
	is "$(answer "$query" 2>&1 | md5sum)" "$(PGDATABASE=one sql "SET search_path = aftersales" "${query//network./public.}" | md5sum)" "$aggregate: as on one machine"
	# an array of rows is no type of the extension to postgres_fdw, on every server version, so what returns one may be computed by the server that asks
	nodes=$(PGDATABASE=one sql "SET search_path = aftersales" "SELECT CASE WHEN e.typtype = 'c' THEN 0 ELSE 2 END FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype
		LEFT JOIN pg_type e ON e.oid = t.typelem WHERE p.oid = '$aggregate'::regprocedure")
	[ "$nodes" = 0 ] ||
		is "$(plan "$query" | grep 'Remote SQL' | grep -cE "aftersales.${aggregate%%(*}\(")" "$nodes" "$aggregate: computed by the nodes, where it can"
done

run answer "DELETE FROM network.visit"
like "$err" "permission denied" "the central database only reads"
run sql "DELETE FROM north.visit"
like "$err" "does not allow deletes" "... for its superuser, too"
run answer "SELECT * FROM north.stock"
like "$err" "permission denied for schema" "analysts see the network, not what it is put together from"
done_testing
