#!/bin/bash
# Every aggregate of the extension, found in the catalog: its definition lets it be computed in parts, by parallel workers or by other
# servers; planned in parallel and compiled it gives the same to the bit.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/aggregates.sh"
cluster parallel
psql -qX -c 'CREATE EXTENSION aftersales'
export PGOPTIONS="-c search_path=aftersales,public -c DateStyle=ISO"
sql "$create_observation" "INSERT INTO observation $(observation_rows true)" "ANALYZE observation"

mapfile -t found < <(aggregates)
ok "the extension has aggregates" test "${#found[@]}" -ge 8
is "$(printf '%s\n' "${found[@]}")" "$(printf '%s\n' "${!aggregate_call[@]}" | LC_ALL=C sort)" "test/lib/aggregates.sh calls each of them"

# breaks CONDITION: the aggregates of the extension that fulfil it
breaks() {
	sql "SELECT a.aggfnoid::regprocedure FROM pg_depend d
		JOIN pg_aggregate a ON a.aggfnoid = d.objid JOIN pg_proc p ON p.oid = d.objid JOIN pg_type t ON t.oid = a.aggtranstype
		WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aftersales') AND ($1)"
}
is "$(breaks "a.aggcombinefn = 0")" "" "each has a combine function"
is "$(breaks "p.proparallel <> 's' OR EXISTS (SELECT FROM pg_proc f WHERE f.oid IN (a.aggtransfn, a.aggcombinefn, a.aggfinalfn) AND f.proparallel <> 's')")" "" \
	"each is parallel safe, and so are its parts"
is "$(breaks "t.typtype = 'p' OR t.typsend = 0 OR t.typreceive = 0")" "" "each has a state of a concrete type that can be sent, in text and binary"
is "$(breaks "a.aggkind <> 'n' OR p.pronargs = 0 OR p.provariadic <> 0 OR EXISTS (SELECT FROM pg_type g WHERE g.oid = ANY (p.proargtypes) AND g.typtype = 'p')")" "" \
	"none is of a kind that is never computed in parts: ordered set, no argument, variadic, polymorphic"
is "$(breaks "EXISTS (SELECT FROM pg_proc b WHERE b.proname = p.proname AND b.pronamespace = 'pg_catalog'::regnamespace)")" "" "none is named like a built-in function"

serial="SET max_parallel_workers_per_gather = 0; SET jit = off"
parallel="SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2"
jit="SET jit = on; SET jit_above_cost = 0"
jit_available=$(sql "SELECT pg_jit_available()")

for aggregate in "${!aggregate_call[@]}"; do
	for group in "" "GROUP BY part_no ORDER BY part_no"; do
		name="$aggregate${group:+ of groups}"
		query="SELECT string_agg(a::text, ' ') AS answer FROM (SELECT ${aggregate_call[$aggregate]} a FROM observation $group) s"
		{ read -r wanted; read -r parted; cat >"$scratch/plan"; } < <(sql "$serial; $query" "$parallel; $query" "EXPLAIN (COSTS OFF) $query" 2>&1)
		ok "$name: an answer" test "${#wanted}" -gt 2
		like "$(cat "$scratch/plan")" "Partial [A-Za-z]*Aggregate" "$name: partial aggregation is planned"
		is "$parted" "$wanted" "$name: parallel = serial"
		if [ "$jit_available" = t ]; then
			{ read -r compiled; read -r both; cat >"$scratch/plan"; } < <(sql "$serial; $jit; $query" "$parallel; $query" "EXPLAIN $query" 2>&1)
			is "$compiled $both" "$wanted $wanted" "$name: compiled = interpreted, serial and parallel"
			like "$(cat "$scratch/plan")" "JIT:" "$name: ... and was compiled"
		fi
	done
done
[ "$jit_available" = t ] || echo "ok $((++tests_run)) - compiled = interpreted # SKIP this server has no JIT"
done_testing
