#!/bin/bash
# aftersales-load: a large file into an empty table goes straight there and its keys are made afterwards. Whatever is in it, the result is
# that of an ordinary load.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_bulk
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader" "CREATE ROLE reader LOGIN IN ROLE aftersales_reader"
load() { PGUSER=clerk run aftersales-load "$@"; }
cd "$scratch" || exit 1
objects() {
	sql "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = 'aftersales'::regnamespace ORDER BY 1, 2" \
		"SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'aftersales'::regnamespace ORDER BY 1" \
		"SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relnamespace = 'aftersales'::regnamespace ORDER BY 1" \
		"SELECT count(*) FROM aftersales.bulk_load" | md5sum
}
# frozen TABLE: whether its rows were written by a bulk load
frozen() { sql "SELECT coalesce(bool_and(h.t_infomask & 768 = 768), false) FROM heap_page_items(get_raw_page('aftersales.$1', 0)) h WHERE h.t_xmin IS NOT NULL"; }
sql "CREATE EXTENSION pageinspect"
before=$(objects)

long=$(printf '%0120d' 0)
{ echo dealer_code,name; seq -f 'S%02.0f,station' 1 20; } >dealer.csv
{ echo part_no,name; seq -f 'P%.0f,part' 1 5000; } >part.csv
{ echo vehicle_no; seq -f 'V%.0f' 1 5000; } >vehicle.csv
{ echo dealer_code,visit_no,vehicle_no,kind,opened_on,staff_no; seq 1 10001 | awk -v t="$long" '{ printf "S%02d,W%d,V%d,repair,20%02d-%02d-15,%s\n", $1 % 20 + 1, $1, $1 % 5000 + 1, $1 % 5 + 20, $1 % 12 + 1, t }'; } >visit.csv
{ echo dealer_code,visit_no,line_no,part_no,quantity,description; seq 1 10000 | awk -v t="$long" '{ v = int(($1 + 1) / 2); printf "S%02d,W%d,%d,P%d,1.5,%s\n", v % 20 + 1, v, $1 % 2 + 1, $1 % 5000 + 1, t }'; } >visit_line.csv
load dealer.csv part.csv vehicle.csv visit.csv visit_line.csv
is "$status$err$(printf '%s\n' "$out" | sed 's/ (.*//')" "0dealer.csv -> dealer: 20 rows read, 20 inserted, 0 updated, 0 unchanged, 0 rejected
part.csv -> part: 5000 rows read, 5000 inserted, 0 updated, 0 unchanged, 0 rejected
vehicle.csv -> vehicle: 5000 rows read, 5000 inserted, 0 updated, 0 unchanged, 0 rejected
visit.csv -> visit: 10001 rows read, 10001 inserted, 0 updated, 0 unchanged, 0 rejected
visit_line.csv -> visit_line: 10000 rows read, 10000 inserted, 0 updated, 0 unchanged, 0 rejected" "large files into empty tables"
is "$(frozen visit)$(frozen visit_line)$(frozen dealer)" ttf "went straight there, the small one did not"
is "$(objects)" "$before" "keys, references and indexes are as before"
is "$(sql "SELECT table_name, rows_read, rows_inserted, rows_rejected FROM aftersales.load_batch ORDER BY load_batch" | xargs)" \
	"dealer|20|20|0 part|5000|5000|0 vehicle|5000|5000|0 visit|10001|10001|0 visit_line|10000|10000|0" "the loads are on record"
is "$(sql "SELECT count(*) FROM aftersales.visit_line l JOIN aftersales.load_batch b USING (load_batch) WHERE b.table_name = 'visit_line' AND l.kind = 'part'")" 10000 "rows name their batch and have defaults"
is "$(sql "SELECT count(DISTINCT (kept, dealer_code, month)) FROM aftersales.dirty")" \
	"$(sql "SELECT 3 * count(DISTINCT (dealer_code, date_trunc('month', opened_on))) FROM aftersales.visit")" "their months are marked"
is "$(sql "SELECT reltuples FROM pg_class WHERE oid = 'aftersales.visit_line'::regclass")" 10000 "and the table is analyzed"
load visit_line.csv
like "$status$out" "^0.*already loaded as batch 5" "a second time it is loaded already"
load --again visit_line.csv
like "$status$out" "^0.*10000 rows read, 0 inserted, 0 updated, 10000 unchanged" "or finds every row there"

# rows come station by station, whatever their order in the file: changes TABLE counts where one follows another
changes() { sql "SELECT count(*) FROM (SELECT v.dealer_code IS DISTINCT FROM lag(v.dealer_code) OVER (ORDER BY v.ctid) AS changes FROM aftersales.$1 v) c WHERE changes"; }
content() { sql "SELECT md5(string_agg(concat_ws('|', l.dealer_code, l.visit_no, l.line_no, l.part_no, l.quantity, l.description), E'\n' ORDER BY l.dealer_code, l.visit_no, l.line_no)) FROM aftersales.visit_line l"; }
is "$(changes visit)$(changes visit_line)" 2020 "the rows of a station lie together"
rows=$(content)
grouped() { # grouped DESCRIPTION STATIONS FILE: a file of the same rows
	sql "TRUNCATE aftersales.visit_line"
	load --again "$3"
	is "$status$err$(frozen visit_line),$(changes visit_line),$(content)" "0t,$2,$rows" "$1"
}
{ printf '\xEF\xBB\xBF'; sed 's/$/\r/' visit_line.csv; } >visit_line-mark.csv
grouped "... of a file with a byte order mark and CR LF" 20 visit_line-mark.csv
{ echo "维修明细,,,,,"; sed '1s/.*/经销商代码,工单号,行号,配件编码,数量,description/; s/,/;/g' visit_line.csv | tr ';' '\t'; printf '\t\t\t\t\t'; } | sed '1s/,/\t/g' | iconv -t GB18030 >visit_line-gb18030.csv
grouped "... in GB18030, with a title and an empty last row without an end" 20 visit_line-gb18030.csv
head -c -1 visit_line.csv | sed '2,$s/$/"/; 2,$s/,0000/,"0000/' >visit_line-quoted.csv
grouped "... with quotes" 20 visit_line-quoted.csv
iconv -t UTF-16 visit_line.csv >visit_line-utf16.csv
grouped "UTF-16, whose bytes cannot be split, keeps its order" 5000 visit_line-utf16.csv
# both warn, and the second is of a station that comes before
awk -F , -v OFS=, 'NR == 8039 || NR == 9001 { $5 = 100001 } { print }' visit_line.csv >visit_line-warned.csv
is "$(awk -F , 'NR == 8039 || NR == 9001 { print $1 }' visit_line-warned.csv | xargs)" "S20 S01" "(the second to warn comes first)"
sql "TRUNCATE aftersales.visit_line"
load visit_line-warned.csv
is "$status$(frozen visit_line),$err" "0t,aftersales-load: warning: visit_line-warned.csv: rule quantity_range: 2 rows, the first on line 8039: $(aftersales-load --rules | sed -n 's/^quantity_range .*: //p')" "a warning names the first line of the file"
sql "TRUNCATE aftersales.visit_line"
awk 'NR == 9000 { sub(/,0/, ",\"0") } { print }' visit_line.csv >visit_line-open.csv
load visit_line-open.csv
like "$status$err" "^4.*visit_line-open.csv:9000: a quoted field of this row is not closed" "a quote that is not closed is told with its line"
is "$(changes visit_line),$(objects)" "0,$before" "and nothing is kept"
load --again visit_line.csv

# what is wrong with one row of many
lines() { sql "SELECT count(*), count(DISTINCT load_batch) FROM aftersales.visit_line"; }
bad() { # bad DESCRIPTION ROW REASON
	sql "TRUNCATE aftersales.visit_line"
	{ cat visit_line.csv; echo "$2"; } >visit_line-bad.csv
	load visit_line-bad.csv
	is "$status$(cat visit_line-bad.csv.reasons)" "4line,column,code,message
$3" "$1: the reason"
	load --max-errors 9 visit_line-bad.csv
	is "$status$(tail -n 1 visit_line-bad.csv.rejects),$(lines),$(objects)" "3$2,10000|1,$before" "$1: kept out"
}
bad "a number" S02,W10001,1,P1,many, '10002,"quantity",22P02,"is not a number"'
bad "too few fields" S02,W10001,1 '10002,"",22P04,"has fewer fields than the header"'
bad "no station" ,W10001,1,P1,1, '10002,"dealer_code",23502,"is empty"'
bad "an unknown part" S02,W10001,1,P99999,1, '10002,"part_no",23503,"is not in table ""part"""'
bad "an unknown visit" S01,W10001,1,P1,1, '10002,"dealer_code, visit_no",23503,"is not in table ""visit"""'
bad "a check" S02,W10001,1,,1, '10002,"kind, part_no",23514,"violates check constraint ""visit_line_check"": CHECK (kind <> '"'part'::text OR part_no IS NOT NULL)"'"'
sql "TRUNCATE aftersales.visit_line"
{ cat visit_line.csv; tail -n 1 visit_line.csv; } >visit_line-twice.csv
load visit_line-twice.csv
like "$status$out" "^0.*10001 rows read, 10000 inserted, 0 updated, 1 unchanged" "a row that is there twice"
sql "TRUNCATE aftersales.visit_line"
sed -i '$s/,1.5,/,2,/' visit_line-twice.csv
load visit_line-twice.csv
like "$status$(cat visit_line-twice.csv.reasons)" '^4.*10002,"",21000,"an earlier row' "a key that is there twice"
load --again --dry-run visit_line.csv
like "$status$out$(lines)" "^0.*10000 inserted.*dry run: nothing kept.*0[|]0" "a dry run"

# begin and end
like "$(PGUSER=clerk psql -qX -c "SELECT aftersales.begin_bulk_load('visit_line')" 2>&1)" 'ERROR:  bulk load of table "visit_line" was not ended' "a bulk load without its end is not committed"
is "$(objects)" "$before" "and leaves everything as it was"
is "$(PGUSER=clerk sql "SELECT aftersales.begin_bulk_load('visit')" "SELECT aftersales.begin_bulk_load('no_table')" "SELECT aftersales.begin_bulk_load('parameter')" | xargs)" "f f f" \
	"tables with rows, missing and not loadable ones are refused"
like "$(PGUSER=reader psql -qX -c "SELECT aftersales.begin_bulk_load('visit_line')" 2>&1)" "permission denied for function begin_bulk_load" "readers may not"
psql -qX -c "SET application_name = 'holder'" -c "BEGIN; LOCK aftersales.part IN ACCESS SHARE MODE; SELECT pg_sleep(60)" >holder.out 2>&1 &
holder=$!
wait_for "SELECT count(*) > 0 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a USING (pid) WHERE c.relname = 'part' AND a.application_name = 'holder'"
is "$(PGUSER=clerk sql "BEGIN; SELECT aftersales.begin_bulk_load('visit_line', '1 ms')")" f "others are waited for as long as said"
load --again visit_line.csv
is "$status$(frozen visit_line),$(lines)" "0f,10000|1" "while somebody reads a table it refers to, it is loaded the ordinary way"
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'" >/dev/null
wait "$holder"
sql "TRUNCATE aftersales.visit_line"
sql "CREATE TABLE public.visit_line_note (dealer_code text, visit_no text, line_no integer, FOREIGN KEY (dealer_code, visit_no, line_no) REFERENCES aftersales.visit_line)"
is "$(PGUSER=clerk sql "SELECT aftersales.begin_bulk_load('visit_line')")" f "so is one that a table of somebody else refers to"
done_testing
