#!/bin/bash
# aftersales-load: several files at the same time, and files tried again after a lost connection.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_jobs
database shop
server=$root/build-aux/private-server
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
cd "$scratch" || exit 1
counts() { sql "SELECT (SELECT count(*) FROM aftersales.dealer), (SELECT count(*) FROM aftersales.part), (SELECT count(*) FROM aftersales.stock), (SELECT count(*) FROM aftersales.lost_sale)"; }

mkdir all
aftersales-sample --vehicles 500 all >/dev/null
load --jobs 4 --refresh all
is "$status$err,$(printf '%s\n' "$out" | wc -l)" "0,$(find all -name '*.csv' | wc -l)" "a folder, four files at a time"
together=$(sql "SELECT table_name, rows_inserted FROM aftersales.load_batch ORDER BY 1, 2")
is "$(sql "SELECT count(*) FROM aftersales.dirty")" 0 "--refresh at the end"
load -j 3 all
is "$status$(printf '%s\n' "$out" | grep -c 'already loaded')" "0$(find all -name '*.csv' | wc -l)" "all loaded already"
database one
load all
is "$(sql "SELECT table_name, rows_inserted FROM aftersales.load_batch ORDER BY 1, 2")" "$together" "the same as one after the other"

database many
file part.csv part_no,name P1,a P2,
file dealer.csv dealer_code,name S1,one
file stock.csv dealer_code,part_no,on_hand S1,P1,5
load -j 2 stock.csv part.csv dealer.csv
like "$status$err" "^4.*part.csv: 1 of 2 rows rejected, nothing kept.*detail: Files not tried after this one: 1" "a file that fails keeps those back that refer to its table"
is "$(counts)" "1|0|0|0" "the others are kept"
load -j 2 --max-errors 1 stock.csv part.csv dealer.csv
is "$status$(counts)" "31|1|1|0" "rejects in one: exit code 3"
file part-1.csv part_no,name P1,first
file part-2.csv part_no,name P1,second
file part-3.csv part_no,name P1,third
load -j 3 part-1.csv part-2.csv part-3.csv
is "$status$(sql "SELECT name FROM aftersales.part WHERE part_no = 'P1'")$(printf '%s\n' "$out" | cut -d ' ' -f 1 | xargs)" "0thirdpart-1.csv part-2.csv part-3.csv" "files of one table one after the other, as given"
load -j 0 part.csv
like "$status$err" "^1.*--jobs must be in range 1..64" "--jobs 0"
load --json -j 2 part-1.csv dealer.csv
is "$status$(printf '%s\n' "$out" | grep -c '"outcome": "already_loaded"')" 02 "JSON of two processes"

# something happens to the process of a file
hold() { # until its session is ended, nobody loads table $1
	psql -qX -c "SET application_name = 'holder'" -c "SELECT pg_advisory_lock(hashtextextended('aftersales.load.$1', 0)), pg_sleep(60)" >holder.out 2>&1 &
	holder=$!
	wait_for "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted"
}
release() {
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'" >/dev/null
	wait "$holder"
}
waiting() { wait_for "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"; }
sessions() { sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'clerk'"; }
file part-4.csv part_no,name P4,x
begin() {
	hold part
	PGUSER=clerk aftersales-load "$@" part-4.csv >job.out 2>job.err &
	loader=$!
	waiting
}
begin -j 2
kill -INT "$loader"
wait "$loader"
like "$?$(cat job.err)" "^130.*interrupted" "SIGINT to the program ends its processes"
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = 'clerk'"
is "$(sessions)$(cat job.out)" 0 "all of them"
release
begin -j 2
kill -9 "$loader"
wait "$loader" 2>/dev/null
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = 'clerk' AND state = 'active' AND wait_event IS DISTINCT FROM 'advisory'"
release
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = 'clerk'"
is "$(sql "SELECT count(*) FROM aftersales.part WHERE part_no = 'P4'")" 0 "the program killed: its processes go with it and keep nothing"
begin -j 2
kill -9 "$(children "$loader")"
wait "$loader"
like "$?$(cat job.err)" '^4.*the process that loaded "part-4.csv" was ended by signal 9' "the process of a file killed"
release

# connection lost
begin --retry 30
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'" >/dev/null
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = 'clerk' AND state = 'active'"
release
wait "$loader"
like "$?$(cat job.out job.err)" '^0part-4.csv -> part: 1 rows read, 1 inserted.*warning: part-4.csv: trying again, for 30 more seconds' "--retry: a lost connection is no end"
file part-5.csv part_no,name P5,x
hold part
PGUSER=clerk aftersales-load --retry 60 part-5.csv >job.out 2>job.err &
loader=$!
waiting
"$server" stop load_jobs immediate
wait "$holder"
sleep 2.5
"$server" start load_jobs
wait "$loader"
like "$?$(cat job.out)" '^0part-5.csv -> part: 1 rows read, 1 inserted' "nor is a server that is away for a while"
like "$(grep -c 'trying again' job.err)" '^[2-9]' "tried more than once"
file part-6.csv part_no,name P6,
load --retry 30 part-6.csv
is "$status$(printf '%s' "$err" | grep -c again)" 40 "a bad row is no reason to try again"
hold part
PGOPTIONS="-c lock_timeout=100ms" load --retry 30 part-5.csv part-6.csv
is "$status$(printf '%s' "$err" | grep -c again)" 60 "nor is a lock that is not available: exit code 6"
release
"$server" stop load_jobs immediate
load --retry 30 part-5.csv
is "$status" 2 "no server from the beginning: exit code 2"
done_testing
