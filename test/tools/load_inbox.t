#!/bin/bash
# aftersales-load inbox: files that arrive in a folder are loaded and put away; files that still arrive are left alone.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_inbox
database shop
server=$root/build-aux/private-server
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
pass() { PGUSER=clerk run aftersales-load "$@" inbox "$scratch/inbox"; }
cd "$scratch" || exit 1
mkdir inbox
# arrived NAME LINE...: a file that came an hour ago
arrived() {
	printf '%s\n' "${@:2}" >"inbox/$1"
	touch -d '1 hour ago' "inbox/$1"
}
# the tree of the inbox without the names of passes
tree() { (cd inbox && find . -type f | sed -E 's|/[0-9]{8}T[0-9]{6}Z-[0-9]+/|/|; s|^\./||' | LC_ALL=C sort | xargs); }
warning() { echo "aftersales-load: warning: \"$scratch/inbox/$1\" is no .csv, .csv.gz or .xlsx and stays"; }
parts() { sql "SELECT string_agg(part_no, ' ' ORDER BY part_no) FROM aftersales.part"; }

pass
is "$status$out$err$(ls inbox)" 0 "nothing there: nothing done"
arrived stock.csv dealer_code,part_no,on_hand S1,P1,5
arrived part.csv part_no,name P1,a
arrived dealer.csv dealer_code,name S1,one
arrived notes.txt something
pass --refresh
is "$status$(printf '%s\n' "$out" | cut -d ' ' -f 1 | xargs)" "0dealer.csv part.csv stock.csv" "files are loaded in the order of references"
is "$err" "$(warning notes.txt)" "what is none of ours is named"
is "$(tree)" "done/dealer.csv done/part.csv done/stock.csv notes.txt" "and put away; what is no file of ours stays"
is "$(stat -c %a inbox/done)" 700 "for their owner's eyes"

# what is in the way
mkdir inbox/zz.csv
ln -s /nowhere inbox/visit-l.csv
arrived part-0.csv part_no,name P0,z
pass
is "$status$(printf '%s\n' "$err" | sort)" "0$(warning notes.txt)
aftersales-load: warning: \"$scratch/inbox/visit-l.csv\" is no regular file and is passed over
aftersales-load: warning: \"$scratch/inbox/zz.csv\" is no regular file and is passed over" "folders and broken links are passed over"
is "$(parts)" "P0 P1" "and the files beside them loaded"
rm -r inbox/zz.csv inbox/visit-l.csv inbox/done/*/part-0.csv
sql "DELETE FROM aftersales.part WHERE part_no = 'P0'"

# a file the server refuses
sql "REVOKE INSERT ON aftersales.customer FROM aftersales_loader"
arrived customer.csv customer_no,name C1,z
arrived part-0.csv part_no,name P0,other
pass
sql "GRANT INSERT ON aftersales.customer TO aftersales_loader"
like "$status$err" "^4.*error: permission denied" "an error of the server: exit code 4"
is "$(parts) $(cd inbox && echo failed/*/*.csv | sed -E 's|/[^/]*/|/|g')" "P0 P1 failed/customer.csv" "that file is put away, the next one is loaded"
rm -r inbox/failed inbox/done/*/part-0.csv
sql "DELETE FROM aftersales.part WHERE part_no = 'P0'"

# still arriving
printf 'part_no,name\nP2,b\n' >inbox/part.csv
pass
is "$status$out$(parts)" 0P1 "a file that came just now is left"
pass --settle 0
is "$status$(parts)" "0P1 P2" "unless told otherwise"
exec 3>inbox/part.csv
printf 'part_no,name\nP3,c\nP4' >&3
touch -d '1 hour ago' inbox/part.csv
pass
is "$status$out$(parts)" "0P1 P2" "a half-copied file that its writer has open is left, however old"
printf ',d\n' >&3
exec 3>&-
touch -d '1 hour ago' inbox/part.csv
pass
is "$status$(parts)" "0P1 P2 P3 P4" "and loaded once it is complete"
is "$(tree)" "done/dealer.csv done/part.csv done/part.csv done/part.csv done/stock.csv notes.txt" "files of one name do not replace each other"

# failures
arrived part.csv part_no,name P5, P6,f
arrived dealer.csv dealer_code,name S2,two
arrived visits.csv a,b
pass
like "$status$err" '^4.*error: the name of ".*/visits.csv" does not tell the table' "a file that fails: exit code 4"
is "$(sql "SELECT count(*) FROM aftersales.dealer")$(parts)" "2P1 P2 P3 P4" "the others are loaded all the same"
is "$(tree)" "done/dealer.csv done/dealer.csv done/part.csv done/part.csv done/part.csv done/stock.csv failed/part.csv failed/part.csv.reasons failed/part.csv.rejects failed/visits.csv notes.txt" \
	"failed ones are put away with their rejects and reasons"
sed 's/P5,/P5,e/' inbox/failed/*/part.csv.rejects >inbox/part.csv.rejects
touch -d '1 hour ago' inbox/part.csv.rejects
arrived part-6.csv part_no,name P6,f P7,
pass --partial
is "$status$(parts)" "3P1 P2 P3 P4 P5 P6" "corrected rejects, and good rows of another file: exit code 3"

# interrupted between the load and the putting away: found loaded
cp inbox/done/*/stock.csv inbox/
touch -d '1 hour ago' inbox/stock.csv
pass
like "$status$out" '^0stock.csv -> stock: already loaded' "a file that is loaded already is put away"
rm -r inbox/done inbox/failed

# no server, two passes at once
arrived part-7.csv part_no,name P7,g
exec 9<inbox
flock 9
pass
is "$status$(tree)" "6notes.txt part-7.csv" "another pass is under way: exit code 6"
exec 9<&-
"$server" stop load_inbox immediate
pass
is "$status$(tree)" "2notes.txt part-7.csv" "no server: exit code 2, the file stays"
"$server" start load_inbox
pass
is "$status$(tree)" "0done/part-7.csv notes.txt" "and is loaded by a later pass"

# a file that changes while it is loaded
{ echo part_no,name; seq -f 'Q%.0f,name of a part' 1 500000; } >inbox/part-8.csv
touch -d '1 hour ago' inbox/part-8.csv
PGUSER=clerk aftersales-load inbox inbox >slow.out 2>slow.err &
loader=$!
wait_for "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE tuples_processed > 0"
process=$(children "$loader")
kill -STOP "$process"
echo 'P8,h' >>inbox/part-8.csv
kill -CONT "$process"
wait "$loader"
like "$?$(cat slow.err)" '^4.*error: file ".*part-8.csv" changed while it was loaded, nothing kept' "a file that changes while it is loaded is not kept"
is "$(parts | cut -c 1-11)$(tree)" "P1 P2 P3 P4done/part-7.csv notes.txt part-8.csv" "and stays for a later pass"
pass /nowhere
is "$status" 1 "two folders"
pass -n
like "$status$err" "^1.*error: inbox takes no option --dry-run" "no trial"
run aftersales-load inbox "$scratch/none"
is "$status" 1 "no folder"
done_testing
