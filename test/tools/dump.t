#!/bin/bash
# A loaded database dumped and restored, also into another cluster, and one that lost and got back the extension give identical answers.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/questions.sh"
cluster dump_copy
copy_host=$PGHOST
cluster dump
database shop
psql -qX -v ON_ERROR_STOP=1 -c "SET search_path = aftersales" -f "$root/test/fixtures/network.sql"
# also customers' visits, follow-ups, retention models, a snapshot, states kept and dirty
sql "SET search_path = aftersales" \
	"INSERT INTO vehicle (vehicle_no, dealer_code, sold_on) SELECT 'K' || n, 'S1', date '2024-01-01' + n FROM generate_series(1, 300) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, amount)
		SELECT 'S' || 1 + n % 3, 'K' || n, 'K' || 1 + n * 7 % 300, 'C1', 'repair', date '2025-06-30' + n % 365, date '2025-06-30' + n % 365, n FROM generate_series(1, 1000) n" \
	"INSERT INTO dirty SELECT DISTINCT 'vehicle_history', dealer_code, month_of(opened_on) FROM visit" \
	"CALL refresh()" "CALL refit_retention_models('2026-07-01')" "CALL take_metric_snapshot('baseline', '2026-01-01')" "CALL take_metric_snapshot('later', '2026-07-01')" \
	"SELECT publish_must_stock_list('2026-07-01')" "CALL generate_follow_ups('2026-07-01')" "SELECT record_follow_up(min(follow_up), 'no_answer') FROM follow_up WHERE state = 'new'" \
	"INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) VALUES ('S1', 'late', 1, '2026-06-02', 'PAD', 2)" \
	"INSERT INTO dirty VALUES ('part_demand', 'S1', '2026-06-01')" >/dev/null

{ questions; printf '%s\n' aftersales.follow_up_attempt aftersales.follow_up_run aftersales.parameter; } >"$scratch/questions"
answers <"$scratch/questions" >"$scratch/before"
is "$(grep -c 'no answer' "$scratch/before")" 0 "every question is answered"
ok "... at some length" test "$(wc -l <"$scratch/before")" -gt 300
# same DESCRIPTION
same() { same_answers "$scratch/before" "$1" <"$scratch/questions"; }

ok "pg_dump" pg_dump -Fc -f "$scratch/shop.dump"
sql "CREATE DATABASE copy" >/dev/null
ok "pg_restore" pg_restore --exit-on-error -d copy "$scratch/shop.dump"
PGDATABASE=copy same "restored beside it: identical answers"
run env PGDATABASE=copy psql -qX -c "CALL aftersales.install_schema()" -c "CALL aftersales.refresh()"
is "$status $err" "0 " "... install_schema() and refresh() work on it"
PGDATABASE=copy same "... and the answers stay"

pg_dumpall --roles-only | grep -v ' postgres' >"$scratch/roles.sql"
pg_dump -f "$scratch/shop.sql"
ok "roles in the second cluster" psql -qX -v ON_ERROR_STOP=1 -h "$copy_host" -d postgres -f "$scratch/roles.sql" -c "CREATE DATABASE shop"
ok "a plain dump in the second cluster" psql -qX -v ON_ERROR_STOP=1 -h "$copy_host" -f "$scratch/shop.sql"
PGHOST=$copy_host same "... identical answers"
run env PGHOST="$copy_host" psql -qX -c "CREATE ROLE viewer LOGIN IN ROLE aftersales_reader" -c "SET ROLE viewer" -c "SELECT name FROM aftersales.customer"
like "$err" "permission denied" "... and grants"


# without the roles: install_schema() heals it
main_host=$PGHOST
cluster dump_bare
psql -qX -d postgres -c "CREATE DATABASE shop" -c "CREATE ROLE aftersales_network"
export PGDATABASE=shop
ok "a dump without owners and privileges in a cluster without the roles but the one that policies name" pg_restore --exit-on-error --no-owner --no-privileges -d shop "$scratch/shop.dump"
run sql "CALL aftersales.install_schema()"
is "$status $err" "0 " "... install_schema() makes the roles and gives them what is theirs"
same "... identical answers"
is "$(sql "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'v', 'S') AND c.relowner <> 'aftersales_owner'::regrole")" "" "... owners"
sql "CREATE ROLE viewer LOGIN IN ROLE aftersales_reader" "CREATE ROLE boss LOGIN IN ROLE aftersales_admin" >/dev/null
is "$(PGUSER=viewer sql "SELECT count(*) > 0 FROM aftersales.must_stock_list('2026-07-01')")" t "... a reader asks"
run env PGUSER=viewer psql -qX -c "SELECT name FROM aftersales.customer"
like "$err" "permission denied" "... and sees no names"
ok "... an admin works" env PGUSER=boss psql -qX -v ON_ERROR_STOP=1 -c "CALL aftersales.generate_follow_ups('2026-07-02')" -c "CALL aftersales.refresh()"
export PGHOST=$main_host

run sql "DROP EXTENSION aftersales"
like "$err" "cannot drop extension aftersales because other objects depend on it" "DROP EXTENSION is refused"
same "... and takes nothing away"
rows="SELECT sum((xpath('//c/text()', query_to_xml(format('SELECT count(*) AS c FROM %s', c.oid::regclass), false, true, '')))[1]::text::bigint)
	FROM pg_class c WHERE relnamespace = 'aftersales'::regnamespace AND relkind = 'r' AND relname NOT IN ('part_demand', 'vehicle_history', 'dirty')"
before=$(sql "$rows")
run sql "DROP EXTENSION aftersales CASCADE" "$rows"
is "$out" "$before" "DROP EXTENSION CASCADE takes no row of the business tables"
run sql "CREATE EXTENSION aftersales" "CALL aftersales.install_schema()"
is "$status" 0 "CREATE EXTENSION, install_schema()"
is "$err" "NOTICE:  kept demand was lost with the extension and is computed from the lines
HINT:  CALL aftersales.refresh() to keep it again.
NOTICE:  kept visit histories were lost with the extension and are computed from the visits
HINT:  CALL aftersales.refresh() to keep them again." "... says what was lost and nothing else"
same "... identical answers at once"
sql "CALL aftersales.refresh()" >/dev/null
same "... and after refresh"
is "$(sql "SELECT DISTINCT kind, reason, aftersales.model_name(model::aftersales.retention_model) FROM aftersales.retention_fit WHERE dealer_code = '*' ORDER BY 1")" "spend|penalised|gamma_gamma
visits|penalised|mbgcnbd" "models of a past day are models again"
is "$(sql "SELECT count(*) > 0 FROM aftersales.part_demand; SELECT count(*) FROM aftersales.dirty")" "t
0" "... which keeps them again"
run sql "CALL aftersales.install_schema()"
is "$status $err" "0 " "install_schema() once more has nothing to say"
done_testing
