#!/bin/bash
# aftersales-load beside psql \copy, SQL staging with rejects and, where it is installed, pgloader: all lines of the sample into empty
# tables, every row checked and every key and reference valid at the end, and a day's 100,000 lines into filled ones; for test/bench/run.
. "$(dirname "$0")/lib.sh"
file=$BENCH_DATA/visit_line.csv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_load' -c 'CREATE DATABASE bench_load' 2>/dev/null
export PGDATABASE=bench_load
psql -qX -v ON_ERROR_STOP=1 -c 'CREATE EXTENSION aftersales' -c 'CALL aftersales.install_schema()'
others=()
for path in "$BENCH_DATA"/*.csv; do [ "$path" = "$file" ] || others+=("$path"); done
aftersales-load --jobs 2 "${others[@]}" >&2
columns=$(head -n 1 "$file")
rows=$(($(wc -l <"$file") - 1))
bytes=$(stat -c %s "$file")

# timed COMMAND...: the seconds it takes
timed() {
	psql -qX -c VACUUM -c CHECKPOINT
	local start=$EPOCHREALTIME
	"$@" >&2 || exit 1
	awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { print end - start }'
}
empty() {
	psql -qX -c 'DROP TABLE IF EXISTS public.bare, public.staging, public.rejected' -c 'TRUNCATE aftersales.visit_line, aftersales.dirty' \
		-c "DELETE FROM aftersales.load_batch WHERE table_name = 'visit_line'" 2>/dev/null
}
# with more memory, as PostgreSQL's documentation advises
keys="SET maintenance_work_mem = '256MB'; ALTER TABLE public.bare ADD PRIMARY KEY (dealer_code, visit_no, line_no),
	ADD FOREIGN KEY (dealer_code, visit_no) REFERENCES aftersales.visit, ADD FOREIGN KEY (part_no) REFERENCES aftersales.part"
bare='CREATE TABLE public.bare (LIKE aftersales.visit_line INCLUDING DEFAULTS); ALTER TABLE public.bare ALTER dealer_code DROP NOT NULL,
	ALTER visit_no DROP NOT NULL, ALTER line_no DROP NOT NULL'

ours() { aftersales-load "$file"; }
bare_and_keys() { psql -qX -v ON_ERROR_STOP=1 -c "$bare" -c "\\copy public.bare ($columns) FROM '$file' CSV HEADER" -c "$keys"; }
keyed() { psql -qX -v ON_ERROR_STOP=1 -c "\\copy aftersales.visit_line ($columns) FROM '$file' CSV HEADER"; }
# text in, bad rows out, the others cast and inserted, keys afterwards
staged() {
	psql -qX -v ON_ERROR_STOP=1 -c "$bare" \
		-c "CREATE UNLOGGED TABLE public.staging (row bigint GENERATED ALWAYS AS IDENTITY, ${columns//,/ text COLLATE \"C\", } text COLLATE \"C\")" \
		-c "\\copy public.staging ($columns) FROM '$file' CSV HEADER" -c 'ANALYZE public.staging' -c "CREATE TABLE public.rejected AS
			SELECT s.* FROM public.staging s LEFT JOIN aftersales.visit v USING (dealer_code, visit_no) LEFT JOIN aftersales.part p USING (part_no)
			WHERE v.visit_no IS NULL OR p.part_no IS NULL AND s.part_no IS NOT NULL OR (s.line_no ~ '^\d{1,9}\$') IS NOT TRUE
				OR (s.quantity ~ '^-?\d{1,11}(\.\d{1,3})?\$') IS NOT TRUE OR s.quantity_filled !~ '^-?\d{1,11}(\.\d{1,3})?\$'
				OR s.unit_price !~ '^\d{1,12}(\.\d{1,2})?\$' OR s.kind NOT IN ('part', 'labour', 'other') OR s.kind = 'part' AND s.part_no IS NULL
			UNION ALL
			SELECT s.* FROM public.staging s JOIN (SELECT dealer_code, visit_no, line_no FROM public.staging GROUP BY 1, 2, 3 HAVING count(*) > 1) d
				USING (dealer_code, visit_no, line_no)" \
		-c "INSERT INTO public.bare ($columns) SELECT dealer_code, visit_no, line_no::integer, kind, part_no, description, quantity::numeric,
			quantity_filled::numeric, unit_price::numeric FROM public.staging s WHERE NOT EXISTS (SELECT FROM public.rejected r WHERE r.row = s.row)" \
		-c "$keys"
}
pgloader_load() {
	cat >"$work/lines.load" <<-END
		LOAD CSV FROM '$file' ($columns)
		INTO postgresql://$PGUSER@unix:$PGHOST:$PGPORT/$PGDATABASE?tablename=public.bare ($columns)
		WITH skip header = 1, fields terminated by ',', batch rows = 50000;
	END
	psql -qX -v ON_ERROR_STOP=1 -c "$bare"
	pgloader -q "$work/lines.load"
	psql -qX -v ON_ERROR_STOP=1 -c "$keys"
}

# beside ROUNDS TITLE AIM SIDE: medians, the sides in turn
beside() {
	local mine='' theirs=''
	for ((i = 0; i < $1; i++)); do
		empty
		mine+="$(timed ours)"$'\n'
		empty
		theirs+="$(timed "$4")"$'\n'
	done
	[ "$(psql -qXAt -c "SELECT count(*) FROM $(psql -qXAt -c "SELECT coalesce(to_regclass('public.bare'), 'aftersales.visit_line')")")" = "$rows" ] ||
		{ echo "bench: error: $4 did not load every row" >&2; exit 1; }
	echo "$2|$(printf %s "$mine" | median)|$(printf %s "$theirs" | median)|$3"
}
# what takes minutes is done once
few=$((rows > 3000000 ? 1 : BENCH_ROUNDS))
beside "$BENCH_ROUNDS" "first load of $rows lines, $((bytes / 1000000)) MB, beside \\copy into a bare table, then keys" 0.80 bare_and_keys
beside "$few" "... beside \\copy into the table with its keys" 0.17 keyed
beside "$few" "... beside SQL staging with rejects, then keys" 0.33 staged
if command -v pgloader >/dev/null; then
	beside "$few" "... beside pgloader into a bare table, then keys" 0.33 pgloader_load
else
	echo "bench: pgloader skipped: not installed" >&2
fi

# the program alone: its CPU time, and its memory looked at while it runs
empty
TIMEFORMAT='%U %S'
{ time ours >"$work/out" 2>"$work/err"; } 2>"$work/cpu"
echo "client CPU of the first load: $(awk -v n="$rows" '{ printf "%.2f s, %.2f s for 10 million lines", $1 + $2, ($1 + $2) * 1e7 / n }' "$work/cpu")" >&2
empty
aftersales-load "$file" >/dev/null &
loader=$!
while kill -0 "$loader" 2>/dev/null; do
	sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$loader/status" 2>/dev/null || true
	sleep 0.1
done | sort -n | tail -n 1 | awk '{ printf "client memory at most: %.1f MB\n", $1 / 1024 }' >&2
wait "$loader"

# a day: the last 100,000 lines of the file, whole visits, into the table that holds the others
day=$((rows / 2 < 100000 ? rows / 2 : 100000))
{ echo "$columns"; tail -n "$day" "$file" | awk -F , '$3 == 1 { whole = 1 } whole'; } >"$work/visit_line-day.csv"
day=$(($(wc -l <"$work/visit_line-day.csv") - 1))
head -n $((rows - day + 1)) "$file" >"$work/visit_line-before.csv"
empty
aftersales-load "$work/visit_line-before.csv" >&2
before=$(psql -qXAt -c 'SELECT max(load_batch) FROM aftersales.load_batch')
day_ours() { aftersales-load "$work/visit_line-day.csv"; }
day_plain() { psql -qX -v ON_ERROR_STOP=1 -c "\\copy aftersales.visit_line ($columns) FROM '$work/visit_line-day.csv' CSV HEADER"; }
back() { psql -qX -c "DELETE FROM aftersales.visit_line WHERE load_batch IS DISTINCT FROM $before" -c "DELETE FROM aftersales.load_batch WHERE load_batch > $before"; }
mine=''
theirs=''
for ((i = 0; i < BENCH_ROUNDS; i++)); do
	mine+="$(timed day_ours)"$'\n'
	back
	theirs+="$(timed day_plain)"$'\n'
	back
done
echo "a file of $day lines into the filled table, beside \\copy|$(printf %s "$mine" | median)|$(printf %s "$theirs" | median)|1.20"
psql -qX -d postgres -c 'DROP DATABASE bench_load'
