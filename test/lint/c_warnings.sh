#!/bin/bash
# Everything compiles without a warning, by gcc and by clang.
set -euo pipefail
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
# the server's headers and the flags that PGXS hands on are for the server's own compiler
declare -A command=([gcc]=gcc [clang]='clang -Wno-ignored-optimization-argument -Wno-unknown-warning-option -Wno-ignored-attributes')
for compiler in gcc clang; do
	mkdir "$copy/$compiler"
	git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy/$compiler"
	make -s -C "$copy/$compiler" all CC="${command[$compiler]}" WERROR="-Werror" >"$copy/log" 2>&1 || { echo "$compiler:"; cat "$copy/log"; exit 1; }
done
