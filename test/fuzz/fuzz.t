#!/bin/bash
# Fuzzes the readers, decoders, mapper and packed forms: FUZZ_SECONDS in all (60), from the corpus in test/fuzz/corpus and what
# earlier runs found new, kept below build/fuzz. A finding is kept there, too, and fails the test.
. "$(dirname "$0")/../lib/tap.sh"
targets=("$root"/test/fuzz/fuzz_*.c)
seconds=$((${FUZZ_SECONDS:-60} / ${#targets[@]}))
echo 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return 0; }' >"$scratch/probe.c"
clang -fsanitize=fuzzer,address -o "$scratch/probe" "$scratch/probe.c" 2>/dev/null ||
	skip_all "clang with libFuzzer is missing: apt-get install clang libclang-rt-dev"
load=$root/tools/load
flags=(-std=gnu11 -g -O1 -Wno-ignored-attributes "-fsanitize=fuzzer,address,undefined" -fno-sanitize-recover=all -DUSE_ASSERT_CHECKING -DCSV_MAX_RECORD=4096
	-I"$root/test/fuzz" -I"$load" -I"$root/tools/lib" -I"$root/extension/core" -I"$("$PG_CONFIG" --includedir-server)" -I"$("$PG_CONFIG" --includedir)"
	-I"$("$PG_CONFIG" --pkgincludedir)/internal")
sources=("$load"/{map,mapper,names,reject,row,rules,spool,value}.c "$root"/tools/lib/{clean,csv,decoder,encoder,input,output,parse,source,xlsx*}.c
	 "$root"/extension/core/{calendar,identifiers,series}.c)
# each source once, for all targets
mkdir "$scratch/objects"
(cd "$scratch/objects" && clang "${flags[@]/-fsanitize=fuzzer,/-fsanitize=fuzzer-no-link,}" -c "${sources[@]}") || { echo "Bail out! does not compile"; exit 1; }
libraries=(-L"$("$PG_CONFIG" --pkglibdir)" -lpq -lpgcommon -lpgport -lcrypto -lzip -lexpat -lz -lm)
for target in "${targets[@]}"; do
	name=$(basename "$target" .c)
	kept=$BUILD/fuzz/$name
	mkdir -p "$kept/corpus"
	ok "$name compiles" clang "${flags[@]}" -o "$scratch/$name" "$target" "$scratch"/objects/*.o "${libraries[@]}" || continue
	run "$scratch/$name" -max_total_time="$seconds" -max_len=4096 -timeout=25 -rss_limit_mb=1024 -artifact_prefix="$kept/" -print_final_stats=1 \
		"$kept/corpus" "$root/test/fuzz/corpus/$name"
	is "$status" 0 "$name finds nothing in $seconds s"
	[ "$status" = 0 ] || tail -n 30 "$scratch/run.err" | sed 's/^/#   /'
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/run.err")
	ok "$name ran: ${runs:-0} inputs" test "${runs:-0}" -gt 100
done
done_testing
