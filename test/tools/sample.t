#!/bin/bash
# aftersales-sample: the same bytes each time, files that agree with each other, the properties the demo relies on.
source "$(dirname "$0")/../lib/tap.sh"
PATH=$BUILD/bin:$PATH
ok "writes the default network" aftersales-sample "$scratch/a"
ok "into a folder that is there" aftersales-sample "$scratch/a"
aftersales-sample "$scratch/b"
ok "the same options give the same bytes" diff -r "$scratch/a" "$scratch/b"
is "$(cat "$scratch"/a/*.csv | sha256sum | cut -c1-16)" 059755518d23c7a2 "and the same on every machine and compiler"
aftersales-sample --seed 2 "$scratch/b"
ok "another seed gives other visits" test "$(cmp -s "$scratch"/{a,b}/visit.csv; echo $?)" = 1
aftersales-sample --vehicles 300 "$scratch/b"
ok "more vehicles leave those before as they are" diff "$scratch/a/visit.csv" <(head -n "$(wc -l <"$scratch/a/visit.csv")" "$scratch/b/visit.csv")

cd "$scratch/a"
is "$(tail -q -n +2 part.csv | wc -l) $(tail -n +2 vehicle.csv | wc -l) $(grep -c ,station, dealer.csv) $(grep -c ,depot, dealer.csv)" "13 200 3 1" \
	"13 parts, 200 vehicles, three stations and a depot"
is "$(awk -F, '$9 + $10 == 0 && NR > 1 { print $2 }' part.csv | sort | tr '\n' ' ')" "中负荷齿轮油 汽机油 汽油机油 防冻液 " "four fluids are supplied in 0 days"
is "$(awk -F, '$3 == "assembly" { print $1 $2 }' part.csv | sort | tr '\n' ' ')" "4G64-L缸体组件 SMD182293离合器壳体组件 " "two assemblies"
is "$(grep -h SW-REV visit_line.csv lost_sale.csv; awk -F, '$6 == "SW-REV" && $1 == "BJ01" { n[substr($4, 1, 7) < "2026-01"] += $7 } END { print n[0] }' counter_sale.csv)" \
	12 "the reversing-lamp switch sells 12 in the half-year at a station"
is "$(awk -F, 'NR > 1 { print substr($6, 1, 7) }' visit.csv | sort -u | sed -n '1p;$p' | tr '\n' ' ')$(cut -d, -f6 visit.csv | sort -u | wc -l | awk '{ print ($1 > 300) }')" \
	"2024-07 2026-06 1" "visits of 24 months, the last before the end"
is "$(awk -F, 'FNR > 1 { print $1 }' visit.csv | sort | uniq -c | awk '$1 < 100')" "" "every station has visits"

# refers FILE COLUMN TARGET COLUMN: every value (comma-separated columns) of the first is in the second
refers() {
	comm -23 <(tail -n +2 "$1.csv" | cut -d, -f"$2" | grep -v '^$' | sort -u) <(tail -n +2 "$3.csv" | cut -d, -f"$4" | sort -u)
}
is "$(refers visit 3 vehicle 1; refers visit 4 customer 1; refers visit_line 1,2 visit 1,2; refers visit_line 5 part 1; refers vehicle_owner 1 vehicle 1
	refers vehicle_owner 2 customer 1; refers vehicle 5 dealer 1; refers stock 1 dealer 1; refers counter_sale 6 part 1; refers consent 1 customer 1
	refers visit 1,9 staff 1,2; refers purchase_order_line 1,2 purchase_order 1,2; refers service_interval 1 vehicle_model 1)" "" "rows refer to rows that are there"
is "$(awk -F, 'FNR > 1 && FILENAME == "visit_line.csv" { a[$1 $2] += $7 * $9 } FNR > 1 && FILENAME == "visit.csv" && a[$1 $2] - $10 > 0.001' visit_line.csv visit.csv)" \
	"" "a visit's amount is the sum of its lines"
is "$(awk -F, 'FNR > 1 { if ($8 < km[$3]) print; km[$3] = $8 }' visit.csv)" "" "odometers do not fall"
is "$(cut -d, -f4 customer.csv | tail -n +2 | grep -vE '^154[0-9]{8}$')" "" "phone numbers have a prefix that no operator has"
# check digit of ISO 3779, by another way than the program's: value = position in these strings
is "$(tail -n +2 vehicle.csv | cut -d, -f2 | perl -ne '
	chomp; my $sum = 0; my @w = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2);
	for my $i (0 .. 16) { my $c = substr $_, $i, 1; (my $v = $c) =~ tr/A-HJ-NPR-Z/1-81-57923456789/ if $c =~ /[A-Z]/; $v = $c if $c =~ /\d/; $sum += $v * $w[$i] }
	my $d = $sum % 11; $d = "X" if $d == 10; print "$_\n" if $d ne substr($_, 8, 1) || !/^LZZ[A-HJ-NPR-Z0-9]{14}$/')" "" "VINs have their check digit"
is "$(tail -n +2 vehicle.csv | cut -d, -f2 | sort | uniq -d)" "" "no VIN twice"

aftersales-sample --parts 2000 --stations 12 --vehicles 3000 --months 6 --end 2026-03-31 "$scratch/b"
cd "$scratch/b"
is "$(tail -n +2 part.csv | wc -l) $(grep -c ,station, dealer.csv) $(cut -d, -f1 dealer.csv | sort | uniq -d)" "2000 12 " "sizes can be chosen"
is "$(refers visit_line 5 part 1; refers stock 2 part 1; refers part 13 part 1; refers visit 1 dealer 1)" "" "and rows still refer to rows that are there"
like "$(awk -F, 'FNR > 1 && $5 ~ /^P/ { n[$5]++ } END { a = n["P0000014"]; for (i = 1014; i < 1114; i++) b += n["P000" i]; print (a > b / 100 * 50) }' visit_line.csv)" \
	'^1$' "the first synthetic part is asked for far more often than one of rank 1000"
is "$(awk -F, 'FNR > 1 && ($6 < "2025-09-30" || $6 >= "2026-03-31")' visit.csv)" "" "visits of six months before a date that is no month's first"

(ulimit -v 65536 && aftersales-sample --vehicles 100000 "$scratch/b")
pass_if $? "100,000 vehicles within 64 MB"

run aftersales-sample
is "$status" 1 "no folder: exit 1"
like "$err" '^aftersales-sample: error: missing argument "DIR"' "and a message"
for bad in --stations=0 --vehicles=x --parts=12 --months=121 --end=2026-02-30 --end=2026-1-1x --seed=-1 --nothing; do
	run aftersales-sample "$bad" "$scratch/c"
	is "$status$(find "$scratch" -path "$scratch/c*")" 1 "$bad is refused before anything is written"
done
run aftersales-sample "$scratch/no/such"
is "$status" 4 "a folder that cannot be made: exit 4"
run aftersales-sample --vehicles 100000 /dev/full
is "$status" 4 "a file that cannot be made: exit 4"
run aftersales-sample --help
is "$status" 0 "--help"
is "$(aftersales-sample --seed 2 "-?")" "$out" "-? is the same, anywhere"
is "$(aftersales-sample --version) $(aftersales-sample -V)" "aftersales-sample (aftersales) $(sed -n "s/^default_version = '\(.*\)'/\1/p" "$root/extension/aftersales.control") $(aftersales-sample --version)" "--version"
for option in --help --version; do
	aftersales-sample $option >/dev/full 2>"$scratch/full"
	is "$? $(cat "$scratch/full")" "4 aftersales-sample: error: could not write to standard output" "$option that cannot be written"
done
options() { grep -oE -- '--[a-z]+' | sort -u; }
is "$(sed 's/\\//g' "$root/tools/man/aftersales-sample.1" | options)" "$(options <<<"$out")" "names the options of the man page"
done_testing
