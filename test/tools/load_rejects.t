#!/bin/bash
# aftersales-load: rejected rows can always be loaded later, and only their owner can read them.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_rejects
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
cd "$scratch" || exit 1
visits=dealer_code,visit_no,vehicle_no,kind,opened_on
mkdir BJ01 SH01 both
file dealer.csv dealer_code,name BJ01,a SH01,b
file vehicle.csv vehicle_no V1
load dealer.csv vehicle.csv
is "$status$err" 0 "stations and a vehicle"

# two files of one name
file BJ01/visit.csv $visits BJ01,W1,V1,repair,2026-01-05 BJ01,W2,V2,repair,2026-01-06
file SH01/visit.csv $visits SH01,W1,V1,repair,2026-01-05 SH01,W2,V2,repair,2026-01-06
chmod 644 BJ01/visit.csv
load --max-errors 10 BJ01 SH01
is "$status$(tail -qn 1 BJ01/visit.csv.rejects SH01/visit.csv.rejects)" $'3BJ01,W2,V2,repair,2026-01-06\nSH01,W2,V2,repair,2026-01-06' \
	"two folders with a file of the same name: both rejects are kept"
is "$(stat -c %a BJ01/visit.csv.rejects BJ01/visit.csv.reasons | xargs)" "600 600" "for their owner only"
load --max-errors 10 --rejects both BJ01 SH01
like "$status$err" '^1.*error: rejected rows of "BJ01/visit.csv" and "SH01/visit.csv" would go to the same file.*hint:' "one folder for both is refused"
is "$(ls both)" "" "before anything is written"
load --max-errors 10 BJ01/visit.csv ./BJ01/visit.csv.rejects
like "$status$err" '^1.*error: rejected rows of "BJ01/visit.csv" would replace "./BJ01/visit.csv.rejects"' "rejects that would replace an input are refused"

# after the missing row was supplied
chmod 644 SH01/visit.csv.rejects
echo elsewhere >target
ln -sf "$scratch/target" SH01/visit.csv.reasons
load --max-errors 10 SH01/visit.csv
is "$status,$(stat -c %a SH01/visit.csv.rejects SH01/visit.csv.reasons | xargs),$(cat target)" "3,600 600,elsewhere" "rejects replace those of an earlier run, not what a link points to"
file vehicle.csv vehicle_no V1 V2
load vehicle.csv
load BJ01/visit.csv
like "$status$out" "^0.*2 rows read, 1 inserted, 0 updated, 1 unchanged, 0 rejected" "a partly rejected file loads again"
is "$(ls BJ01)" visit.csv "a good run removes rejects and reasons of the run before"
load SH01/visit.csv.rejects
like "$status$out" "^0.*1 inserted" "so does its rejects file"
load BJ01/visit.csv
like "$status$out" "^0.*already loaded as batch" "a file without rejects counts as loaded"

# every row rejected: the rejects file is the file
file visit-3.csv $visits BJ01,W3,V3,repair,2026-01-05
load --max-errors 1 visit-3.csv
is "$status$(cmp visit-3.csv visit-3.csv.rejects)" 3 "every row rejected"
file vehicle.csv vehicle_no V3
load vehicle.csv
load visit-3.csv.rejects
like "$status$out" "^0.*1 inserted" "its rejects file, the same bytes, loads"

# a folder that cannot be written
mkdir shared
file shared/part.csv part_no,name P1
mkdir shared/part.csv.rejects
load --max-errors 1 shared/part.csv
like "$status$err" '^4.*could not create file "shared/part.csv.rejects".*hint: Name a folder.*--rejects' "rejects that cannot be written: nothing is kept"
is "$(sql "SELECT count(*) FROM aftersales.load_batch WHERE table_name = 'part'")" 0 "and no load is on record"

# files that change the same rows
name() { sql "SELECT name FROM aftersales.part WHERE part_no = 'P1'"; }
file part-a.csv part_no,name P1,a
file part-b.csv part_no,name P1,b
load part-a.csv part-b.csv part-a.csv
like "$status$(name)$out" '^0b.*part-a.csv -> part: already loaded as batch [0-9]+; --again loads it once more' "A, B, A: A is passed over"
load --again part-a.csv
like "$status$(name)$out" "^0a.*1 updated" "unless --again is given"
done_testing
