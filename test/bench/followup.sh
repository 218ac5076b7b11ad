#!/bin/bash
# generate_follow_ups(): the run of a day on which visits came in, the same run again, and the run of a day where the history is four
# times as long and the same calls are due; for test/bench/run. All rules of the schema are on; the days are the last four of a month, all of
# which is marked dirty each day, and then, of five rounds, the first of the next, when customers are thanked, too.
#
# BENCH_VEHICLES  how many (default BENCH_LINES / 5), at 5,000 a station, seen twice in eighteen months (eight times in the long history)
. "$(dirname "$0")/lib.sh"
vehicles=${BENCH_VEHICLES:-$((BENCH_LINES / 5))}
export PGOPTIONS='-c search_path=aftersales,public -c client_min_messages=warning'
drop() { psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_short' -c 'DROP DATABASE IF EXISTS bench_long' 2>/dev/null; }
trap drop EXIT
drop
psql -qX -d postgres -c 'CREATE DATABASE bench_short'

# visits K DAYS: one of each vehicle, DAYS before its last, whose call is made. Last visits thin out into the past.
PGDATABASE=bench_short psql -qX -v ON_ERROR_STOP=1 -v vehicles="$vehicles" <<'SQL' >&2
CREATE EXTENSION aftersales;
CALL install_schema();
SET session_replication_role = replica;
SELECT setseed(0.5) \g /dev/null
INSERT INTO workday (day, is_workday) VALUES ('2026-10-01', false), ('2025-10-01', false);
INSERT INTO dealer (dealer_code, name) SELECT 'D' || to_char(n, 'FM0000'), n FROM generate_series(1, greatest(:vehicles / 5000, 2)) n;
INSERT INTO vehicle_model (model_code, brand, name, warranty_months) SELECT 'M' || n, 'B' || n % 4, n, 36 + 12 * (n % 3) FROM generate_series(1, 40) n;
INSERT INTO service_interval (model_code, service_no, months, km) SELECT model_code, s, 6 - s, 10000 - s * 5000 FROM vehicle_model, generate_series(0, 1) s;
INSERT INTO customer (customer_no, name, phone, do_not_call)
SELECT 'C' || n, '张三', '138' || to_char(n % 100000000, 'FM00000000'), n % 50 = 0 FROM generate_series(1, :vehicles * 9 / 10) n;
INSERT INTO consent (customer_no, purpose, channel, recorded_on, granted)
SELECT customer_no, 'marketing', 'sms', '2024-01-01', true FROM customer WHERE hashtext(customer_no) % 3 = 0;
CREATE TABLE public.plan AS
SELECT 'V' || n AS vehicle_no, n, 'D' || to_char(1 + n % greatest(:vehicles / 5000, 2), 'FM0000') AS dealer_code, n % 20 = 0 AS is_new,
	date '2026-06-26' - floor(-ln(1 - random()) * 220)::integer AS last_on, 20 + floor(random() * 40)::integer AS km
FROM generate_series(1, :vehicles) n;
INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('vehicle', 'all', '1'), ('visit', 'history', '2');
INSERT INTO vehicle (vehicle_no, plate, model_code, dealer_code, sold_on, load_batch)
SELECT vehicle_no, '沪A' || n, 'M' || 1 + n % 40, dealer_code,
	CASE WHEN is_new THEN date '2026-06-26' - floor(random() * 700)::integer ELSE last_on - 1000 - floor(random() * 1000)::integer END, 1 FROM public.plan;
BEGIN;
SELECT begin_bulk_load('vehicle_owner') \g /dev/null
INSERT INTO vehicle_owner (vehicle_no, customer_no, owned_from) SELECT vehicle_no, 'C' || 1 + n % (:vehicles * 9 / 10), '2015-01-01' FROM public.plan;
CALL end_bulk_load('vehicle_owner');
COMMIT;
CREATE PROCEDURE public.visits(k integer, days integer) LANGUAGE sql AS $$
	INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, odometer, staff_no, amount, load_batch)
	SELECT p.dealer_code, 'W' || k || '/' || p.n, p.vehicle_no, CASE WHEN p.n % 3 = 0 AND k = 0 THEN 'repair' ELSE 'maintenance' END, p.last_on - days, p.last_on - days,
		p.km * (p.last_on - days - date '2010-01-01'), 'E' || p.n % 5, 200 + p.n % 3000, 2
	FROM plan p WHERE NOT p.is_new;
	INSERT INTO follow_up (rule, vehicle_no, trigger_key, dealer_code, customer_no, purpose, channel, priority, event_on, due_on, expires_on, state, state_on, attempts, made_as_of)
	SELECT 'post_visit', p.vehicle_no, p.dealer_code || '/W' || k || '/' || p.n, p.dealer_code, 'C' || 1 + p.n % (SELECT count(*) FROM customer), 'service', 'phone', 30, d.day, d.day + 3,
		d.day + 14, 'done', d.day + 4, 1, d.day + 3
	FROM plan p CROSS JOIN LATERAL (SELECT p.last_on - days AS day) d WHERE NOT p.is_new AND d.day < '2026-06-12';
	INSERT INTO follow_up_attempt (follow_up, attempt_no, tried_on, tried_half, channel, outcome)
	SELECT f.follow_up, 1, f.state_on, 'am', 'phone', 'reached' FROM follow_up f WHERE f.trigger_key LIKE '%/W' || k || '/%';
$$;
-- arrive DAYS: the visits of a day after the last
CREATE PROCEDURE public.arrive(days integer) LANGUAGE sql AS $$
	INSERT INTO load_batch (table_name, file_name, file_hash) VALUES ('visit', 'day', 'day' || days);
	INSERT INTO visit (dealer_code, visit_no, vehicle_no, kind, opened_on, closed_on, odometer, staff_no, amount, load_batch)
	SELECT p.dealer_code, 'N' || days || '/' || p.n, p.vehicle_no, CASE WHEN p.n % 3 = 0 THEN 'repair' ELSE 'maintenance' END, d.day, d.day,
		p.km * (d.day - date '2010-01-01'), 'E' || p.n % 5, 200 + p.n % 3000, (SELECT max(b.load_batch) FROM load_batch b)
	FROM plan p CROSS JOIN (SELECT date '2026-06-26' + days AS day) d WHERE p.n % 250 = days;
	INSERT INTO dirty SELECT k, d.dealer_code, month_of(date '2026-06-26' + days) FROM dealer d, unnest(ARRAY['vehicle_history', 'vehicle_state']) k;
$$;
CALL visits(1, 160);
CALL visits(0, 0);
VACUUM ANALYZE;
CALL generate_follow_ups('2026-06-26');
VACUUM ANALYZE;
SQL
psql -qX -d postgres -c 'CREATE DATABASE bench_long TEMPLATE bench_short'
# more than a year before the last visits, so nothing that is due hangs on them
PGDATABASE=bench_long psql -qX -v ON_ERROR_STOP=1 <<'SQL' >&2
SET session_replication_role = replica;
DO $$ BEGIN FOR k IN 2 .. 7 LOOP CALL visits(k, 310 + 90 * k); END LOOP; END $$;
INSERT INTO vehicle_state (vehicle_no, seen_on, until_on, seen_at, dealer_code, adviser, returned_on, services, service_on, service_km, odometer, odometer_on, km_per_day, due_on, due_by, fingerprint)
SELECT p.vehicle_no, p.last_on - 310 - 90 * k, CASE k WHEN 2 THEN p.last_on - 160 ELSE p.last_on - 220 - 90 * k END, p.dealer_code, p.dealer_code, 'E' || p.n % 5, p.last_on - 310 - 90 * k, 8 - k,
	p.last_on - 310 - 90 * k, 1, 1, p.last_on - 310 - 90 * k, p.km, p.last_on - 130 - 90 * k, 'date', 0
FROM plan p, generate_series(2, 7) k WHERE NOT p.is_new;
VACUUM ANALYZE;
SQL

# run_seconds DATABASE DAY
run_seconds() {
	PGDATABASE=$1 psql -qXAt -v ON_ERROR_STOP=1 -c '\timing on' -c "CALL generate_follow_ups(date '2026-06-26' + $2)" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | awk '{ print $1 / 1000 }'
}
tasks() { PGDATABASE=$1 psql -qXAt -c "SELECT md5(string_agg(f::text, ' ' ORDER BY f)) FROM (SELECT (rule, vehicle_no, trigger_key, cycle, customer_no, due_on, state, state_reason) FROM follow_up WHERE made_as_of >= '2026-06-26') x (f)"; }
short='' long='' again=''
for ((day = 1; day <= BENCH_ROUNDS; day++)); do
	for db in bench_short bench_long; do PGDATABASE=$db psql -qX -c "CALL arrive($day)"; done
	short+="$(run_seconds bench_short $day)"$'\n'
	long+="$(run_seconds bench_long $day)"$'\n'
	again+="$(run_seconds bench_short $day)"$'\n'
done
[ "$(tasks bench_short)" = "$(tasks bench_long)" ] || { echo "bench: error: the long history makes other calls due" >&2; exit 1; }
echo "bench: follow-ups, days in turn: $(echo $short), with four times the history $(echo $long), repeated $(echo $again)" >&2
million() { awk -v n="$vehicles" -v s="$1" 'BEGIN { print s * n / 1000000 }'; }
echo "follow-ups of a day, $vehicles vehicles, beside 20 s a million|$(printf %s "$short" | median)|$(million 20)|1"
echo "follow-ups of the same day again, beside 1 s a million|$(printf %s "$again" | median)|$(million 1)|1"
echo "follow-ups of a day with four times the history, beside with one|$(printf %s "$long" | median)|$(printf %s "$short" | median)|1.2"
