#!/bin/bash
# aftersales-load: the connection is lost in COMMIT. The loader finds out what became of the file, and says so.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_commit
database shop
server=$root/build-aux/private-server
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
cd "$scratch" || exit 1

# a deferred trigger holds the loader in COMMIT
sql "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END'" \
	"CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON aftersales.workday DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold()"
printf '%s\n' day,is_workday 2026-10-01,false >workday.csv
PGUSER=clerk aftersales-load workday.csv >commit.out 2>commit.err &
loader=$!
wait_for "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'clerk' AND query = 'COMMIT' AND wait_event = 'PgSleep'"
kill -9 "$(sql "SELECT pid FROM pg_stat_activity WHERE usename = 'clerk'")"
wait "$loader"
status=$?
wait_for "SELECT true"
like "$status$(cat commit.err)" '^2.*the connection was lost while committing "workday.csv".*Nothing of this file was kept' "lost in COMMIT: looks what became of it"

# lost in COMMIT, and once more while it looks: the record of loads is locked meanwhile
PGUSER=clerk aftersales-load workday.csv >commit.out 2>commit.err &
loader=$!
wait_for "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'clerk' AND query = 'COMMIT' AND wait_event = 'PgSleep'"
psql -qX -c "SET application_name = 'holder'" -c "BEGIN; LOCK TABLE aftersales.load_batch; SELECT pg_sleep(60)" >holder.out 2>&1 &
holder=$!
wait_for "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'aftersales.load_batch'::regclass AND mode = 'AccessExclusiveLock'"
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'" >/dev/null
wait_for "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'clerk' AND wait_event_type = 'Lock'"
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'" \
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'" >/dev/null
wait "$holder"
wait "$loader"
like "$?$(cat commit.err)" '^2.*the connection was lost while committing "workday.csv".*Nothing of this file was kept' "lost while looking: looks again"

# lost in COMMIT, and the server stays away
PGUSER=clerk aftersales-load workday.csv >commit.out 2>commit.err &
loader=$!
wait_for "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'clerk' AND query = 'COMMIT' AND wait_event = 'PgSleep'"
"$server" stop load_commit immediate
wait "$loader"
like "$?$(cat commit.err)" '^2.*the connection was lost while committing "workday.csv".*hint: Run the same command again' "the server stays away: says what to do"
"$server" start load_commit
sql "DROP TRIGGER hold ON aftersales.workday"
load workday.csv
like "$status$out" "^0.*1 inserted" "a second run completes it"
done_testing
