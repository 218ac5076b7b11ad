#!/bin/bash
# Runs each .sql file of this folder, a pgTAP script, in a database of its own with extension and schema.
. "$(dirname "$0")/../lib/tap.sh"
cluster pgtap
database fresh
sql 'CREATE SCHEMA tap' 'CREATE EXTENSION pgtap SCHEMA tap' >/dev/null

for file in "$root"/test/pgtap/*.sql; do
	name=$(basename "$file" .sql)
	psql -qX -d postgres -c "CREATE DATABASE $name TEMPLATE fresh"
	before=$tests_run
	run env PGDATABASE="$name" PGOPTIONS='-c search_path=aftersales,tap,public -c client_min_messages=warning' \
		psql -qXAt -v ON_ERROR_STOP=1 -f "$file"
	while IFS= read -r line; do
		case $line in
			"ok "*) pass_if 0 "$name: ${line#* - }" ;;
			"not ok "*) pass_if 1 "$name: ${line#* - }" ;;
			1..*) planned=${line#1..} ;;
			*) [ -z "$line" ] || echo "# ${line#\# }" ;;
		esac
	done <<<"$out"
	is "$status ${planned:-none} $err" "0 $((tests_run - before)) " "$name: ran to its end"
	planned=""
done
done_testing
