#!/bin/bash
# aftersales-load: good files. All loads are done by a plain member of aftersales_loader.
. "$(dirname "$0")/../lib/tap.sh"
cluster load
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
# file NAME LINE...: a file of these lines
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
cd "$scratch" || exit 1

# every table, by its own template
load template
is "$status$(printf '%s\n' "$out" | grep -cxE 'dealer|visit|visit_line|complaint')" 04 "the tables are listed"
mkdir templates
tables=$(sql "SELECT table_name FROM information_schema.columns WHERE table_schema = 'aftersales' AND column_name = 'load_batch' AND is_nullable = 'YES'")
for t in $tables; do
	load template "$t"
	printf '%s\n' "$out" >"templates/$t.csv"
	is "$status$err,$(printf '%s\n' "$out" | wc -l)" "0,2" "template of $t: a header and a row"
done
load templates
is "$status$err" "0" "the templates load in one go"
for t in $tables; do
	is "$(sql "SELECT count(*) FROM aftersales.$t")" 1 "$t has the template's row"
done
is "$(sql "SELECT count(DISTINCT table_name) FROM aftersales.load_batch WHERE rows_read = 1 AND rows_inserted = 1 AND loaded_by = 'clerk'")" \
	"$(printf '%s\n' "$tables" | wc -l)" "load_batch has a row each"
is "$(sql "SELECT file_hash FROM aftersales.load_batch WHERE table_name = 'visit'")" "$(sha256sum <templates/visit.csv | cut -d ' ' -f 1)" "with the file's SHA-256"
is "$(sql "SELECT b.table_name FROM aftersales.visit_line JOIN aftersales.load_batch b USING (load_batch)")" visit_line "rows name their batch"
load templates
is "$status$err" "0" "loading them again is no error"
is "$(printf '%s\n' "$out" | grep -c 'already loaded as batch [0-9]*;')" "$(printf '%s\n' "$tables" | wc -l)" "and says so"
load template nothing
is "$status" 1 "template of no table"

# names, header, quoting
sql "TRUNCATE aftersales.dirty"
file part-a.csv 'NAME,unit,part_no,price,colour' '"Oil, 5W30",L,P1,12.50,black' '"Say ""A""",,P2,,' $'"two\nlines",,P3,007.100,'
load part-a.csv
is "$status" 0 "header in any order and case"
like "$err" 'warning: part-a.csv: column "colour" is not in table "part" and is ignored' "an unknown column is a warning"
is "$(sql "SELECT string_agg(part_no || '=' || name || '=' || coalesce(price::text, '') || '=' || coalesce(unit, 'NULL') || '=' || phase, ';' ORDER BY part_no) FROM aftersales.part WHERE part_no IN ('P1', 'P2', 'P3')")" \
	$'P1=Oil, 5W30=12.50=L=mature;P2=Say "A"==NULL=mature;P3=two\nlines=7.10=NULL=mature' "quotes, commas, line breaks, empty cells and defaults"
printf '\xef\xbb\xbfpart_no,name\r\n"P1",机油\r\n\r\nP4,x' >part-b.csv
load part-b.csv
is "$status$err,$out" "0,part-b.csv -> part: 2 rows read, 1 inserted, 1 updated, 0 unchanged, 0 rejected (batch ${out##*batch }" "byte order mark, CR LF, empty line, no end of the last line"
is "$(sql "SELECT name, unit, price FROM aftersales.part WHERE part_no = 'P1'")" "机油|L|12.50" "columns the file does not have stay as they are"
file part-c.csv 'part_no,name,price' 'P5,a,1' 'P5,a,1' 'P5,a,1.00' 'P1,机油,12.5'
load part-c.csv
like "$out" "4 rows read, 1 inserted, 0 updated, 3 unchanged, 0 rejected" "identical rows collapse and count as unchanged"
file part-d.csv 'part_no,name,superseded_by' 'P6,old,P7' 'P7,new,'
load part-d.csv
is "$status" 0 "rows may refer to later rows of the file"
file kinds.csv 'day,is_workday' 2026-10-01,false 2026-10-10,1 2026-10-11,YES
load --table workday kinds.csv
is "$(sql "SELECT string_agg(is_workday::text, ',' ORDER BY day) FROM aftersales.workday WHERE day >= '2026-10-01'")" "false,true,true" "--table; booleans"
file stock.csv 'dealer_code,part_no,on_hand' S01,P1,5 S01,P2,-0.0
load stock.csv
is "$(sql "SELECT bin, on_hand FROM aftersales.stock WHERE part_no LIKE 'P_' ORDER BY part_no")" $'|5.000\n|0.000' "a key column that is missing gets its default"
file vehicle.csv 'vehicle_no' V1
load vehicle.csv
file vehicle_owner.csv 'vehicle_no,customer_no,owned_from,owned_until' V1,C0001,2020-02-29,
load vehicle_owner.csv
file vehicle_owner.csv 'vehicle_no,customer_no,owned_from,owned_until' V1,C0001,2022-01-01, V1,C0001,2020-02-29,2022-01-01
load vehicle_owner.csv
like "$status$out" "^0.*1 inserted, 1 updated" "an interval ends and the next begins in one file"

# corrected files of visits and lines, months to renew
dirty() { sql "SELECT DISTINCT kept || ' ' || dealer_code || ' ' || month FROM aftersales.dirty ORDER BY 1" "TRUNCATE aftersales.dirty"; }
visits='dealer_code,visit_no,vehicle_no,kind,opened_on,odometer'
lines='dealer_code,visit_no,line_no,part_no,quantity'
file visit.csv "$visits" S01,W1,V1,repair,2026-01-05,100 S01,W2,V1,repair,2026-02-05,200 S01,W3,V1,repair,2026-03-05,300
load visit.csv
is "$(dirty)" $'part_demand S01 2026-01-01\npart_demand S01 2026-02-01\npart_demand S01 2026-03-01
vehicle_history S01 2026-01-01\nvehicle_history S01 2026-02-01\nvehicle_history S01 2026-03-01
vehicle_state S01 2026-01-01\nvehicle_state S01 2026-02-01\nvehicle_state S01 2026-03-01' "new visits mark their months"
file visit.csv "$visits" S01,W1,V1,repair,2026-01-05,100 S01,W2,V1,repair,2026-04-05,350 S01,W3,V1,repair,2026-03-05,301
load visit.csv
like "$out" "3 rows read, 0 inserted, 2 updated, 1 unchanged, 0 rejected" "a corrected file updates what differs"
is "$(dirty)" $'part_demand S01 2026-02-01\npart_demand S01 2026-03-01\npart_demand S01 2026-04-01
vehicle_history S01 2026-02-01\nvehicle_history S01 2026-03-01\nvehicle_history S01 2026-04-01
vehicle_state S01 2026-02-01\nvehicle_state S01 2026-03-01\nvehicle_state S01 2026-04-01' "a moved visit marks the old month and the new"
is "$(sql "SELECT count(DISTINCT load_batch) FROM aftersales.visit WHERE visit_no LIKE 'W_'")" 2 "an unchanged row keeps its batch"

valid() { sql "SELECT string_agg(visit_no || '.' || line_no || ':' || quantity::float8, ' ' ORDER BY visit_no, line_no) FROM aftersales.visit_line WHERE visit_no LIKE 'W_' AND voided_at IS NULL"; }
file visit_line.csv "$lines" S01,W1,1,P1,1 S01,W1,2,P2,2 S01,W2,1,P1,1 S01,W2,2,P2,4 S01,W3,1,P1,5
load visit_line.csv
is "$(dirty)" $'part_demand S01 2026-01-01\npart_demand S01 2026-03-01\npart_demand S01 2026-04-01' "new lines mark the months of their visits"
file visit_line-2.csv "$lines" S01,W1,1,P1,1 S01,W2,2,P2,3
load visit_line-2.csv
like "$out" "2 rows read, 0 inserted, 1 updated, 1 unchanged, 0 rejected, 2 voided" "lines missing from a visit's set are voided"
is "$(valid)" "W1.1:1 W2.2:3 W3.1:5" "visits the file does not mention keep their lines"
is "$(dirty)" $'part_demand S01 2026-01-01\npart_demand S01 2026-04-01' "voided and changed lines mark their months"
is "$(sql "SELECT count(*) FROM aftersales.visit_line WHERE voided_at IS NOT NULL AND load_batch = (SELECT max(load_batch) FROM aftersales.load_batch)")" 2 "voided lines name the batch"
file visit_line-3.csv "$lines" S01,W1,1,P1,1 S01,W1,2,P2,2
load visit_line-3.csv
is "$(valid)" "W1.1:1 W1.2:2 W2.2:3 W3.1:5" "a voided line that comes again is valid again"
is "$(dirty)" "part_demand S01 2026-01-01" "and marks its month"

# rows voided by a user: exported once more, then changed
sql "CALL aftersales.void_visit('S01', 'W3')" "CALL aftersales.void_line('S01', 'W1', 2)"
user_voided() { sql "SELECT (SELECT voided_at IS NOT NULL FROM aftersales.visit WHERE visit_no = 'W3') || ' ' || (SELECT voided_at IS NOT NULL FROM aftersales.visit_line WHERE visit_no = 'W1' AND line_no = 2)"; }
load --again visit.csv visit_line-3.csv
is "$status$(printf '%s\n' "$out" | grep -c ' 0 inserted, 0 updated')$(user_voided)" "02true true" "rows a user voided stay voided when they come again unchanged"
sed -i 's/,301$/,302/' visit.csv
sed -i 's/,P2,2$/,P2,9/' visit_line-3.csv
load visit.csv visit_line-3.csv
is "$status$(user_voided)" "0false false" "and are valid again when they come changed"
dirty >/dev/null

file counter_sale.csv 'dealer_code,sale_no,line_no,sold_on,part_no,quantity' S01,K1,1,2026-05-01,P1,1 S01,K1,2,2026-05-01,P2,1
load counter_sale.csv
dirty >/dev/null
file counter_sale.csv 'dealer_code,sale_no,line_no,sold_on,part_no,quantity' S01,K1,1,2026-06-01,P1,1
load counter_sale.csv
like "$out" "1 updated.*1 voided" "counter sales are replaced by sale"
is "$(dirty)" $'part_demand S01 2026-05-01\npart_demand S01 2026-06-01' "old and new month"
file lost_sale.csv 'dealer_code,lost_sale_no,line_no,asked_on,part_no,quantity' S01,L1,1,2026-05-01,P1,1
load lost_sale.csv
is "$(dirty)" "part_demand S01 2026-05-01" "lost sales mark their month"

# dry run, refresh
before=$(sql "SELECT count(*) FROM aftersales.load_batch")
file part-e.csv part_no,name P8,x
load --dry-run part-e.csv
like "$status$out" "^0.*1 inserted.*dry run: nothing kept" "--dry-run tells what would happen"
is "$(sql "SELECT count(*) FROM aftersales.part WHERE part_no = 'P8'")$(sql "SELECT count(*) FROM aftersales.load_batch")" "0$before" "and keeps nothing"
file visit.csv "$visits" S01,W4,V1,repair,2026-07-05,400
load --refresh visit.csv
is "$status$err$(sql "SELECT count(*) FROM aftersales.dirty")" 00 "--refresh brings the kept states up to date"

# mapping
file customers.csv 'id,Bought On,sort,x' '1,2026-08,A,' '2,2026-09,B,' '3,2026-09,A,n/a'
file vehicles.map '# a customer stands for a vehicle' 'table vehicle' 'vehicle_no = "X" id' 'plate = "a ""b"""  # constant'
file visits.map 'table visit' 'dealer_code = "S01"' 'visit_no = id "/" [Bought On]' 'vehicle_no = "X" id' 'kind = "repair"' 'opened_on = [Bought On] "-15"' 'skip x = "n/a"'
load --map vehicles.map customers.csv
like "$status$out" "^0.*customers.csv -> vehicle: 3 rows read, 3 inserted" "a mapping file names table, columns and constants"
load --map visits.map customers.csv
like "$status$out" "^0.*customers.csv -> visit: 2 rows read, 2 inserted.*1 skipped" "the same file into another table; rows passed over"
is "$(sql "SELECT string_agg(visit_no || ' ' || opened_on || ' ' || plate, ';' ORDER BY visit_no) FROM aftersales.visit JOIN aftersales.vehicle USING (vehicle_no) WHERE vehicle_no LIKE 'X%'")" \
	'1/2026-08 2026-08-15 a "b";2/2026-09 2026-09-15 a "b"' "joined values"
sed -i 's/repair/maintenance/' visits.map
load --map visits.map customers.csv
like "$out" "2 updated" "another mapping of the same file is another load"

# names in capitals
mkdir capitals
file capitals/PART.CSV part_no,name P9,x
file capitals/Part-2.Csv part_no,name P10,x
load capitals
like "$status$err$(printf '%s' "$out" | tr '\n' ' ')" "^0PART.CSV -> part: 1 rows read, 1 inserted.*Part-2.Csv -> part: 1 rows read, 1 inserted" "a folder of files named in capitals"

# a terminal sees progress
file part-t.csv part_no,name P11,x
PGUSER=clerk script -qec "aftersales-load part-t.csv >terminal.out" terminal.err >/dev/null </dev/null
is "$?$(sed 's/ (batch.*//' terminal.out)" "0part-t.csv -> part: 1 rows read, 1 inserted, 0 updated, 0 unchanged, 0 rejected" "a load from a terminal"
like "$(cat terminal.err)" $'\r\e\\[Kpart-t.csv: checking.*\r\e\\[K' "shows progress there and clears it"

# a pipe sees no progress
unlike "$err" $'\r' "no progress on a pipe"
load --version
like "$out" '^aftersales-load \(aftersales\) [0-9.]+$' "--version"
done_testing
