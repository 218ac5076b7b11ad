# For the benchmarks of this folder: source it. All queries go to the database that PG* names.
#
# A benchmark prints lines "title|ours|plain", seconds each. Two more fields may follow: the largest ratio aimed at, and the seconds of
# DuckDB for the same (see duckdb.js), where it is to be had.
set -euo pipefail
bench_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# median of the numbers on stdin
median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# seconds QUERY [SETTING=VALUE]...: its time, planning included, rows staying in the server
seconds() {
	local query=$1 settings=()
	shift
	for setting in "$@"; do settings+=(-c "SET $setting"); done
	psql -qXAt -v ON_ERROR_STOP=1 "${settings[@]}" -c '\timing on' -c "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY OFF) $query" |
		sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | awk '{ print $1 / 1000 }'
}

# same OURS PLAIN: both give the same rows
same() {
	local differences
	differences=$(psql -qXAt -v ON_ERROR_STOP=1 -c "SELECT count(*) FROM ((($1) EXCEPT ($2)) UNION ALL (($2) EXCEPT ($1))) d")
	[ "$differences" = 0 ] || { echo "bench: error: the two sides differ in $differences rows: $1" >&2; exit 1; }
}

# compare TITLE OURS PLAIN [LIMIT [DUCKDB [SETTING=VALUE]]]: medians, the sides in turn; the setting is for ours
compare() {
	local ours='' plain='' peer=''
	for ((i = 0; i < BENCH_ROUNDS; i++)); do
		ours+="$(seconds "$2" ${6:+"$6"})"$'\n'
		plain+="$(seconds "$3")"$'\n'
		[ -z "${5:-}" ] || peer+="$(duckdb_seconds "$5")"$'\n'
	done
	echo "$1|$(printf %s "$ours" | median)|$(printf %s "$plain" | median)|${4:-}${peer:+|$(printf %s "$peer" | median)}"
}

# DuckDB comes from npm into the build folder; without node and npm it is left out.
duckdb_start() {
	local folder=$BUILD/duckdb
	duckdb_in=
	if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
		echo "bench: DuckDB skipped: no node and npm" >&2
		return 0
	fi
	mkdir -p "$folder"
	if [ ! -d "$folder/node_modules/@duckdb/node-api" ] &&
		! npm install --silent --no-fund --no-audit --no-save --prefix "$folder" @duckdb/node-api >&2; then
		echo "bench: DuckDB skipped: npm could not install @duckdb/node-api" >&2
		return 0
	fi
	coproc DUCKDB { NODE_PATH=$folder/node_modules exec node "$bench_folder/duckdb.js"; }
	duckdb_in=${DUCKDB[1]}
	duckdb_out=${DUCKDB[0]}
}

# duckdb_seconds STATEMENT: its time, nothing without DuckDB
duckdb_seconds() {
	local answer
	[ -n "${duckdb_in:-}" ] || return 0
	echo "${1//$'\n'/ }" >&"$duckdb_in"
	read -r answer <&"$duckdb_out"
	case $answer in
		[0-9]*) echo "$answer" ;;
		*) echo "bench: error: DuckDB: $answer" >&2; exit 1 ;;
	esac
}

# pairs_database: a database with BENCH_LINES lines of parts, see pairs.sql, the lines in DuckDB too; both are gone at exit
pairs_database() {
	local lines=$BENCH_DATA/part_line.csv
	psql -qX -d postgres -c 'DROP DATABASE IF EXISTS bench_pairs' -c 'CREATE DATABASE bench_pairs' 2>/dev/null
	export PGDATABASE=bench_pairs PGOPTIONS='-c search_path=public,aftersales'
	trap 'psql -qX -d postgres -c "DROP DATABASE bench_pairs"' EXIT
	psql -qXAt -v ON_ERROR_STOP=1 -v lines="$BENCH_LINES" -f "$bench_folder/pairs.sql" >&2
	duckdb_start
	if [ -n "$duckdb_in" ]; then
		psql -qX -c "\\copy part_line TO '$lines' CSV HEADER"
		duckdb_seconds "CREATE TABLE part_line AS SELECT * FROM read_csv('$lines', types = {'day': 'DATE', 'quantity': 'DECIMAL(14,3)', 'unit_price': 'DECIMAL(14,2)'})" >/dev/null
		rm "$lines"
	fi
}
