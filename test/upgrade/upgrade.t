#!/bin/bash
# A database of each released version, loaded, is updated to this one: its catalog becomes that of a fresh install, its answers stay; and
# before the update the new library serves the old script. The next version, made from this one in a copy of the sources, shows that
# the way to release works and that the comparison sees what an upgrade script forgot.
. "$(dirname "$0")/../lib/tap.sh"
. "$(dirname "$0")/../lib/aggregates.sh"
. "$(dirname "$0")/../lib/questions.sh"

# catalog: the extension's objects and the schema's
catalog() {
	psql -qXAt -v ON_ERROR_STOP=1 -f "$root/test/upgrade/catalog.sql"
	# pg_restrict: a word that newer pg_dumps make up each time
	pg_dump -s -n aftersales | grep -v -e '^--' -e '^$' -e '^.\(un\)\?restrict '
}
# same_catalog FILE DESCRIPTION
same_catalog() {
	catalog >"$scratch/catalog"
	diff "$1" "$scratch/catalog" >"$scratch/diff"
	pass_if $? "$2" || head -n 20 "$scratch/diff" | sed 's/^/#   /'
}

# loaded NAME [VERSION]: a database of that version of the extension, with rows
loaded() {
	psql -qX -v ON_ERROR_STOP=1 -d postgres -c "CREATE DATABASE $1" &&
		PGDATABASE=$1 psql -qX -v ON_ERROR_STOP=1 -c "CREATE EXTENSION aftersales ${2:+VERSION '$2'}" -c "CALL aftersales.install_schema()" \
			-c "SET search_path = aftersales" -f "$root/test/fixtures/network.sql" -c "CALL refresh()" -c "CALL generate_follow_ups('2026-07-01')" -c "SELECT publish_must_stock_list('2026-07-01')" \
			-c "CALL take_metric_snapshot('baseline', '2026-01-01')" -c "CALL take_metric_snapshot('later', '2026-07-01')"
}

# update_from VERSION: all of it
update_from() {
	local name=from_${1//[^0-9a-z]/_} aggregate
	ok "version $1: made and loaded" loaded "$name" "$1"
	export PGDATABASE=$name
	questions >"$scratch/questions"
	answers <"$scratch/questions" >"$scratch/$name"
	is "$(grep -c 'no answer' "$scratch/$name")" 0 "... the new library answers every question of its script"
	sql "$create_observation" "INSERT INTO observation $(observation_rows true)"
	for aggregate in $(PGOPTIONS="-c search_path=aftersales" aggregates | tr -d ' '); do
		aggregate=${aggregate//doubleprecision/double precision}
		ok "... and computes $aggregate" sql "SET search_path = aftersales, public" "SELECT ${aggregate_call[$aggregate]} FROM observation"
	done
	sql "DROP TABLE observation"
	run sql "ALTER EXTENSION aftersales UPDATE" "CALL aftersales.install_schema()"
	is "$status $err" "0 " "... updated"
	same_catalog "$scratch/fresh" "... the catalog is that of a fresh install"
	same_answers "$scratch/$name" "... identical answers" <"$scratch/questions"
	run sql "CALL aftersales.refresh()"
	same_answers "$scratch/$name" "... and after refresh" <"$scratch/questions"
}

current=$(sed -n "s/^default_version = '\(.*\)'/\1/p" "$root/extension/aftersales.control")
is "$(sed -n 's/^EXTVERSION = //p' "$root/extension/Makefile")" "$current" "control file and Makefile name one version"
if [ -e "$root/sql/released/aftersales--$current.sql" ]; then
	ok "the script of the released version $current is as it was" cmp "$root/sql/released/aftersales--$current.sql" "$root/extension/aftersales--$current.sql"
fi
cluster upgrade
database fresh
catalog >"$scratch/fresh"
ok "the catalog is listed" test "$(wc -l <"$scratch/fresh")" -gt 500
released=0
for script in "$root"/sql/released/aftersales--*.sql; do
	version=$(basename "$script" .sql)
	version=${version#aftersales--}
	[ -e "$script" ] && [[ $version != *--* ]] && [ "$version" != "$current" ] || continue
	released=$((released + 1))
	update_from "$version"
done
[ "$released" -gt 0 ] || echo "ok $((++tests_run)) - databases of released versions are updated # SKIP no version before $current is released"

# the next version, in a copy and with a server of its own
loader=$BUILD/bin/aftersales-load
copy=$BUILD/upgrade
rm -rf "$copy"
mkdir "$copy"
trap 'cleanup; rm -rf "$(readlink -f "$copy/build/private")" "$copy"' EXIT
cp -a "$root/extension" "$root/sql" "$root/build-aux" "$copy"
make -s -C "$copy/extension" freeze >/dev/null
sed -i "s/^default_version = .*/default_version = 'next'/" "$copy/extension/aftersales.control"
sed -i 's/^EXTVERSION = .*/EXTVERSION = next/' "$copy/extension/Makefile"
added="CREATE FUNCTION added(demand) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN 'added';
COMMENT ON FUNCTION added(demand) IS 'New.';"
echo "$added" >"$copy/sql/extension/99_added.sql"
mkdir -p "$copy/sql/upgrade"
echo "$added" >"$copy/sql/upgrade/$current--next.sql"
echo "ALTER TABLE part ADD COLUMN added text; COMMENT ON COLUMN part.added IS 'New.';" >"$copy/sql/schema/9000_added.sql"
echo "CREATE OR REPLACE FUNCTION added(as_of date) RETURNS SETOF text LANGUAGE sql STABLE BEGIN ATOMIC SELECT p.added FROM aftersales.part p WHERE p.added IS NOT NULL; END;" \
	>"$copy/sql/schema/functions/99_added.sql"
export BUILD=$copy/build
"$root/build-aux/private-server" install
install() { make -s -C "$copy/extension" install DESTDIR="$("$root/build-aux/private-server" destdir)" >/dev/null; }
ok "the next version is built and installed beside the scripts of this one" install
cluster upgrade_next
database fresh
catalog >"$scratch/fresh"
ok "... its catalog is listed" test "$(wc -l <"$scratch/fresh")" -gt 500
update_from "$current"
run "$loader" template part
is "$status" 5 "... the tools of $current refuse it"

echo "CREATE FUNCTION added(demand) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN 'added';" >"$copy/sql/upgrade/$current--next.sql"
# whatever the clock says
rm "$copy/extension/aftersales--$current--next.sql"
ok "an upgrade script that forgets a comment" install
loaded forgetful "$current" >/dev/null
export PGDATABASE=forgetful
run sql "ALTER EXTENSION aftersales UPDATE" "CALL aftersales.install_schema()"
is "$status $err $(sql "SELECT current_database(), extversion FROM pg_extension WHERE extname = 'aftersales'")" "0  forgetful|next" "... updates a database"
catalog >"$scratch/forgetful"
diff "$scratch/fresh" "$scratch/forgetful" >"$scratch/diff"
found="$(grep -c '^[<>]' "$scratch/diff") $(grep -c '^< .*New[.]' "$scratch/diff")"
is "$found" "2 1" "... is found out"
[ "$found" = "2 1" ] || {
	head -n 20 "$scratch/diff"
	wc -l "$scratch/fresh" "$scratch/forgetful"
	grep -n 'added(' "$scratch/fresh" "$scratch/forgetful"
	# what was built, and what the server read
	find "$("$root/build-aux/private-server" destdir)" "$copy/extension" -name 'aftersales--*--next.sql' -exec ls -l --full-time {} \; -exec head -n 4 {} \;
	sql "SELECT p.oid, p.xmin, p.prosrc, d.xmin, d.description FROM pg_proc p LEFT JOIN pg_description d ON d.objoid = p.oid WHERE p.proname = 'added'"
} 2>&1 | sed 's/^/# /'
done_testing
