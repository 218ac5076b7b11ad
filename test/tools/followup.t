#!/bin/bash
# aftersales-followup: commands, exit codes, repetition, missed days, many runs at once, runs killed in the middle, roles.
. "$(dirname "$0")/../lib/tap.sh"
cluster followup
database shop
sql "CREATE ROLE boss LOGIN IN ROLE aftersales_admin" "CREATE ROLE viewer LOGIN IN ROLE aftersales_reader" >/dev/null

run sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店')" "INSERT INTO workday SELECT make_date(y, 10, 1), false FROM generate_series(2020, 2035) y" "INSERT INTO workday VALUES ('2026-06-13', true), ('2026-06-14', true)" \
	"INSERT INTO customer (customer_no, name, phone) VALUES ('C1', '张三', '13812345678')" \
	"INSERT INTO vehicle (vehicle_no, plate, dealer_code) VALUES ('=V1', '沪A12345', 'S1'), ('V2', E'\"a\", b\nc', 'S2')" \
	"INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT vehicle_no, 'C1', '2020-01-01' FROM vehicle" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) VALUES ('S1', '1', '=V1', 'repair', '2026-06-10', '2026-06-10'), ('S2', '1', 'V2', 'repair', '2026-06-11', '2026-06-11')"
is "$status $err" "0 " "input"
tasks="SELECT rule, vehicle_no, trigger_key, due_on, state FROM aftersales.follow_up ORDER BY follow_up"

run aftersales-followup generate --as-of 2026-06-13 -U boss
is "$status $out $err" "0 2026-06-13: 1 to call " "generate"
run aftersales-followup generate --as-of 2026-06-13
is "$status $out $(sql "$tasks" | wc -l)" "0 2026-06-13: 1 to call 1" "generate again adds nothing"
run aftersales-followup generate --as-of 2026-06-16
is "$out $(sql "$tasks")" "2026-06-16: 2 to call post_visit|=V1|S1/1|2026-06-13|new
post_visit|V2|S2/1|2026-06-14|new" "missed days are made up for"
run aftersales-followup generate --as-of 2026-06-15
is "$status $(sql "$tasks" | wc -l)" "0 2" "a day before the last run adds nothing"
like "$err" "follow-ups of 2026-06-15 are not generated" "... and says so"

run aftersales-followup list --as-of 2026-06-16 -U viewer
is "$status $err" "0 " "list as reader"
like "$out" "张\* +\| 138\*\*\*\*5678" "names and phones are masked"
unlike "$out" "张三|13812345678" "... and nowhere plain"
is "$(aftersales-followup list --as-of 2026-06-16 | awk -F'|' 'NR != 2 && NF > 5 { print index($0, "|") ":" NF }' | sort -u | wc -l)" "1" "columns are aligned"
is "$(aftersales-followup list --as-of 2026-06-16 --dealer S2 | tail -n 2 | head -n 1)" "(1 row)" "list of one station"

run aftersales-followup export --as-of 2026-06-16 -U viewer "$scratch/list.csv"
is "$status" 0 "export"
is "$(head -c 3 "$scratch/list.csv" | od -An -tx1)" " ef bb bf" "... with byte order mark"
is "$(tail -n +2 "$scratch/list.csv" | tr -d '\r')" "$(printf '%s\n' "1,S1,,,维修后回访 S1/1,'=V1,沪A***45,张*,138****5678,phone,2026-06-13,2026-06-24,,new,0,维修,,,,,,,," \
	'2,S2,,,维修后回访 S2/1,V2,"""a****' 'c",张*,138****5678,phone,2026-06-14,2026-06-25,,new,0,维修,,,,,,,,')" "... quoted and guarded against formulas"
is "$(aftersales-followup export --as-of 2026-06-16 - | cmp - "$scratch/list.csv" && echo same)" same "export to standard output"
run aftersales-followup export --as-of 2026-06-16 "$scratch/none/list.csv"
is "$status" 4 "a file that cannot be written"
run aftersales-followup export --as-of 2026-06-16 "$scratch"
is "$status $(ls "$scratch".part 2>&1 | grep -c 'No such')" "4 1" "... leaves nothing behind"

echo old >"$scratch/target.csv"
ln -s target.csv "$scratch/link.csv"
run aftersales-followup export --as-of 2026-06-16 "$scratch/link.csv"
is "$status $(readlink "$scratch/link.csv") $(cmp "$scratch/target.csv" "$scratch/list.csv" && echo same)" "0 target.csv same" "a link stays and its file is written"
ln -s fresh.csv "$scratch/dangling.csv"
run aftersales-followup export --as-of 2026-06-16 "$scratch/dangling.csv"
is "$status $(cmp "$scratch/fresh.csv" "$scratch/list.csv" && echo same)" "0 same" "... also one to a file not there yet"
is "$(aftersales-followup export --as-of 2026-06-16 /dev/stdout | cmp - "$scratch/list.csv" && echo same)" same "a device is written into"
mkfifo "$scratch/pipe.csv"
cat "$scratch/pipe.csv" >"$scratch/piped.csv" &
run aftersales-followup export --as-of 2026-06-16 "$scratch/pipe.csv"
wait
ok "... a pipe too" cmp "$scratch/piped.csv" "$scratch/list.csv"
run aftersales-followup export --as-of 2026-06-16 /dev/full
is "$status $(test -c /dev/full && echo there) $(ls "$scratch"/*.part 2>/dev/null)" "4 there " "a full device fails and stays"

run aftersales-followup record 1 --outcome no_answer -U boss --note '占线'
is "$status $out" "0 follow-up 1: attempted" "record"
is "$(sql "SELECT retry_on > CURRENT_DATE FROM aftersales.follow_up WHERE follow_up = 1")" t "... to be tried again"
sql "UPDATE aftersales.follow_up SET state = 'new', attempts = 0, retry_on = NULL, retry_half = NULL WHERE follow_up = 1" "DELETE FROM aftersales.follow_up_attempt" >/dev/null
run aftersales-followup record 1 --outcome no_answer --as-of 2026-06-13
is "$status $(sql "SELECT retry_on FROM aftersales.follow_up WHERE follow_up = 1")" "0 2026-06-14" "... on the next workday after the day given"
sql "UPDATE aftersales.follow_up SET retry_on = aftersales.today() + 1 WHERE follow_up = 1" >/dev/null
run aftersales-followup record --outcome=接通 2
is "$status $out" "0 follow-up 2: done" "record the other"
run aftersales-followup record 2 --outcome reached
is "$status $out" "4 " "a closed task is refused"
like "$err" 'error: follow-up 2 is closed.*detail: .*"done".*hint:' "... with detail and hint"
run aftersales-followup record 99 --outcome reached
is "$status" 4 "an unknown task is refused"
run aftersales-followup record 1 --outcome maybe
like "$status $err" '^1 .*error: --outcome "maybe" is none of 接通 \(reached\), 未接 \(no_answer\)' "an unknown outcome is refused, with the known ones"
for bad in "--recommend=11:--recommend \"11\" is not a number from 0 to 10" "--satisfaction=-1:--satisfaction \"-1\" is not a whole number" \
	"--recoverable=maybe:--recoverable \"maybe\" is neither 是" "--as-of=2026-02-30:--as-of \"2026-02-30\" is no day of the calendar" "--encoding=foo:command \"record\" has no option --encoding"; do
	run aftersales-followup record 1 --outcome reached "${bad%%:*}"
	like "$status $err" "^1 .*error: ${bad#*:}" "a value that is none: ${bad%%:*}"
done
run aftersales-followup record one --outcome reached
like "$status $err" '^1 .*error: ID "one" is not a whole number' "an ID that is none"
is "$(sql "SELECT count(*) FROM aftersales.follow_up_attempt WHERE outcome = 'reached'")" 1 "... and none of them is recorded"
run aftersales-followup record 1 --outcome reached -U viewer
like "$status $err" "^4 .*permission denied.*hint: Members of role aftersales_admin or of the station's own may do this" "a reader may not record"
run aftersales-followup generate -U viewer
like "$status $err" '^4 .*hint: Members of role aftersales_admin may do this' "a reader may not generate"

printf 'customer_no,name,phone,do_not_call\nC1,张三,13812345678,false\nC2,李四,13912345678,\n' >"$scratch/customer.csv"
sql "SET search_path = aftersales" "INSERT INTO customer (customer_no, name, phone) VALUES ('C2', '李四', '13912345678')" "INSERT INTO vehicle (vehicle_no, plate) VALUES ('V3', '沪A3')" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S2', n, 'V3', 'C2', 'repair', '2026-06-10', '2026-06-10' FROM generate_series(2, 3) n" \
	"CALL generate_follow_ups('2026-06-16')" >/dev/null
run aftersales-followup record --outcome refused "$(sql "SELECT max(follow_up) FROM aftersales.follow_up")"
is "$status" 0 "a refusal"
run aftersales-load "$scratch/customer.csv"
is "$status $(sql "SELECT do_not_call FROM aftersales.customer WHERE customer_no = 'C2'; SELECT do_not_call FROM aftersales.customer_masked WHERE customer_no = 'C2'")" "0 f
t" "... is not undone by the next file of customers"
sql "SET search_path = aftersales" "INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) VALUES ('S2', 4, 'V3', 'C2', 'repair', '2026-06-11', '2026-06-11')" >/dev/null
run aftersales-followup generate --as-of 2026-06-16
is "$out $(sql "SELECT state, state_reason FROM aftersales.follow_up WHERE trigger_key = 'S2/4'")" "2026-06-16: 0 to call suppressed|do not call" "... and nobody calls"
sql "DELETE FROM aftersales.follow_up_attempt WHERE outcome = 'refused'; DELETE FROM aftersales.follow_up WHERE vehicle_no = 'V3'; DELETE FROM aftersales.visit WHERE vehicle_no = 'V3'" >/dev/null

for arguments in "" "frobnicate" "list extra" "record --outcome reached" "record 1" "export" "list --outcome reached" "generate --dealer S1" "list --frobnicate" "export a b"; do
	run aftersales-followup $arguments
	is "$status" 1 "usage error: \"$arguments\""
done
run aftersales-followup generate --as-of 2026-06-12
is "$status" 4 "a day before the first run is refused"
like "$err" 'error: as_of 2026-06-12 is before the first run.*hint:' "... with a hint"
run aftersales-followup generate --as-of "$(date -d '+3 days' +%F)"
is "$status $(sql "SELECT count(*) FROM aftersales.follow_up WHERE state = 'expired'")" "4 0" "a day to come is refused and expires nothing"
run aftersales-followup generate --as-of 2026-02-30
is "$status" 1 "a day that does not exist"
run aftersales-followup list -h "$scratch"
is "$status" 2 "no server"
run aftersales-followup list -d postgres
is "$status" 5 "no extension"
run aftersales-followup --help
is "$status" 0 "help"
for arguments in "-?" "-d nowhere -?" "-d nowhere --help" "list --help" "export a --help --dealer S1"; do
	is "$(aftersales-followup $arguments)" "$out" "help: $arguments"
done
is "$(aftersales-followup -d nowhere --version) $(aftersales-followup list -V)" "$(aftersales-followup --version) $(aftersales-followup --version)" "version anywhere"
options() { grep -oE -- '--[a-z][a-z-]*' | sort -u; }
is "$(sed 's/\\//g' "$root/tools/man/aftersales-followup.1" | options)" "$(options <<<"$out")" "the man page has the options of --help"
is "$(PGTZ=Pacific/Kiritimati aftersales-followup generate | cut -d: -f1)" "$(TZ=Asia/Shanghai date +%F)" "today is that of the stations, whatever the session's time zone"

# twenty at once, on a day whose list is long: one makes it, each other finds it made or leaves with 6
sql "SET search_path = aftersales" "TRUNCATE complaint, survey_answer, follow_up_attempt, follow_up, follow_up_run" \
	"INSERT INTO vehicle (vehicle_no) SELECT 'X' || n FROM generate_series(1, 20000) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S1', 'X' || n, 'X' || n, 'C1', 'repair', date '2026-06-01' + n % 10, date '2026-06-01' + n % 10 FROM generate_series(1, 20000) n" >/dev/null
aftersales-followup generate --as-of 2026-06-01 >/dev/null
for i in $(seq 20); do
	{ aftersales-followup generate --as-of 2026-06-13 >"$scratch/out.$i" 2>"$scratch/err.$i"; echo $? >"$scratch/status.$i"; } &
done
wait
is "$(cat "$scratch"/status.* | grep -cvE '^(0|6)$')" 0 "twenty runs at once end with 0 or 6"
ok "... at least one with 0" grep -qx 0 "$scratch"/status.*
is "$(sort -u "$scratch"/err.* | sed 's/^aftersales-followup: //')" "$(grep -qx 6 "$scratch"/status.* && printf '%s\n' 'error: another run is generating follow-ups' 'hint: Try again when it has ended.')" "... those with 6 say why"
is "$(sql "SELECT count(*), count(DISTINCT trigger_key) FROM aftersales.follow_up WHERE vehicle_no LIKE 'X%' AND rule = 'post_visit'")" "20000|20000" "... and make one list"

# the lock held for sure
mkfifo "$scratch/session"
psql -qX <"$scratch/session" >/dev/null &
exec 9>"$scratch/session"
echo "BEGIN; CALL aftersales.generate_follow_ups('2026-06-13'); SELECT pg_notify('x', 'x');" >&9
wait_for "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted"
run aftersales-followup generate --as-of 2026-06-13
is "$status" 6 "a run beside another one: exit code 6 at once"
aftersales-followup generate --as-of 2026-06-13 --wait >"$scratch/waited" 2>&1 9>&- &
waiting=$!
wait_for "SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
exec 9>&-
wait $waiting
like "$? $(cat "$scratch/waited")" "^0 2026-06-13: [0-9]+ to call$" "... with --wait it waits for its turn"
wait

# a run killed again and again while it makes its list, each time further on; the server restarts and nothing of the list is there
before=$(sql "SELECT count(*) FROM aftersales.follow_up")
sql "SET search_path = aftersales" "INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S2', 'Y' || n, 'X' || n, 'C1', 'repair', '2026-06-12', '2026-06-12' FROM generate_series(1, 20000) n" >/dev/null
call="CALL aftersales.generate_follow_ups('2026-06-16')"
begun=$(date +%s%3N)
is "$(sql BEGIN "$call" "SELECT count(*) FROM aftersales.follow_up" ROLLBACK)" "$((before + 20001))" "a run that has written its list and not committed"
took=$(($(date +%s%3N) - begun))
for n in {0..9}; do
	psql -qX -c "$call" >/dev/null 2>&1 &
	session=$!
	wait_for "SELECT count(*) = 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'CALL %'"
	backend=$(sql "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CALL %'")
	sleep "$((took * n / 13))e-3"
	kill -9 "$backend" 2>/dev/null
	# one that was faster has its list, so there is nothing left to be killed
	! wait $session || break
	for ((i = 0; i < 600; i++)); do
		[ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE pid = $backend" 2>/dev/null)" != 0 ] || break
		sleep 0.2
	done
	sql "SELECT count(*), (SELECT max(as_of) FROM aftersales.follow_up_run) FROM aftersales.follow_up" >>"$scratch/killed"
done
is "$(sort -u "$scratch/killed")" "$before|2026-06-13" "... killed: no half list and no record of the run"
ok "... several times while it ran" test "$(wc -l <"$scratch/killed")" -ge 5
run aftersales-followup generate --as-of 2026-06-16
is "$status $(sql "SELECT count(*) FROM aftersales.follow_up")" "0 $((before + 20001))" "the next run makes all of it"

# what README says: a rule of one's own, without C
{ echo "SET ROLE aftersales_owner;"; sed -n '/^    CREATE FUNCTION aftersales.follow_up_trigger_/,/^    VALUES/p' "$root/README.md"; } >"$scratch/rule.sql"
run psql -qX -v ON_ERROR_STOP=1 -f "$scratch/rule.sql"
is "$status $err" "0 " "the rule of README"
sql "UPDATE aftersales.vehicle SET sold_on = '2025-06-17' WHERE vehicle_no = 'V2'" >/dev/null
run aftersales-followup generate --as-of 2026-06-17
is "$status $(sql "SELECT vehicle_no, trigger_key, due_on FROM aftersales.follow_up WHERE rule = 'birthday'")" "0 V2|2026-06-17|2026-06-17" "... makes its call"

sql "DELETE FROM aftersales.workday WHERE extract(year FROM day) = 2026" >/dev/null
run aftersales-followup generate --as-of 2026-06-17
like "$status $err" '^0 WARNING: +table workday has no holidays of 2026.*Monday to Friday.*HINT: +Load the calendar' "a year without holidays is told"
done_testing
