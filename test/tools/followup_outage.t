#!/bin/bash
# A year of arriving visits: with runs missed at random every task of daily runs exists once, with the same trigger and due day, open or
# ended otherwise, or expired because its window passed during an outage. And the order of the input tells nothing.
. "$(dirname "$0")/../lib/tap.sh"
cluster followup_outage
database clean

sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) SELECT 'S' || n, n FROM generate_series(1, 3) n" \
	"INSERT INTO workday SELECT d::date, false FROM generate_series(timestamp '2025-02-16', '2025-02-22', interval '1 day') d" "INSERT INTO workday VALUES ('2025-02-15', true), ('2025-02-28', true), ('2024-10-01', false)" \
	"INSERT INTO vehicle_model (model_code, brand, name, warranty_months) VALUES ('M', '东方', '远行', 24)" "INSERT INTO service_interval (model_code, service_no, months, km) VALUES ('M', 1, 3, 5000), ('M', 0, 6, 10000)" \
	"INSERT INTO customer (customer_no, name, phone, do_not_call) SELECT 'C' || n, '张三', '1380000' || 1000 + n, n % 9 = 0 FROM generate_series(1, 80) n" \
	"INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) SELECT 'V' || n, 'M', 'S' || 1 + n % 3, date '2022-11-01' + n * 7 % 900 FROM generate_series(1, 150) n" \
	"INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'V' || n, 'C' || 1 + n % 80, '2022-01-01' FROM generate_series(1, 150) n" \
	"UPDATE follow_up_rule SET active = coalesce(trigger, '') IN ('visit', 'large_visit', 'major_repair', 'survey_sample', 'top_customer', 'lost', 'at_risk', 'first_maintenance_due', 'maintenance_due', 'any_maintenance_due', 'warranty_end', 'complaint_opened', 'complaint_closed', 'recall', 'parts_arrived', 'care_day')" \
	"UPDATE follow_up_rule SET parameters = parameters || '{\"share\": 0.3}' WHERE rule = 'survey'" \
	"SELECT setseed(0.5)" "CREATE TABLE public.arrival AS SELECT n, 'S' || 1 + floor(random() * 3)::int AS dealer, 'V' || 1 + floor(power(random(), 2) * 150)::int AS vehicle,
		(ARRAY['repair', 'maintenance', 'accident', 'pdi'])[1 + floor(random() * 4)::int] AS kind, date '2024-12-01' + n / 2 AS day, floor(random() * 3)::int AS stay,
		n * 50 + floor(random() * 3000)::int AS odometer, (power(random(), 6) * 20000)::numeric(14,2) AS amount FROM generate_series(0, 729) n" >/dev/null
# what does not arrive day by day is on record ahead: complaints, a recall, open visits and the parts they wait for, consent
sql "SET search_path = aftersales" "INSERT INTO part (part_no, name) VALUES ('P', 'pad')" \
	"INSERT INTO complaint (dealer_code, complaint_no, vehicle_no, customer_no, opened_on, closed_on) SELECT 'S' || 1 + n % 3, 'K' || n, 'V' || n, 'C' || 1 + n % 80, date '2024-12-01' + n * 5, date '2024-12-01' + n * 5 + n % 20 FROM generate_series(1, 70) n" \
	"INSERT INTO recall (recall_no, name, announced_on, ended_on) VALUES ('R', 'brakes', '2025-03-03', '2025-08-08')" \
	"INSERT INTO recall_vehicle (recall_no, vehicle_no, done_on) SELECT 'R', 'V' || n, CASE WHEN n % 3 = 0 THEN date '2025-03-01' + n END FROM generate_series(1, 60) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) SELECT 'S' || 1 + n % 3, 'open ' || n, 'V' || n, 'accident', date '2024-12-01' + n * 3, CASE WHEN n % 5 > 0 THEN date '2024-12-01' + n * 3 + 20 + n % 17 END FROM generate_series(1, 100) n" \
	"INSERT INTO visit_line (dealer_code, visit_no, line_no, part_no, quantity, quantity_filled) SELECT dealer_code, visit_no, 1, 'P', 1, 0 FROM visit" \
	"INSERT INTO stock_movement (dealer_code, movement_no, moved_on, part_no, kind, quantity) SELECT 'S' || 1 + n % 3, 'M' || n, date '2024-12-10' + n * 9, 'P', 'receipt', 2 FROM generate_series(1, 38) n" \
	"INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted) SELECT 'C' || n, 'marketing', 'sms', '2024-12-05', n % 4 > 0 FROM generate_series(1, 80) n" >/dev/null
for copy in outage seldom forward backward; do PGDATABASE=postgres sql "CREATE DATABASE $copy TEMPLATE clean" >/dev/null; done
columns="dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, odometer, amount"
values="dealer, n, vehicle, kind, day, day + stay, odometer, amount"

# days RUNS SEED: the visits of each day arrive, then the run of the day if RUNS says so; settled visits only; refreshed now and then
days() {
	cat <<-E
		DO \$\$
		BEGIN
			PERFORM setseed($2);
			FOR i IN 0 .. 364 LOOP
				INSERT INTO aftersales.visit ($columns) SELECT $values FROM public.arrival WHERE day = date '2024-12-01' + i;
				INSERT INTO aftersales.dirty SELECT k, dealer, aftersales.month_of(day) FROM public.arrival, unnest(ARRAY['vehicle_history', 'vehicle_state']) k WHERE day = date '2024-12-01' + i;
				IF i % 5 = 0 THEN CALL aftersales.refresh(); END IF;
				IF $1 THEN CALL aftersales.generate_follow_ups(date '2024-12-01' + i); END IF;
				COMMIT;
			END LOOP;
		END \$\$;
	E
}
days true 0 | PGDATABASE=clean psql -qX -v ON_ERROR_STOP=1 &
# the first and the last day run; stretches of up to 40 days do not, or one day in fifty does
days "i IN (0, 364) OR (i % 90 NOT BETWEEN 30 AND 70 AND random() < 0.2)" 0.25 | PGDATABASE=outage psql -qX -v ON_ERROR_STOP=1 &
days "i IN (0, 364) OR random() < 0.02" 0.75 | PGDATABASE=seldom psql -qX -v ON_ERROR_STOP=1
wait
everything="SELECT rule, vehicle_no, trigger_key, cycle, dealer_code, customer_no, event_on, due_on, made_as_of FROM aftersales.follow_up ORDER BY 1, 2, 3, 4"
PGDATABASE=clean sql "$everything" >"$scratch/clean"
is "$(cut -d'|' -f1 "$scratch/clean" | sort | uniq -c | awk '$1 >= 5' | wc -l)" 16 "every rule made tasks"
is "$(PGDATABASE=clean sql "SELECT count(*) FROM aftersales.follow_up WHERE NOT aftersales.is_workday(due_on)")" 0 "all are due on workdays"
for db in outage seldom; do
	export PGDATABASE=$db
	sql "$everything" >"$scratch/$db"
	is "$(diff "$scratch/clean" "$scratch/$db" | head -n 10)" "" "$db: the same tasks of the same days"
	is "$(sql "SELECT count(*) > 50 FROM aftersales.follow_up WHERE state_reason = 'no run before its window passed'")" t "... some are expired"
	# a run replays days in one transaction; the last of them is its own
	is "$(sql "SELECT count(*) FROM aftersales.follow_up f JOIN (SELECT as_of, max(as_of) OVER (PARTITION BY run_at) AS run_on FROM aftersales.follow_up_run) r
		ON r.as_of = f.made_as_of WHERE f.state_reason = 'no run before its window passed' AND f.expires_on >= r.run_on")" 0 "... just those whose window had passed at the run"
	is "$(sql "SELECT count(*) = 365 FROM aftersales.follow_up_run")" t "... every day has its run"
	is "$(sql "SELECT count(*) FROM (SELECT * FROM aftersales.follow_up_coverage('2024-12-01', '2025-11-27')) c WHERE c.outcome = 'missing'")" 0 "... every finished visit has its task or a reason"
done

for order in "forward n" "backward -n"; do
	PGDATABASE=${order% *} sql "INSERT INTO aftersales.visit ($columns) SELECT $values FROM public.arrival WHERE day < '2025-03-01' ORDER BY ${order#* }" \
		"CALL aftersales.generate_follow_ups('2025-02-20')" "CALL aftersales.generate_follow_ups('2025-02-24')" "SELECT aftersales.assign_follow_ups('2025-02-24')" >/dev/null
done
forward=$(PGDATABASE=forward sql "SELECT * FROM aftersales.follow_up ORDER BY follow_up")
ok "a list" test "$(wc -l <<<"$forward")" -gt 30
is "$(PGDATABASE=backward sql "SELECT * FROM aftersales.follow_up ORDER BY follow_up")" "$forward" "the same input in another order gives the same list, numbers included"
done_testing
