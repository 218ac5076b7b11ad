# For tests against tables of other programs' results: source after tap.sh. Skips everything where the tables are not there.
shared=${AFTERSALES_SHARED:-$root/../shared}
[ -d "$shared/oracle" ] || skip_all "no tables of results in $shared"

# table_of NAME CSV: a table of double precision columns, but for a few of text, named as in the CSV's header line; NA and nothing
# are NULL, numbers below the range of double 0
table_of() {
	local columns
	columns=$(head -n 1 "$2" | tr -d '\r' | tr ',' '\n' |
		awk '{ printf "%s\"%s\" %s", (NR > 1 ? ", " : ""), $0, ($0 ~ /^(part_no|dist|.*method|class_.*|S_is_.*)$/ ? "text" : "double precision") }')
	sql "CREATE TABLE $1 ($columns)" "\\copy $1 FROM PROGRAM 'sed -E \"s/\\\\bNA\\\\b//g; s/,[0-9.]+e-[4-9][0-9]{2},/,0,/g\" $2' WITH (FORMAT csv, HEADER)"
}

# same TABLE KEY GOT WANTED TOLERANCE DESCRIPTION [WHERE]: GOT equals WANTED in every row, relative to WANTED (absolute, where that is 0)
same() {
	local where=${7:-true} rows bad
	rows=$(sql "SELECT count(*) FROM $1 WHERE $where")
	bad=$(sql "SELECT $2, got, wanted FROM (SELECT $2, $3 AS got, ($4)::float8 AS wanted FROM $1 WHERE $where) r
		WHERE got IS NULL OR NOT abs(got - wanted) <= $5 * CASE WHEN wanted = 0 THEN 1 ELSE abs(wanted) END LIMIT 5")
	[ "${rows:-0}" -gt 0 ] && [ -z "$bad" ]
	pass_if $? "$6 ($rows rows)" || sed 's/^/#   /' <<<"$bad"
}
