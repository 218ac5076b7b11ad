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
is "$err" "WARNING:  the calendar of 2026 has fewer days than before
DETAIL:  Year 2026 had 4 holidays and make-up workdays and has 1 now.
HINT:  A year is replaced as a whole: load a file that has all of its days." "... with a warning, as it had more days"
followup calendar load holidays.xlsx
is "$status $err" "0 " "... and without one where it has as many"
printf 'day,kind,name\n２０２７年５月１日,　休　,劳动节\n46512,holiday,\n2027-05-08,班,\n' >wide.csv
followup calendar load wide.csv
is "$status $out $err" "0 2027: 2 holidays, 1 make-up workdays " "days as spreadsheets and input methods write them"
is "$(sql "SELECT day, is_workday, name FROM aftersales.workday WHERE day >= '2027-01-01' ORDER BY 1" "DELETE FROM aftersales.workday WHERE day >= '2027-01-01'")" "2027-05-01|f|劳动节
2027-05-05|f|
2027-05-08|t|" "... as they are meant"
for bad in '2026-13-01,holiday=day" is no day of the calendar' 'soon,holiday=day" is not a day like 2026-07-01' '2026-05-01,perhaps=kind" is none of 休 \(holiday\), 班 \(workday\)' \
	',holiday=day" is empty' '2026-05-01,=kind" is empty' '1889-05-01,holiday=day" is no day of the years 1990 to 2089'; do
	printf 'day,kind\n2026-05-02,holiday\n\n%s\n' "${bad%=*}" >bad.csv
	followup calendar load bad.csv
	is "$status $out" "4 " "a bad day: ${bad%=*}"
	like "$err" "error: file \"bad.csv\", line 4: column \"${bad##*=}\$" "... is told"
done
printf 'day,kind\n2026-05-02,holiday\n2026/05/02,workday\n' >bad.csv
followup calendar load bad.csv
like "$status $err" '^4 .*the calendar has 2026-05-02 more than once' "a day twice"
printf 'day,name\n2026-05-02,x\n' >bad.csv
followup calendar load bad.csv
like "$status $err" '^4 .*has no column "kind" \(类型\)' "a column that is missing"
: >bad.csv
followup calendar load bad.csv
like "$status $err" '^4 .*error: ' "an empty file"
followup calendar load none.csv
like "$status $err" '^4 .*could not open' "a file that is not there"
followup calendar load holidays.csv -U viewer
like "$status $err" '^4 .*permission denied.*hint: Members of role aftersales_admin may do this' "a reader may not, and is told who may"
followup calendar load holidays.csv --encoding=foo
like "$status $err" '^1 .*error: encoding "foo" is not known' "an encoding that is not known"
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

for command in "export x.csv" list status assign; do
	followup $command --as-of 2026-06-11 --dealer=s1
	is "$status $out $err $(ls x.csv 2>/dev/null)" "4  aftersales-followup: error: station \"s1\" does not exist
aftersales-followup: hint: There is a station \"S1\". " "$command of a station that does not exist"
done
followup list --as-of 2026-06-11 --dealer=S9
like "$status $err" '^4 .*station "S9" does not exist.*hint: Table dealer' "... nor one like it"

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
like "$(cat xml)" '<t>电话</t>.*<t>已分配</t>' "... over Chinese words"
unlike "$(cat xml)" '<t>(phone|assigned|am|pm)</t>' "... not those of the database"
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

# answers that changed since they were recorded are not lost in silence
for change in 's/reached,,/reached,2026-06-11,/=tried_on' 's/,是,3,/,否,3,/=dissatisfied' 's/,是,3,/,是,4,/=recommend' 's/,是,3,,/,是,3,90,/=satisfaction' \
	's/,是,3,,,/,是,3,,太贵,/=loss_reason' 's/,是,3,,,\r/,是,3,,,是\r/=recoverable' "s/'=好,/'=很好,/=" 's/reached/no_answer/='; do
	sed "${change%=*}" list.csv >changed.csv
	followup import --as-of 2026-06-12 changed.csv
	is "$status $out $(tail -n 1 changed.csv.reasons | cut -d, -f 2-4)" "4 changed.csv: 0 to be recorded, 1 unchanged, 4 without outcome, 1 rejected 3,${change##*=},55000" "a row changed: ${change%=*}"
done
sed 's/,是,3,/,,,/' list.csv >fewer.csv
followup import --as-of 2026-06-13 fewer.csv
is "$status $out" "0 fewer.csv: 0 recorded, 2 unchanged, 4 without outcome, 0 rejected" "what is not given is not compared, nor the day that --as-of stands for"

cp gb.csv other.csv
iconv -f GB18030 -t UTF-8 other.csv >other8.csv
fill 2 'reached,,,,,,,' other8.csv
fill 4 'reached,2026-02-30,,,,,,' other8.csv
fill 5 'maybe,,秘密,,,,,' other8.csv
fill 6 'reached,,,,eleven,101,,maybe' other8.csv
fill 7 ',,,是,,,,' other8.csv
iconv -f UTF-8 -t GB18030 other8.csv >other.csv
before=$(sql "$tasks")
followup import other.csv
is "$status $out" "4 other.csv: 0 to be recorded, 0 unchanged, 1 without outcome, 5 rejected" "a bad file"
like "$err" 'error: file "other.csv": 5 rows rejected, nothing recorded.*hint: .*"other.csv.reasons"' "... is told"
unlike "$err$(cat other.csv.reasons)" '秘密|eleven' "... without what it says"
is "$(cat other.csv.reasons)" $'\xEF\xBB\xBF''sheet,line,column,code,message
"",2,,55000,"follow-up 1 has been worked on since the list was made"
"",4,tried_on,22008,"is no day of the calendar"
"",5,outcome,22P02,"is none of 接通 (reached), 未接 (no_answer), 拒绝 (refused), 空号 (empty_number), 错号 (wrong_number), 无法接通 (cannot_reach)"
"",6,recommend,22P02,"is not a whole number"
"",6,satisfaction,22003,"is not a number from 0 to 100"
"",6,recoverable,22P02,"is neither 是 (yes) nor 否 (no)"
"",7,outcome,22004,"is empty though the row is filled in"' "... with the reasons"
is "$(stat -c %a other.csv.reasons) $(sql "$tasks")" "600 $before" "... for the user's eyes, and nothing is recorded"
for day in 2027/11/25 2025/06/12; do
	printf 'follow_up,attempts,outcome,tried_on\n3,0,reached,%s\n' "$day" >year.csv
	followup import year.csv
	is "$status $(tail -n +2 year.csv.reasons)" "4 \"\",2,tried_on,22023,\"day ${day//\//-} is not between that on which follow-up 3 was made and today\"" "a wrong year: $day"
	followup record 3 --outcome=no_answer --as-of "$day"
	like "$status $err" '^4 .*error: day .* is not between .*detail: It was made as of 2026-06-11' "... by record"
done
for part in day note recommend; do
	printf 'follow_up,attempts,outcome,tried_on,note,recommend\n3,0,%s\n' "$(case $part in day) echo ,2026-06-12,, ;; note) echo ,,要再打, ;; *) echo ,,,0 ;; esac)" >part.csv
	followup import part.csv
	is "$status $(tail -n +2 part.csv.reasons)" '4 "",2,outcome,22004,"is empty though the row is filled in"' "a row with no outcome, but with a $part"
done
is "$(sql "$tasks")" "$before" "nothing of these is recorded"
# bytes that are no characters
printf 'follow_up,attempts,outcome,note\n3,0,reached,\xff\n4,0,reached,ok\n' >bytes.csv
followup import bytes.csv --encoding=UTF-8 --dry-run
is "$status $out" "4 bytes.csv: 1 to be recorded, 0 unchanged, 0 without outcome, 1 rejected" "a row that is not in the encoding"
is "$(tail -n +2 bytes.csv.reasons)" '"",2,,22021,"is not valid UTF-8"' "... has its line and reason"
followup import bytes.csv --encoding=foo
is "$status $err" '1 aftersales-followup: error: encoding "foo" is not known
aftersales-followup: hint: Try "aftersales-followup --help" for more information.' "an encoding that is not known"
followup import bytes.csv --as-of=tomorrow
like "$status $err" '^1 .*error: --as-of "tomorrow" is not a day like 2026-07-01' "a day that is none is a matter of usage"
# reasons of an earlier run
followup import list.csv --as-of 2026-06-12
echo old >fewer.csv.reasons
followup import fewer.csv --as-of 2026-06-12 --dry-run
is "$status $(cat fewer.csv.reasons)" "0 old" "a dry run leaves the reasons of an earlier run"
printf 'a,b\n1,2\n' >foreign.csv
echo old >foreign.csv.reasons
followup import foreign.csv
is "$status $(cat foreign.csv.reasons)" "4 old" "so does a file that is not read"
followup import fewer.csv --as-of 2026-06-12
is "$status $(ls fewer.csv.reasons 2>/dev/null)" "0 " "a good file takes them away"

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
printf '%s\n' 'sheet:a"b,c' 'attempts|结果|任务号' 'n:0|接通|n:99' 'sheet:two' '回访清单' '' '结果 | 已访次数（次）|任务号|推荐分|满意度|心情' '接通||n:1' '接通|n:0|n:99|n:11|n:101|好' 'sheet:通讯录' '客户|电话|备注' '张|1|x' 'sheet:Sheet4' |
	tr '|' '\t' | ./make_xlsx bad.xlsx
followup import bad.xlsx
is "$status $(tail -n +2 bad.xlsx.reasons)" '4 "a""b,c",2,,P0002,"follow-up 99 does not exist"
"two",4,attempts,22004,"is empty"
"two",5,recommend,22003,"is not a number from 0 to 10"
"two",5,satisfaction,22003,"is not a number from 0 to 100"' "reasons name the sheet; a header below titles, its names without what is in parentheses"
like "$err" 'warning: file "bad.xlsx", sheet "two": column "心情" is not known and not read.*warning: file "bad.xlsx", sheet "通讯录" has none of the columns' "columns and sheets that are not read are told"
unlike "$err" 'Sheet4|客户' "... but empty sheets and columns of the list"
printf '%s\n' 'sheet:one' 'a|b' | tr '|' '\t' | ./make_xlsx foreign.xlsx
followup import foreign.xlsx
like "$status $err" '^4 .*error: file "foreign.xlsx" has no sheet with column "follow_up" \(任务号\)' "a workbook without such a sheet"
printf '%s\n' 'sheet:one' '任务号|结果' 'n:1|接通' | tr '|' '\t' | ./make_xlsx foreign.xlsx
followup import foreign.xlsx
like "$status $err" '^4 .*error: file "foreign.xlsx", sheet "one" has no column "attempts" \(已访次数\)' "a sheet without a column"
printf '%s\n' 'sheet:one' '任务号|已访次数|结果' 'hidden:two' '任务号|已访次数|结果' 'n:99|n:0|接通' | tr '|' '\t' | ./make_xlsx hidden.xlsx
followup import hidden.xlsx
is "$status $out $err" '0 hidden.xlsx: 0 recorded, 0 unchanged, 0 without outcome, 0 rejected aftersales-followup: warning: file "hidden.xlsx", sheet "two" is hidden and not read' "a hidden sheet is told"
printf 'PK\003\004 not a workbook' >broken.xlsx
followup import broken.xlsx
like "$status $err" '^4 .*error: ' "a broken workbook"
printf 'follow_up,outcome\n1,reached\n' >bad.csv
followup import bad.csv
like "$status $err" '^4 .*has no column "attempts"' "a list without the attempts"
followup import list.csv -U viewer
like "$status $err" "^4 .*permission denied.*hint: Members of role aftersales_admin or of the station's own may do this" "a reader may not import"
printf 'follow_up,attempts,outcome,tried_on,note,recommend,dissatisfied\n４,０,接通　,2026年6月12日,　好　,１０,×\n5,0,reached,46185,,9.0,f\n' >wide.csv
followup import wide.csv
is "$status $out $err" "0 wide.csv: 2 recorded, 0 unchanged, 0 without outcome, 0 rejected " "values as spreadsheets and input methods write them"
is "$(sql "SELECT a.outcome, a.tried_on, a.note, a.dissatisfied, s.recommend FROM aftersales.follow_up_attempt a JOIN aftersales.survey_answer s USING (follow_up) WHERE follow_up IN (4, 5) ORDER BY follow_up")" "reached|2026-06-12|好|f|10
reached|2026-06-12||f|9" "... as they are meant"

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
