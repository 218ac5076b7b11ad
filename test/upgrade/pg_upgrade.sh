#!/bin/bash
# A loaded cluster of an older server, taken to this one by pg_upgrade, keeps every answer. Needs both servers with their development
# files, as a Debian upgraded from one release to the next has them: the oldest and the newest there are. A row of `make check-matrix` runs it.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/questions.sh"
mapfile -t versions < <(for c in /usr/lib/postgresql/*/bin/pg_config; do basename "${c%/bin/pg_config}"; done | sort -V)
[ ${#versions[@]} -gt 1 ] || skip_all "there is one server version"
old=${versions[0]} new=${versions[-1]}

# a server of each version below a folder of its own, built from a copy of the sources
declare -A build
for version in "$old" "$new"; do
	copy=$scratch/$version
	mkdir "$copy"
	chmod 755 "$scratch" "$copy"
	cp -a "$root/extension" "$root/sql" "$root/build-aux" "$copy"
	export BUILD=$copy/build PG_CONFIG=/usr/lib/postgresql/$version/bin/pg_config
	build[$version]=$BUILD
	make -s -C "$copy/extension" clean >/dev/null 2>&1
	"$root/build-aux/private-server" install
	ok "the extension is built for PostgreSQL $version" make -s -C "$copy/extension" install DESTDIR="$("$root/build-aux/private-server" destdir)"
done
# use VERSION: PATH and PG* of its cluster
use() {
	export BUILD=${build[$1]} PG_CONFIG=/usr/lib/postgresql/$1/bin/pg_config
	"$root/build-aux/private-server" start "pg$1"
	eval "$("$root/build-aux/private-server" env "pg$1")"
}
finish() {
	local version
	for version in "$old" "$new"; do
		BUILD=${build[$version]} PG_CONFIG=/usr/lib/postgresql/$version/bin/pg_config "$root/build-aux/private-server" remove "pg$version"
	done
	cleanup
}
trap finish EXIT

use "$old"
is "$(sql "SELECT current_setting('server_version_num')::integer / 10000")" "$old" "a cluster of PostgreSQL $old"
database shop
sql "SET search_path = aftersales" "\\i $root/test/fixtures/network.sql" "CALL refresh()" "CALL generate_follow_ups('2026-07-01')" "SELECT publish_must_stock_list('2026-07-01')" \
	"CALL take_metric_snapshot('baseline', '2026-01-01')" "CALL take_metric_snapshot('later', '2026-07-01')" "CALL refit_retention_models('2026-07-01')" >/dev/null
questions >"$scratch/questions"
answers <"$scratch/questions" >"$scratch/before"
is "$(grep -c 'no answer' "$scratch/before")" 0 "... answers every question"
ok "... there are some" test "$(wc -l <"$scratch/questions")" -gt 40
"$root/build-aux/private-server" stop "pg$old"

use "$new"
"$root/build-aux/private-server" stop "pg$new"
as_server() { if [ "$(id -u)" = 0 ]; then (cd /tmp && setpriv --reuid=postgres --regid=postgres --init-groups env -i PATH="$PATH" HOME=/tmp LC_ALL=C.UTF-8 "$@"); else (cd /tmp && "$@"); fi; }
# datadir VERSION, bindir VERSION
datadir() { readlink -f "${build[$1]}/private/cluster/pg$1"; }
bindir() { echo "$(readlink -f "${build[$1]}/private")/server/usr/lib/postgresql/$1/bin"; }
work=$(as_server mktemp -d /tmp/pg_upgrade.XXXXXX)
ok "pg_upgrade takes it to PostgreSQL $new" as_server env -C "$work" "$(bindir "$new")/pg_upgrade" -U postgres -b "$(bindir "$old")" -B "$(bindir "$new")" -d "$(datadir "$old")" -D "$(datadir "$new")"
[ "$tests_failed" = 0 ] || as_server sh -c "grep -h ERROR '$(datadir "$new")'/pg_upgrade_output.d/*/log/pg_upgrade_dump_*.log" | sed 's/^/#   /'
rm -rf "$work"
use "$new"
export PGDATABASE=shop
is "$(sql "SELECT current_setting('server_version_num')::integer / 10000")" "$new" "a cluster of PostgreSQL $new"
same_answers "$scratch/before" "... keeps every answer" <"$scratch/questions"
run sql "CALL aftersales.install_schema()"
is "$status $err" "0 " "... its schema is brought up to date"
same_answers "$scratch/before" "... with the same answers" <"$scratch/questions"
done_testing
