/*-------------------------------------------------------------------------
 *
 * fuzz_xlsx.c
 *		Workbooks: whole archives (first byte Z), or one document of an
 *		otherwise good one.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include <zip.h>

#include "xlsx.h"

static const char *const parts[][2] = {
	{"_rels/.rels", "<Relationships><Relationship Id='r1' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>"},
	{"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='a.xml'/>"
	"<Relationship Id='rId3' Type='x/styles' Target='styles.xml'/><Relationship Id='rId4' Type='x/sharedStrings' Target='strings.xml'/></Relationships>"},
	{"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='a' sheetId='1' r:id='rId1'/></sheets></workbook>"},
	{"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"},
	{"xl/strings.xml", "<sst><si><t>one</t></si><si><t>two</t></si></sst>"},
	{"xl/a.xml", "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c s='1'><v>45296</v></c></row></sheetData></worksheet>"}
};

static void
read_rows(XlsxReader *reader)
{
	XlsxRow		row;
	int			number = 0;
	volatile unsigned char sum = 0;

	while (xlsx_next(reader, &row))
	{
		CHECK(row.number > number && row.ncells >= 0 && row.ncells <= XLSX_MAX_COLUMNS);
		number = row.number;
		for (int i = 0; i < row.ncells; i++)
			for (int k = 0; k < row.cells[i].length; k++)
				sum += row.cells[i].text[k];
	}
	xlsx_close(reader);
}

/* A workbook with one part replaced. */
static void
read_with_part(int replaced, const uint8_t *data, size_t size)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t	   *archive = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	zip_stat_t	status;
	char	   *bytes;

	zip_source_keep(source);
	for (int i = 0; i < lengthof(parts); i++)
	{
		zip_int64_t index = zip_file_add(archive, parts[i][0], i == replaced ? zip_source_buffer(archive, data, size, 0) :
										 zip_source_buffer(archive, parts[i][1], strlen(parts[i][1]), 0), 0);

		zip_set_file_compression(archive, index, ZIP_CM_STORE, 0);
	}
	zip_close(archive);
	zip_source_open(source);
	zip_source_stat(source, &status);
	bytes = pg_malloc(status.size);
	zip_source_read(source, bytes, status.size);
	zip_source_close(source);
	zip_source_free(source);
	read_rows(xlsx_open_bytes(bytes, status.size, NULL));
	pg_free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	if (data[0] == 'Z')
		read_rows(xlsx_open_bytes(data + 1, size - 1, NULL));
	else
		read_with_part(data[0] % lengthof(parts), data + 1, size - 1);
	return 0;
}
