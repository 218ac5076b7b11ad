#!/bin/bash
# Kept states equal a full recomputation: after random loads, late lines, corrections and voids, before and after refresh,
# and with a load that commits while a refresh runs.
. "$(dirname "$0")/../lib/tap.sh"
cluster refresh
database shop

sql "SET search_path = aftersales" \
	"INSERT INTO dealer (dealer_code, name) SELECT 'S' || n, n FROM generate_series(1, 4) n" \
	"INSERT INTO part (part_no, name) SELECT 'P' || n, n FROM generate_series(1, 30) n" \
	"INSERT INTO vehicle_model (model_code, brand, name) VALUES ('M', '东方', '远行')" "INSERT INTO service_interval (model_code, service_no, months, km) VALUES ('M', 0, 6, 10000)" \
	"INSERT INTO customer (customer_no, name) SELECT 'C' || n, n FROM generate_series(1, 9) n" \
	"INSERT INTO vehicle (vehicle_no, model_code, sold_on) SELECT 'V' || n, 'M', '2023-01-01' FROM generate_series(1, 40) n" \
	"CREATE SEQUENCE public.number" \
	"CREATE FUNCTION public.any_of(n integer) RETURNS integer LANGUAGE sql VOLATILE RETURN 1 + floor(random() * n)::integer" >/dev/null
sql "SET search_path = aftersales" "CREATE VIEW public.difference AS
	SELECT dealer_code, part_no AS key
	FROM (SELECT dealer_code, part_no, demand_agg(asked_on, quantity) AS demand FROM demand_line GROUP BY 1, 2 HAVING demand_agg(asked_on, quantity) <> '{}') wanted
	FULL JOIN part_demand_now n USING (dealer_code, part_no) WHERE n.demand IS DISTINCT FROM wanted.demand
	UNION ALL
	SELECT dealer_code, vehicle_no
	FROM (SELECT dealer_code, vehicle_no, visit_agg(opened_on, amount) AS visits FROM counted_visit GROUP BY 1, 2) wanted
	FULL JOIN vehicle_history_now n USING (dealer_code, vehicle_no) WHERE n.visits IS DISTINCT FROM wanted.visits" >/dev/null
differences="SELECT count(*) FROM public.difference"
# plans: what is planned from the kept states, as text; plans_recomputed: from states made of all lines anew, in a transaction rolled back
plans="SELECT md5(string_agg(p::text, ',')) FROM aftersales.stocking_plan('2026-01-01') p; SELECT md5(string_agg(p::text, ',')) FROM aftersales.suggested_orders('2026-01-01') p;
	SELECT md5(string_agg(p::text, ',')) FROM aftersales.mobility('2026-01-01') p; SELECT md5(string_agg(p::text, ',')) FROM aftersales.retention_monthly('2025-01-01', '2025-12-01') p"
plans_recomputed="BEGIN; DELETE FROM aftersales.part_demand; DELETE FROM aftersales.vehicle_history;
	INSERT INTO aftersales.dirty SELECT DISTINCT 'part_demand', dealer_code, aftersales.month_of(asked_on) FROM aftersales.demand_line
	UNION SELECT DISTINCT 'vehicle_history', dealer_code, aftersales.month_of(opened_on) FROM aftersales.visit; $plans; ROLLBACK"

# load N: N visits with lines, counter sales and lost sales on random days, and their dirty months, as the loader writes them
load() {
	cat <<-E
		BEGIN;
		CREATE TEMP TABLE job ON COMMIT DROP AS
		SELECT 'S' || public.any_of(4) AS dealer_code, nextval('public.number')::text AS no, date '2026-01-01' - public.any_of(900) AS day,
			'P' || public.any_of(30) AS part_no, (public.any_of(41) - 6) / 4.0 AS quantity, public.any_of(6) AS dice
		FROM generate_series(1, $1);
		INSERT INTO aftersales.visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, amount)
		SELECT dealer_code, no, 'V' || public.any_of(40), 'C' || public.any_of(9), (ARRAY['repair', 'maintenance', 'recall'])[public.any_of(3)], day,
			public.any_of(100000) / 100.0 FROM job WHERE dice > 2;
		INSERT INTO aftersales.visit_line (dealer_code, visit_no, line_no, part_no, quantity)
		SELECT dealer_code, no, n, 'P' || public.any_of(30), quantity FROM job, generate_series(1, 3) n WHERE dice > 2;
		INSERT INTO aftersales.counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) SELECT dealer_code, no, 1, day, part_no, quantity FROM job WHERE dice = 1;
		INSERT INTO aftersales.lost_sale (dealer_code, lost_sale_no, line_no, asked_on, part_no, quantity) SELECT dealer_code, no, 1, day, part_no, abs(quantity) + 1 FROM job WHERE dice = 2;
		INSERT INTO aftersales.dirty SELECT DISTINCT k, dealer_code, aftersales.month_of(day) FROM job, unnest(ARRAY['part_demand', 'vehicle_history', 'vehicle_state']) k;
		COMMIT;
	E
}
change="DO \$\$
DECLARE r record;
BEGIN
	FOR r IN SELECT dealer_code, visit_no FROM aftersales.visit WHERE voided_at IS NULL ORDER BY random() LIMIT 5 LOOP CALL aftersales.void_visit(r.dealer_code, r.visit_no); END LOOP;
	FOR r IN SELECT * FROM aftersales.visit_line WHERE voided_at IS NULL ORDER BY random() LIMIT 5 LOOP CALL aftersales.void_line(r.dealer_code, r.visit_no, r.line_no); END LOOP;
	-- a correction moves a visit to another day and changes its amount
	FOR r IN SELECT * FROM aftersales.visit WHERE voided_at IS NULL ORDER BY random() LIMIT 5 LOOP
		UPDATE aftersales.visit SET opened_on = opened_on - 40, amount = amount + 1 WHERE dealer_code = r.dealer_code AND visit_no = r.visit_no;
		INSERT INTO aftersales.dirty SELECT k, r.dealer_code, aftersales.month_of(d)
		FROM unnest(ARRAY['part_demand', 'vehicle_history', 'vehicle_state']) k, unnest(ARRAY[r.opened_on, r.opened_on - 40]) d;
	END LOOP;
	-- or changes what is known of the vehicle
	FOR r IN SELECT * FROM aftersales.visit WHERE voided_at IS NULL ORDER BY random() LIMIT 20 LOOP
		UPDATE aftersales.visit SET staff_no = CASE WHEN random() < 0.5 THEN 'E' || public.any_of(9) END, odometer = public.any_of(90000),
			customer_no = CASE WHEN random() < 0.5 THEN 'C' || public.any_of(9) END, kind = CASE WHEN random() < 0.3 THEN 'maintenance' ELSE kind END,
			vehicle_no = CASE WHEN random() < 0.3 THEN 'V' || public.any_of(40) ELSE vehicle_no END
		WHERE dealer_code = r.dealer_code AND visit_no = r.visit_no;
		INSERT INTO aftersales.dirty SELECT k, r.dealer_code, aftersales.month_of(r.opened_on) FROM unnest(ARRAY['vehicle_history', 'vehicle_state']) k;
	END LOOP;
	-- of two stations on one day, one visit is voided, moved on or another vehicle's
	FOR r IN SELECT DISTINCT ON (a.vehicle_no) a.*, random() AS dice FROM aftersales.visit a JOIN aftersales.visit b ON b.vehicle_no = a.vehicle_no AND b.opened_on = a.opened_on
		WHERE a.dealer_code < b.dealer_code AND a.voided_at IS NULL AND b.voided_at IS NULL ORDER BY a.vehicle_no, random() LIMIT 9 LOOP
		UPDATE aftersales.visit SET opened_on = opened_on + CASE WHEN r.dice < 0.4 THEN 5 ELSE 0 END,
			vehicle_no = CASE WHEN r.dice > 0.7 THEN 'V' || public.any_of(40) ELSE vehicle_no END
		WHERE dealer_code = r.dealer_code AND visit_no = r.visit_no;
		INSERT INTO aftersales.dirty SELECT k, r.dealer_code, aftersales.month_of(r.opened_on + d)
		FROM unnest(ARRAY['part_demand', 'vehicle_history', 'vehicle_state']) k, unnest(ARRAY[0, 5]) d;
		IF r.dice BETWEEN 0.4 AND 0.7 THEN
			CALL aftersales.void_visit(r.dealer_code, r.visit_no);
		END IF;
	END LOOP;
END \$\$"

{ echo "SELECT setseed(0.5);"; load 2000; } | psql -qX -v ON_ERROR_STOP=1
is "$(sql "$differences")" "0" "never refreshed: questions answer from the lines"
sql "CALL aftersales.refresh()" >/dev/null
is "$(sql "SELECT count(*) FROM aftersales.dirty; SELECT count(*) > 100 FROM aftersales.part_demand; $differences")" "0
t
0" "refreshed: everything is kept and equal"
found=""
for round in $(seq 1 12); do
	{ echo "SELECT setseed(0.$round);"; load $((round * 7 % 40)); echo "$change;"; } | psql -qX -v ON_ERROR_STOP=1 >/dev/null
	found+=$(sql "$differences")
	[ "$(sql "$plans")" = "$(sql "$plans_recomputed")" ] || found+="plans of round $round differ "
	case $((round % 3)) in
		0) sql "CALL aftersales.refresh()" ;;
		1) sql "CALL aftersales.refresh_demand()" ;;
		2) sql "CALL aftersales.refresh_history()" ;;
	esac >/dev/null
	found+=$(sql "$differences")
done
is "$found" "000000000000000000000000" "twelve rounds of late lines, corrections and voids: equal before and after each refresh, plans too"
like "$(sql "$plans")" "^([0-9a-f]{32}.?){4}\$" "... and there are plans"
anew="CREATE TEMP TABLE before AS TABLE aftersales.vehicle_state; DELETE FROM aftersales.vehicle_state; DELETE FROM aftersales.vehicle_known; CALL aftersales.refresh();
	SELECT 'periods ' || count(*) || ', due ' || count(due_on) || ', at two stations ' || count(*) FILTER (WHERE fingerprint IS NULL) FROM aftersales.vehicle_state;
	SELECT 'differ ' || count(*) FROM (TABLE before EXCEPT TABLE aftersales.vehicle_state UNION ALL (TABLE aftersales.vehicle_state EXCEPT TABLE before)) d"
like "$(sql "CALL aftersales.refresh()" "BEGIN; $anew; ROLLBACK")" "periods [1-9][0-9]{3}, due [1-9][0-9]{3}, at two stations [1-9][0-9]
differ 0" "what is known of the vehicles is as if made anew"

sql "CALL aftersales.refresh()" "CREATE TABLE public.version AS SELECT dealer_code, part_no, demand, xmin AS version, ctid AS place FROM aftersales.part_demand" >/dev/null
sql "SET search_path = aftersales" "INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity) VALUES ('S1', 'one', 1, '2025-06-01', 'P7', 1)" \
	"INSERT INTO dirty VALUES ('part_demand', 'S1', '2025-06-01')" "CALL refresh()" >/dev/null
is "$(sql "SELECT k.dealer_code, k.part_no FROM aftersales.part_demand k JOIN public.version v USING (dealer_code, part_no) WHERE (k.xmin, k.ctid) IS DISTINCT FROM (v.version, v.place)")" \
	"S1|P7" "refresh writes only what changed"

# a load commits between the refresh's statement and its commit: its months stay dirty
mkfifo "$scratch/session"
psql -qXAt <"$scratch/session" >"$scratch/session.out" &
exec 9>"$scratch/session"
load 50 | psql -qX -v ON_ERROR_STOP=1
echo "BEGIN; CALL aftersales.refresh(); SELECT 'refreshed';" >&9
wait_for_word refreshed "$scratch/session.out"
load 50 | psql -qX -v ON_ERROR_STOP=1
is "$(sql "$differences")" "0" "a load beside an open refresh: equal before its commit"
run sql "SET lock_timeout = '300ms'" "CALL aftersales.refresh()"
like "$err" "canceling statement due to lock timeout" "a second refresh waits"
echo "COMMIT;" >&9
exec 9>&-
wait
is "$(sql "$differences; SELECT count(*) > 0 FROM aftersales.dirty")" "0
t" "... equal after it, the loaded months still dirty"

# a load of visits that is not committed may move the visit to another month
mkfifo "$scratch/loader"
psql -qXAt <"$scratch/loader" >"$scratch/loader.out" &
exec 9>"$scratch/loader"
echo "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('aftersales.load.visit', 0)); SELECT 'locked';" >&9
wait_for_word locked "$scratch/loader.out"
for void in "void_visit('S1', '1')" "void_line('S1', '1', 1)"; do
	run sql "SET lock_timeout = '300ms'" "CALL aftersales.$void"
	like "$err" "canceling statement due to lock timeout" "$void waits for a load of visits"
done
exec 9>&-
wait

# loads, refreshes and questions all at once
for i in 1 2; do for n in $(seq 1 15); do load 20; done | psql -qX -v ON_ERROR_STOP=1 >"$scratch/load.$i" 2>&1 & done
for n in $(seq 1 20); do echo "CALL aftersales.refresh();"; done | psql -qX -v ON_ERROR_STOP=1 >"$scratch/refresh" 2>&1 &
for n in $(seq 1 15); do echo "$differences;"; done | psql -qXAt -v ON_ERROR_STOP=1 >"$scratch/difference" 2>&1 &
wait
is "$(cat "$scratch"/load.* "$scratch/refresh"; sort -u "$scratch/difference")" "0" "loads, refreshes and questions at once: no error, equal in every snapshot"
sql "CALL aftersales.refresh()" >/dev/null
is "$(sql "$differences; SELECT count(*) FROM aftersales.dirty")" "0
0" "... and at the end"
done_testing
