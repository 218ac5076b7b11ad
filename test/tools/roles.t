#!/bin/bash
# What the plain login roles may do and what is refused to them.
. "$(dirname "$0")/../lib/tap.sh"
cluster roles
database shop
for role in reader loader admin; do sql "CREATE ROLE $role LOGIN IN ROLE aftersales_$role"; done >/dev/null
sql "CREATE ROLE stranger LOGIN" >/dev/null
sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店')" "INSERT INTO part (part_no, name) VALUES ('P1', '灯')" \
	"INSERT INTO customer (customer_no, name, phone) VALUES ('C1', '张三', '13812345678')" "INSERT INTO vehicle (vehicle_no, dealer_code, plate) VALUES ('V1', 'S1', '沪A12345')" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) VALUES ('S1', '1', 'V1', 'C1', 'repair', '2026-06-10', '2026-06-10')" \
	"INSERT INTO visit_line (dealer_code, visit_no, line_no, part_no, quantity) VALUES ('S1', '1', 1, 'P1', 20)" \
	"INSERT INTO dirty SELECT k, 'S1', '2026-06-01' FROM unnest(ARRAY['part_demand', 'vehicle_history']) k" "CALL generate_follow_ups('2026-06-13')" "CALL take_metric_snapshot('baseline', '2026-06-13')" \
	"INSERT INTO staff (dealer_code, staff_no, name, position) VALUES ('S1', 'E1', '王', 'caller')" "INSERT INTO complaint (dealer_code, complaint_no, opened_on) VALUES ('S1', 'K1', '2026-06-13')" >/dev/null

# as ROLE STATEMENT: in a transaction that is rolled back
as() {
	PGUSER=$1 psql -qXAt -v ON_ERROR_STOP=1 -v VERBOSITY=sqlstate -c "BEGIN" -c "SET search_path = aftersales" -c "$2" -c "ROLLBACK"
}
may() { ok "$1 may: $2" as "$1" "$2"; }
may_not() {
	run as "$1" "$2"
	like "$err" "42501" "$1 may not: $2"
}

for role in reader loader admin; do
	may $role "SELECT * FROM stocking_plan('2026-07-01')"
	for view in stocking_plan must_stock_list must_stock_list_by_volume half_year_consumption depot_plan retention_monthly vehicle_statuses follow_up_list \
		suggested_orders excess_stock dead_stock stock_turns mobility fill_rate_monthly parts_leakage count_due count_variance last_time_buy_plan \
		abc_xyz_matrix abc_attribute_matrix part_score must_stock_comparison must_stock_backtest published_must_stock must_stock_plan_vs_actual \
		retention_scores customer_retention_scores cohorts maintenance_funnel survival retention_methods; do
		may $role "SELECT * FROM ${view}_now"
	done
	may $role "SELECT * FROM depot_plan('2026-07-01')"
	may $role "SELECT * FROM must_stock_list_by_volume('2026-07-01')"
	may $role "SELECT * FROM retention_monthly('2026-01-01', '2026-12-01')"
	may $role "SELECT * FROM vehicle_statuses('2026-07-01')"
	may $role "SELECT * FROM follow_up_list('2026-06-13')"
	may $role "SELECT * FROM customer_masked"
	may_not $role "INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, purpose, channel, priority, event_on, due_on, expires_on, state_on, made_as_of) VALUES ('post_visit', 'V1', 'x', 'S1', 'service', 'phone', 1, '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01')"
	may_not $role "UPDATE follow_up SET state = 'done'"
	may_not $role "DELETE FROM follow_up"
	may_not $role "INSERT INTO follow_up_attempt (follow_up, attempt_no, outcome) VALUES (1, 1, 'reached')"
	may_not $role "UPDATE follow_up_attempt SET outcome = 'reached'"
	may_not $role "INSERT INTO must_stock_publication (half) VALUES ('2026-01-01')"
	may_not $role "UPDATE must_stock_publication_line SET quantity = 1"
	may_not $role "DELETE FROM must_stock_publication_line"
	may $role "SELECT * FROM metric_differences('baseline', 'baseline')"
	for table in retention_fit metric_snapshot metric_snapshot_value; do
		may_not $role "INSERT INTO $table DEFAULT VALUES"
		may_not $role "DELETE FROM $table"
	done
	may_not $role "UPDATE metric_snapshot_value SET value = 1"
	may_not $role "UPDATE retention_fit SET model = model"
	may_not $role "DELETE FROM visit"
	may_not $role "DELETE FROM dirty"
	may_not $role "INSERT INTO part_demand VALUES ('S1', 'P1', '{}')"
	may_not $role "UPDATE vehicle_history SET visits = '{}'"
	may_not $role "TRUNCATE visit"
	may_not $role "CREATE TABLE aftersales.mine ()"
	may_not $role "CALL install_schema()"
done
is "$(as reader "SELECT * FROM customer_masked")" "C1|person|张*|138****5678|f" "reader sees customers masked"
for column in '*' name phone; do may_not reader "SELECT $column FROM customer"; done
for role in reader admin; do
	for column in '*' plate; do may_not $role "SELECT $column FROM vehicle"; done
	may $role "SELECT vehicle_no, vin FROM vehicle"
	is "$(as $role "SELECT plate FROM vehicle_masked WHERE vehicle_no = 'V1'")" '沪A***45' "$role sees plates masked"
done
may_not reader "SELECT note FROM follow_up_attempt"
may reader "SELECT outcome FROM follow_up_attempt"
for statement in "CALL refresh()" "CALL void_visit('S1', '1')" "CALL void_line('S1', '1', 1)"; do
	may_not reader "$statement"
	may loader "$statement"
	may admin "$statement"
done
for statement in "CALL generate_follow_ups('2026-06-14')" "SELECT record_follow_up(1, 'refused')" \
	"SELECT confirm_order('S1', '2026-07-01')" "SELECT publish_must_stock_list('2026-07-01')" \
	"CALL set_visit_kind('repair', '维修', false, false)" "CALL refit_retention_models('2026-07-01')" "CALL take_metric_snapshot('other', '2026-07-01')" \
	"SELECT assign_follow_ups('2026-06-15')" "SELECT assign_follow_up(1, 'E1', '2026-06-15')" "SELECT reassign_follow_ups('S1', 'E1', '2026-06-15')" \
	"SELECT import_outcome(1, 0, 'reached', '2026-06-13', NULL, NULL, NULL, NULL, NULL, NULL)" "CALL close_complaint('S1', 'K1', '2026-06-15')" \
	"SELECT load_calendar('{2026-10-01}', '{holiday}', '{国庆节}')" "SELECT purge_customers('2019-01-01', true)" "SELECT privacy_report('2026-06-15')"; do
	may_not reader "$statement"
	may_not loader "$statement"
	may admin "$statement"
done
for role in loader admin; do
	may $role "UPDATE customer SET phone = '13900000000'"
	may $role "INSERT INTO part (part_no, name) VALUES ('P2', '灯') ON CONFLICT (part_no) DO UPDATE SET name = excluded.name"
	may $role "INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('part', 'x', 'y')"
	may_not $role "UPDATE load_batch SET table_name = 'visit'"
	may_not $role "INSERT INTO load_batch (table_name, file_name, file_hash, loaded_by) VALUES ('part', 'x', 'y', 'somebody')"
	may $role "INSERT INTO dirty VALUES ('part_demand', 'S1', '2026-01-01')"
done
may_not reader "INSERT INTO part (part_no, name) VALUES ('P2', '灯')"
may_not loader "UPDATE parameter SET value = 1"
may admin "UPDATE parameter SET value = 11 WHERE name = 'slow_limit'"
may_not loader "UPDATE class_control SET counts_a_year = 1"
may admin "UPDATE class_control SET counts_a_year = 1"
may_not loader "UPDATE follow_up_rule SET active = false"
may admin "UPDATE follow_up_rule SET active = false"
for role in reader loader admin; do may_not $role "UPDATE visit_kind SET counts_as_return = false"; done
may_not stranger "SELECT * FROM aftersales.dealer"
may_not stranger "CALL aftersales.generate_follow_ups('2026-06-14')"

is "$(sql "SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'aftersales'::regnamespace AND p.prosecdef
	AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0) OR p.proconfig IS NULL OR NOT 'search_path=aftersales, pg_temp' = ANY (p.proconfig)
		OR p.proowner <> 'aftersales_owner'::regrole)")" "" \
	"routines that run as their owner are aftersales_owner's, closed to the public and of a fixed search_path"
is "$(sql "SELECT count(*) FROM pg_proc p WHERE p.pronamespace = 'aftersales'::regnamespace AND p.prosecdef")" 40 "... and are these 40"
is "$(sql "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c WHERE c.relnamespace = 'aftersales'::regnamespace AND c.relkind IN ('r', 'v')
	AND NOT has_table_privilege('reader', c.oid, 'SELECT')")" "access_log bulk_load customer follow_up_attempt load_before_image vehicle vehicle_known" "what readers do not see"
sql "CREATE FUNCTION public.mask_phone(text) RETURNS text LANGUAGE sql RETURN \$1" >/dev/null
is "$(PGUSER=reader PGOPTIONS='-c search_path=public,aftersales' sql "SELECT phone FROM customer_masked")" "138****5678" "a function of the same name elsewhere unmasks nothing"
done_testing
