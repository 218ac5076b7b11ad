#!/bin/bash
# A hundred days of arriving visits: with runs missed at random every task of a hundred clean daily runs exists once,
# with the same trigger and due day, open or expired because its window passed during an outage. And the order of the input tells nothing.
. "$(dirname "$0")/../lib/tap.sh"
cluster followup_outage
database clean

sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) SELECT 'S' || n, n FROM generate_series(1, 3) n" \
	"INSERT INTO vehicle_model (model_code, brand, name) VALUES ('M', '东方', '远行')" "INSERT INTO service_interval (model_code, service_no, months) VALUES ('M', 1, 3), ('M', 0, 6)" \
	"INSERT INTO customer (customer_no, name, phone, do_not_call) SELECT 'C' || n, '张三', '1380000' || 1000 + n, n % 9 = 0 FROM generate_series(1, 60) n" \
	"INSERT INTO vehicle (vehicle_no, model_code, dealer_code, sold_on) SELECT 'V' || n, 'M', 'S' || 1 + n % 3, date '2024-11-01' + n * 7 % 400 FROM generate_series(1, 150) n" \
	"INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT 'V' || n, 'C' || 1 + n % 60, '2024-01-01' FROM generate_series(1, 150) n" \
	"CREATE TABLE public.arrival AS SELECT setseed(0.5) IS NULL AS x, n, 'S' || 1 + floor(random() * 3)::int AS dealer, 'V' || 1 + floor(random() * 150)::int AS vehicle,
		(ARRAY['repair', 'maintenance', 'accident'])[1 + floor(random() * 3)::int] AS kind, date '2025-12-01' + n / 4 AS day, floor(random() * 3)::int AS stay FROM generate_series(0, 399) n" >/dev/null
for copy in outage forward backward; do PGDATABASE=postgres sql "CREATE DATABASE $copy TEMPLATE clean" >/dev/null; done

# days RUNS: the visits of each day arrive, then the run of the day if RUNS says so; settled visits only
days() {
	cat <<-E
		DO \$\$
		BEGIN
			PERFORM setseed(0.25);
			FOR i IN 0 .. 99 LOOP
				INSERT INTO aftersales.visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on)
				SELECT dealer, n, vehicle, kind, day - stay, day FROM public.arrival WHERE day = date '2025-12-01' + i;
				INSERT INTO aftersales.dirty SELECT 'vehicle_history', dealer, aftersales.month_of(day - stay) FROM public.arrival WHERE day = date '2025-12-01' + i;
				IF $1 THEN CALL aftersales.generate_follow_ups(date '2025-12-01' + i); END IF;
				COMMIT;
			END LOOP;
		END \$\$;
	E
}
days true | PGDATABASE=clean psql -qX -v ON_ERROR_STOP=1
# the first and the last day run; stretches of up to 40 days do not
days "i IN (0, 99) OR (i NOT BETWEEN 30 AND 70 AND random() < 0.2)" | PGDATABASE=outage psql -qX -v ON_ERROR_STOP=1
everything="SELECT rule, vehicle_no, trigger_key, cycle, dealer_code, customer_no, due_on, expires_on, made_as_of FROM aftersales.follow_up ORDER BY 1, 2, 3"
clean=$(PGDATABASE=clean sql "$everything")
ok "every rule made tasks" test "$(cut -d'|' -f1 <<<"$clean" | sort | uniq -c | awk '$1 > 20' | wc -l)" = 3
is "$(PGDATABASE=outage sql "$everything")" "$clean" "the same tasks, as of the same days"
is "$(PGDATABASE=outage sql "SELECT count(*) > 20 FROM aftersales.follow_up WHERE state_reason = 'no run before its window passed'")" t "some are expired"
# a run replays days in one transaction; the last of them is its own
is "$(PGDATABASE=outage sql "SELECT count(*) FROM aftersales.follow_up f JOIN (SELECT as_of, max(as_of) OVER (PARTITION BY run_at) AS run_on FROM aftersales.follow_up_run) r
	ON r.as_of = f.made_as_of WHERE f.state <> 'suppressed' AND (f.state_reason IS NOT DISTINCT FROM 'no run before its window passed') <> (f.expires_on < r.run_on)
	AND f.state_reason IS DISTINCT FROM 'not reached in its window'")" 0 "... just those whose window had passed at the run"
is "$(PGDATABASE=outage sql "SELECT count(*), count(DISTINCT as_of) FROM aftersales.follow_up_run")" "100|100" "every day has its run"

for order in "forward n" "backward -n"; do
	PGDATABASE=${order% *} sql "INSERT INTO aftersales.visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on) SELECT dealer, n, vehicle, kind, day - stay, day FROM public.arrival ORDER BY ${order#* }" \
		"INSERT INTO aftersales.dirty SELECT DISTINCT 'vehicle_history', dealer, aftersales.month_of(day - stay) FROM public.arrival" "CALL aftersales.generate_follow_ups('2026-02-20')" >/dev/null
done
forward=$(PGDATABASE=forward sql "SELECT * FROM aftersales.follow_up ORDER BY follow_up")
ok "a list" test "$(wc -l <<<"$forward")" -gt 30
is "$(PGDATABASE=backward sql "SELECT * FROM aftersales.follow_up ORDER BY follow_up")" "$forward" "the same input in another order gives the same list, numbers included"
done_testing
