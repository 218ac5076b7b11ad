#!/bin/bash
# Lists made by cron, systemd and pg_cron, as README says: each runs what it is given to run, and a run every minute does no harm.
. "$(dirname "$0")/../lib/tap.sh"
settings=(timezone=Etc/GMT+12)
pg_cron=$(ls "$BUILD"/private/server/usr/lib/postgresql/*/lib/pg_cron.so 2>/dev/null)
[ -z "$pg_cron" ] || settings+=(shared_preload_libraries=pg_cron cron.database_name=shop cron.use_background_workers=on)
cluster schedule "${settings[@]}"
database service
sql "SET search_path = aftersales" "INSERT INTO dealer (dealer_code, name) VALUES ('S1', '一店')" "INSERT INTO staff (dealer_code, staff_no, name, position) VALUES ('S1', 'E1', '王', 'caller')" \
	"INSERT INTO customer (customer_no, name, phone) VALUES ('C1', '张三', '13812345678')" "INSERT INTO vehicle (vehicle_no, dealer_code) VALUES ('V1', 'S1')" \
	"INSERT INTO staff_shift (dealer_code, staff_no, day, on_duty) SELECT 'S1', 'E1', CURRENT_DATE + n, true FROM generate_series(-1, 2) n" \
	"INSERT INTO visit (dealer_code, visit_no, vehicle_no, customer_no, kind, opened_on, closed_on) SELECT 'S1', '1', 'V1', 'C1', 'repair', CURRENT_DATE - 10, CURRENT_DATE - 10" \
	"CALL generate_follow_ups(CURRENT_DATE - 2)" 2>/dev/null
made="SELECT count(*) FILTER (WHERE state = 'assigned') FROM aftersales.follow_up; SELECT max(as_of) = aftersales.today() FROM aftersales.follow_up_run"

# the job of pg_cron waits for the full minute while the others are tried in a database of their own
PGDATABASE=postgres sql "CREATE DATABASE shop TEMPLATE service" >/dev/null
if [ -n "$pg_cron" ]; then
	hour=$(sed -n "s/^    SELECT cron.schedule(.*'0 \([0-9]*\) [*] [*] [*]'.*/\1/p" "$root/README.md")
	is "$(TZ=Asia/Shanghai date -d "2026-07-01 $hour:00 GMT" +%R)" 07:00 "README's hour of pg_cron is seven in Shanghai"
	# every minute of this hour and the next one
	hours=$(date -u +%-H),$(date -u -d '+1 hour' +%-H)
	job=$(sed -n "s/^    \(SELECT cron.schedule(.*\)/\1/p" "$root/README.md" | sed "s/'0 $hour [*] [*] [*]'/'* $hours * * *'/")
	like "$job" "'\* $hours \* \* \*'" "... every day"
	ok "pg_cron takes the job of README" env PGDATABASE=shop psql -qX -v ON_ERROR_STOP=1 -c "CREATE EXTENSION pg_cron" -c "$job"
fi

line=$(sed -n 's/^    0 7 \* \* \* //p' "$root/README.md")
like "$line" "aftersales-followup generate .* && .*aftersales-followup assign" "README has a line for cron"
is "$(sed -n 's/\\//g; s/^0 7 \* \* \* //p' "$root/tools/man/aftersales-followup.1")" "$line" "... and so has the man page"
line=${line//\/usr\/local\/bin/$BUILD/bin}
for turn in 1 2 3; do
	run env -i PATH=/usr/bin:/bin PGHOST="$PGHOST" PGPORT="$PGPORT" PGUSER="$PGUSER" LC_ALL=C /bin/sh -c "$line"
	is "$status $(sql "$made")" "0 1
t" "what cron runs, turn $turn"
done

units=$root/tools/systemd
sed "s|/usr/local/bin|$BUILD/bin|" "$units/aftersales-followup.service" >"$scratch/aftersales-followup.service"
cp "$units/aftersales-followup.timer" "$scratch"
if [ -n "$(command -v systemd-analyze)" ]; then
	is "$(systemd-analyze verify --man=no "$scratch/aftersales-followup.timer" "$scratch/aftersales-followup.service" 2>&1 | grep aftersales-followup)" "" "systemd takes the units"
	ok "... and knows when" systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$scratch/aftersales-followup.timer")"
else
	echo "ok $((++tests_run)) - systemd takes the units # SKIP no systemd-analyze"
fi
is "$(grep -c '^Persistent=true$' "$scratch/aftersales-followup.timer")" 1 "a run missed while the machine was off is made up for"
sql "DELETE FROM aftersales.follow_up; DELETE FROM aftersales.follow_up_run; CALL aftersales.generate_follow_ups(CURRENT_DATE - 2)" 2>/dev/null
run sh -ec "$(sed -n 's/^ExecStart=//p' "$scratch/aftersales-followup.service")"
is "$status $(sql "$made")" "0 1
t" "what the service runs"
make -s -C "$root/tools/followup" install-units DESTDIR="$scratch/root" bindir=/opt/bin PG_CONFIG="$PG_CONFIG" >/dev/null 2>&1
is "$(grep -h '^ExecStart=' "$scratch/root$("$PG_CONFIG" --docdir)"/*/aftersales-followup.service "$scratch/root$("$PG_CONFIG" --docdir)"/aftersales-followup.service 2>/dev/null | tail -n 1)" "ExecStart=/opt/bin/aftersales-followup assign" "... is installed where README says"

if [ -n "$pg_cron" ]; then
	export PGDATABASE=shop
	# at the latest after a minute
	for ((i = 0; i < 900; i++)); do
		[ "$(sql "SELECT count(*) > 0 FROM cron.job_run_details WHERE status IN ('succeeded', 'failed')")" != t ] || break
		sleep 0.2
	done
	is "$(sql "SELECT DISTINCT status FROM cron.job_run_details WHERE status <> 'running' AND status <> 'starting'")" succeeded "pg_cron ran the job"
	is "$(sql "${made/aftersales.today()/(now() AT TIME ZONE \'Asia/Shanghai\')::date}")" "1
t" "... which made the list of the day"
else
	echo "ok $((++tests_run)) - pg_cron runs the job # SKIP package postgresql-*-cron is not installed"
fi
done_testing
