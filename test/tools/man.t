#!/bin/bash
# Each program has a man page, which names the options of its --help and no others.
. "$(dirname "$0")/../lib/tap.sh"
for program in "$BUILD"/bin/aftersales-*; do
	name=$(basename "$program")
	page=$root/tools/man/$name.1
	ok "$name has a man page" test -f "$page"
	run "$program" --help
	options() { grep -oE -- '(^|[^[:alnum:]-])(-[[:alpha:]?]|--[a-z][a-z-]*)' | sed 's/^[^-]//' | sort -u; }
	is "$(sed -e 's/\\f[A-Z]//g' -e 's/\\//g' "$page" | options)" "$(options <<<"$out")" "$name: man page and --help agree"
	[ -z "$(command -v man)" ] || is "$(man --warnings=w -l "$page" 2>&1 >/dev/null)" "" "$name: man page without warnings"
done
done_testing
