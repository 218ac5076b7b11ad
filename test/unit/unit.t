#!/bin/bash
# Compiles each test/unit/core_*.c with the core, under AddressSanitizer and UndefinedBehaviorSanitizer, and runs it.
. "$(dirname "$0")/../lib/tap.sh"
core=("$root"/extension/core/*.c)
for source in "$root"/test/unit/core_*.c; do
	name=$(basename "$source" .c)
	if ! ok "$name compiles without a warning" gcc -std=gnu11 -g -O1 -Wall -Wextra -Werror -ffp-contract=off \
		-fsanitize=address,undefined -fno-sanitize-recover=all -I"$root/extension/core" -I"$root/test/unit" \
		-o "$scratch/$name" "$source" "${core[@]}" $(sed -n 's/^SHLIB_LINK = //p' "$root/extension/Makefile"); then
		continue
	fi
	run "$scratch/$name"
	while read -r line; do
		case $line in
			"ok "*) pass_if 0 "$name: ${line#ok * - }" ;;
			"not ok "*) pass_if 1 "$name: ${line#not ok * - }" ;;
			"#"*) echo "$line" ;;
		esac
	done <<<"$out"
	is "$status$err" "0" "$name ends well"
done
done_testing
