#!/bin/bash
# aftersales-load: loads on record, taken back; missing rows created; outcomes for machines.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_batches
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader" "CREATE ROLE reader LOGIN IN ROLE aftersales_reader"
load() { PGUSER=clerk run aftersales-load "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
cd "$scratch" || exit 1
batch() { sql "SELECT max(load_batch) FROM aftersales.load_batch WHERE table_name = '$1'"; }
# everything a load writes, so that what undo leaves can be compared
state() {
	sql "SELECT d FROM aftersales.dealer d ORDER BY 1" "SELECT p FROM aftersales.part p ORDER BY 1" "SELECT v FROM aftersales.vehicle v ORDER BY 1" \
		"SELECT v FROM aftersales.visit v WHERE voided_at IS NULL ORDER BY 1" "SELECT l FROM aftersales.visit_line l WHERE voided_at IS NULL ORDER BY 1"
}
dirty() { sql "SELECT string_agg(DISTINCT kept || ' ' || month, ',' ORDER BY kept || ' ' || month) FROM aftersales.dirty" "TRUNCATE aftersales.dirty"; }

visits=dealer_code,visit_no,vehicle_no,kind,opened_on
lines=dealer_code,visit_no,line_no,part_no,quantity
file dealer.csv dealer_code,name S1,one S2,two
file part.csv part_no,name,price P1,a,1 P2,b,2 P3,c,
file vehicle.csv vehicle_no V1 V2
file visit.csv $visits S1,W1,V1,repair,2026-01-05 S1,W2,V2,repair,2026-02-05
file visit_line.csv $lines S1,W1,1,P1,1 S1,W1,2,P2,2 S1,W2,1,P1,1
load dealer.csv part.csv vehicle.csv visit.csv visit_line.csv
is "$status$err" 0 "a small network"

# status
load status
is "$status$(printf '%s\n' "$out" | tail -n 1)" "0(5 rows)" "status lists the loads"
like "$out" "batch.*table.*file.*encoding.*read.*inserted.*5 .*visit_line .*visit_line.csv .*UTF-8 .* 3 .* 3 .* 0 .* 0 .* 0 .* 0 .*UTC .* clerk" "with file, encoding, counts, time and user"
load --json status 1
is "$status$(printf '%s' "$out" | jq_keys='' perl -MJSON::PP -0777 -ne '$j = decode_json($_); print join " ", map { "$_=" . ($j->{$_} // "null") } grep { !/_at|hash/ } sort keys %$j')" \
	"0encoding=UTF-8 file_name=visit_line.csv load_batch=5 loaded_by=clerk rows_inserted=3 rows_read=3 rows_rejected=0 rows_unchanged=0 rows_updated=0 rows_voided=0 table_name=visit_line undone_by=null" \
	"status as JSON"
load status many
is "$status" 4 "status of no number"
like "$(PGUSER=reader aftersales-load undo 5 2>&1)" "error: permission denied for function undo_load" "readers take nothing back"

# corrected lines, taken back
before=$(state)
dirty >/dev/null
file visit_line-2.csv $lines S1,W1,1,P1,7 S1,W1,3,P3,1
load visit_line-2.csv
like "$status$out" "^0.*1 inserted, 1 updated, 0 unchanged, 0 rejected, 1 voided" "a corrected file inserts, updates and voids"
is "$(sql "SELECT rows_voided FROM aftersales.load_batch WHERE load_batch = $(batch visit_line)")" 1 "which is on record"
dirty >/dev/null
load undo "$(batch visit_line)"
is "$status$err$out" "0batch 6 of visit_line is taken back: 1 rows removed, 2 restored" "undo takes it back"
is "$(state)" "$before" "valid rows are as before"
is "$(dirty)" "part_demand 2026-01-01" "their month is marked"
is "$(sql "SELECT undone_at IS NOT NULL, undone_by FROM aftersales.load_batch WHERE load_batch = 6" "SELECT count(*) FROM aftersales.load_before_image" | xargs)" "t|clerk 0" "that is on record, and the former values are gone"
load undo 6
like "$status$err" "^4.*error: load 6 was taken back already" "once is enough"
load visit_line-2.csv
like "$status$out" "^0.*2 rows read, 0 inserted, 2 updated, 0 unchanged, 0 rejected, 1 voided" "its file can be loaded again: the row that was added comes back"
load --json undo "$(batch visit_line)"
is "$status$out$(state)" "0{\"batch\": 7, \"table\": \"visit_line\", \"outcome\": \"undone\", \"removed\": 0, \"restored\": 3}$before" "and taken back again, told in JSON"

# refusals
file part-2.csv part_no,price P1,5 P9,9
sed -i '1s/$/,name/; 2,$s/$/,x/' part-2.csv
load part-2.csv
file part-3.csv part_no,name,price P1,y,6
load part-3.csv
load undo 8
like "$status$err" "^4.*error: load 8 cannot be taken back: load 9 changed its rows.*hint: Take back load 9 first" "a load whose rows a later one changed stays"
load undo 9
is "$status$(sql "SELECT name, price, load_batch FROM aftersales.part WHERE part_no = 'P1'")" "0x|5.00|8" "the later one first"
load undo 8
is "$status$(state)" "0$before" "then it"
load undo 4
like "$status$err" '^4.*error: load 4 cannot be taken back: rows of table "visit_line" refer to rows it added.*hint: Take back the loads of that table first' "visits with lines stay"
load undo 1
like "$status$err" '^4.*rows of table "(dirty|visit)" refer' "dealers with visits stay"
load part-2.csv
sql "DELETE FROM aftersales.load_before_image"
load undo "$(batch part)"
like "$status$err" '^4.*of 1 rows it changed, the former values of 0 are known' "without former values it stays"
sql "UPDATE aftersales.part SET load_batch = NULL WHERE part_no = 'P9'"
load vehicle.csv
file vehicle-2.csv vehicle_no V3
load vehicle-2.csv
sql "DELETE FROM aftersales.vehicle WHERE vehicle_no = 'V3'"
load undo "$(batch vehicle)"
like "$status$err" '^4.*of 1 rows it wrote, 0 are there as it wrote them' "so it does if its rows were changed otherwise"
# a file of customers that many visits might refer to: references without an index are looked through once, and are there again
references="SELECT c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE c.confrelid = 'aftersales.customer'::regclass ORDER BY 1, 2"
had=$(sql "$references")
{ echo customer_no,name; seq -f 'C%.0f,x' 1 3000; } >customer.csv
load customer.csv
load undo "$(batch customer)"
is "$status$(sql "SELECT count(*) FROM aftersales.customer")$(sql "$references")" "00$had" "customers nobody refers to go, the references stay"
# refusals are proof
file consent.csv customer_no,purpose,channel,recorded_on,granted,source C1,marketing,phone,2026-01-05,false,paper
load customer.csv consent.csv
load undo "$(batch consent)"
like "$status$err" "^4.*error: load [0-9]* cannot be taken back: consents and refusals are evidence.*hint: Load what holds now" "consents are not taken back"
# a load told to be of another table
sql "UPDATE aftersales.load_batch SET table_name = 'follow_up_run' WHERE load_batch = $(batch consent)"
load undo "$(batch follow_up_run)"
like "$status$err" '^4.*error: load [0-9]* is of "follow_up_run", which is no table to load' "nor is anything of tables nobody loads"
load undo 999
like "$status$err" "^4.*error: load 999 does not exist" "undo of no load"
load -n undo 5
like "$status$err" "^1.*error: undo takes no option --dry-run" "undo is no trial"
load --again status
like "$status$err" "^1.*error: status takes no option --again" "nor does status load"
load --settle=1 part.csv
like "$status$err" "^1.*error: a load of files takes no option --settle" "nor does a load wait"
load undo
like "$status$err" "^1.*error: undo takes the number of one load" "undo of nothing"

# lines, visits, vehicles, dealers: back to nothing
load undo 5
load undo 4
is "$status$(sql "SELECT count(*), count(voided_at) FROM aftersales.visit" "SELECT count(*), count(voided_at) FROM aftersales.visit_line" | xargs)" "02|2 4|4" "lines, then visits: voided, not deleted"
load visit.csv visit_line.csv
is "$status$(sql "SELECT count(*) FROM aftersales.visit WHERE voided_at IS NULL" "SELECT count(*) FROM aftersales.visit_line WHERE voided_at IS NULL" | xargs)" "02 3" "and valid when they are loaded again"

# missing ones
file visit-3.csv $visits S7,W1,V8,repair,2026-03-05 S7,W2,V8,repair,2026-03-06 S1,W9,V9,repair,2026-03-06
load visit-3.csv
is "$status" 4 "unknown stations and vehicles are rejected"
load --create-missing part,dealer visit-3.csv
like "$status$(cat visit-3.csv.reasons)" '^4.*2,"vehicle_no",23503.*4,"vehicle_no",23503' "nothing is created of tables that are not named"
is "$(sql "SELECT count(*) FROM aftersales.dealer WHERE dealer_code = 'S7'")" 0 "and nothing kept of the others if the file fails"
load --create-missing dealer,vehicle visit-3.csv
is "$status$err" '0aftersales-load: warning: visit-3.csv: missing rows created: 1 in table "dealer", 2 in table "vehicle"' "missing ones are created and counted"
like "$out" "3 rows read, 3 inserted.*3 missing ones created" "and reported"
is "$(sql "SELECT d.name, d.kind, b.rows_inserted, b.table_name FROM aftersales.dealer d JOIN aftersales.load_batch b USING (load_batch) WHERE d.dealer_code = 'S7'")" "S7|station|1|dealer" "with the key for a name, as a load of their own"
file dealer-2.csv dealer_code,name S7,seven
load dealer-2.csv
like "$out" "0 inserted, 1 updated" "the real one updates it"
file stock-3.csv dealer_code,part_no,on_hand S1,P8,1 S1,P8x,2
load --create-missing part stock-3.csv
is "$status$err$(sql "SELECT string_agg(part_no || name, ' ' ORDER BY part_no) FROM aftersales.part WHERE part_no LIKE 'P8%'")" \
	'0aftersales-load: warning: stock-3.csv: missing rows created: 2 in table "part"P8P8 P8xP8x' "parts, too"
load undo "$(batch visit)"
load undo "$(batch vehicle)"
like "$status$err" '^4.*rows of table "visit" refer to rows it added.*hint: Take back the loads of that table first; its voided rows stay, and what they refer to' "voided visits keep their vehicles"
load visit-3.csv
load --create-missing visit visit-3.csv
like "$status$err" '^1.*error: --create-missing adds no rows to a table "visit"' "not of any table"

# rejects without limit
{ echo part_no,name; seq -f 'R%.0f,' 1 12000; echo R0,good; } >part-r.csv
load --max-errors 11999 part-r.csv
is "$status$(sql "SELECT count(*) FROM aftersales.part WHERE part_no LIKE 'R%'")" 40 "more rejects than --max-errors: nothing"
load --partial part-r.csv
is "$status$(sql "SELECT count(*) FROM aftersales.part WHERE part_no LIKE 'R%'"),$(wc -l <part-r.csv.rejects)" 31,12001 "--partial keeps the good row, whatever the number of rejects"

# JSON
file 'part-"x".csv' part_no,name J1,a
load --json 'part-"x".csv' part-r.csv part.csv
is "$status$(printf '%s\n' "$out" | sed 's/"seconds": [0-9.]*/"seconds": 0/; s/"batch": [0-9]*/"batch": 0/')" '4{"file": "part-\"x\".csv", "table": "part", "outcome": "loaded", "batch": 0, "read": 1, "inserted": 1, "updated": 0, "unchanged": 0, "voided": 0, "rejected": 0, "skipped": 0, "idle": 0, "created": 0, "seconds": 0, "format": "UTF-8"}
{"file": "part-r.csv", "table": "part", "outcome": "failed", "read": 10000, "rejected": 10000}' "--json: an object a file, also of one that fails"
load --json part.csv
is "$status$(printf '%s\n' "$out" | sed 's/"batch": [0-9]*/"batch": 0/')" '0{"file": "part.csv", "table": "part", "outcome": "already_loaded", "batch": 0}' "and of one that is loaded already"
file part-z.csv name x
load --json part-z.csv
is "$status$out" '4{"file": "part-z.csv", "table": "part", "outcome": "failed", "read": 0, "rejected": 0}' "and of one that is no file of ours"
done_testing
