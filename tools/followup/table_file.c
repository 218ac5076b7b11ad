/*-------------------------------------------------------------------------
 *
 * table_file.c
 *		Rows of a file by the names of its columns.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "table_file.h"

#include "clean.h"
#include "common/logging.h"
#include "csv.h"
#include "input.h"
#include "mb/pg_wchar.h"
#include "xlsx.h"

#define MAX_TITLE_ROWS 10		/* that may stand above the header, with it */
#define MAX_NAME 200			/* bytes of a header's name that are compared */

/* One CSV file or sheet being read. */
typedef struct TableReader
{
	const char *path;
	const char *sheet;
	char	   *where;			/* both of them, for messages */
	char	   *invalid;		/* what is wrong with a row in another encoding */
	CsvReader  *csv;
	CsvRecord	record;
	const TableColumn *columns;
	int			ncolumns;
	int		   *fields;			/* where each column is; -1: not there */
	TableFault *faults;			/* of the row, room for one a column */
	int			nfaults;
} TableReader;

typedef enum TableEnd
{
	TABLE_READ,
	TABLE_FOREIGN,				/* it has none of the required columns */
	TABLE_EMPTY,
	TABLE_FAILED				/* after a message */
} TableEnd;

/* The next record; false at the end, or with *failed after a message. */
static bool
next_record(TableReader *reader, bool *failed)
{
	const char *fault = NULL;

	switch (csv_next(reader->csv, &reader->record))
	{
		case CSV_END:
			return false;
		case CSV_RECORD:
			return true;
		case CSV_READ_FAILED:
			fault = csv_fault(reader->csv);
			break;
		case CSV_TOO_LONG:
			fault = "the row is too long";
			break;
		case CSV_UNTERMINATED:
			fault = "a quoted field does not end";
			break;
	}
	pg_log_error("%s, line " INT64_FORMAT ": %s", reader->where, reader->record.line, fault);
	*failed = true;
	return false;
}

/* Bytes of a name up to a parenthesis, without blanks before it. */
static int
name_length(const char *name, int length)
{
	const char *end = memchr(name, '(', length);

	if (end)
		length = end - name;
	while (length > 0 && name[length - 1] == ' ')
		length--;
	return length;
}

/* Whether a field of a header names the column. */
static bool
is_named(CsvField field, const ListColumn *column)
{
	char		room[MAX_NAME];
	const char *const names[] = {column->name, column->title};

	if (field.length > MAX_NAME)
		return false;
	field = clean_code(field, room);
	field.length = name_length(field.text, field.length);
	for (int i = 0; i < lengthof(names); i++)
		if (field.length == name_length(names[i], strlen(names[i])) && pg_strncasecmp(field.text, names[i], field.length) == 0)
			return true;
	return false;
}

/* Finds the columns in the record, which may be a header; the number of required ones, and the first that is missing. */
static int
locate_columns(TableReader *reader, const ListColumn **missing)
{
	int			found = 0;

	*missing = NULL;
	for (int i = 0; i < reader->ncolumns; i++)
	{
		const TableColumn *column = &reader->columns[i];

		reader->fields[i] = -1;
		for (int field = 0; field < Min(reader->record.nfields, CSV_MAX_FIELDS) && reader->fields[i] < 0; field++)
			if (is_named(reader->record.fields[field], column->column))
				reader->fields[i] = field;
		if (column->use != TABLE_REQUIRED)
			continue;
		if (reader->fields[i] >= 0)
			found++;
		else if (*missing == NULL)
			*missing = column->column;
	}
	return found;
}

/* Warns of columns of the header that nobody reads as their names are not known. */
static void
check_names(const TableReader *reader)
{
	for (int field = 0; field < Min(reader->record.nfields, CSV_MAX_FIELDS); field++)
	{
		CsvField	name = clean_text(reader->record.fields[field]);
		bool		known = name.length == 0;

		for (int i = 0; i < reader->ncolumns && !known; i++)
			known = is_named(name, reader->columns[i].column);
		if (!known)
			pg_log_warning("%s: column \"%.*s\" is not known and not read", reader->where, Min(name.length, MAX_NAME), name.text);
	}
}

/* Reads up to the header. */
static TableEnd
read_header(TableReader *reader)
{
	int			most = 0;
	const ListColumn *lacks = NULL; /* by the record with the most required columns */
	bool		failed = false;
	int			n;

	for (n = 0; n < MAX_TITLE_ROWS && next_record(reader, &failed); n++)
	{
		const ListColumn *missing;
		int			found = locate_columns(reader, &missing);

		if (missing == NULL)
		{
			check_names(reader);
			return TABLE_READ;
		}
		if (found > most || lacks == NULL)
			lacks = missing;
		most = Max(most, found);
	}
	if (failed)
		return TABLE_FAILED;
	if (n == 0)
		return TABLE_EMPTY;
	if (most == 0 && reader->sheet)
		return TABLE_FOREIGN;
	pg_log_error("%s has no column \"%s\" (%s)", reader->where, lacks->name, lacks->title);
	return TABLE_FAILED;
}

static void
add_fault(TableReader *reader, int column, CellFault fault)
{
	reader->faults[reader->nfaults++] = (TableFault) {column, fault};
}

/* What the record's cells say; true if there is anything in them. */
static bool
read_cells(TableReader *reader, char **cells)
{
	bool		filled = false;

	for (int i = 0; i < reader->ncolumns; i++)
	{
		int			field = reader->columns[i].use == TABLE_KNOWN ? -1 : reader->fields[i];
		CellFault	fault;
		CsvField	content;
		char	   *cell;

		if (field < 0 || field >= Min(reader->record.nfields, CSV_MAX_FIELDS))
			continue;
		content = clean_text(reader->record.fields[field]);
		if (content.length == 0)
			continue;
		filled = true;
		cell = pnstrdup(content.text, content.length);
		cells[i] = cell_read(&reader->columns[i].column->type, cell, &fault);
		if (cells[i] == NULL)
			add_fault(reader, i, fault);
		pg_free(cell);
	}
	return filled;
}

/* Shows the record unless it is empty; false: no more rows. */
static bool
show_record(TableReader *reader, TableVisitor visit, void *context)
{
	const CsvRecord *record = &reader->record;
	TableRow	row = {reader->where, reader->sheet, record->line, pg_malloc0(reader->ncolumns * sizeof(char *)), reader->faults};
	bool		filled = true;
	bool		more;

	reader->nfaults = 0;
	if (record->malformed)
		add_fault(reader, -1, (CellFault) {"22P04", "text follows a closing quote"});
	else if (pg_encoding_verifymbstr(PG_UTF8, record->raw, record->raw_length) < record->raw_length)
		add_fault(reader, -1, (CellFault) {"22021", reader->invalid});
	else
		filled = read_cells(reader, row.cells);
	row.nfaults = reader->nfaults;
	more = !filled || visit(context, &row);
	for (int i = 0; i < reader->ncolumns; i++)
		pg_free(row.cells[i]);
	pg_free(row.cells);
	return more;
}

/* All rows of one CSV file or sheet. */
static TableEnd
read_table(TableReader *reader, const InputFormat *format, TableVisitor visit, void *context)
{
	Source	   *source = input_open(reader->path, format);
	bool		failed = false;
	TableEnd	end;

	if (source == NULL)
	{
		pg_log_error("could not open file \"%s\": %m", reader->path);
		return TABLE_FAILED;
	}
	reader->where = reader->sheet ? psprintf("file \"%s\", sheet \"%s\"", reader->path, reader->sheet) : psprintf("file \"%s\"", reader->path);
	reader->invalid = psprintf("is not valid %s", format->encoding);
	reader->csv = csv_open(source);
	end = read_header(reader);
	while (end == TABLE_READ && next_record(reader, &failed) && show_record(reader, visit, context))
		 /* go on */ ;
	csv_close(reader->csv);
	if (end == TABLE_EMPTY && reader->sheet == NULL)
		pg_log_error("file \"%s\" is empty", reader->path);
	else if (end == TABLE_FOREIGN)
		pg_log_warning("%s has none of the columns of such a file and is not read", reader->where);
	pg_free(reader->where);
	pg_free(reader->invalid);
	return failed ? TABLE_FAILED : end;
}

/* All sheets; false, after a message, if one cannot be read or none is of ours. */
static bool
read_workbook(TableReader *reader, InputFormat *format, TableVisitor visit, void *context)
{
	XlsxReader *book = xlsx_open(reader->path, NULL);
	TableEnd	end = TABLE_EMPTY;
	bool		found = false;

	for (int n = 0; end != TABLE_FAILED && xlsx_sheet_name(book, n) != NULL; n++)
	{
		reader->sheet = format->sheet = xlsx_sheet_name(book, n);
		end = read_table(reader, format, visit, context);
		found = found || end == TABLE_READ;
	}
	for (int n = 0; end != TABLE_FAILED && xlsx_hidden_sheet_name(book, n) != NULL; n++)
		pg_log_warning("file \"%s\", sheet \"%s\" is hidden and not read", reader->path, xlsx_hidden_sheet_name(book, n));
	if (reader->sheet == NULL)
		pg_log_error("could not read file \"%s\": %s", reader->path, xlsx_error(book));
	else if (end != TABLE_FAILED && !found)
		pg_log_error("file \"%s\" has no sheet with column \"%s\" (%s)", reader->path, reader->columns->column->name, reader->columns->column->title);
	xlsx_close(book);
	return found && end != TABLE_FAILED;
}

bool
table_file_read(const char *path, const char *encoding, const TableColumn *columns, int ncolumns, TableVisitor visit, void *context)
{
	InputOptions options = {.encoding = encoding};
	InputFormat format;
	TableReader reader = {.path = path, .columns = columns, .ncolumns = ncolumns};
	bool		ok;

	if (!input_examine(path, &options, &format))
		return false;
	reader.fields = pg_malloc(ncolumns * sizeof(int));
	reader.faults = pg_malloc((ncolumns + 1) * sizeof(TableFault));
	if (format.container == CONTAINER_XLSX)
		ok = read_workbook(&reader, &format, visit, context);
	else
		ok = read_table(&reader, &format, visit, context) == TABLE_READ;
	pg_free(reader.fields);
	pg_free(reader.faults);
	return ok;
}
