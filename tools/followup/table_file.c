/*-------------------------------------------------------------------------
 *
 * table_file.c
 *		Rows of a file by the names of its columns.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "table_file.h"

#include "common/logging.h"
#include "csv.h"
#include "input.h"
#include "list_file.h"
#include "xlsx.h"

/* One CSV file or sheet being read. */
typedef struct TableReader
{
	const char *path;
	const char *sheet;
	CsvReader  *csv;
	CsvRecord	record;
	const TableColumn *columns;
	int			ncolumns;
	int		   *fields;			/* where each column is; -1: not there */
} TableReader;

/* The text of a field without blanks around it and without the guard against formulas; NULL if nothing is left. */
static char *
field_text(const CsvField *field)
{
	const char *start = field->text;
	const char *end = start + field->length;

	while (start < end && isspace((unsigned char) *start))
		start++;
	while (end > start && isspace((unsigned char) end[-1]))
		end--;
	if (end - start > 1 && *start == '\'' && strchr(FORMULA_STARTS, start[1]))
		start++;
	return end > start ? pnstrdup(start, end - start) : NULL;
}

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
			if (!reader->record.malformed)
				return true;
			fault = "text follows a closing quote";
			break;
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
	pg_log_error("file \"%s\"%s%s, line " INT64_FORMAT ": %s", reader->path, reader->sheet ? ", sheet " : "",
				 reader->sheet ? reader->sheet : "", reader->record.line, fault);
	*failed = true;
	return false;
}

/* Finds the columns by the header; false after a message if a required one is not there. */
static bool
read_header(TableReader *reader)
{
	for (int i = 0; i < reader->ncolumns; i++)
	{
		const TableColumn *column = &reader->columns[i];

		reader->fields[i] = -1;
		for (int field = 0; field < Min(reader->record.nfields, CSV_MAX_FIELDS) && reader->fields[i] < 0; field++)
		{
			char	   *name = field_text(&reader->record.fields[field]);

			if (name && (pg_strcasecmp(name, column->name) == 0 || strcmp(name, column->title) == 0))
				reader->fields[i] = field;
			pg_free(name);
		}
		if (reader->fields[i] < 0 && column->required)
		{
			pg_log_error("file \"%s\" has no column \"%s\" (%s)", reader->path, column->name, column->title);
			return false;
		}
	}
	return true;
}

/* Shows the record unless it is empty; false: no more rows. */
static bool
show_record(TableReader *reader, TableVisitor visit, void *context)
{
	TableRow	row = {reader->sheet, reader->record.line, pg_malloc0(reader->ncolumns * sizeof(char *))};
	bool		empty = true;
	bool		more;

	for (int i = 0; i < reader->ncolumns; i++)
	{
		int			field = reader->fields[i];

		if (field >= 0 && field < reader->record.nfields)
			row.cells[i] = field_text(&reader->record.fields[field]);
		empty = empty && row.cells[i] == NULL;
	}
	more = empty || visit(context, &row);
	for (int i = 0; i < reader->ncolumns; i++)
		pg_free(row.cells[i]);
	pg_free(row.cells);
	return more;
}

/* All rows of one CSV file or sheet; false, after a message, if it cannot be read. */
static bool
read_table(TableReader *reader, const InputFormat *format, TableVisitor visit, void *context)
{
	Source	   *source = input_open(reader->path, format);
	bool		failed = false;

	if (source == NULL)
	{
		pg_log_error("could not open file \"%s\": %m", reader->path);
		return false;
	}
	reader->csv = csv_open(source);
	if (!next_record(reader, &failed))
	{
		if (!failed && reader->sheet == NULL)
		{
			pg_log_error("file \"%s\" is empty", reader->path);
			failed = true;
		}
	}
	else if (!read_header(reader))
		failed = true;
	else
		while (next_record(reader, &failed) && show_record(reader, visit, context))
			 /* go on */ ;
	csv_close(reader->csv);
	return !failed;
}

bool
table_file_read(const char *path, const char *encoding, const TableColumn *columns, int ncolumns, TableVisitor visit, void *context)
{
	InputOptions options = {.encoding = encoding};
	InputFormat format;
	TableReader reader = {.path = path, .columns = columns, .ncolumns = ncolumns};
	bool		ok = true;

	if (!input_examine(path, &options, &format))
		return false;
	reader.fields = pg_malloc(ncolumns * sizeof(int));
	if (format.container != CONTAINER_XLSX)
		ok = read_table(&reader, &format, visit, context);
	else
	{
		XlsxReader *book = xlsx_open(path, NULL);

		for (int n = 0; ok && xlsx_sheet_name(book, n) != NULL; n++)
		{
			reader.sheet = format.sheet = xlsx_sheet_name(book, n);
			ok = read_table(&reader, &format, visit, context);
		}
		if (ok && reader.sheet == NULL)
		{
			pg_log_error("could not read file \"%s\": %s", path, xlsx_error(book));
			ok = false;
		}
		xlsx_close(book);
	}
	pg_free(reader.fields);
	return ok;
}
