/*-------------------------------------------------------------------------
 *
 * workbook.c
 *		A list as an .xlsx workbook. Text is written as text, so nothing of it
 *		is a formula; numbers and dates are such.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <xlsxwriter.h>

#include "list_file.h"

#include "catalog/pg_type_d.h"
#include "common/logging.h"
#include "mb/pg_wchar.h"

#define MAX_SHEET_NAME 31		/* characters */
#define MAX_CHOICES 10			/* words to choose from */
#define UNASSIGNED "未分配"

typedef struct Sheet
{
	const char *dealer;			/* whose tasks it holds; by pointer into the list */
	const char *person;
	lxw_worksheet *worksheet;
	lxw_row_t	rows;			/* with the header */
} Sheet;

typedef struct Book
{
	lxw_workbook *workbook;
	lxw_format *header;
	lxw_format *date;
	Sheet	   *sheets;
	int			nsheets;
	lxw_error	error;			/* the first */
} Book;

static void
keep_error(Book *book, lxw_error error)
{
	if (book->error == LXW_NO_ERROR)
		book->error = error;
}

static int
column_of(const PGresult *result, const char *name)
{
	int			column = PQfnumber(result, name);

	Assert(column >= 0);
	return column;
}

/* A name that a sheet may have and no other has: without what is forbidden, short enough, numbered if need be. */
static char *
sheet_name(Book *book, const char *wanted)
{
	char	   *plain = pg_strdup(wanted);
	char	   *name = NULL;
	int			length = 0;
	int			bytes = 0;

	for (char *p = plain; *p; p++)
		if (strchr("[]:*?/\\'", *p) || (unsigned char) *p < ' ')
			*p = ' ';
	/* characters beyond the 16 bits count twice; room for a number is left */
	while (plain[bytes] && length + 2 <= MAX_SHEET_NAME - 5)
	{
		int			size = pg_encoding_mblen(PG_UTF8, plain + bytes);

		length += size == 4 ? 2 : 1;
		bytes += size;
	}
	plain[bytes] = '\0';
	for (int n = 1; n <= book->nsheets + 1; n++)
	{
		name = n == 1 ? pg_strdup(plain) : psprintf("%s %d", plain, n);
		if (workbook_validate_sheet_name(book->workbook, name) == LXW_NO_ERROR)
			break;
		pg_free(name);
		name = NULL;
	}
	pg_free(plain);
	return name;
}

/* Titles, widths and types of the columns; what may be chosen is set when the rows are known. */
static void
begin_sheet(Book *book, Sheet *sheet, const PGresult *result)
{
	int			columns = PQnfields(result);

	for (int i = 0; i < columns + FILL_COUNT; i++)
	{
		const ListColumn *column = i < columns ? list_column(PQfname(result, i)) : &fill_columns[i - columns];
		bool		is_date = i < columns ? PQftype(result, i) == DATEOID : i - columns == FILL_TRIED_ON;

		keep_error(book, worksheet_set_column(sheet->worksheet, i, i, column->width, is_date ? book->date : NULL));
		keep_error(book, worksheet_write_string(sheet->worksheet, 0, i, column->title, book->header));
	}
	worksheet_freeze_panes(sheet->worksheet, 1, 0);
	sheet->rows = 1;
}

/* What may be chosen in the cells of a column to be filled in. */
static void
offer_words(Book *book, Sheet *sheet, int column, const CellWord *words)
{
	const char *choices[MAX_CHOICES + 1] = {NULL};
	lxw_data_validation choice = {.validate = LXW_VALIDATION_TYPE_LIST, .value_list = (void *) choices};

	for (int i = 0; i < MAX_CHOICES && words[i].word; i++)
		choices[i] = words[i].word;
	keep_error(book, worksheet_data_validation_range(sheet->worksheet, 1, column, sheet->rows - 1, column, &choice));
}

static void
end_sheet(Book *book, Sheet *sheet, int columns)
{
	keep_error(book, worksheet_autofilter(sheet->worksheet, 0, 0, sheet->rows - 1, columns + FILL_COUNT - 1));
	for (int i = 0; i < FILL_COUNT && sheet->rows > 1; i++)
		if (fill_columns[i].type.words)
			offer_words(book, sheet, columns + i, fill_columns[i].type.words);
}

static Sheet *
add_sheet(Book *book, const PGresult *result, const char *name)
{
	Sheet	   *sheet;
	char	   *unique = sheet_name(book, name);

	book->sheets = pg_realloc(book->sheets, (book->nsheets + 1) * sizeof(Sheet));
	sheet = &book->sheets[book->nsheets++];
	memset(sheet, 0, sizeof(*sheet));
	sheet->worksheet = workbook_add_worksheet(book->workbook, unique);
	pg_free(unique);
	if (sheet->worksheet)
		begin_sheet(book, sheet, result);
	else
		keep_error(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
	return sheet;
}

/* The sheet of a row's person, made when the first row comes. */
static Sheet *
sheet_of(Book *book, const PGresult *result, int row)
{
	const char *dealer = PQgetvalue(result, row, column_of(result, "dealer_code"));
	const char *person = PQgetvalue(result, row, column_of(result, "assigned_to"));
	const char *name = PQgetvalue(result, row, column_of(result, "assignee"));
	Sheet	   *sheet;
	char	   *title;

	for (int i = 0; i < book->nsheets; i++)
		if (strcmp(book->sheets[i].dealer, dealer) == 0 && strcmp(book->sheets[i].person, person) == 0)
			return &book->sheets[i];
	title = psprintf("%s %s", dealer, *name ? name : *person ? person : UNASSIGNED);
	sheet = add_sheet(book, result, title);
	sheet->dealer = dealer;
	sheet->person = person;
	pg_free(title);
	return sheet;
}

static void
write_row(Book *book, Sheet *sheet, const PGresult *result, int row)
{
	for (int column = 0; column < PQnfields(result); column++)
	{
		const char *value = PQgetvalue(result, row, column);
		lxw_datetime day = {0};

		if (PQgetisnull(result, row, column))
			continue;
		switch (PQftype(result, column))
		{
			case INT4OID:
			case INT8OID:
				keep_error(book, worksheet_write_number(sheet->worksheet, sheet->rows, column, strtod(value, NULL), NULL));
				break;
			case DATEOID:
				if (sscanf(value, "%d-%d-%d", &day.year, &day.month, &day.day) == 3)
					keep_error(book, worksheet_write_datetime(sheet->worksheet, sheet->rows, column, &day, book->date));
				break;
			default:
				value = cell_show(&list_column(PQfname(result, column))->type, value);
				keep_error(book, worksheet_write_string(sheet->worksheet, sheet->rows, column, value, NULL));
		}
	}
	sheet->rows++;
}

bool
list_write_workbook(const char *path, const PGresult *result, bool by_person)
{
	Book		book = {.workbook = workbook_new(path)};
	lxw_error	closed;

	if (book.workbook == NULL)
	{
		pg_log_error("out of memory");
		return false;
	}
	book.header = workbook_add_format(book.workbook);
	format_set_bold(book.header);
	format_set_bg_color(book.header, 0xD9E1F2);
	book.date = workbook_add_format(book.workbook);
	format_set_num_format(book.date, "yyyy-mm-dd");
	if (!by_person || PQntuples(result) == 0)
		add_sheet(&book, result, "回访");
	for (int row = 0; row < PQntuples(result) && book.error == LXW_NO_ERROR; row++)
		write_row(&book, by_person ? sheet_of(&book, result, row) : &book.sheets[0], result, row);
	for (int i = 0; i < book.nsheets && book.error == LXW_NO_ERROR; i++)
		end_sheet(&book, &book.sheets[i], PQnfields(result));
	closed = workbook_close(book.workbook);
	keep_error(&book, closed);
	pg_free(book.sheets);
	if (book.error != LXW_NO_ERROR)
		pg_log_error("could not write the workbook: %s", lxw_strerror(book.error));
	return book.error == LXW_NO_ERROR;
}
