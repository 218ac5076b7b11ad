#!/bin/bash
# aftersales-load: what spreadsheets do to cells, names of dealer systems, mapping files, and the named rules.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_rules
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
reasons() { tail -n +2 "$1.reasons"; }
cd "$scratch" || exit 1
file dealer.csv 经销商代码,经销商名称,类型 S1,一店,服务站 D1,中转库,中转库
file vehicle.csv 车辆编号 V1 V2
load dealer.csv vehicle.csv
is "$status$err$(sql "SELECT string_agg(dealer_code || kind, ' ' ORDER BY dealer_code) FROM aftersales.dealer")" "0D1depot S1station" "Chinese names and words"

# names, in any order and shape
file part.csv '备件编码 , 备件名称,零售价（元）,备件属性,供应状态' 'P1,机油,"￥1,280.50",易损件,x' 'P2,　滤芯 ,１２．５,总成,x' '="00123","=""0815""",-,A,' "'00124,c,(3),b,"
load --max-errors 2 part.csv
like "$status$err" '^3.*warning: part.csv: column "供应状态" is not in table "part" and is ignored' "an unknown column is a warning"
is "$(reasons part.csv)" $'4,"price",22P02,"is not a number"\n5,"price",23514,"violates check constraint ""part_price_check"": CHECK (price >= 0::numeric)"' "what cannot be mended is rejected"
sed -i 's/,-,/,7,/; s/(3)/3/' part.csv
load part.csv
is "$status$(sql "SELECT string_agg(part_no || '|' || name || '|' || price || '|' || attribute, ';' ORDER BY part_no) FROM aftersales.part")" \
	"000123|0815|7.00|wear;00124|c|3.00|common;P1|机油|1280.50|wear;P2|滤芯|12.50|assembly" "blanks, wide digits, =\"\", apostrophes, currency, thousands"
file customer.csv '客户编号;客户姓名;客户类型;手机号码' 'C1;"张
三";个人;138 1234 5678' 'C2;李四;单位;1.3812345678E+10' 'C3;c;;1.38123E+10' 'C4;d;;1062345678' 'C5;e;;不详'
load --max-errors 1 customer.csv
is "$status,$(reasons customer.csv)" '3,5,"phone",digits_lost,"is a number like 1.38123E+10 whose last digits a spreadsheet has dropped"' "a phone number without its last digits is rejected"
like "$err" 'warning: customer.csv: rule phone: 1 rows, the first on line 7: is no phone number' "what is no phone number is a warning"
is "$(sql "SELECT string_agg(customer_no || kind || name || phone, ';' ORDER BY customer_no) FROM aftersales.customer")" $'C1person张\n三13812345678;C2company李四13812345678;C4persond01062345678;C5persone不详' \
	"other numbers are made whole and plain"
unlike "$err$(cat ./*.reasons)" '138123456|张三|不详' "no message quotes a value"
file visit.csv '某某4S店维修明细表,,,,,,' '打印日期：2026-07-01,,,,,,' '站点代码,委托书号,车辆编号,维修类型,进厂日期,结算日期,行驶里程(公里)' 'S1,W1,V1,首保,2024/1/5,2024年1月6日,"5,012"' \
	'S1,W2,V1,事故车,45301,20240111,１００００km,,' 'S1,W3,V2,保养,2024-01-07 10:23,,' '合计,3,,,,,15012' ',,,,,,' '总计：3' '制表人：王五' '本月合计,,,,,1' '共28条记录' '第1页/共1页' '制单人：王五'
load visit.csv
like "$status,$out" "^0,.*3 rows read, 3 inserted.*0 rejected, 8 blank or totals" "titles, totals and empty rows are passed over and counted"
is "$(sql "SELECT string_agg(visit_no || kind || opened_on || coalesce(closed_on::text, '') || coalesce(odometer::text, ''), ';' ORDER BY visit_no) FROM aftersales.visit")" \
	"W1maintenance2024-01-052024-01-065012;W2accident2024-01-102024-01-1110000;W3maintenance2024-01-07" "dates in every form"
file visit-2.csv '某某4S店维修明细表,,,,' '站点代码,委托书号,车辆编号,维修类型,进厂日期' 'S1,W4,V9,保养,2024-01-07' '合计,x,V1,保养,2024-01-08'
load visit-2.csv
is "$status,$(reasons visit-2.csv | tr '\n' ' ')" '4,3,"vehicle_no",23503,"is not in table ""vehicle""" 4,"dealer_code",23503,"is not in table ""dealer""" ' "a row that names everything is no total"
is "$(cat visit-2.csv.rejects)" "$(cat visit-2.csv)" "rejects keep titles and header"
file visit-3.csv 站点代码,委托书号,车辆编号,维修类型,进厂日期,开单日期 S1,W5,V2,保养,2024-01-08,2024-01-09
load visit-3.csv
like "$status$err" '^0.*warning: visit-3.csv: column "开单日期" is ignored, as another one gives "opened_on"' "two columns of one meaning: the first counts"
file visit-4.csv 委托书号,车辆编号,维修类型,进厂日期 W5,V2,保养,2024-01-08
load visit-4.csv
like "$status$err" '^4.*required column "dealer_code" of table "visit" is missing.*Of the 4 fields.* 4 are names' "a missing column refuses the file"

# names.c and the catalog: entries as table.column, those of every table as .column
sed -n '/^static const NameEntry names_of/,/^};/s/^\t{\(NULL\|"\([a-z_]*\)"\), "\([a-z_]*\)", "\(.*\)"},$/\2.\3 \4/p' "$root/tools/load/names.c" >entries
sql "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
	JOIN information_schema.columns b ON b.table_schema = c.table_schema AND b.table_name = c.table_name AND b.column_name = 'load_batch' AND b.is_nullable = 'YES'
	WHERE c.table_schema = 'aftersales' AND c.column_name NOT IN ('load_batch', 'voided_at', 'follow_up')" >columns
ok "names are read" test "$(wc -l <entries)" -gt 100 -a "$(wc -l <columns)" -gt 150
is "$(awk 'NR == FNR { entry[$1]; next } { name = substr($1, index($1, ".")); used[$1]; used[name]; if (!($1 in entry) && !(name in entry)) print "none of " $1 }
	END { for (e in entry) if (!(e in used)) print "no column " e }' entries columns)" "" "every column has other names, every name a column"
is "$(cut -d ' ' -f 1 entries | sort | uniq -d)" "" "once"
# the column itself, then its entry; a name of two columns would mean the first of them
awk 'NR == FNR { entry[$1] = $2; next } { split($1, of, "."); name = $1 in entry ? $1 : "." of[2]; n = split(of[2] "|" entry[name], names, "|"); gsub(/_/, "", names[1])
	for (i = 1; i <= n; i++) if (names[i] != names[i - 1]) print of[1], names[i], of[2] }' entries columns | sort -u >meanings
is "$(cut -d ' ' -f 1,2 meanings | uniq -d)" "" "no name means two columns of a table"

# the export of another dealer system, as it is
file export.csv '"Workshop report, branch South"' '' 'RO#|Branch|Reg|Type|In|Km|Status' 'R1|South|粤B12345|SRV|05.01.2024|1.000|closed' 'R2|South|粤B12345|REP|06/01/2024|1100|closed' 'R3|South|x|??|07.01.2024||open' 'R4|South|x|SRV|08.01.2024||void'
file export.map '# branch South' 'table visit' 'header 3' 'dealer_code = "S1"' 'visit_no = Branch "-" [RO#]' 'vehicle_no = Reg' 'kind = Type' 'opened_on = In' 'odometer = Km' \
	'value vehicle_no "粤B12345" = "V2"' 'value vehicle_no "x" = "V1"' 'value kind "srv" = "maintenance"' 'value kind "REP" = "repair"' 'value kind "??" = "repair"' 'value odometer "1.000" = ""' 'date opened_on = "DD.MM.YYYY"' 'skip Status = "void"'
load --max-errors 1 --map export.map export.csv
is "$status,$(reasons export.csv)" '3,5,"opened_on",22007,"is not a date of the mapping file'"'"'s pattern"' "a date of another form than the mapping file says is rejected"
like "$out" "3 rows read, 2 inserted.*1 rejected, 1 skipped" "the mapping file skips rows"
is "$(sql "SELECT string_agg(visit_no || vehicle_no || kind || opened_on || coalesce(odometer::text, ''), ';' ORDER BY visit_no) FROM aftersales.visit WHERE visit_no LIKE 'South%'")" \
	"South-R1V2maintenance2024-01-05;South-R3V1repair2024-01-07" "and gives header, columns, constants, joins, words and dates"
# the README's
block() { sed -n "/^    $1/,/^\$/p" "$root/README.md" | sed 's/^    //'; }
block 'RO#' | sed '/^$/d' >orders.csv
block 'table visit' >orders.map
file dealer-r.csv dealer_code,name BJ01,x
file vehicle-r.csv vehicle_no 粤B12345
load dealer-r.csv vehicle-r.csv
load --map orders.map orders.csv
like "$status$err$out" '^0orders.csv -> visit: 1 rows read, 1 inserted.*1 skipped' "the README's mapping file loads its export"
is "$(sql "SELECT vehicle_no, kind, opened_on, odometer FROM aftersales.visit WHERE dealer_code = 'BJ01' AND visit_no = 'South-R1'")" "粤B12345|maintenance|2024-01-05|11000" "as it says"
# bad_map MESSAGE LINE...
bad_map() {
	printf '%s\n' "${@:2}" >bad.map
	load --map bad.map dealer.csv
	like "$status$err" "^[14].*bad.map.*$1" "mapping file: $1"
}
bad_map '1: expected: header number' 'header x'
bad_map '1: expected: value column "word" = "value"' 'value kind = "x"'
bad_map '1: expected: value column "word" = "value"' 'value kind "x" = y'
bad_map '1: a date pattern has YYYY or YY' 'date opened_on = "DD.MM."'
bad_map '1: expected: date column = "pattern"' 'date opened_on = x'
bad_map '3: column "region" is given no value' 'dealer_code = 经销商代码' 'name = 经销商名称' 'value region "a" = "b"'

# rules
run aftersales-load --rules
like "$status$out" "^0cell_error +reject .*vin_format +reject .*vin_check_digit +warning .*odometer_falls +reject" "--rules lists the rules"
like "$out" $'\n23503 +always .*is not known' "known codes among them, which is always kept"
load --rule=23503=off dealer.csv
like "$status$err" '^1.*error: rule "23503" is kept by the database and cannot be switched' "and cannot be switched"
load --rule=vin_format dealer.csv
like "$status$err" '^1.*error: rule "vin_format" may be off, warning or reject' "a rule without severity"
load --rule=nothing=off dealer.csv
like "$status$err" '^1.*error: there is no rule "nothing".*--rules lists them' "a rule that is not there"
load --as-of=yesterday dealer.csv
like "$status$err" '^1.*error: --as-of needs a date' "--as-of"
# broken RULE SEVERITY COLUMN FILE LINE...: by default, and the other way round, and off
broken() {
	local rule=$1 severity=$2 column=$3 name=$4
	file "$name" "${@:5}"
	load --dry-run --rule="$rule=reject" "$name"
	is "$status,$(reasons "$name" | cut -d , -f 1-3)" "4,2,\"$column\",$rule" "$rule=reject"
	load --dry-run --rule="$rule=warning" "$name"
	like "$status,$err" "^0,.*warning: $name: rule $rule: 1 rows, the first on line 2: " "$rule=warning"
	load --dry-run --rule="$rule=off" "$name"
	is "$status,$err" "0," "$rule=off"
	load --dry-run "$name"
	is "$status" "$([ "$severity" = reject ] && echo 4 || echo 0)" "$rule: $severity unless said"
}
broken cell_error reject name part-e.csv part_no,name PE,#REF!
broken digits_lost reject part_no part-e.csv part_no,name 1.38123E+10,x
broken vin_format reject vin vehicle-e.csv vehicle_no,vin V8,1M8GDM9AXKPO42788
broken vin_check_digit warning vin vehicle-e.csv vehicle_no,vin V8,LSVAA4187E2184847
broken plate warning plate vehicle-e.csv vehicle_no,plate V8,临时牌照
broken phone warning phone customer-e.csv customer_no,name,phone C8,x,1381234567
broken future_date reject opened_on visit-e.csv dealer_code,visit_no,vehicle_no,kind,opened_on S1,W8,V1,repair,2089-12-31
broken odometer_range warning odometer visit-e.csv dealer_code,visit_no,vehicle_no,kind,opened_on,odometer S1,W8,V2,repair,2026-01-01,2000001
broken odometer_falls reject odometer visit-e.csv dealer_code,visit_no,vehicle_no,kind,opened_on,odometer S1,W8,V1,repair,2024-01-11,9999
broken quantity_range warning quantity lost_sale-e.csv dealer_code,lost_sale_no,line_no,asked_on,part_no,quantity S1,L1,1,2026-01-01,P1,100001
broken price_range warning price part-e.csv part_no,name,price PE,x,1000001.5
file visit-e.csv dealer_code,visit_no,vehicle_no,kind,opened_on S1,W8,V1,repair,2026-07-02
load --dry-run --as-of=2026-06-30 visit-e.csv
is "$status$(reasons visit-e.csv)" '42,"opened_on",future_date,"lies in the future"' "--as-of says what the future is"
load --dry-run --as-of=2026-07-02 visit-e.csv
is "$status" 0 "the day itself is not"
file vehicle-v.csv vehicle_no,vin,plate V8,1m8gdm9axkp042788,'京a·12345' V9,'1M8GDM9A  ',粤BD12345
load --rule=vin_format=off vehicle-v.csv
is "$status,$(sql "SELECT string_agg(vin || plate, ';' ORDER BY vehicle_no) FROM aftersales.vehicle WHERE vin IS NOT NULL")" "0,1M8GDM9AXKP042788京A12345;1M8GDM9A粤BD12345" "VINs and plates in capitals"

# odometers: in the file, in the table, in a corrected file
visits=dealer_code,visit_no,vehicle_no,kind,opened_on,odometer
file vehicle-o.csv vehicle_no O1 O2
load vehicle-o.csv
file visit-o.csv $visits S1,O1,O1,repair,2025-03-01,300 S1,O2,O1,repair,2025-01-01,100 S1,O3,O1,repair,2025-02-01,400 S1,O4,O2,repair,2025-01-01,50 S1,O5,O1,repair,2025-02-01,390
load --max-errors 9 visit-o.csv
is "$status,$(reasons visit-o.csv)" '3,2,"odometer",odometer_falls,"is less than at an earlier visit of the vehicle"' "a reading below one of an earlier day of the file; those of a day are not compared"
file visit-p.csv $visits S1,O6,O1,repair,2025-04-01,399 S1,O7,O1,repair,2024-12-01,90 S1,O8,O2,repair,2025-04-01,
load --max-errors 9 visit-p.csv
is "$status,$(reasons visit-p.csv)" '3,2,"odometer",odometer_falls,"is less than at an earlier visit of the vehicle"' "a reading below one of an earlier day in the table"
file visit-q.csv $visits S1,O3,O1,repair,2025-02-01,200 S1,O5,O1,repair,2025-02-01,200 S1,O6,O1,repair,2025-04-01,399
load visit-q.csv
is "$status,$(sql "SELECT string_agg(visit_no || odometer, ' ' ORDER BY opened_on, visit_no) FROM aftersales.visit WHERE vehicle_no = 'O1'")" "0,O790 O2100 O3200 O5200 O6399" "a corrected reading does not stand in its own way"
done_testing
