#!/bin/bash
# aftersales-load: bad files and bad databases. Each failure has its exit code, names its line and keeps nothing.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_bad
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
# reasons FILE: what its reasons file says
reasons() { tail -n +2 "$1.reasons"; }
cd "$scratch" || exit 1
file dealer.csv dealer_code,name S1,station
file part.csv part_no,name P1,a P2,b
file vehicle.csv vehicle_no,vin V1,11111111111111111
file visit.csv dealer_code,visit_no,vehicle_no,kind,opened_on S1,W1,V1,repair,2026-01-05 S1,W2,V1,repair,2026-01-06
load dealer.csv part.csv visit.csv vehicle.csv
is "$status$err" 0 "files are loaded in the order of their references"

# refused before any row
batches() { sql "SELECT count(*) FROM aftersales.load_batch"; }
had=$(batches)
# refused DESCRIPTION PATTERN [OPTION...] FILE
refused() {
	load "${@:3}"
	is "$status,$out" "4," "$1: exit code 4"
	like "$err" "$2" "$1: message"
}
file part-1.csv number,name P3,c
refused "wrong header" 'error: part-1.csv: required column "part_no" of table "part" is missing' part-1.csv
file part-2.csv part_no,name,Name P3,c,c
refused "column twice" 'error: part-2.csv: column "name" appears twice' part-2.csv
: >part-3.csv
refused "empty file" 'error: part-3.csv: the file is empty, a header was expected' part-3.csv
printf 'part_no,n\xffme\n' >part-4.csv
refused "header in another encoding" 'error: part-4.csv:1: the header is not a line of at most [0-9]+ names in GB18030' part-4.csv
file part-5.csv part_no,name 'P3,c' '"P4,d' 'P5,e'
refused "unterminated quote" 'error: part-5.csv:3: a quoted field of this row is not closed' part-5.csv
{ echo part_no,name; echo P3,c; printf 'P4,'; head -c 10000000 /dev/zero | tr '\0' x; echo; } >part-6.csv
refused "10 MB field" 'error: part-6.csv:3: the row is too long.*detail: A row has at most 1048576 bytes' part-6.csv
{ echo part_no,name; echo P3,c; printf 'P4,"'; head -c 10000000 /dev/zero | tr '\0' '\n'; echo '"'; } >part-7.csv
refused "10 MB quoted field" 'error: part-7.csv:3: the row is too long.*detail: A row has at most 1048576 bytes.*hint: If the row is short, one of its quoted fields is not closed' part-7.csv
refused_customer() {
	refused "$1" "$2" customer-1.csv
	unlike "$err" '张|1380' "$1: nothing is quoted"
}
file customer-1.csv C1,person,张三丰,13800000000 C2,person,张无忌,13800000001
refused_customer "no header" 'error: customer-1.csv: required column "customer_no".*detail: Of the 4 fields of the first row, which names the columns, 0 are names'
printf 'customer_no,name\rC1,张三丰\r' >customer-1.csv
refused_customer "lines that end in CR" 'error: customer-1.csv:1: lines end in CR, not in LF or CR LF'
{ printf 'customer_no,name'; seq -f 'C%.0f,张三丰' 200000 | tr '\n' '\r'; } >customer-1.csv
refused_customer "many lines that end in CR" 'error: customer-1.csv:1: lines end in CR, not in LF or CR LF'
mkdir "$scratch/part-8.csv"
load part-8.csv
like "$status$err" "^1.*error: no \*.csv, \*.csv.gz or \*.xlsx in directory" "a folder without a file to load: exit code 1"
is "$(batches),$(sql "SELECT count(*) FROM aftersales.part")" "$had,2" "nothing of them was kept"
( ulimit -v 200000; PGUSER=clerk exec aftersales-load part-6.csv ) >/dev/null 2>"$scratch/small.err"
like "$(cat "$scratch/small.err")" "the row is too long" "in 200 MB of address space"

file part-9.csv part_no,name
load part-9.csv
like "$status$out" "^0.* 0 rows read, 0 inserted" "a header alone is a file of no rows"

# rejects, one reason each
# rejected DESCRIPTION FILE REASON...
rejected() {
	load "$2"
	is "$status,$out" "4," "$1: exit code 4"
	is "$(reasons "$2")" "$(printf '%s\n' "${@:3}")" "$1: reasons"
}
file stock.csv dealer_code,part_no,on_hand S1,P1,1 S9,P1,1 S1,P9,1
rejected "unknown dealer and part" stock.csv '3,"dealer_code",23503,"is not in table ""dealer"""' '4,"part_no",23503,"is not in table ""part"""'
is "$(cat stock.csv.rejects)" $'dealer_code,part_no,on_hand\nS9,P1,1\nS1,P9,1' "the rejects file has header and rows"
like "$err" 'error: stock.csv: 2 of 3 rows rejected, nothing kept.*detail: Rejected rows are in "stock.csv.rejects", the reasons in "stock.csv.reasons"' "message"
is "$(sql "SELECT count(*) FROM aftersales.stock")" 0 "nothing kept"
file part.csv part_no,name,price 'P3' 'P4,d,1,2' '"P5"x,e,1' $'P6,\xc3\x28,1' 'P7,g,1'
rejected "ragged rows, quotes, UTF-8" part.csv '2,"",22P04,"has fewer fields than the header"' '3,"",22P04,"has more fields than the header"' \
	'4,"",22P04,"text follows a closing quote"' '5,"",22021,"is not valid GB18030"'
is "$(sed 1d part.csv.rejects | md5sum)" "$(sed -n 2,5p part.csv | md5sum)" "rejected rows are copied byte by byte"
file part.csv part_no,name,price,available_from,lead_time P3,c,x,, P4,d,1.234,, P5,e,1234567890123,, P6,f,,2026-02-29, P7,g,,1.2.2026, P8,,,, ,i,,, P9,j,NaN,,1e3 PA,k,-1,,
rejected "values of wrong types and ranges" part.csv '2,"price",22P02,"is not a number"' '3,"price",22003,"has more digits after the point than the column holds"' \
	'4,"price",22003,"has more digits before the point than the column holds"' '5,"available_from",22008,"is no day of the calendar"' \
	'6,"available_from",22007,"is not a date like YYYY-MM-DD"' '7,"name",23502,"is empty"' '8,"part_no",23502,"is empty"' \
	'9,"lead_time",digits_lost,"is a number like 1.38123E+10 whose last digits a spreadsheet has dropped"' '9,"price",22P02,"is not a number"' \
	'10,"price",23514,"violates check constraint ""part_price_check"": CHECK (price >= 0::numeric)"'
long=$(head -c 60000 /dev/zero | tr '\0' x)
file part.csv part_no,name,superseded_by "$long,a," "P3,b,$long" "P4,$long," "${long:0:200},c,"
rejected "keys that are too long" part.csv '2,"part_no",22001,"is longer than 200 bytes, the limit of a key column"' '3,"superseded_by",23503,"is not in table ""part"""'
file visit.csv dealer_code,visit_no,vehicle_no,kind,opened_on,odometer S1,W3,V1,repair,2026-01-05,2147483648 S1,W4,V1,repair,2026-01-05,-1 S1,W5,V1,picnic,2026-01-05,
rejected "integers and lists of words" visit.csv '2,"odometer",22003,"is out of the range of integer, -2147483648 to 2147483647"' \
	'3,"odometer",23514,"violates check constraint ""visit_odometer_check"": CHECK (odometer >= 0 AND odometer <= 9999999)"' '4,"kind",23503,"is not in table ""visit_kind"""'
file vehicle.csv vehicle_no,vin V2,11111111111111111 V3,1M8GDM9AXKP042788 V4,1M8GDM9AXKP042788 V5,short
rejected "a second unique key" vehicle.csv '2,"vin",23505,"conflicts with another row: constraint ""vehicle_vin_key"" is UNIQUE (vin)"' \
	'3,"vin",23505,"conflicts with another row: constraint ""vehicle_vin_key"" is UNIQUE (vin)"' \
	'4,"vin",23505,"conflicts with another row: constraint ""vehicle_vin_key"" is UNIQUE (vin)"' \
	'5,"vin",vin_format,"is no VIN: 17 digits and letters without I, O and Q"'
file customer.csv customer_no,name C1,张三
load customer.csv
file vehicle_owner.csv vehicle_no,customer_no,owned_from,owned_until V1,C1,2020-01-01,2022-01-01 V1,C1,2021-12-31, V1,C1,2019-01-01,2018-01-01
load vehicle_owner.csv
like "$status$(reasons vehicle_owner.csv)" $'^42,.*23P01.*\n3,.*23P01.*\n4,.*23514' "overlapping ownership"
file part.csv part_no,name P3,c P3,d P4,e
rejected "a key twice with other values" part.csv '3,"",21000,"an earlier row of the file has the same key and other values"'
file part.csv part_no,name,superseded_by P3,c,P4 P4,d,P5 P5,e,P6
rejected "a chain of references that ends in nothing" part.csv '2,"superseded_by",23503,"is not in table ""part"""' '3,"superseded_by",23503,"is not in table ""part"""' \
	'4,"superseded_by",23503,"is not in table ""part"""'
file visit_line.csv dealer_code,visit_no,line_no,part_no,quantity S1,W1,1,P1,1 S1,W1,2,,1 S1,W2,1,P1,1 S1,W9,1,P1,1
load --max-errors 3 visit_line.csv
like "$status$out" "^3.*4 rows read, 1 inserted, 0 updated, 0 unchanged, 3 rejected" "--max-errors keeps the good rows: exit code 3"
is "$(reasons visit_line.csv)" '2,"",21000,"another line of the same document is rejected"
3,"kind, part_no",23514,"violates check constraint ""visit_line_check"": CHECK (kind <> '"'part'"'::text OR part_no IS NOT NULL)"
5,"dealer_code, visit_no",23503,"is not in table ""visit"""' "a set of lines is rejected as a whole"
sed -i 's/W1,2,,1/W1,2,P2,1/; /W9/d' visit_line.csv.rejects
load visit_line.csv.rejects
like "$status$out" "^0.*2 inserted" "the corrected rejects file loads"
is "$(sql "SELECT string_agg(visit_no || line_no, ' ' ORDER BY visit_no, line_no) FROM aftersales.visit_line WHERE voided_at IS NULL")" "W11 W12 W21" "and completes the lines"
is "$(sql "SELECT rows_read, rows_inserted, rows_rejected FROM aftersales.load_batch WHERE file_name = 'visit_line.csv'")" "4|1|3" "load_batch counts rejects"
mkdir bad
file part-a.csv part_no,name P3
load --max-errors 1 --rejects bad part-a.csv
is "$status$(ls bad | tr '\n' ' ')" "3part-a.csv.reasons part-a.csv.rejects " "--rejects"
file part-b.csv part_no,name P4
load --max-errors 1 --rejects none part-b.csv
like "$status$err" "^4.*could not create file \"none/part-b.csv.rejects\": No such file" "rejects that cannot be written: exit code 4"
is "$(sql "SELECT count(*) FROM aftersales.load_batch WHERE file_name = 'part-b.csv'")" 0 "and nothing is kept"
{ echo part_no,name; seq 1 20000; } >part-c.csv
load part-c.csv
like "$status$err" "^4.*at least 10000 of 10000 rows rejected" "reading ends when too many are rejected"
{ echo part_no,name; yes P, | head -n 1100000; } >part-c.csv
( ulimit -v 262144; PGUSER=clerk exec aftersales-load --partial part-c.csv ) 2>partial.err
like "$?$(cat partial.err)" "^4.*at least 1000000 of 1000000 rows rejected, nothing kept" "so it does with --partial when they are a million, in 256 MB of address space"
is "$(wc -l <part-c.csv.rejects),$(tail -n 1 part-c.csv.reasons)" '1000001,1000001,"name",23502,"is empty"' "which are written"
rm part-c.csv*
{ echo dealer_code,part_no,on_hand; seq -f 'S1,X%.0f,x' 1 6000; } >stock-d.csv
load --max-errors 10500 stock-d.csv
like "$status$out" "^3.*6000 rows read, 0 inserted, 0 updated, 0 unchanged, 6000 rejected" "a row counts once, for all its reasons"
{ echo dealer_code,part_no,on_hand,allocated; seq -f 'S1,X%.0f,x,x' 1 6000; echo S1,P1,1,0; } >stock-e.csv
load --max-errors 6000 stock-e.csv
like "$status$out" "^3.*6001 rows read, 1 inserted, 0 updated, 0 unchanged, 6000 rejected" "also if they have several"
unlike "$(cat ./*.reasons)$err" '张三|11111111111111111' "no message tells a person's data"
mkdir folder
file folder/part.csv part_no,name PX
file folder/vehicle.csv vehicle_no V7
load folder
like "$status$err" "^4.*Files not tried after this one: 1" "a failure ends the work on a folder"

# mapping files
# bad_map MESSAGE LINE...
bad_map() {
	printf '%s\n' "${@:2}" >bad.map
	load --map bad.map dealer.csv
	like "$err" "error: .*bad.map.*$1" "mapping file: $1"
	unlike "$status" "^[0235]" "mapping file: exit code $status"
}
bad_map "2: expected: column = value" "table dealer" "dealer_code"
bad_map "1: the value is missing" "dealer_code ="
bad_map "1: expected the name of a column or a constant" 'dealer_code = "S1'
bad_map "1: expected: skip column" 'skip name = name'
bad_map "1: column \"colour\" is not in table \"dealer\"" 'colour = "red"'
bad_map "1: column \"colour\" appears nowhere" 'name = colour'
bad_map "2: column \"name\" is given twice" 'name = name' 'name = name'
bad_map "1: too many parts" 'name = "1" "2" "3" "4" "5" "6" "7" "8" "9"'
load --map /none dealer.csv
is "$status" 1 "no mapping file"

# options
for bad in "--no-such-option" "" "--max-errors=x dealer.csv" "--max-errors=-1 dealer.csv" "--table=nothing dealer.csv" "none.csv" "template no_table" "--table=parameter dealer.csv"; do
	# shellcheck disable=SC2086
	load $bad
	is "$status,$out" "1," "usage error: $bad"
done
file shop.csv dealer_code,name
load shop.csv
like "$status$err" "^1.*error: the name of \"shop.csv\" does not tell the table" "a file of no table"

file part.csv part_no,name P1,a
for arguments in "--again part.csv" "template part" --help --version; do
	# shellcheck disable=SC2086
	PGUSER=clerk aftersales-load $arguments >/dev/full 2>full.err
	like "$?$(cat full.err)" "^4.*error: could not write to standard output" "a full disk under stdout: $arguments"
done

# another load of the table holds its lock
psql -qX -c "SET application_name = 'holder'" -c "SELECT pg_advisory_lock(hashtextextended('aftersales.load.part', 0)), pg_sleep(60)" >/dev/null 2>&1 &
holder=$!
wait_for "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted"
PGOPTIONS='-c lock_timeout=100ms' load --again part.csv
like "$status$err" "^6.*error: canceling statement due to lock timeout" "lock_timeout: exit code 6"
run aftersales-load --help
like "$out" ", 6 a lock was not available" "as --help says"
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'" >/dev/null
wait "$holder"

sql "ALTER TABLE aftersales.workday ADD COLUMN note point"
file workday.csv day,is_workday 2026-10-01,false
load workday.csv
like "$status$err" '^4.*error: column "note" of table "workday" is of a type that cannot be loaded' "a column of another type"
for t in load_batch follow_up_run; do
	load --table "$t" workday.csv
	like "$status$err" "^1.*error: there is no table \"$t\" to load" "$t is not loaded from files"
done

# databases
run aftersales-load -h "$scratch" dealer.csv
like "$status$err" "^2.*error: connection to server" "no server"
run aftersales-load -d postgres dealer.csv
like "$status$err" '^5.*error: extension "aftersales" is not installed.*hint: Run CREATE EXTENSION' "no extension"
psql -qX -d postgres -c "CREATE DATABASE other" -c '\c other' -c "CREATE EXTENSION aftersales"
run aftersales-load -d other dealer.csv
like "$status$err" '^5.*error: the tables of schema "aftersales" are not installed' "no tables"
sql "UPDATE pg_extension SET extversion = '0.0' WHERE extname = 'aftersales'"
load dealer.csv
like "$status$err" '^5.*error: extension "aftersales" is of version 0.0, this program needs' "another version of the extension"
sql "UPDATE pg_extension SET extversion = '0.1' WHERE extname = 'aftersales'" "INSERT INTO aftersales.schema_version VALUES (9999, 'future')"
load dealer.csv
like "$status$err" '^5.*error: schema "aftersales" is of version 9999, this program needs' "another version of the schema"
sql "DELETE FROM aftersales.schema_version WHERE version = 9999" "CREATE ROLE guest LOGIN IN ROLE aftersales_reader"
file dealer.csv dealer_code,name S2,b
PGUSER=guest run aftersales-load dealer.csv
like "$status$err" '^4.*error: permission denied' "a role that may not load"
done_testing
