#!/bin/bash
# Callers who record outcomes while lists are made and shared out: what they recorded stands, and nothing fails.
. "$(dirname "$0")/../lib/tap.sh"
cluster followup_callers
database service
sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店')" "INSERT INTO workday (day, is_workday) VALUES ('2026-06-13', true)" \
	"INSERT INTO staff (dealer_code, staff_no, name, position) VALUES ('S1', 'E1', '王', 'caller')" \
	"INSERT INTO customer (customer_no, name, phone) SELECT 'C' || n, '张三', '1381234567' || n FROM generate_series(1, 5) n" \
	"INSERT INTO vehicle (vehicle_no, dealer_code) SELECT 'V' || n, 'S1' FROM generate_series(1, 3) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on)
		SELECT 'S1', n, 'V' || n, 'C' || n, 'repair', d, d FROM (VALUES (1, date '2026-06-10'), (2, '2026-06-02'), (3, '2026-06-10')) v (n, d)" \
	"CALL generate_follow_ups('2026-06-13')" >/dev/null
task() { sql "SELECT follow_up FROM aftersales.follow_up WHERE rule = 'post_visit' AND vehicle_no = '$1'"; }
state() { sql "SELECT state, state_reason, assigned_to, attempts FROM aftersales.follow_up WHERE follow_up = $(task "$1")"; }
mkfifo "$scratch/caller"

# hold STATEMENT: a caller has done it and not ended the transaction; end_caller ends it
hold() {
	psql -qX -v ON_ERROR_STOP=1 <"$scratch/caller" >"$scratch/caller.out" 2>&1 &
	caller=$!
	exec 9>"$scratch/caller"
	echo "SET application_name = 'caller'; BEGIN; $1;" >&9
	wait_for "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'caller' AND state = 'idle in transaction'"
}
end_caller() {
	echo "COMMIT;" >&9
	exec 9>&-
	wait $caller
}

# meanwhile STATEMENT: it is begun, and comes to wait
meanwhile() {
	sql "$1" >"$scratch/beside.out" 2>&1 9>&- &
	runner=$!
	wait_for "SELECT count(*) = 1 FROM pg_locks WHERE NOT granted"
}

# beside CALLER STATEMENT: the statement waits for the row that an open transaction of a caller has changed, and ends when that is committed
beside() {
	hold "$1"
	meanwhile "$2"
	end_caller
	ok "$3 beside a caller" wait $runner
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

# tasks VALUES: of key, customer and last day
tasks() {
	sql "INSERT INTO aftersales.follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of)
		SELECT 'post_visit', 'V1', t.key, 'S1', t.customer, 'service', 'phone', 30, '2026-06-18', '2026-06-18', t.last_day, '2026-06-18', '2026-06-18' FROM (VALUES $1) t (key, customer, last_day)" >/dev/null
}
keyed() { sql "SELECT follow_up FROM aftersales.follow_up WHERE trigger_key = '$1'"; }

# what has locked some tasks of a customer waits for others: a run that replays three days, with a task of another customer in between
tasks "('first', 'C4', date '2026-06-18'), ('second', 'C5', '2026-06-19'), ('third', 'C4', '2026-06-20'), ('open', 'C4', '2026-07-20')"
hold "SELECT FROM aftersales.follow_up WHERE follow_up = $(keyed second) FOR UPDATE"
meanwhile "CALL aftersales.generate_follow_ups('2026-06-21')"
PGOPTIONS='-c lock_timeout=5s' run aftersales-followup record "$(keyed third)" --outcome refused --as-of 2026-06-20
is "$status $out $err" "0 follow-up $(keyed third): refused " "a refusal does not wait for a run that has changed another task of the customer"
end_caller
ok "... which ends" wait $runner
is "$(sql "SELECT trigger_key, state, state_reason FROM aftersales.follow_up WHERE trigger_key IN ('first', 'second', 'third', 'open') ORDER BY 1")" "first|expired|not reached in its window
open|cancelled|customer refused calls
second|expired|not reached in its window
third|refused|" "... and what each did stands"

# what somebody else has locked is cancelled by the next run
tasks "('by one', 'C5', date '2026-07-20'), ('by another', 'C5', '2026-07-20')"
hold "SELECT aftersales.record_follow_up($(keyed 'by another'), 'no_answer', as_of => '2026-06-21')"
is "$(PGOPTIONS='-c lock_timeout=5s' sql "SELECT aftersales.record_follow_up($(keyed 'by one'), 'refused', as_of => '2026-06-21')")" refused "a refusal does not wait for another caller of the customer"
end_caller
followed="SELECT state, state_reason FROM aftersales.follow_up WHERE follow_up = $(keyed 'by another')"
is "$(sql "$followed")" "attempted|" "... who has a call to make again"
is "$(sql "CALL aftersales.generate_follow_ups('2026-06-22')" "$followed")" "cancelled|customer refused calls" "... until the next run"

# the rows of a returned list come in any order
tasks "('row 1', 'C2', date '2026-06-22'), ('row 2', 'C2', '2026-06-23')"
import() { echo "SELECT aftersales.import_outcome($(keyed "$1"), 0, 'reached', '2026-06-21', NULL, NULL, NULL, NULL, NULL, NULL)"; }
hold "$(import 'row 2')"
meanwhile "CALL aftersales.generate_follow_ups('2026-06-24')"
echo "$(import 'row 1');" >&9
end_caller
ok "a run beside an import" wait $runner
is "$(sql "SELECT trigger_key, state FROM aftersales.follow_up WHERE trigger_key LIKE 'row %' ORDER BY 1")" "row 1|done
row 2|done" "... whose rows are recorded"

# a call of a fortnight ago is recorded, while another caller of the customer is at work
sql "CALL aftersales.generate_follow_ups('2026-07-04')" 2>/dev/null
tasks "('old call', 'C3', date '2026-07-20'), ('busy', 'C3', '2026-07-20')"
hold "SELECT aftersales.record_follow_up($(keyed busy), 'no_answer', as_of => '2026-07-04')"
is "$(PGOPTIONS='-c lock_timeout=5s' sql "SELECT aftersales.record_follow_up($(keyed 'old call'), 'refused', as_of => '2026-06-20')")" refused "a refusal recorded late"
end_caller
tasks "('made since', 'C3', date '2026-07-20')"
sql "UPDATE aftersales.follow_up SET made_as_of = '2026-07-04' WHERE trigger_key = 'made since'"
is "$(sql "CALL aftersales.generate_follow_ups('2026-07-05')" "SELECT trigger_key, state, state_reason FROM aftersales.follow_up WHERE trigger_key IN ('busy', 'made since') ORDER BY 1")" "busy|cancelled|customer refused calls
made since|suppressed|do not call" "... ends what was open then; what is made since waits for a consent"
done_testing
