# Makes a C header of SQL files: sql/queries/NAME.sql becomes  static const char sql_NAME[].
# Lines that begin with -- stay out.
FNR == 1 {
	if (NR > 1) print ";"
	name = FILENAME
	sub(/^.*\//, "", name)
	sub(/\.sql$/, "", name)
	printf "static const char sql_%s[] =", name
}
/^--/ { next }
{
	gsub(/\\/, "&&")
	gsub(/"/, "\\\\&")
	printf "\n\t\"%s\\n\"", $0
}
END { print ";" }
