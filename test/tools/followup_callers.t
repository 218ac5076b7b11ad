#!/bin/bash
# Callers who record outcomes while lists are made and shared out: what they recorded stands, and nothing fails.
. "$(dirname "$0")/../lib/tap.sh"
cluster followup_callers
database service
sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店')" "INSERT INTO workday (day, is_workday) VALUES ('2026-06-13', true)" \
	"INSERT INTO staff (dealer_code, staff_no, name, position) VALUES ('S1', 'E1', '王', 'caller')" \
	"INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '张三', '1381234567' || n FROM generate_series(1, 3) n" \
	"INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'S1' FROM generate_series(1, 3) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on)
		SELECT 'S1', n, 'V' || n, 'C' || n, 'repair', d, d FROM (VALUES (1, date '2026-06-10'), (2, '2026-06-02'), (3, '2026-06-10')) v (n, d)" \
	"CALL generate_follow_ups('2026-06-13')" >/dev/null
task() { sql "SELECT follow_up FROM aftersales.follow_up WHERE rule = 'post_visit' AND vehicle_no = '$1'"; }
state() { sql "SELECT state, state_reason, assigned_to, attempts FROM aftersales.follow_up WHERE follow_up = $(task "$1")"; }
mkfifo "$scratch/caller"

# beside CALLER STATEMENT: the statement waits for the row that an open transaction of a caller has changed, and ends when that is committed
beside() {
	psql -qX -v ON_ERROR_STOP=1 <"$scratch/caller" >/dev/null &
	exec 9>"$scratch/caller"
	echo "SET application_name = 'caller'; BEGIN; $1;" >&9
	wait_for "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'caller' AND state = 'idle in transaction'"
	sql "$2" >"$scratch/beside.out" 2>&1 9>&- &
	local runner=$!
	wait_for "SELECT count(*) = 1 FROM pg_locks WHERE NOT granted"
	echo "COMMIT;" >&9
	exec 9>&-
	ok "$3 beside a caller" wait "$runner"
	wait
}

sql "INSERT INTO aftersales.complaint (dealer_code, complaint_no, vehicle_no, customer_no, opened_on) VALUES ('S1', 'K', 'V1', 'C1', '2026-06-14')" >/dev/null
beside "SELECT aftersales.record_follow_up($(task V1), 'reached', as_of => '2026-06-14')" "CALL aftersales.generate_follow_ups('2026-06-14')" "a run that would hold the call back"
is "$(state V1)" "done|||1" "... the call is done"
is "$(sql "SELECT count(*) FROM aftersales.follow_up WHERE rule = 'complaint'")" 1 "... and what else the run had to make is made"

beside "SELECT aftersales.record_follow_up($(task V2), 'reached', as_of => '2026-06-16')" "CALL aftersales.generate_follow_ups('2026-06-17')" "a run that would expire the call"
is "$(state V2)" "done|||1" "... the call is done"

beside "SELECT aftersales.record_follow_up($(task V3), 'reached', as_of => '2026-06-17')" "SELECT aftersales.assign_follow_ups('2026-06-17')" "sharing out"
is "$(state V3)" "done|||1" "... nobody is given what is done"

beside "SELECT aftersales.assign_follow_ups('2026-06-17')" "CALL aftersales.generate_follow_ups('2026-06-18')" "a run"
done_testing
