#!/bin/bash
# aftersales-load: encodings, delimiters, gzip and workbooks as dealers send them.
. "$(dirname "$0")/../lib/tap.sh"
cluster load_formats
database shop
sql "CREATE ROLE clerk LOGIN IN ROLE aftersales_loader"
load() { PGUSER=clerk run aftersales-load "$@"; }
file() {
	printf '%s\n' "${@:2}" >"$scratch/$1"
}
cd "$scratch" || exit 1
ok "make_xlsx compiles" gcc -std=gnu11 -Wall -Werror -o make_xlsx "$root/test/lib/make_xlsx.c" -lxlsxwriter
# workbook NAME LINE...: cells separated by |
workbook() { printf '%s\n' "${@:2}" | tr '|' '\t' | ./make_xlsx "$1"; }
# parts: what is in the table, which is emptied
parts() { sql "SELECT string_agg(part_no || '=' || name || '=' || coalesce(price::text, ''), ';' ORDER BY part_no) FROM aftersales.part" "DELETE FROM aftersales.part" "TRUNCATE aftersales.load_batch, aftersales.load_before_image"; }

# the same file in each encoding; 誠賊運 end in bytes \ and | in GBK, 㐀𠀀 need four bytes in GB18030
file part-utf8.csv part_no,name,price 'P1,"机油, 誠賊運",12.50' 'P2,㐀𠀀\|,3'
wanted='P1=机油, 誠賊運=12.50;P2=㐀𠀀\|=3.00'
# loads_as ENCODING [OPTION...] FILE
loads_as() {
	load "${@:2}"
	like "$status,$err,$out" "^0,,.*2 rows read, 2 inserted.* s, $1\)" "${*:2}: read as $1"
	is "$(sql "SELECT encoding FROM aftersales.load_batch")" "$1" "... as load_batch says"
	is "$(parts)" "$wanted" "... and right"
}
loads_as UTF-8 part-utf8.csv
{ printf '\xef\xbb\xbf'; cat part-utf8.csv; } >part-mark.csv
loads_as UTF-8 part-mark.csv
for encoding in GB18030 UTF-16LE UTF-16BE; do
	iconv -f UTF-8 -t "$encoding" part-utf8.csv >part-plain.csv
	{ printf '\xef\xbb\xbf'; cat part-utf8.csv; } | iconv -f UTF-8 -t "$encoding" >part-mark.csv
	loads_as "$encoding" part-mark.csv
	[ "$encoding" != GB18030 ] || loads_as GB18030 part-plain.csv
	loads_as "$encoding" --encoding "$encoding" part-plain.csv
	gzip -c part-mark.csv >part-mark.csv.gz
	loads_as "$encoding in gzip" part-mark.csv.gz
done
sed 's/㐀𠀀/大五/' part-utf8.csv >part-two.csv
wanted=${wanted/㐀𠀀/大五}
iconv -t GBK part-two.csv >part-gbk.csv
loads_as GB18030 part-gbk.csv
loads_as GB18030 --encoding gbk part-gbk.csv
iconv -t BIG5 part-two.csv >part-big5.csv
loads_as BIG5 --encoding BIG5 part-big5.csv
iconv -f UTF-8 -t UTF-16 part-utf8.csv >part-16.csv
wanted=${wanted/大五/㐀𠀀}
loads_as UTF-16LE part-16.csv
loads_as UTF-16LE --encoding utf-16 part-16.csv
loads_as UTF-8 --encoding utf8 part-utf8.csv
file part-ascii.csv part_no,name,price P1,a,1 P2,b,2
wanted='P1=a=1.00;P2=b=2.00'
loads_as UTF-8 part-ascii.csv
for page in '<html><body><table>' '<?xml version="1.0"?>' '<TABLE border=1>'; do
	printf '\xef\xbb\xbf%s\n' "$page" >part-page.xls.csv
	load part-page.xls.csv
	like "$status$err" '^4.*error: "part-page.xls.csv" is a page of HTML or XML, whatever its name says.*hint: .*save it as .xlsx or CSV' "no CSV: $page"
done
{ echo '价格,x'; } | iconv -t GBK >gbk.map
load --map gbk.map part-ascii.csv
like "$status$err" '^1.*error: mapping file "gbk.map" is not UTF-8.*hint' "a mapping file in GBK"
load --encoding=klingon part-ascii.csv
like "$status$err" '^1.*error: unknown encoding "klingon"' "an encoding that is not known"

# a damaged row does not change the encoding, and is written back as it was
# damaged DESCRIPTION ENCODING BYTES FILE
damaged() {
	{ iconv -t "$2" <<<$'part_no,name\nP1,机油滤清器机油滤清器机油滤清器'; printf 'P2,'; printf "$3" | iconv -f UTF-8 -t "$2"; printf '\xff\n'; iconv -t "$2" <<<P3,机油; } >"$4"
	load --max-errors 1 "$4"
	like "$status,$out" "^3,.*3 rows read, 2 inserted.*1 rejected.* $2\)" "$1: the other rows load"
	is "$(sed 1d "$4.reasons")" "3,\"\",22021,\"is not valid $2\"" "... the reason"
	is "$(sed 1d "$4.rejects" | md5sum)" "$(sed -n 3p "$4" | md5sum)" "... the row, byte by byte"
	parts >/dev/null
}
damaged "a byte that is no UTF-8" UTF-8 机 part-u.csv
damaged "a byte that is no GB18030" GB18030 机 part-g.csv
{ printf '\xff\xfe'; iconv -t UTF-16LE <<<$'part_no,name\nP1,机油'; printf 'P\x002\x00,\x00\x00\xd8x\x00\n\x00'; iconv -t UTF-16LE <<<P3,机油; } >part-w.csv
load --max-errors 1 part-w.csv
like "$status,$out" "^3,.*3 rows read, 2 inserted.*1 rejected.* UTF-16LE\)" "half a character of UTF-16: the other rows load"
is "$(md5sum <part-w.csv.rejects)" "$({ printf '\xff\xfe'; iconv -t UTF-16LE <<<part_no,name; printf 'P\x002\x00,\x00\x00\xd8x\x00\n\x00'; } | md5sum)" "... rejects have mark, header and row"
sed -i 's/\x00\xd8x/机/' part-w.csv.rejects
parts >/dev/null

# rejects in the encoding of the file load again
iconv -t GB18030 <<<$'part_no;name;price\nP1;机油;1,5,0\nP2;誠;2' >part-r.csv
load --max-errors 1 part-r.csv
like "$status,$out" "^3,.*1 inserted.*1 rejected.* GB18030\)" "a row of a GB18030 file is rejected"
is "$(iconv -f GB18030 part-r.csv.rejects)" $'part_no;name;price\nP1;机油;1,5,0' "its rejects are GB18030 with the same delimiter"
sed -i 's/1,5,0/1.50/' part-r.csv.rejects
load part-r.csv.rejects
is "$status,$(parts)" "0,P1=机油=1.50;P2=誠=2.00" "and load once corrected"

# delimiters
for delimiter in ';' $'\t' '|' ','; do
	printf 'part_no%sname%sprice\nP1%s"a,b;c\td|e"%s1\n' "$delimiter" "$delimiter" "$delimiter" "$delimiter" >part-d.csv
	load part-d.csv
	is "$status$err,$(parts)" $'0,P1=a,b;c\td|e=1.00' "fields separated by $(printf %q "$delimiter")"
done
file part-d.csv '"part_no;x,y","name"' P1,a
load part-d.csv
like "$err" 'required column "part_no".*Of the 2 fields' "delimiters in quotes do not count"

# gzip
{ gzip -c part-utf8.csv; printf 'P3,滤,1\n' | gzip -c; head -c 100 /dev/zero; } >part-z.csv.gz
load part-z.csv.gz
is "$status,$(parts)" "0,P1=机油, 誠賊運=12.50;P2=㐀𠀀\\|=3.00;P3=滤=1.00" "gzip of two members"
cp part-utf8.csv part-x.csv.gz
load part-x.csv.gz
is "$status$(parts | wc -l)" 01 "a name does not make it gzip"
seq -f 'P%.0f,a' 3000 | sed '1i part_no,name' | gzip -c >part-l.csv.gz
head -c 3000 part-l.csv.gz >part-t.csv.gz
load part-t.csv.gz
like "$status$err" '^4.*could not read file "part-t.csv.gz": the gzip data end too early' "gzip cut off"
{ head -c 3000 part-l.csv.gz; printf 'damaged'; tail -c +3008 part-l.csv.gz; } >part-t.csv.gz
load part-t.csv.gz
like "$status$err" '^4.*could not read file "part-t.csv.gz": the gzip data are damaged' "gzip damaged"
is "$(sql "SELECT count(*) FROM aftersales.part")" 0 "nothing of them is kept"
{ echo part_no,name; printf P1,; head -c 300000000 /dev/zero | tr '\0' x; } | gzip -1c >part-b.csv.gz
( ulimit -v 200000; PGUSER=clerk exec aftersales-load part-b.csv.gz ) >/dev/null 2>bomb.err
like "$?$(cat bomb.err)" "^4.*the row is too long" "a gzip bomb, in 200 MB of address space"

# workbooks
workbook part.xlsx 'part_no|name|price|available_from' 'P1|机油, "5W30"\nnew|n:12.5|d:45296' '|||' 'P2|b|n:234567.89|' 'P3|c'
load part.xlsx
like "$status$err$out" '^0part.xlsx -> part: 3 rows read, 3 inserted.* s, .xlsx\)' "a workbook"
is "$(sql "SELECT available_from FROM aftersales.part WHERE part_no = 'P1'"),$(parts)" $'2024-01-05,P1=机油, "5W30"\nnew=12.50;P2=b=234567.89;P3=c=' "dates, numbers, gaps, quotes and line breaks of it"
workbook part-s.xlsx 'sheet:first' 'x' 'sheet:配件' 'part_no|name' 'P1|n:13812345678' 'P2|b:1'
load part-s.xlsx
like "$status$err" '^4.*required column "part_no"' "the first sheet, unless"
load --sheet 配件 part-s.xlsx
is "$status,$(parts)" "0,P1=13812345678=;P2=true=" "--sheet says another"
load --sheet none part-s.xlsx
like "$status$err" '^4.*could not read file "part-s.xlsx": it has no sheet of that name' "a sheet that is not there"
workbook part-r.xlsx 'part_no|name|price' 'P1|机油|n:1' 'P2|"滤"\n|x' '|y|n:3'
load --max-errors 5 part-r.xlsx
is "$status,$(sed 1d part-r.xlsx.reasons)" $'3,3,"price",22P02,"is not a number"\n4,"part_no",23502,"is empty"' "reasons name the rows of the sheet"
is "$(cat part-r.xlsx.rejects)" $'\xef\xbb\xbf"part_no","name","price"\n"P2","""滤""\n","x"\n,"y","3"' "rejects of a workbook are CSV in UTF-8 with a byte order mark"
sed -i 's/"x"/2/; s/^,/"P3",/' part-r.xlsx.rejects
load part-r.xlsx.rejects
is "$status,$(parts)" '0,P1=机油=1.00;P2="滤"=2.00;P3=y=3.00' "and load once corrected"
mkdir folder
cp part.xlsx folder/
cp part-l.csv.gz folder/
touch "folder/~\$part.xlsx"
load folder
is "$status$(printf '%s\n' "$out" | sed 's/ ->.*//' | xargs)" "0part-l.csv.gz part.xlsx" "a folder's *.csv.gz and *.xlsx are loaded, not the marks of open ones"
parts >/dev/null
printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on' >part.xls
load part.xls
like "$status$err" '^4.*"part.xls" is an .xls file or a workbook with a password.*hint: Save it as .xlsx' "an old workbook"
head -c 3000 part.xlsx >part-t.xlsx
load part-t.xlsx
like "$status$err" '^4.*could not read file "part-t.xlsx": it is no zip archive, or damaged' "a workbook cut off"

# standard input
mkdir spool
stdin() { PGUSER=clerk TMPDIR=$scratch/spool run aftersales-load "${@:2}" <"$1"; }
parts >/dev/null
stdin part-utf8.csv --table part -
like "$status$err$out" "^0stdin -> part: 2 rows read, 2 inserted" "standard input"
stdin part-utf8.csv --table part -
like "$status$out" "^0stdin -> part: already loaded as batch" "... is known again"
parts >/dev/null
stdin part.xlsx -t part -
like "$status$out" "^0stdin -> part: 3 rows read, 3 inserted.*, .xlsx" "... may be a workbook"
file broken.csv part_no,name P9 P8,x
stdin broken.csv -t part --max-errors 1 -
is "$status$(cat stdin.rejects)" $'3part_no,name\nP9' "... rejects go to the working directory"
stdin broken.csv -t part --max-errors 1 --rejects folder -
is "$status$(cat folder/stdin.rejects)" $'3part_no,name\nP9' "... or where --rejects says"
stdin broken.csv -
like "$status$err" '^1.*error: the name of "stdin" does not tell the table' "... without a table"
stdin /dev/null -t part -
like "$status$err" '^4.*error: stdin: the file is empty' "... with nothing in it"
is "$(ls -A spool)" "" "nothing of it is left"
TMPDIR=$scratch/none PGUSER=clerk run aftersales-load -t part - <broken.csv
like "$status$err" '^4.*could not create a file for standard input: No such file' "no place for it"
done_testing
