/*-------------------------------------------------------------------------
 *
 * xlsx.c
 *		The rows of a sheet, one at a time, as the parser comes to them.
 *
 *-------------------------------------------------------------------------
 */
#include "xlsx.h"

#include "xlsx_workbook.h"

#define MAX_DIRECTORY (4 * 1024 * 1024) /* bytes of an archive's directory */
#define DIRECTORY_END 22		/* bytes of the record at its end */
#define MAX_COMMENT 65535

typedef enum CellType
{
	CELL_NUMBER,
	CELL_SHARED,
	CELL_TEXT,
	CELL_BOOLEAN
} CellType;

struct XlsxReader
{
	XlsxWorkbook workbook;
	XlsxPart   *sheet;
	const char *fault;

	/* the row that is read */
	int			number;
	int			ncells;
	char	   *text;			/* XLSX_MAX_ROW bytes for texts of cells */
	int			used;
	XlsxCell   *cells;

	/* the cell that is read */
	bool		in_cell;
	bool		in_value;		/* characters belong to it */
	bool		in_phonetic;
	int			column;			/* 0 for the first */
	int			next_column;	/* of a cell without reference */
	CellType	type;
	int			style;
	int			start;			/* of its text */
};

/* The column of a reference like BC12; -1 if it is none. */
static int
column_of_reference(const char *reference)
{
	int			column = 0;

	for (; *reference >= 'A' && *reference <= 'Z'; reference++)
	{
		column = column * 26 + (*reference - 'A' + 1);
		if (column > XLSX_MAX_COLUMNS)
			return -1;
	}
	return column - 1;
}

static void
start_row(XlsxReader *reader, XlsxPart *part, const char **attributes)
{
	const char *number = xlsx_attribute(attributes, "r");
	int			row = number ? atoi(number) : reader->number + 1;

	if (row <= reader->number || row > XLSX_MAX_ROWS)
		xlsx_part_fail(part, "its rows are not in order");
	reader->number = row;
	reader->ncells = 0;
	reader->next_column = 0;
	reader->used = 0;
	reader->in_cell = false;
}

static void
start_cell(XlsxReader *reader, XlsxPart *part, const char **attributes)
{
	const char *reference = xlsx_attribute(attributes, "r");
	const char *type = xlsx_attribute(attributes, "t");
	const char *style = xlsx_attribute(attributes, "s");
	int			column = reference ? column_of_reference(reference) : reader->next_column;

	if (column < reader->next_column || column >= XLSX_MAX_COLUMNS)
	{
		xlsx_part_fail(part, "its cells are not in order");
		return;
	}
	reader->in_cell = true;
	reader->in_value = reader->in_phonetic = false;
	reader->column = column;
	reader->next_column = column + 1;
	reader->start = reader->used;
	reader->style = style ? atoi(style) : 0;
	reader->type = type == NULL || strcmp(type, "n") == 0 ? CELL_NUMBER : strcmp(type, "s") == 0 ? CELL_SHARED :
		strcmp(type, "b") == 0 ? CELL_BOOLEAN : CELL_TEXT;
}

static void
sheet_start(XlsxPart *part, void *context, const char *name, const char **attributes)
{
	XlsxReader *reader = context;

	if (strcmp(name, "row") == 0)
		start_row(reader, part, attributes);
	else if (strcmp(name, "c") == 0 && reader->number > 0)
		start_cell(reader, part, attributes);
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = true;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		reader->in_value = reader->in_cell && !reader->in_phonetic;
}

static void
sheet_text(XlsxPart *part, void *context, const char *text, int length)
{
	XlsxReader *reader = context;

	if (!reader->in_value)
		return;
	if (reader->used + length > XLSX_MAX_ROW - XLSX_NUMBER_SIZE)
	{
		xlsx_part_fail(part, "a row is too long");
		return;
	}
	memcpy(reader->text + reader->used, text, length);
	reader->used += length;
}

static XlsxCell
shared_string(XlsxReader *reader, XlsxPart *part, const char *index)
{
	char	   *end;
	unsigned long i = strtoul(index, &end, 10);
	const XlsxWorkbook *workbook = &reader->workbook;

	if (*index < '0' || *index > '9' || *end != '\0' || i >= workbook->nstrings)
	{
		xlsx_part_fail(part, "a cell names a shared string that is not there");
		return (XlsxCell) {0};
	}
	return (XlsxCell) {workbook->strings + workbook->string_starts[i], workbook->string_starts[i + 1] - workbook->string_starts[i]};
}

/* The cell of the text that was collected. */
static XlsxCell
finish_value(XlsxReader *reader, XlsxPart *part)
{
	char	   *text = reader->text + reader->start;
	int			length = reader->used - reader->start;
	XlsxFormat	format = XLSX_PLAIN;
	char		number[XLSX_NUMBER_SIZE];

	text[length] = '\0';
	switch (reader->type)
	{
		case CELL_SHARED:
			reader->used = reader->start;
			return shared_string(reader, part, text);
		case CELL_BOOLEAN:
			return *text == '1' ? (XlsxCell)
			{
				"true", 4
			} : (XlsxCell) {"false", 5};
		case CELL_TEXT:
			length = xlsx_unescape(text, length);
			break;
		case CELL_NUMBER:
			if (reader->style >= 0 && reader->style < reader->workbook.nformats)
				format = reader->workbook.formats[reader->style];
			length = xlsx_number(number, text, format, reader->workbook.epoch_1904);
			memcpy(text, number, length);
			break;
	}
	reader->used = reader->start + length;
	return (XlsxCell) {text, length};
}

static void
finish_cell(XlsxReader *reader, XlsxPart *part)
{
	reader->in_cell = false;
	if (reader->used == reader->start)
		return;
	/* cells in between are empty */
	memset(reader->cells + reader->ncells, 0, (reader->column - reader->ncells) * sizeof(XlsxCell));
	reader->cells[reader->column] = finish_value(reader, part);
	reader->ncells = reader->column + 1;
}

static void
sheet_end(XlsxPart *part, void *context, const char *name)
{
	XlsxReader *reader = context;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		reader->in_value = false;
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = false;
	else if (strcmp(name, "c") == 0 && reader->in_cell)
		finish_cell(reader, part);
	else if (strcmp(name, "row") == 0)
		xlsx_part_suspend(part);
}

static const XlsxHandlers sheet_handlers = {.start = sheet_start, .end = sheet_end, .text = sheet_text};

static uint64
little_endian(const uint8 *bytes, int n)
{
	uint64		value = 0;

	while (n-- > 0)
		value = value << 8 | bytes[n];
	return value;
}

/* libzip keeps the whole directory: false if the size that the archive's end states is beyond that of a workbook. */
static bool
directory_is_small(zip_source_t * source)
{
	static uint8 tail[DIRECTORY_END + MAX_COMMENT];
	zip_stat_t	status;
	zip_int64_t size;

	if (zip_source_stat(source, &status) != 0 || (status.valid & ZIP_STAT_SIZE) == 0 || status.size < DIRECTORY_END ||
		zip_source_open(source) != 0)
		return false;
	size = Min(status.size, sizeof(tail));
	if (zip_source_seek(source, status.size - size, SEEK_SET) != 0 || zip_source_read(source, tail, size) != size)
		size = 0;
	zip_source_close(source);
	/* any of the records that could be the end */
	for (zip_int64_t i = 0; i + DIRECTORY_END <= size; i++)
		if (memcmp(tail + i, "PK\5\6", 4) == 0 && little_endian(tail + i + 12, 4) > MAX_DIRECTORY &&
			little_endian(tail + i + 12, 4) != PG_UINT32_MAX)
			return false;
	for (zip_int64_t i = 0; i + 56 <= size; i++)
		if (memcmp(tail + i, "PK\6\6", 4) == 0 && little_endian(tail + i + 40, 8) > MAX_DIRECTORY)
			return false;
	return size > 0;
}

/* Takes over the source, NULL if there is none. */
static XlsxReader *
open_source(zip_source_t * source, const char *sheet)
{
	XlsxReader *reader = pg_malloc0(sizeof(*reader));
	zip_t	   *archive = NULL;

	reader->text = pg_malloc(XLSX_MAX_ROW);
	reader->cells = pg_malloc0(XLSX_MAX_COLUMNS * sizeof(XlsxCell));
	if (source && directory_is_small(source))
		archive = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (archive == NULL)
	{
		if (source)
			zip_source_free(source);
		reader->fault = "it is no zip archive, or damaged";
		return reader;
	}
	xlsx_workbook_open(&reader->workbook, archive, sheet);
	reader->fault = reader->workbook.fault;
	if (reader->fault)
		return reader;
	reader->sheet = xlsx_part_open(archive, reader->workbook.sheet_part, &sheet_handlers, reader);
	if (reader->sheet == NULL)
		reader->fault = "the part of the sheet is missing or damaged";
	return reader;
}

XlsxReader *
xlsx_open(const char *path, const char *sheet)
{
	return open_source(zip_source_file_create(path, 0, -1, NULL), sheet);
}

XlsxReader *
xlsx_open_bytes(const void *bytes, size_t size, const char *sheet)
{
	return open_source(zip_source_buffer_create(bytes, size, 0, NULL), sheet);
}

const char *
xlsx_sheet_name(const XlsxReader *reader, int n)
{
	return n < reader->workbook.visible.count ? reader->workbook.visible.names[n] : NULL;
}

const char *
xlsx_hidden_sheet_name(const XlsxReader *reader, int n)
{
	return n < reader->workbook.hidden.count ? reader->workbook.hidden.names[n] : NULL;
}

bool
xlsx_next(XlsxReader *reader, XlsxRow *row)
{
	if (reader->fault)
		return false;
	switch (xlsx_part_run(reader->sheet))
	{
		case XLSX_PART_FAILED:
			reader->fault = xlsx_part_fault(reader->sheet);
			return false;
		case XLSX_PART_END:
			return false;
		case XLSX_PART_SUSPENDED:
			break;
	}
	*row = (XlsxRow) {reader->number, reader->ncells, reader->cells};
	return true;
}

const char *
xlsx_error(const XlsxReader *reader)
{
	return reader->fault;
}

void
xlsx_close(XlsxReader *reader)
{
	xlsx_part_close(reader->sheet);
	xlsx_workbook_close(&reader->workbook);
	pg_free(reader->text);
	pg_free(reader->cells);
	pg_free(reader);
}
