#!/bin/bash
# Row-level security: a station's user sees in every table, view and question what an install with that station's rows alone would show;
# network-wide roles see everything; a dump by a role whom policies bind fails rather than holding half.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/questions.sh"
cluster station_rows
database alone
sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name, kind) VALUES ('D0', 'depot', 'depot')" \
	"INSERT INTO part (part_no, name, price, cost) VALUES ('P1', 'part', 20, 10)" "INSERT INTO vehicle_model (model_code, brand, name) VALUES ('M1', 'brand', 'model')" \
	"INSERT INTO service_interval (model_code, service_no, months) VALUES ('M1', 0, 6)" >/dev/null
# station CODE: its rows
station() { psql -qXAt -v ON_ERROR_STOP=1 -v station="$1" -c "SET search_path = aftersales" -f "$root/test/fixtures/station.sql" >/dev/null; }
ok "rows of one station" station OWN
sql "SET search_path = aftersales" "CALL refit_retention_models('2026-07-01')" "CALL take_metric_snapshot('baseline', '2026-06-01')" "SELECT publish_must_stock_list('2026-07-01')" >/dev/null
PGDATABASE=postgres sql "CREATE DATABASE shop TEMPLATE alone" >/dev/null
export PGDATABASE=shop
ok "... and of another" station LEAK
sql "SET search_path = aftersales" "CALL refit_retention_models('2026-06-01')" "CALL take_metric_snapshot('later', '2026-07-01')" \
	"INSERT INTO must_stock_publication VALUES ('2026-01-01')" "INSERT INTO must_stock_publication_line SELECT p.half, 'LEAK', 'P1', 1, 1, 'A', 1, 1, 1, 1, 1, 'LEAK' FROM must_stock_publication p" \
	"CALL add_dealer_role('OWN')" "CALL add_dealer_role('OWN')" "CALL add_dealer_role('LEAK')" "CREATE ROLE anna LOGIN IN ROLE \"aftersales_dealer_OWN\"" \
	"CREATE ROLE pair LOGIN IN ROLE \"aftersales_dealer_OWN\", \"aftersales_dealer_LEAK\"" "CREATE ROLE lost LOGIN IN ROLE aftersales_station" \
	"CREATE ROLE outsider LOGIN" "GRANT USAGE ON SCHEMA aftersales TO outsider" "GRANT SELECT ON aftersales.visit, aftersales.stock TO outsider" >/dev/null
for role in reader loader admin; do sql "CREATE ROLE $role LOGIN IN ROLE aftersales_$role"; done >/dev/null
is "$(PGUSER=anna sql "SELECT aftersales.my_dealers(), aftersales.is_my_dealer('OWN'), aftersales.is_my_dealer('LEAK')")" "{OWN}|t|f" "whose user it is"

# what is dirty again
for db in alone shop; do
	PGDATABASE=$db sql "SET search_path = aftersales" "INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity)
		SELECT d.dealer_code, d.dealer_code || '-late', 1, '2026-06-02', 'P1', 2 FROM dealer d WHERE d.kind = 'station'" \
		"INSERT INTO dirty (kept, dealer_code, month) SELECT 'part_demand', d.dealer_code, '2026-06-01' FROM dealer d WHERE d.kind = 'station'"
done

# every table under a policy, from the catalog
tables=$(sql "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND c.relforcerowsecurity ORDER BY 1")
is "$(sql "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname IN ('dealer_code', 'customer_no', 'vehicle_no', 'follow_up') AND NOT a.attisdropped
		AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")" "" "no table about stations, customers or vehicles is without row-level security"
empty=
for table in $tables; do
	[ "$(sql "SELECT count(*) > 0 FROM aftersales.$table t WHERE t::text LIKE '%LEAK%'")" = t ] || empty="$empty $table"
done
is "$empty" "" "the other station has rows in each of them"

# readable USER: tables and views the user may read, and the questions, about each station
readable() {
	local station
	sql "SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'p', 'v')
		AND has_table_privilege('$1', c.oid, 'SELECT') ORDER BY 1"
	echo "(SELECT follow_up, attempt_no, outcome FROM aftersales.follow_up_attempt)"
	echo "aftersales.follow_up_list(as_of => '2026-07-02')"
	for station in OWN LEAK; do
		more_values=$(sql "SELECT string_agg(format(', (%L, %L)', v.name, quote_literal(v.value)), '')
			FROM (VALUES ('dealer_code', '$station'), ('customer', '$station-K1'), ('vehicle_no', '$station-V1'), ('rule', CASE '$station' WHEN 'OWN' THEN 'post_visit' ELSE 'recall' END),
				('follow_up', (SELECT max(f.follow_up)::text FROM aftersales.follow_up f WHERE f.dealer_code = '$station')), ('limit_name', 'lost'),
				('day', '2026-07-01'), ('from_on', '2025-07-01'), ('to_on', '2026-07-01'), ('days', '{[2026-07-01,2026-07-03)}')) v (name, value)") questions | grep -F '('
	done | sort -u
}
# what is answered, without the questions
rows() { grep -v '^-- '; }
readable anna >"$scratch/items"
is "$(grep NULL "$scratch/items" | grep -v "^aftersales.maintenance_events(.*vehicles => NULL, first => NULL)")" "" "every argument has a value"
PGUSER=anna answers <"$scratch/items" >"$scratch/anna"
ok "a station's user gets answers" grep -q OWN "$scratch/anna"
is "$(rows <"$scratch/anna" | grep 'LEAK')" "" "... in none of them anything of the other station"
is "$(grep -A1 'no answer' "$scratch/anna")" "" "... and may ask every question"
PGUSER=pair answers <"$scratch/items" >"$scratch/both"
ok "a user of both sees both" grep -q LEAK <(rows <"$scratch/both")
# about FUNCTION <ANSWERS: those of one question
about() { awk -v start="-- aftersales.$1(" '/^-- / { on = index($0, start) == 1 } on'; }
for question in follow_up_explanation hold_out_effect consent_history vehicle_contact staff_present staff_on_duty follow_up_events follow_up_list; do
	about $question <"$scratch/anna" >"$scratch/anna_about"
	ok "... also by $question()" grep -q . <(about $question <"$scratch/both" | diff "$scratch/anna_about" -)
done
PGUSER=lost answers <"$scratch/items" | rows | grep 'OWN\|LEAK' >"$scratch/lost"
is "$(cat "$scratch/lost")" "" "a member of aftersales_station without a station sees no station"
is "$(PGUSER=outsider sql "SELECT count(*) FROM aftersales.visit" "SELECT count(*) FROM aftersales.stock")" "0
0" "nor somebody whom a table was granted directly"

# what is of the network: models, snapshots, published lists of all
grep -vE 'metric|retention_fit|_scores|must_stock_publication$' "$scratch/items" >"$scratch/own_items"
PGUSER=anna answers <"$scratch/own_items" >"$scratch/anna_own"
PGDATABASE=alone same_answers "$scratch/anna_own" "the answers are those of an install that has the station's rows alone" <"$scratch/own_items"

answers <"$scratch/items" >"$scratch/everything"
for role in reader admin loader; do PGUSER=$role same_answers "$scratch/everything" "$role sees what the superuser sees" <"$scratch/items"; done
PGOPTIONS='-c role=aftersales_owner' same_answers "$scratch/everything" "the owner too, which routines run as" <"$scratch/items"
is "$(sql "SET ROLE anna" "SELECT count(*) FILTER (WHERE dealer_code = 'OWN') > 0, count(*) FILTER (WHERE dealer_code = 'LEAK') FROM aftersales.visit")" "t|0" "SET ROLE counts"
is "$(PGUSER=anna PGOPTIONS='-c row_security=on -c search_path=public' sql "SELECT count(*) FROM aftersales.customer_masked WHERE customer_no LIKE 'LEAK%'")" 0 "masked customers"

# a user cannot have a function of hers look at rows before the policy does
sql "GRANT CREATE ON SCHEMA public TO anna" >/dev/null
run env PGUSER=anna psql -qXAt -c "CREATE FUNCTION public.spy(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS \$\$ BEGIN RAISE NOTICE 'seen %', \$1; RETURN true; END \$\$" \
	-c "SELECT count(*) FROM aftersales.visit WHERE public.spy(dealer_code)" -c "SELECT count(*) FROM aftersales.customer_masked WHERE public.spy(customer_no)" -c "SELECT count(*) FROM aftersales.demand_line WHERE public.spy(dealer_code)" \
	-c "SELECT count(*) FROM aftersales.vehicle_masked WHERE public.spy(vehicle_no) AND public.spy(plate)"
like "$err" "seen OWN" "a function of the user sees rows"
unlike "$err" "LEAK" "... but no others than the user"

# routines that run as their owner, called by who may not see
for statement in "INSERT INTO aftersales.visit SELECT * FROM aftersales.visit" "UPDATE aftersales.stock SET on_hand = 0" "DELETE FROM aftersales.stock" \
	"UPDATE aftersales.follow_up SET state = 'done'" "DELETE FROM aftersales.follow_up" "UPDATE aftersales.follow_up_attempt SET outcome = 'reached'" "DELETE FROM aftersales.follow_up_attempt" \
	"INSERT INTO aftersales.follow_up_attempt (follow_up, attempt_no, outcome) VALUES (1, 9, 'reached')"; do
	run env PGUSER=anna psql -qX -v VERBOSITY=sqlstate -c "$statement"
	like "$err" "42501" "a station's user may not: $statement"
done
run env PGUSER=anna psql -qX -v VERBOSITY=sqlstate -c "CALL aftersales.add_dealer_role('LEAK')"
like "$err" 42501 "... nor make roles"
run sql "CALL aftersales.add_dealer_role('NONE')"
like "$err" 'station "NONE" does not exist' "a role for a station that is not there"
run sql "INSERT INTO aftersales.dealer (dealer_code, name) VALUES (repeat('长', 16), 'x')" "CALL aftersales.add_dealer_role(repeat('长', 16))"
sql "DELETE FROM aftersales.dealer WHERE name = 'x'"
like "$err" "too long for a role.*DETAIL: .*63 bytes" "a code too long for a role"

# a visit entered by mistake
seen="SELECT count(*) FROM aftersales.vehicle WHERE vehicle_no = 'LEAK-V1'" known="SELECT count(*) FROM aftersales.customer_masked WHERE customer_no = 'LEAK-K1'"
is "$(sql BEGIN "INSERT INTO aftersales.visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on) VALUES ('OWN', 'mistake', 'LEAK-V1', 'LEAK-K1', 'repair', '2026-06-30')" \
	"SET LOCAL ROLE anna" "$seen" "$known" "RESET ROLE" "CALL aftersales.void_visit('OWN', 'mistake')" "SET LOCAL ROLE anna" "$seen" "$known" ROLLBACK | xargs)" \
	"1 1 0 0" "a visit shows a station its vehicle and customer, until it is voided"

# dumps
run env PGUSER=reader pg_dump -t aftersales.visit -f "$scratch/half.sql"
is "$status" 1 "pg_dump by a role whom policies bind fails"
like "$err" "row-level security" "... and says why"
sql "CREATE ROLE dumper LOGIN BYPASSRLS IN ROLE pg_read_all_data" >/dev/null
run env PGUSER=dumper pg_dump -Fc -f "$scratch/shop.dump"
is "$status $err" "0 " "a role with BYPASSRLS dumps"
sql "CREATE DATABASE copy" >/dev/null
ok "... what can be restored" pg_restore --exit-on-error -d copy "$scratch/shop.dump"
PGDATABASE=copy same_answers "$scratch/everything" "... whole" <"$scratch/items"
PGDATABASE=copy PGUSER=anna same_answers "$scratch/anna" "... with the policies" <"$scratch/items"

# policies stand on functions of the extension
sql "SET client_min_messages = warning" "DROP EXTENSION aftersales CASCADE" >/dev/null
is "$(PGUSER=anna sql "SELECT count(*) FROM aftersales.stock") $(PGUSER=reader sql "SELECT count(*) FROM aftersales.stock")" "0 2" "without the extension a station sees nothing, the network everything"
sql "CREATE EXTENSION aftersales" >/dev/null
psql -qX -c "CALL aftersales.install_schema()" 2>/dev/null
is "$(PGUSER=anna sql "SELECT count(*) FROM aftersales.stock")" "1" "install_schema() brings the policies back"
done_testing
