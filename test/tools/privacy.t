#!/bin/bash
# Personal data: masked everywhere but where somebody on record asked, stations among themselves, purge, report.
. "$(dirname "$0")/../lib/tap.sh"
cluster privacy
database shop
cd "$scratch"
followup() { run aftersales-followup "$@"; }
sql "SET search_path = aftersales" "INSERT INTO workday (day, is_workday) VALUES ('2026-01-01', false)" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店')" \
	"INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '欧阳某' || n, '1381234567' || n FROM generate_series(1, 6) n" \
	"INSERT INTO vehicle (vehicle_no, plate, vin, dealer_code) SELECT 'V' || n, '沪A7654' || n, 'LSVAA4187E218484' || n, 'S' || 1 + n / 4 FROM generate_series(1, 6) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S' || 1 + n / 4, n, 'V' || n, 'C' || n, 'repair', '2026-06-08', '2026-06-08'
		FROM generate_series(1, 6) n" \
	"CALL generate_follow_ups('2026-06-11')" "CALL add_dealer_role('S1')" \
	"CREATE ROLE boss LOGIN IN ROLE aftersales_admin" "CREATE ROLE viewer LOGIN IN ROLE aftersales_reader" \
	"CREATE ROLE caller LOGIN IN ROLE aftersales_reader, aftersales_revealer" "CREATE ROLE anna LOGIN IN ROLE \"aftersales_dealer_S1\", aftersales_revealer" \
	"CREATE ROLE plain LOGIN IN ROLE \"aftersales_dealer_S1\"" "CREATE ROLE loads LOGIN IN ROLE aftersales_loader" >/dev/null
is "$(sql "SELECT aftersales.mask_plate(p) FROM unnest(ARRAY['沪A12345', '沪AD12345', 'AB', '', 'WJ010234X']) p")" '沪A***45
沪A****45
AB*
*
WJ*****4X' "plates masked"

# no role sees a name, a number or a plate in a list, nor names and numbers anywhere, but the one that loads them
for role in boss viewer plain anna caller; do
	for statement in "SELECT name FROM aftersales.customer" "SELECT phone FROM aftersales.customer" "SELECT c FROM aftersales.customer c" \
		"UPDATE aftersales.customer SET name = name RETURNING phone"; do
		run env PGUSER=$role psql -qXAt -v VERBOSITY=sqlstate -c "$statement"
		like "$err" 42501 "$role may not: $statement"
	done
	followup list --as-of 2026-06-11 -U $role
	unlike "$out$err" '欧阳|1381234567|沪A7654' "a list of $role is masked"
done

# reveal
access="SELECT accessed_by, action, purpose, persons, tasks FROM aftersales.access_log ORDER BY access"
for role in boss viewer plain loads; do
	followup list --as-of 2026-06-11 --reveal=why -U $role
	like "$status $err" '^4 .*permission denied for function log_access.*hint: Members of role aftersales_revealer may do this' "$role may not reveal"
done
is "$(sql "$access")" "" "... and nothing is logged"
followup list --as-of 2026-06-11 --reveal='calls of the day' -U caller
is "$status $(grep -c '欧阳某[1-6] .*1381234567[1-6].*' <<<"$out") $(grep -c '沪A7654' <<<"$out")" "0 6 6" "a revealer sees names, numbers and plates"
unlike "$err" '欧阳|138' "... not in messages"
is "$(sql "$access")" "caller|reveal|calls of the day|6|{1,2,3,4,5,6}" "... and is on record"
followup export --as-of 2026-06-11 --dealer S2 --reveal=x -U caller list.xlsx
is "$status $(stat -c %a list.xlsx) $("$root/test/lib/fill_workbook" list.xlsx | grep -o '1381234567[0-9]' | sort | tr '\n' ' ')" "0 600 13812345674 13812345675 13812345676 " "export, for the user's eyes"
is "$(sql "$access" | tail -n 1)" "caller|reveal|x|3|{4,5,6}" "... on record"
number=$(sql "SELECT max(access) FROM aftersales.access_log")
for kind in csv xlsx; do
	rm -f r.$kind*
	echo mine >other.$kind
	for trap in "cp other.$kind r.$kind.part" "ln -sf other.$kind r.$kind.part" "cp other.$kind r.$kind"; do
		(umask 022; $trap)
		followup export --as-of 2026-06-11 --dealer S2 --reveal=x -U caller r.$kind
		is "$status $(stat -c '%a %F' r.$kind) $(cat other.$kind)" "0 600 regular file mine" "... also where there was a file: $trap"
	done
	is "$(find . -name "r.$kind?*" ! -name r.$kind.part)" "" "... and nothing is left beside it"
done
sql "DELETE FROM aftersales.access_log WHERE access > $number" >/dev/null
followup list --as-of 2026-06-11 --reveal=mine -U anna
is "$status $(grep -o '1381234567[0-9]' <<<"$out" | tr '\n' ' ')" "0 13812345671 13812345672 13812345673 " "a station's user sees her station's"
is "$(PGUSER=anna sql "SELECT aftersales.log_access(ARRAY[1, 4, 5, 99], 'others')" >/dev/null; sql "$access" | tail -n 1)" "anna|reveal|others|1|{1}" "... also when she asks for others"
number=$(sql "SELECT max(access) FROM aftersales.access_log")
is "$(PGUSER=anna sql "SELECT * FROM aftersales.reveal($number)")" "1|沪A76541|欧阳某1|13812345671" "... and gets those on record"
run env PGUSER=caller psql -qXAt -c "SELECT * FROM aftersales.reveal($number)"
like "$err" "access $number is not on record for this user" "an access of somebody else"
run env PGUSER=caller psql -qXAt -c "BEGIN" -c "SELECT * FROM aftersales.log_access(ARRAY[1, 2], 'gone') a, aftersales.reveal(a)" -c "ROLLBACK"
like "$out$err" '^ERROR:  access [0-9]+ is not on record' "no value in the statement that logs"
printf '%s\n' "BEGIN;" "SELECT aftersales.log_access(ARRAY[1, 2], 'gone') AS access \\gset" "SAVEPOINT s;" "SELECT * FROM aftersales.reveal(:access);" "ROLLBACK;" >script
run env PGUSER=caller psql -qXAt -f script
like "$out$err" "access [0-9]+ is not committed yet.*Commit" "... nor in its transaction, which could be rolled back"
unlike "$out" "138" "... indeed none"
run env PGUSER=caller psql -qXAt -c "SELECT aftersales.log_access(ARRAY[1], ' ')"
like "$err" 'purpose of the access is missing' "a purpose is needed"
followup list --reveal= -U caller
like "$status $err" '^4 .*purpose' "... by the tool, too"
sql "UPDATE aftersales.access_log SET accessed_at = accessed_at - interval '61 minutes' WHERE access = $number" >/dev/null
run env PGUSER=anna psql -qXAt -c "SELECT * FROM aftersales.reveal($number)"
like "$err" "access $number is over" "an access holds an hour"
for role in boss viewer caller anna loads; do
	for statement in "INSERT INTO aftersales.access_log (action, purpose, persons) VALUES ('reveal', 'x', 0)" "UPDATE aftersales.access_log SET purpose = 'y'" \
		"DELETE FROM aftersales.access_log" "TRUNCATE aftersales.access_log"; do
		run env PGUSER=$role psql -qXAt -v VERBOSITY=sqlstate -c "$statement"
		like "$err" 42501 "$role may not: $statement"
	done
done
is "$(PGUSER=boss sql "SELECT count(*) FROM aftersales.access_log")" "$(sql "SELECT count(*) FROM aftersales.access_log")" "an admin reads the log"

# who may not be called is not in a list made before
sql "SET search_path = aftersales" "UPDATE customer SET do_not_call = true WHERE customer_no = 'C2'" "INSERT INTO consent VALUES ('C3', 'service', 'phone', '2026-06-10', false)" >/dev/null
followup export --as-of 2026-06-11 --reveal=calls -U caller - 
is "$(grep -o '1381234567[0-9]' <<<"$out" | tr '\n' ' ')" "13812345671 13812345674 13812345675 13812345676 " "do-not-call and withdrawn consent at export"
number=$(PGUSER=caller sql "SELECT aftersales.log_access(ARRAY[1, 2, 3], 'old list')")
is "$(PGUSER=caller sql "SELECT follow_up FROM aftersales.reveal($number)")" 1 "... and for numbers of an older list"
sql "UPDATE aftersales.customer SET do_not_call = true WHERE customer_no = 'C1'" >/dev/null
is "$(PGUSER=caller sql "SELECT count(*) FROM aftersales.reveal($number)")" 0 "... to the last moment"
# ... but work inside the station goes on
sql "SET search_path = aftersales" "INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, internal, event_on, due_on, expires_on, state_on, made_as_of)
	SELECT r.rule, 'V' || n, 'internal', 'S1', 'C' || n, r.purpose, r.channel, r.priority, true, '2026-06-11', '2026-06-11', '2026-06-18', '2026-06-11', '2026-06-11'
	FROM (VALUES ('confirm_contact', 1), ('data_correction', 2)) v (rule, n) JOIN follow_up_rule r USING (rule)" >/dev/null
number=$(PGUSER=caller sql "SELECT aftersales.log_access(array_agg(follow_up), 'at the desk') FROM aftersales.follow_up WHERE customer_no IN ('C1', 'C2')")
is "$(PGUSER=caller sql "SELECT phone FROM aftersales.reveal($number) ORDER BY 1")" "13812345671
13812345672" "internal tasks show customers who may not be called"
is "$(sql "SELECT rule FROM aftersales.access_log l JOIN aftersales.follow_up f ON f.follow_up = ANY (l.tasks) WHERE l.access = $number ORDER BY 1")" "confirm_contact
data_correction" "... on record; calls to them are not shown"
sql "DELETE FROM aftersales.follow_up WHERE trigger_key = 'internal'" >/dev/null
sql "UPDATE aftersales.customer SET do_not_call = false; DELETE FROM aftersales.consent" >/dev/null

# a station's user and tasks of others
run env PGUSER=plain psql -qXAt -c "SELECT aftersales.record_follow_up(4, 'reached')"
like "$err" 'follow-up 4 does not exist' "a station does not record outcomes of another"
followup record 4 --outcome reached -U anna
is "$status $err" "4 aftersales-followup: error: follow-up 4 does not exist
aftersales-followup: hint: follow_up_list() shows the numbers of the open ones." "... by the tool"
printf 'follow_up,attempts,outcome\n4,0,reached\n' >other.csv
followup import other.csv -U anna
is "$status $(tail -n 1 other.csv.reasons)" '4 "",2,,P0002,"follow-up 4 does not exist"' "... nor imports them"
followup record 1 --outcome reached --as-of 2026-06-11 --note '欧阳先生, 说很好' -U plain
is "$status $out" "0 follow-up 1: done" "but its own"
sql "INSERT INTO aftersales.staff (dealer_code, staff_no, name, position) SELECT 'S' || n, 'E1', '回访员', 'caller' FROM generate_series(1, 2) n" >/dev/null
shared="SELECT dealer_code, count(*) FILTER (WHERE assigned_to IS NOT NULL), count(*) FILTER (WHERE state = 'new') FROM aftersales.follow_up GROUP BY 1 ORDER BY 1"
followup assign --as-of 2026-06-11 -U plain
is "$status $(sql "$shared")" "0 S1|2|0
S2|0|3" "... and shares out its own"
is "$(PGUSER=plain sql "SELECT aftersales.assign_follow_ups('2026-06-11', 'S2')" "SELECT aftersales.assign_follow_ups('2026-06-11')"; sql "$shared")" "0
0
S1|2|0
S2|0|3" "... none of others, also when it names them"
followup assign --as-of 2026-06-11 -U boss
is "$status $(sql "$shared")" "0 S1|2|0
S2|3|0" "... which the network shares out"
followup explain 4 -U plain
is "$status" 4 "... and sees no explanation of others"
unlike "$(aftersales-followup status --as-of 2026-06-11 -U plain)" 'S2' "... nor their status"
# a refusal at one station holds at the others
sql "SET search_path = aftersales" "INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) VALUES ('S2', '22', 'V2', 'C2', 'repair', '2026-06-08', '2026-06-08')" \
	"INSERT INTO parameter (name, value) VALUES ('contact_gap_days', 0) ON CONFLICT (name, dealer_code) DO UPDATE SET value = 0" "CALL generate_follow_ups('2026-06-11')" "CALL add_dealer_role('S2')" \
	"CREATE ROLE bert LOGIN IN ROLE \"aftersales_dealer_S2\"" >/dev/null
followup record 2 --outcome refused --as-of 2026-06-11 -U plain
is "$status $(PGUSER=bert sql "SELECT do_not_call FROM aftersales.customer_masked WHERE customer_no = 'C2'" "SELECT state FROM aftersales.follow_up WHERE trigger_key = 'S2/22'")" "0 t
cancelled" "a refusal at one station holds at the others"

# purge
sql "SET search_path = aftersales" "INSERT INTO customer (customer_no, kind, name, phone) SELECT 'O' || n, CASE n WHEN 5 THEN 'company' ELSE 'person' END, '老客户', '1390000000' || n FROM generate_series(1, 9) n" \
	"INSERT INTO vehicle (vehicle_no, plate, dealer_code) SELECT 'W' || n, '京B0000' || n, 'S1' FROM generate_series(1, 9) n" \
	"INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'W' || n, 'O' || n, '2015-01-01' FROM generate_series(1, 9) n WHERE n < 7" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S1', 'O' || n, 'W' || n, CASE WHEN n >= 7 THEN 'O' || n END, 'repair', '2016-05-05', '2016-05-05' FROM generate_series(1, 9) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on) VALUES ('S1', 'O2b', 'W2', 'repair', '2019-01-01')" \
	"INSERT INTO consent VALUES ('O3', 'marketing', 'sms', '2019-02-01', true, NULL), ('O1', 'marketing', 'sms', '2015-02-01', true, 'form 7')" \
	"INSERT INTO complaint (dealer_code, complaint_no, customer_no, opened_on) VALUES ('S1', 'K1', 'O4', '2016-05-06')" \
	"UPDATE vehicle_owner SET owned_until = '2018-06-01' WHERE vehicle_no = 'W1'" "INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) VALUES ('W1', 'O2', '2018-06-01')" >/dev/null
sql "SET search_path = aftersales" "INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state, state_on, unreached_on, attempts, made_as_of)
	SELECT 'post_visit', 'W' || n, 'S1/O' || n, 'S1', 'O' || n, 'service', 'phone', 30, '2016-05-05', '2016-05-08', '2016-05-20', state, day, CASE state WHEN 'unreachable' THEN day END, 1, '2016-05-08'
	FROM (VALUES (7, 'done', date '2016-05-08'), (8, 'unreachable', '2019-03-01'), (9, 'done', '2019-03-01')) v (n, state, day)" \
	"INSERT INTO follow_up_attempt (follow_up, attempt_no, tried_on, tried_half, channel, outcome, note)
	SELECT follow_up, 1, state_on, 'am', 'phone', CASE state WHEN 'done' THEN 'reached' ELSE 'no_answer' END, CASE vehicle_no WHEN 'W7' THEN '老客户说' END FROM follow_up WHERE vehicle_no LIKE 'W%'" >/dev/null
printf 'customer_no,name,phone\nO8,老客户八,13900000009\n' >customer.csv
ok "a load that changes a customer" aftersales-load customer.csv
facts="SELECT (SELECT count(*) FROM aftersales.visit), (SELECT count(*) FROM aftersales.vehicle_owner), (SELECT count(*) FROM aftersales.consent), (SELECT count(*) FROM aftersales.follow_up), (SELECT count(*) FROM aftersales.customer)"
people="SELECT customer_no FROM aftersales.customer WHERE name = '' ORDER BY 1"
before=$(sql "$facts")
followup privacy purge --before 2019-01-01 --dry-run -U boss
is "$status $out $err" "0 would remove persons: 4
would remove plates of vehicles: 3
would remove tasks with notes: 1 " "purge, dry run"
is "$(sql "$people")" "" "... removes nothing"
followup privacy purge --before 2019-01-01 -U boss
is "$status $out $err" "0 removed persons: 4
removed plates of vehicles: 3
removed tasks with notes: 1 " "purge"
is "$(sql "$people" | tr '\n' ' ')" "O1 O6 O7 O8 " "... of those without any contact since; who came, bought, consented, complained or was reached is kept, and so are companies"
is "$(sql "SELECT count(*) FROM aftersales.customer WHERE name = '' AND phone IS NOT NULL" "SELECT string_agg(vehicle_no, ' ' ORDER BY vehicle_no) FROM aftersales.vehicle WHERE plate IS NULL" \
	"SELECT count(*) FROM aftersales.follow_up_attempt WHERE note LIKE '老%'")" "0
W6 W7 W8
0" "... numbers, plates but one that has a new owner, notes"
is "$(sql "SELECT count(*), count(*) FILTER (WHERE image::text LIKE '%老客户%' OR image::text LIKE '%139%') FROM aftersales.load_before_image")" "1|0" "... and what loads changed"
is "$(sql "$facts")" "$before" "... and the facts stay"
is "$(sql "$access" | tail -n 1)" "boss|purge|no contact since 2019-01-01|4|{}" "... on record"
followup privacy purge --before 2019-01-01
is "$out" "removed persons: 0
removed plates of vehicles: 0
removed tasks with notes: 0" "again: nothing left"
followup privacy purge --before "$(date -d '-1 month' +%F)"
like "$status $err" '^4 .*customers of the last 36 months are kept.*detail.*hint' "customers of late are kept"
for role in viewer loads anna; do
	followup privacy purge --before 2019-01-01 -U $role
	like "$status $err" '^4 .*permission denied' "$role may not purge"
done

# report
followup privacy report --as-of 2026-06-11 -U boss
is "$status $err" "0 aftersales-followup: warning: persons due to be purged: 3: run purge" "report"
like "$out" 'persons held +\| +10 .*persons with a phone number +\| +10 .*persons due to be purged +\| +3 .*persons purged +\| +4 .*persons who refuse calls +\| +1 ' "... counts"
like "$out" 'consents in force: marketing, sms +\| +2 ' "... consents"
unlike "$out" '欧阳|老客户|138|139' "... without names"
sql "SET search_path = aftersales" "INSERT INTO customer (customer_no, name) SELECT 'M' || n, 'x' FROM generate_series(1, 100000) n" >/dev/null
followup privacy report --as-of 2026-06-11
like "$status $err" '^0 .*warning: persons held: 100010: more than 100,000' "... with a warning above 100,000"
followup privacy report -U viewer
like "$status $err" '^4 .*permission denied' "a reader has no report"
is "$(sql "INSERT INTO aftersales.consent VALUES ('C4', 'marketing', 'phone', '2025-01-01', true, 'form 8'), ('C4', 'marketing', 'phone', '2026-01-01', false, 'call')" "SELECT * FROM aftersales.consent_history('C4')")" "marketing|phone|t|2025-01-01|2026-01-01|form 8
marketing|phone|f|2026-01-01||call" "history of consents"
log=$(sql "SHOW data_directory")/log
ok "the server's log tells of refusals" grep -q 'permission denied for function log_access' "$log"
is "$(grep -cE '欧阳某|1381234567|沪A7654' "$log")" 0 "... and of no person"
done_testing
