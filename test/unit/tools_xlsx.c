/*-------------------------------------------------------------------------
 *
 * tools_xlsx.c
 *		Tests of the .xlsx reader: workbooks of libxlsxwriter, workbooks by
 *		hand with what other writers do, and hostile ones.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include "tap.h"
#include "xlsx.h"
#include "xlsx_number.h"
#include "xlsx_part.h"

#define ROOT "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define RELATIONS "<Relationships><Relationship Id='rId1' Type='http://x/worksheet' Target='worksheets/a.xml'/>" \
	"<Relationship Id='rId2' Type='http://x/worksheet' Target='/xl/worksheets/b.xml'/>" \
	"<Relationship Id='rId3' Type='http://x/styles' Target='styles.xml'/>" \
	"<Relationship Id='rId4' Type='http://x/sharedStrings' Target='strings.xml'/></Relationships>"
#define WORKBOOK "<x:workbook xmlns:x='m' xmlns:r='r'><x:workbookPr date1904='0'/><x:sheets>" \
	"<x:sheet name='hidden' sheetId='1' state='hidden' r:id='rId2'/><x:sheet name='里程' sheetId='2' r:id='rId1'/></x:sheets></x:workbook>"
#define STYLES "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\"'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>" \
	"<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/></cellXfs></styleSheet>"
#define STRINGS "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>X</t></rPh></si><si><t>a_x000A_b_x005F_</t></si><si/></sst>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

typedef struct Member
{
	const char *name;
	const char *content;
	size_t		size;			/* 0: that of the string */
} Member;

/* An archive in memory. */
static void *
make_archive(const Member *members, int count, size_t *size)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t	   *archive = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	zip_stat_t	status;
	char	   *bytes;

	zip_source_keep(source);
	for (int i = 0; i < count; i++)
		if (members[i].content)
			zip_file_add(archive, members[i].name, zip_source_buffer(archive, members[i].content,
																	 members[i].size ? members[i].size : strlen(members[i].content), 0), ZIP_FL_ENC_UTF_8);
	zip_close(archive);
	zip_source_open(source);
	zip_source_stat(source, &status);
	bytes = pg_malloc(status.size);
	zip_source_read(source, bytes, status.size);
	zip_source_close(source);
	zip_source_free(source);
	*size = status.size;
	return bytes;
}

static void *
make_workbook(const char *workbook, const char *strings, const char *sheet, size_t sheet_size, size_t *size)
{
	Member		members[] = {
		{"_rels/.rels", ROOT}, {"xl/_rels/workbook.xml.rels", RELATIONS}, {"xl/workbook.xml", workbook},
		{"xl/styles.xml", STYLES}, {"xl/strings.xml", strings}, {"xl/worksheets/a.xml", sheet, sheet_size},
		{"xl/worksheets/b.xml", SHEET("<row r='1'><c t='inlineStr'><is><t>b</t></is></c></row>")}
	};

	return make_archive(members, lengthof(members), size);
}

/* "number:cell|cell;number:cell" and what was wrong. */
static const char *
describe(XlsxReader *reader)
{
	static char text[4096];
	char	   *p = text;
	XlsxRow		row;

	*p = '\0';
	while (xlsx_next(reader, &row))
	{
		p += sprintf(p, "%d:", row.number);
		for (int i = 0; i < row.ncells && p < text +2048; i++)
			p += sprintf(p, "%s%.*s", i ? "|" : "", row.cells[i].length, row.cells[i].text ? row.cells[i].text : "");
		if (p < text +2048)
			p += sprintf(p, ";");
	}
	if (xlsx_error(reader))
		snprintf(p, 1024, "%s", xlsx_error(reader));
	xlsx_close(reader);
	return text;
}

static void
check_bytes(const void *bytes, size_t size, const char *sheet, const char *wanted, const char *what)
{
	const char *got = describe(xlsx_open_bytes(bytes, size, sheet));

	if (!ok(strcmp(got, wanted) == 0, "%s", what))
		printf("# got %s, wanted %s\n", got, wanted);
}

static void
check_sheet(const char *sheet, const char *wanted, const char *what)
{
	size_t		size;
	void	   *bytes = make_workbook(WORKBOOK, STRINGS, sheet, 0, &size);

	check_bytes(bytes, size, NULL, wanted, what);
	pg_free(bytes);
}

static void
check_number(const char *number, XlsxFormat format, bool epoch_1904, const char *wanted)
{
	char		out[XLSX_NUMBER_SIZE];
	int			length = xlsx_number(out, number, format, epoch_1904);

	if (!ok(length == strlen(wanted) && memcmp(out, wanted, length) == 0, "number %s, format %d", number, format))
		printf("# got %.*s, wanted %s\n", length, out, wanted);
}

static void
check_numbers(void)
{
	check_number("45296", XLSX_DATE, false, "2024-01-05");
	check_number("45296.5", XLSX_DATE, false, "2024-01-05 12:00:00");
	check_number("45296.999999999", XLSX_DATE, false, "2024-01-06");
	check_number("1", XLSX_DATE, false, "1900-01-01");
	check_number("59", XLSX_DATE, false, "1900-02-28");
	check_number("60", XLSX_DATE, false, "60");
	check_number("61", XLSX_DATE, false, "1900-03-01");
	check_number("2958465", XLSX_DATE, false, "9999-12-31");
	check_number("2958466", XLSX_DATE, false, "2958466");
	check_number("-1", XLSX_DATE, false, "-1");
	check_number("43834", XLSX_DATE, true, "2024-01-05");
	check_number("0", XLSX_DATE, true, "1904-01-01");
	check_number("0.75", XLSX_TIME, false, "18:00:00");
	check_number("13812345678", XLSX_PLAIN, false, "13812345678");
	check_number("1.3812345678E10", XLSX_PLAIN, false, "13812345678");
	check_number("12.300000000000001", XLSX_PLAIN, false, "12.3");
	check_number("1.0000000000000001E-5", XLSX_PLAIN, false, "0.00001");
	check_number("-0.05", XLSX_PLAIN, false, "-0.05");
	check_number("1E+20", XLSX_PLAIN, false, "1e+20");
	check_number("x", XLSX_DATE, false, "x");
}

static void
check_formats(void)
{
	static const struct
	{
		const char *code;
		XlsxFormat	format;
	}			formats[] =
	{
		{"General", XLSX_PLAIN}, {"0.00", XLSX_PLAIN}, {"0.00E+00", XLSX_PLAIN}, {"#,##0\"days\"", XLSX_PLAIN}, {"@", XLSX_PLAIN},
		{"yyyy/m/d;@", XLSX_DATE}, {"[$-804]yyyy\"年\"m\"月\"d\"日\"", XLSX_DATE}, {"d-mmm", XLSX_DATE}, {"mmm", XLSX_DATE},
		{"yyyy-mm-dd hh:mm:ss.000", XLSX_DATE}, {"h:mm", XLSX_TIME}, {"[h]:mm", XLSX_TIME}, {"mm:ss.0", XLSX_TIME},
		{"\\d0", XLSX_PLAIN}, {"\"unclosed", XLSX_PLAIN}, {"[Red]0", XLSX_PLAIN}, {"\\", XLSX_PLAIN}
	};

	for (int i = 0; i < lengthof(formats); i++)
		ok(xlsx_format_of_code(formats[i].code) == formats[i].format, "format %s", formats[i].code);
	ok(xlsx_builtin_format(14) == XLSX_DATE && xlsx_builtin_format(57) == XLSX_DATE && xlsx_builtin_format(2) == XLSX_PLAIN, "formats without definition");
}

/* What libxlsxwriter writes. */
static void
check_written(void)
{
	char		path[] = "/tmp/aftersales-xlsx.XXXXXX";
	int			fd = mkstemp(path);
	lxw_workbook *workbook = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(workbook, "客户");
	lxw_worksheet *second = workbook_add_worksheet(workbook, "second");
	lxw_format *date = workbook_add_format(workbook);
	lxw_datetime day = {2024, 2, 29, 0, 0, 0};
	const char *got;

	close(fd);
	format_set_num_format(date, "yyyy-mm-dd");
	worksheet_write_string(sheet, 0, 0, "手机", NULL);
	worksheet_write_number(sheet, 0, 1, 13812345678.0, NULL);
	worksheet_write_datetime(sheet, 2, 1, &day, date);
	worksheet_write_boolean(sheet, 2, 3, 1, NULL);
	worksheet_write_string(sheet, 2, 4, "two\nlines", NULL);
	worksheet_write_formula_num(sheet, 3, 0, "=1+1", NULL, 2);
	worksheet_write_string(second, 0, 0, "x", NULL);
	workbook_close(workbook);
	got = describe(xlsx_open(path, NULL));
	if (!ok(strcmp(got, "1:手机|13812345678;3:|2024-02-29||true|two\nlines;4:2;") == 0, "a workbook of libxlsxwriter"))
		printf("# got %s\n", got);
	ok(strcmp(describe(xlsx_open(path, "second")), "1:x;") == 0, "a sheet by its name");
	ok(strcmp(describe(xlsx_open(path, "third")), "it has no sheet of that name") == 0, "a sheet that is not there");
	unlink(path);
	ok(strcmp(describe(xlsx_open(path, NULL)), "it is no zip archive, or damaged") == 0, "a file that is not there");
}

/* A sheet, or its shared strings, of n repetitions of a text. */
static void
check_repeated(const char *start, const char *middle, size_t n, const char *end, bool strings, const char *wanted, const char *what)
{
	size_t		length = strlen(middle);
	char	   *document = pg_malloc(strlen(start) + n * length + strlen(end) + 1);
	char	   *p = document + sprintf(document, "%s", start);
	size_t		size;
	void	   *bytes;

	for (size_t i = 0; i < n; i++, p += length)
		memcpy(p, middle, length);
	p += sprintf(p, "%s", end);
	bytes = strings ? make_workbook(WORKBOOK, document, SHEET(""), 0, &size) :
		make_workbook(WORKBOOK, STRINGS, document, p - document, &size);
	check_bytes(bytes, size, NULL, wanted, what);
	pg_free(bytes);
	pg_free(document);
}

static void
check_hostile(void)
{
	size_t		size;
	char	   *bytes;
	int			survived = 0;

	check_bytes("PK", 2, NULL, "it is no zip archive, or damaged", "two bytes");
	check_bytes("\xD0\xCF\x11\xE0 an old workbook, no archive at all", 40, NULL, "it is no zip archive, or damaged", "an .xls");
	check_sheet("<!DOCTYPE a [<!ENTITY x 'yyyyyyyy'>]><worksheet>&x;</worksheet>", "the document has a DTD", "entities");
	check_sheet(SHEET("<row r='1'><c r='A1'><v>1</v></c></row><row r='1'/>"), "1:1;its rows are not in order", "a row twice");
	check_sheet(SHEET("<row r='1048577'/>"), "its rows are not in order", "a row too many");
	check_sheet(SHEET("<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>"), "its cells are not in order", "cells in disorder");
	check_sheet(SHEET("<row r='1'><c r='XFE1'><v>1</v></c></row>"), "its cells are not in order", "a column too many");
	check_sheet(SHEET("<row r='1'><c t='s'><v>4</v></c></row>"), "a cell names a shared string that is not there", "a shared string too many");
	check_sheet(SHEET("<row r='1'><c t='s'><v>-1</v></c></row>"), "a cell names a shared string that is not there", "a shared string of no number");
	check_sheet("<worksheet><sheetData><row r='1'>", "the document is not well-formed XML", "a sheet cut off");
	check_repeated("<worksheet>", "<a>", 100, "", false, "elements are nested too deep", "a hundred levels");
	check_repeated("<worksheet>", "          ", 4000000, "</worksheet>", false, "it unpacks to far more than its size", "a bomb");
	check_repeated("<a b='", "0123456789abcdefghijklmnopqrstuvwxyz", 100000, "'/>", false, "a part of the document is too long", "an attribute without end");
	check_repeated("<worksheet><row><c t='str'><v>", "0123456789abcdef", 65600, "</v></c></row></worksheet>", false, "a row is too long", "a long row");
	check_repeated("<sst>", "<si/>", 4194400, "</sst>", true, "it unpacks to far more than its size", "shared strings without end");
	check_bytes("", 0, NULL, "it is no zip archive, or damaged", "nothing");

	/* each byte of a workbook changed, and each beginning of it: an outcome, whatever it is */
	bytes = make_workbook(WORKBOOK, STRINGS, SHEET("<row><c t='s'><v>1</v></c><c s='1'><v>45296</v></c></row>"), 0, &size);
	for (size_t i = 0; i < size; i++)
	{
		bytes[i] ^= 0x41;
		survived += describe(xlsx_open_bytes(bytes, size, NULL)) != NULL;
		bytes[i] ^= 0x41;
		survived += describe(xlsx_open_bytes(bytes, i, NULL)) != NULL;
	}
	ok(survived == 2 * size, "%zu damaged workbooks", 2 * size);
	pg_free(bytes);
}

int
main(void)
{
	check_numbers();
	check_formats();
	check_written();
	check_sheet(SHEET("<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c><c r='D2' t='s'><v>2</v></c></row>"
					  "<row r='4' spans='1:2'><c s='1'><v>45296</v></c><c s='2'><v>45296.25</v></c><c s='9'><v>7</v></c></row>"),
				"2:one||two|a\nb_;4:2024-01-05|2024-01-05 06:00:00|7;", "shared strings, dates, gaps");
	check_sheet(SHEET("<row><c t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r><rPh sb='0' eb='1'><t>X</t></rPh></is></c><c t='b'><v>0</v></c>"
					  "<c t='e'><v>#N/A</v></c><c t='str'><f>A1</f><v>text</v></c><c><f>1</f></c><c t='d'><v>2024-01-05</v></c></row><row/>"),
				"1:inline|false|#N/A|text||2024-01-05;2:;", "inline strings, truth values, errors, formulas; no references");
	check_hostile();
	return done_testing();
}
