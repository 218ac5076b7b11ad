#!/bin/bash
# Compiles each test/unit/core_*.c with the core and each tools_*.c with the parts of aftersales-load that need no server,
# under AddressSanitizer and UndefinedBehaviorSanitizer, and runs it.
. "$(dirname "$0")/../lib/tap.sh"
read -ra libraries < <(sed -n 's/^SHLIB_LINK = //p' "$root/extension/Makefile")
load=$root/tools/load
checks=(-std=gnu11 -g -O1 -ffp-contract=off -Wall -Wextra -Werror "-fsanitize=address,undefined" -fno-sanitize-recover=all)
core=(-I"$root/extension/core")
tools=(-Wno-unused-parameter -Wno-missing-field-initializers -Wno-sign-compare
	-I"$load" -I"$root/tools/lib" -I"$root/extension/core" -I"$("$PG_CONFIG" --includedir-server)" -I"$("$PG_CONFIG" --includedir)" -I"$("$PG_CONFIG" --pkgincludedir)/internal")
tools_libraries=(-L"$("$PG_CONFIG" --pkglibdir)" -lpq -lpgcommon -lpgport -lcrypto -lzip -lexpat -lz -lxlsxwriter -lm)
# each source once, for all tests
mkdir "$scratch/core" "$scratch/tools"
(cd "$scratch/core" && gcc "${checks[@]}" "${core[@]}" -c "$root"/extension/core/*.c) || { echo "Bail out! the core does not compile without a warning"; exit 1; }
(cd "$scratch/tools" && gcc "${checks[@]}" "${tools[@]}" -c "$load"/{map,mapper,names,reject,row,rules,spool,value}.c \
	"$root"/tools/lib/{clean,csv,decoder,encoder,input,output,parse,source,xlsx*}.c) || { echo "Bail out! the tools do not compile without a warning"; exit 1; }
cp "$scratch"/core/{calendar,identifiers}.o "$scratch/tools"

# unit_test SOURCE ARGUMENT...: compiled with these arguments
unit_test() {
	local name line
	name=$(basename "$1" .c)
	ok "$name compiles without a warning" gcc "${checks[@]}" -I"$root/test/unit" -o "$scratch/$name" "$@" || return
	run "$scratch/$name"
	while read -r line; do
		case $line in
			"ok "*) pass_if 0 "$name: ${line#ok * - }" ;;
			"not ok "*) pass_if 1 "$name: ${line#not ok * - }" ;;
			"#"*) echo "$line" ;;
		esac
	done <<<"$out"
	is "$status$err" "0" "$name ends well"
}
for source in "$root"/test/unit/core_*.c; do unit_test "$source" "${core[@]}" "$scratch"/core/*.o "${libraries[@]}"; done
for source in "$root"/test/unit/tools_*.c; do unit_test "$source" "${tools[@]}" "$scratch"/tools/*.o "${tools_libraries[@]}"; done
done_testing
