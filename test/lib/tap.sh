# TAP for tests in bash: source this, call the functions, end with done_testing.
# Each test file may ask for a private cluster of its own: cluster NAME [SETTING=VALUE ...]; it is removed at exit.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export BUILD=${BUILD:-$root/build} PGCONNECT_TIMEOUT=10 PSQLRC=/dev/null
export PG_CONFIG=${PG_CONFIG:-$(ls -d /usr/lib/postgresql/*/bin/pg_config | sort -V | tail -n 1)}
scratch=$(mktemp -d /tmp/aftersales-test.XXXXXX)
tests_run=0
tests_failed=0
clusters=()

cleanup() {
	local c
	for c in "${clusters[@]}"; do "$root/build-aux/private-server" remove "$c"; done
	rm -rf "$scratch"
}
trap cleanup EXIT

# pass_if STATUS DESCRIPTION
pass_if() {
	tests_run=$((tests_run + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests_run - $2"
	else
		echo "not ok $tests_run - $2"
		tests_failed=$((tests_failed + 1))
		return 1
	fi
}

# ok DESCRIPTION COMMAND...: the command succeeds
ok() {
	local description=$1
	shift
	"$@" >"$scratch/ok.out" 2>&1
	pass_if $? "$description" || sed 's/^/#   /' "$scratch/ok.out"
}

# is GOT WANTED DESCRIPTION
is() {
	[ "$1" = "$2" ]
	pass_if $? "$3" || { printf '%s\n' "got:" "$1" "wanted:" "$2" | sed 's/^/#   /'; }
}

# like GOT EXTENDED-REGEX DESCRIPTION
like() {
	printf '%s' "$1" | grep -Eqz -- "$2"
	pass_if $? "$3" || { printf '%s\n' "got:" "$1" "wanted a match of:" "$2" | sed 's/^/#   /'; }
}

# unlike GOT EXTENDED-REGEX DESCRIPTION
unlike() {
	! printf '%s' "$1" | grep -Eqz -- "$2"
	pass_if $? "$3" || { printf '%s\n' "got:" "$1" "wanted no match of:" "$2" | sed 's/^/#   /'; }
}

# run COMMAND...: sets status, out and err
run() {
	status=0
	"$@" >"$scratch/run.out" 2>"$scratch/run.err" || status=$?
	out=$(cat "$scratch/run.out")
	err=$(cat "$scratch/run.err")
}

# skip_all REASON: nothing here can run
skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

done_testing() {
	[ "$tests_run" -gt 0 ] || { echo "not ok 1 - the file ran no test"; tests_run=1; tests_failed=1; }
	echo "1..$tests_run"
	[ "$tests_failed" = 0 ]
	exit
}

# cluster NAME [SETTING=VALUE ...]: start a private cluster and point PG* and PATH at it
cluster() {
	clusters+=("$1")
	"$root/build-aux/private-server" remove "$1"
	"$root/build-aux/private-server" start "$@" || { echo "Bail out! no server"; exit 1; }
	eval "$("$root/build-aux/private-server" env "$1")"
}

# database NAME: make a database with extension and schema in it and point PGDATABASE at it
database() {
	psql -qX -d postgres -c "CREATE DATABASE $1" &&
		PGDATABASE=$1 psql -qX -v ON_ERROR_STOP=1 -c 'CREATE EXTENSION aftersales' -c 'CALL aftersales.install_schema()' ||
		{ echo "Bail out! no database"; exit 1; }
	export PGDATABASE=$1
}

# sql STATEMENT...: unaligned tuples
sql() {
	local s args=()
	for s in "$@"; do args+=(-c "$s"); done
	psql -qXAt -v ON_ERROR_STOP=1 "${args[@]}"
}

# wait_for SQL: until the query gives true
wait_for() {
	local i
	for ((i = 0; i < 500; i++)); do
		[ "$(sql "$1" 2>/dev/null)" != t ] || return 0
		sleep 0.02
	done
	pass_if 1 "waited in vain for: $1"
}

# children PID: the processes it started
children() { grep -l "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status 2>/dev/null | sed 's|^/proc/\([0-9]*\)/.*|\1|'; }

# wait_for_word WORD FILE: until a session has written it
wait_for_word() {
	local i
	for ((i = 0; i < 500; i++)); do
		! grep -q "$1" "$2" || return 0
		sleep 0.02
	done
	pass_if 1 "waited in vain for \"$1\" in $2"
}
