#!/bin/bash
# aftersales-load: interrupted, killed, raced. A file is in its table as a whole or not at all, and a second run completes it.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_faults deadlock_timeout=100ms
database shop
server=$root/build-aux/private-server
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
cd "$scratch" || exit 1
parts() { sql "SELECT count(*) FROM aftersales.part"; }
batches() { sql "SELECT count(*) FROM aftersales.load_batch WHERE table_name = 'part'"; }
rows() { echo part_no,name; seq -f 'P%.0f,name of a part' 1 "$1"; }
rows 100000 >part.csv
rows 2000000 >part-big.csv

# start_slow: a loader that stands still in the middle of its file
start_slow() {
	PGUSER=clerk aftersales-load part-big.csv >slow.out 2>slow.err &
	loader=$!
	wait_for "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE tuples_processed > 0"
	kill -STOP "$loader"
}
# end_slow: goes on; its exit code and message
end_slow() {
	kill -CONT "$loader" 2>/dev/null
	wait "$loader" 2>/dev/null
	status=$?
	err=$(cat slow.err)
}

start_slow
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'" >/dev/null
end_slow
like "$status$err" "^2aftersales-load: error: (terminating connection|server closed the connection)" "backend terminated in the middle: exit code 2"
is "$(parts),$(batches)" "0,0" "nothing kept"

start_slow
kill -9 "$(sql "SELECT pid FROM pg_stat_activity WHERE usename = 'clerk'")"
end_slow
like "$status$err" "^2aftersales-load: error: .*(server closed the connection|terminating connection)" "backend killed: exit code 2"
wait_for "SELECT true"
is "$(parts),$(batches)" "0,0" "nothing kept"

start_slow
"$server" stop load_faults immediate
end_slow
like "$status$err" "^2.*aftersales-load: error: server closed the connection" "server stopped at once: exit code 2"
"$server" start load_faults
is "$(parts),$(batches)" "0,0" "nothing kept"

start_slow
kill -INT "$loader"
end_slow
like "$status$err" "^130.*(interrupted|Cancel request sent)" "SIGINT while reading: exit code 130"
is "$(parts),$(batches)" "0,0" "nothing kept"

start_slow
kill -9 "$loader"
end_slow
is "$status" 137 "the loader killed"
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = 'clerk'"
is "$(parts),$(batches)" "0,0" "nothing kept"

# on a terminal: it shows how far it is once a second, and is interrupted
rows 6000000 >part-terminal.csv
PGUSER=clerk script -qefc 'echo $$ >terminal.pid; exec aftersales-load part-terminal.csv' terminal.out >/dev/null </dev/null &
terminal=$!
for ((i = 0; i < 500; i++)); do
	! grep -q rows/s terminal.out 2>/dev/null || break
	sleep 0.02
done
kill -INT "$(cat terminal.pid)"
wait "$terminal"
like "$?$(cat terminal.out)" $'^130.*\r\e\\[Kpart-terminal.csv: [0-9]+ rows, [0-9.]+ MB, [0-9]+ rows/s.*(interrupted|Cancel request sent)' "SIGINT at a terminal that shows the rows read"
wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = 'clerk'"
is "$(parts),$(batches)" "0,0" "nothing kept"

# SIGINT while the server works: another load of the table holds its lock
lock="SELECT pg_advisory_lock(hashtextextended('aftersales.load.part', 0)), pg_sleep(60)"
psql -qX -c "SET application_name = 'holder'" -c "$lock" >holder.out 2>&1 &
holder=$!
wait_for "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted"
PGUSER=clerk aftersales-load part.csv >int.out 2>int.err &
loader=$!
wait_for "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
kill -INT "$loader"
wait "$loader"
like "$?$(cat int.err)" "^130.*interrupted" "SIGINT while waiting for the server: exit code 130"
is "$(parts),$(batches)" "0,0" "nothing kept"

# two loaders of the same file, both past their first look at load_batch
PGUSER=clerk aftersales-load part.csv >one.out 2>&1 &
one=$!
PGUSER=clerk aftersales-load part.csv >two.out 2>&1 &
two=$!
wait_for "SELECT count(*) = 2 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'" >/dev/null
wait "$holder"
wait "$one"
is "$?" 0 "two loaders of the same file: the one"
wait "$two"
is "$?" 0 "and the other end well"
is "$(cat one.out two.out | grep -c '100000 inserted')$(cat one.out two.out | grep -c 'already loaded as batch')" 11 "one loads, the other finds it loaded"
is "$(parts),$(batches)" "100000,1" "and the file is there once"

# closed standard streams: what is said goes nowhere, and not into the connection
printf 'part_no,name,what\nQ1,a,x\n' >part-q.csv
PGUSER=clerk aftersales-load part-q.csv 2>&-
is "$?$(sql "SELECT count(*) FROM aftersales.part WHERE part_no = 'Q1'")" 01 "standard error closed, with a warning to tell"
printf 'part_no,name\nQ2,a\n' >part-q.csv
PGUSER=clerk aftersales-load part-q.csv part.csv >&- 2>closed.err
is "$?$(cat closed.err)" "4aftersales-load: error: could not write to standard output" "standard output closed: exit code 4"

done_testing
