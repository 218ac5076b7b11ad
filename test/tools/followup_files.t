#!/bin/bash
# aftersales-followup: lists as CSV and workbooks, outcomes that come back, holidays, status and explanation.
. "$(dirname "$0")/../lib/tap.sh"
cluster followup_files
database shop
cd "$scratch"
followup() { run aftersales-followup "$@"; }
ok "make_xlsx compiles" gcc -std=gnu11 -Wall -Werror -o make_xlsx "$root/test/lib/make_xlsx.c" -lxlsxwriter
sql "CREATE ROLE boss LOGIN IN ROLE aftersales_admin" "CREATE ROLE viewer LOGIN IN ROLE aftersales_reader" >/dev/null
run sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店'), ('S2', '二店')" \
	"INSERT INTO staff (dealer_code, staff_no, name, position) VALUES ('S1', 'E1', '王[回访]', 'caller'), ('S1', 'E2', '李/电', 'caller'), ('S2', 'E1', '王[回访]', 'caller')" \
	"INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '=张三丰', '1381234567' || n FROM generate_series(1, 6) n" \
	"INSERT INTO vehicle (vehicle_no, plate, dealer_code) SELECT '=V' || n, '沪A1234' || n, 'S' || 1 + n / 5 FROM generate_series(1, 6) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, amount) SELECT 'S' || 1 + n / 5, n, '=V' || n, 'C' || n, 'repair', '2026-06-08', '2026-06-08', 100
		FROM generate_series(1, 6) n"
is "$status $err" "0 " "input"

# holidays
printf '日期,类型,名称\n2026/6/19,休,端午节\n2026-06-20,休,端午节\n2026-06-21,休,\n2026-06-28,班,调休\n' | iconv -t GB18030 >holidays.csv
followup calendar load holidays.csv -U boss
is "$status $out $err" "0 2026: 3 holidays, 1 make-up workdays " "calendar load, GB18030"
followup calendar load holidays.csv
is "$status $(sql "SELECT count(*), count(*) FILTER (WHERE is_workday), min(day), max(name) FROM aftersales.workday")" "0 4|1|2026-06-19|调休" "... again"
printf '%s\n' 'day|kind|name' 'd:46187|holiday|端午节' | tr '|' '\t' | ./make_xlsx holidays.xlsx
followup calendar load holidays.xlsx
is "$status $out $(sql "SELECT day, is_workday, name FROM aftersales.workday")" "0 2026: 1 holidays, 0 make-up workdays 2026-06-14|f|端午节" "a workbook takes the place of the year"
for bad in '2026-13-01,holiday' '2026-05-01,perhaps' ',holiday' '1889-05-01,holiday'; do
	printf 'day,kind\n2026-05-02,holiday\n%s\n' "$bad" >bad.csv
	followup calendar load bad.csv
	is "$status $out" "4 " "a bad day: $bad"
	like "$err" 'error: row 2 of the calendar .*hint' "... is told"
done
printf 'day,kind\n2026-05-02,holiday\n2026/05/02,workday\n' >bad.csv
followup calendar load bad.csv
like "$status $err" '^4 .*row 2 of the calendar has a day once more' "a day twice"
printf 'day,name\n2026-05-02,x\n' >bad.csv
followup calendar load bad.csv
like "$status $err" '^4 .*has no column "kind" \(类型\)' "a column that is missing"
: >bad.csv
followup calendar load bad.csv
like "$status $err" '^4 .*error: ' "an empty file"
followup calendar load none.csv
like "$status $err" '^4 .*could not open' "a file that is not there"
followup calendar load holidays.csv -U viewer
like "$status $err" '^4 .*permission denied' "a reader may not"
is "$(sql "SELECT count(*) FROM aftersales.workday")" 1 "... and nothing of all that is kept"

followup generate --as-of 2026-06-11 -U boss
is "$status $out $err" "0 2026-06-11: 6 to call " "generate"
followup assign --as-of 2026-06-11 -U boss
is "$status $out $err" "0 2026-06-11: 6 assigned
2026-06-11: 6 to call, 0 of them without a person " "assign"
followup assign --as-of 2026-06-11 --dealer S1
is "$status $out" "0 2026-06-11: 0 assigned
2026-06-11: 4 to call, 0 of them without a person" "... again, one station"
followup status --as-of 2026-06-11 -U viewer
is "$status $err" "0 " "status"
like "$out" 'Tasks by person.*S1 .*E1 .*2 .*Calls after visits of 30 days.*S1 .*open' "... by person, and coverage"
followup status --as-of 2027-06-11
like "$err" 'warning: no holidays of 2027 are known' "a year without holidays is told"
followup explain 1 -U viewer
is "$status $(cut -d: -f1 <<<"$out" | tr '\n' ' ')" "0 task day person state " "explain"
unlike "$out" '张|138' "... without personal data"
followup explain 99
is "$status $err" "4 aftersales-followup: error: follow-up 99 does not exist" "... an unknown task"

# CSV
(umask 022; aftersales-followup export --as-of 2026-06-11 -U viewer plain.csv; aftersales-followup export --as-of 2026-06-11 -U viewer plain.xlsx)
is "$(stat -c %a plain.*)" "644
644" "who may read a masked list says the umask"
followup export --as-of 2026-06-11 -U viewer list.csv
is "$status $out $err" "0  " "export"
is "$(head -c 3 list.csv | od -An -tx1)" " ef bb bf" "... with byte order mark"
is "$(head -n 2 list.csv | tail -c +4 | tr -d '\r')" "follow_up,dealer_code,assigned_to,assignee,reason,vehicle_no,plate,customer,phone,channel,due_on,expires_on,retry_half,state,attempts,detail,outcome,tried_on,note,dissatisfied,recommend,satisfaction,loss_reason,recoverable
$(sql "SELECT concat_ws(',', l.follow_up, l.dealer_code, l.assigned_to, l.assignee, l.reason, '''' || l.vehicle_no, '沪A***41', '''=***', '138****5671', l.channel, l.due_on, l.expires_on, '', l.state, 0) || ',' || coalesce(l.detail, '') || ',,,,,,,,'
	FROM aftersales.follow_up_list('2026-06-11') l LIMIT 1")" "... masked, guarded against formulas, with columns to fill in"
followup export --as-of 2026-06-11 --encoding GB18030 gb.csv
ok "GB18030" cmp <(iconv -f GB18030 -t UTF-8 gb.csv) <(tail -c +4 list.csv)
is "$(aftersales-followup export --as-of 2026-06-11 - | cmp - list.csv && echo same)" same "to standard output"
for arguments in "--encoding LATIN1 x.csv" "--encoding UTF-8 x.xlsx" "--by-person x.csv"; do
	followup export --as-of 2026-06-11 $arguments
	is "$status $(ls x.* 2>/dev/null)" "1 " "usage error: export $arguments"
done

# workbooks
followup export --as-of 2026-06-11 list.xlsx
is "$status $out $err" "0  " "export of a workbook"
"$root/test/lib/fill_workbook" list.xlsx >xml
like "$(cat xml)" '<pane ySplit="1"[^>]*state="frozen"' "... header frozen"
like "$(cat xml)" '<autoFilter ref="A1:X7"' "... filter"
like "$(cat xml)" '<dataValidation type="list"[^>]*sqref="Q2:Q7"><formula1>"接通,未接,拒绝,空号,错号,无法接通"' "... outcomes to choose from"
like "$(cat xml)" '<t>任务号</t>.*<t>应访日期</t>' "... Chinese titles"
like "$(cat xml)" '<c r="A2"><v>1</v></c>.*<c r="K2" s="[0-9]+"><v>46184</v></c>' "... numbers and dates are such"
unlike "$(cat xml)" '<f>' "... no formula"
followup export --as-of 2026-06-11 --by-person people.xlsx
is "$status $("$root/test/lib/fill_workbook" people.xlsx | grep -o '<sheet name="[^"]*"' | cut -d'"' -f2 | sort | tr '\n' ,)" "0 S1 李 电,S1 王 回访 ,S2 王 回访 ," "a sheet for each person, without what names of sheets may not have"
sql "UPDATE aftersales.staff SET name = repeat('长', 40)" >/dev/null
followup export --as-of 2026-06-11 --by-person long.xlsx
is "$status $("$root/test/lib/fill_workbook" long.xlsx | grep -o '<sheet name="[^"]*"' | wc -l)" "0 3" "... long names that are the same"
mkdir x.xlsx
followup export --as-of 2026-06-11 x.xlsx
is "$status $(ls x.xlsx.part 2>/dev/null)" "4 " "a workbook that cannot be written"
followup export --as-of 2026-06-01 empty.xlsx --by-person
is "$status" 0 "an empty list"

# outcomes that come back
tasks="SELECT follow_up, state, attempts FROM aftersales.follow_up WHERE follow_up <= 6 ORDER BY 1"
followup import list.csv
is "$status $out $err" "0 list.csv: 0 recorded, 0 unchanged, 6 without outcome, 0 rejected " "import of a list that nobody filled in"
fill() { awk -v row="$1" -v add="$2" 'NR == row { sub(/,,,,,,,,\r$/, "," add "\r") } { print }' "$3" >filled && mv filled "$3"; }
fill 2 '未接,2026-06-11,"占线, 再打",,,,,' list.csv
fill 3 "reached,,'=好,是,3,,," list.csv
followup import list.csv --dry-run
is "$status $out $(sql "SELECT count(*) FROM aftersales.follow_up_attempt")" "0 list.csv: 2 to be recorded, 0 unchanged, 4 without outcome, 0 rejected 0" "dry run"
followup import --as-of 2026-06-12 list.csv -U boss
is "$status $out $err" "0 list.csv: 2 recorded, 0 unchanged, 4 without outcome, 0 rejected " "import"
is "$(sql "SELECT follow_up, outcome, tried_on, note, dissatisfied FROM aftersales.follow_up_attempt ORDER BY 1")" "1|no_answer|2026-06-11|占线, 再打|f
2|reached|2026-06-12|=好|t" "... as filled in, without the guard"
is "$(sql "SELECT recommend FROM aftersales.survey_answer" "SELECT count(*) FROM aftersales.complaint")" "3
1" "... with what follows from it"
followup import --as-of 2026-06-12 list.csv
is "$status $out $(sql "SELECT count(*) FROM aftersales.follow_up_attempt")" "0 list.csv: 0 recorded, 2 unchanged, 4 without outcome, 0 rejected 2" "import again changes nothing"

cp gb.csv other.csv
iconv -f GB18030 -t UTF-8 other.csv >other8.csv
fill 2 'reached,,,,,,,' other8.csv
fill 4 'reached,2026-02-30,,,,,,' other8.csv
fill 5 'maybe,,秘密,,,,,' other8.csv
fill 6 'reached,,,,eleven,,,' other8.csv
fill 7 'reached,,,,11,,,' other8.csv
iconv -f UTF-8 -t GB18030 other8.csv >other.csv
before=$(sql "$tasks")
followup import other.csv
is "$status $out" "4 other.csv: 0 to be recorded, 0 unchanged, 1 without outcome, 5 rejected" "a bad file"
like "$err" 'error: file "other.csv": 5 rows rejected, nothing recorded.*hint: .*"other.csv.reasons"' "... is told"
unlike "$err$(cat other.csv.reasons)" '秘密' "... without what it says"
is "$(cat other.csv.reasons)" 'sheet,line,column,code,message
"",2,,55000,"follow-up 1 has been worked on since the list was made"
"",4,tried_on,22008,"the value is none of its type"
"",5,,22023,"outcome ""maybe"" is unknown"
"",6,recommend,22P02,"the value is none of its type"
"",7,,23514,"a value is out of its range"' "... with the reasons"
is "$(stat -c %a other.csv.reasons) $(sql "$tasks")" "600 $before" "... for the user's eyes, and nothing is recorded"
fill 3 'refused,,,,,,,' other8.csv
sed -i '4s/,reached,2026-02-30/,reached,2026-06-12/' other8.csv
followup import --partial other8.csv
is "$status $out" "3 other8.csv: 1 recorded, 0 unchanged, 0 without outcome, 5 rejected" "--partial keeps the good rows"
is "$(sql "SELECT state FROM aftersales.follow_up WHERE follow_up = 3")" "done" "... for good"
followup import list.csv
is "$status $(ls list.csv.reasons 2>/dev/null)" "0 " "good files have no reasons"

followup generate --as-of 2026-06-12
followup export --as-of 2026-06-12 --by-person back.xlsx
ok "a workbook filled in" "$root/test/lib/fill_workbook" back.xlsx 1:Q2=接通 1:S2="很好" 2:Q2=无法接通
followup import --as-of 2026-06-12 back.xlsx
is "$status $err" "0 " "import of a workbook"
like "$out" ': 2 recorded, 0 unchanged' "... all sheets of it"
followup import --as-of 2026-06-12 back.xlsx
like "$status $out" '^0 .*: 0 recorded, 2 unchanged' "... again"
printf '%s\n' 'sheet:one' 'attempts|结果|任务号' 'n:0|接通|n:99' 'sheet:two' 'attempts|结果|任务号' '|接通|n:1' | tr '|' '\t' | ./make_xlsx bad.xlsx
followup import bad.xlsx
is "$status $(tail -n +2 bad.xlsx.reasons)" '4 "one",2,,P0002,"follow-up 99 does not exist"
"two",2,,22004,"the number of the task or of its attempts is missing"' "reasons name the sheet"
printf 'PK\003\004 not a workbook' >broken.xlsx
followup import broken.xlsx
like "$status $err" '^4 .*error: ' "a broken workbook"
printf 'follow_up,outcome\n1,reached\n' >bad.csv
followup import bad.csv
like "$status $err" '^4 .*has no column "attempts"' "a list without the attempts"
followup import list.csv -U viewer
like "$status $err" '^4 .*permission denied' "a reader may not import"

# killed in the middle of an import
sql "SET search_path = aftersales" "INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on, amount) SELECT 'S1', 'X' || n, '=V1', 'C4', 'repair', '2026-06-09', '2026-06-09', 100
	FROM generate_series(1, 3000) n" "CALL generate_follow_ups('2026-06-12')" >/dev/null
sql "SELECT format('%s,0,no_answer', follow_up) FROM aftersales.follow_up WHERE trigger_key LIKE 'S1/X%' AND state = 'new'" | sed '1i follow_up,attempts,outcome' >many.csv
ok "a long list" test "$(wc -l <many.csv)" -gt 1000
before=$(sql "SELECT count(*) FROM aftersales.follow_up_attempt")
aftersales-followup import --as-of 2026-06-12 many.csv >/dev/null 2>&1 &
tool=$!
wait_for "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'aftersales-followup' AND state <> 'active' AND query LIKE '%import_outcome%'"
kill -9 $tool
wait $tool 2>/dev/null
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'aftersales-followup'"
is "$(sql "SELECT count(*) FROM aftersales.follow_up_attempt")" "$before" "killed in an import: nothing is recorded"
followup import --as-of 2026-06-12 many.csv
like "$status $out" '^0 .*0 rejected' "... and the next one records all of it"
is "$(sql "SELECT count(*) FROM aftersales.follow_up_attempt")" "$((before + $(wc -l <many.csv) - 1))" "... once"
done_testing
