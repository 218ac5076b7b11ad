#!/bin/bash
# aftersales-load beside psql \copy of the same file of lines, into the same table with its keys and references; for test/bench/run.
. "$(dirname "$0")/lib.sh"
file=$BENCH_DATA/visit_line.csv
psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_load' -c 'CREATE DATABASE bench_load' 2>/dev/null
export PGDATABASE=bench_load
psql -qX -v ON_ERROR_STOP=1 -c 'CREATE EXTENSION aftersales' -c 'CALL aftersales.install_schema()'
others=()
for path in "$BENCH_DATA"/*.csv; do [ "$path" = "$file" ] || others+=("$path"); done
aftersales-load "${others[@]}" >&2

# seconds COMMAND...: the time of it, into an empty table
seconds() {
	psql -qX -c 'TRUNCATE aftersales.visit_line, aftersales.dirty' -c "DELETE FROM aftersales.load_batch WHERE table_name = 'visit_line'" -c VACUUM -c CHECKPOINT
	local start=$EPOCHREALTIME
	"$@" >&2
	awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { print end - start }'
}

ours=
plain=
for ((i = 0; i < BENCH_ROUNDS; i++)); do
	ours+="$(seconds aftersales-load "$file")"$'\n'
	plain+="$(seconds psql -qX -c "\\copy aftersales.visit_line ($(head -n 1 "$file")) FROM '$file' CSV HEADER")"$'\n'
done
rows=$(psql -qXAt -c 'SELECT count(*) FROM aftersales.visit_line')
ours=$(printf %s "$ours" | median)
plain=$(printf %s "$plain" | median)
echo "aftersales-load of $rows lines, checked, beside \\copy (rows/s: $(awk -v n="$rows" -v a="$ours" -v b="$plain" 'BEGIN { printf "%.0f, %.0f", n / a, n / b }'))|$ours|$plain"
psql -qX -d postgres -c 'DROP DATABASE bench_load'
