#!/bin/bash
# The regression tests of `make installcheck`, against a private server.
. "$(dirname "$0")/../lib/tap.sh"
cluster regress
run "$(dirname "$("$PG_CONFIG" --pgxs)")/../../src/test/regress/pg_regress" --inputdir="$root/test/regress" --outputdir="$scratch" \
	--bindir="$("$PG_CONFIG" --bindir)" --load-extension=aftersales --dbname=contrib_regression \
	$(sed -n 's/^REGRESS = //p' "$root/extension/Makefile")
while read -r line; do
	case $line in
		*"... ok "*|"ok "*) pass_if 0 "$line" ;;
		*"... FAILED"*|"not ok "*) pass_if 1 "$line" ;;
	esac
done <<<"$out"
[ "$status" = 0 ] || sed 's/^/#   /' "$scratch/regression.diffs"
is "$status" 0 "pg_regress ends well"
done_testing
