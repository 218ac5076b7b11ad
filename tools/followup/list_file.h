/*-------------------------------------------------------------------------
 *
 * list_file.h
 *		A list as a file for spreadsheets, which comes back with outcomes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef LIST_FILE_H
#define LIST_FILE_H

#include "cell.h"
#include "libpq-fe.h"

/* A column of the file: one of the list, or an empty one to be filled in. */
typedef struct ListColumn
{
	const char *name;			/* in CSV; that of the column of the list */
	const char *title;			/* in a workbook */
	int			width;			/* in characters */
	CellType	type;			/* a workbook shows its words for the database's */
} ListColumn;

/* The columns to be filled in, of which import knows each by its name and title. */
enum
{
	FILL_OUTCOME,
	FILL_TRIED_ON,
	FILL_NOTE,
	FILL_DISSATISFIED,
	FILL_RECOMMEND,
	FILL_SATISFACTION,
	FILL_LOSS_REASON,
	FILL_RECOVERABLE,
	FILL_COUNT
};
extern const ListColumn fill_columns[FILL_COUNT];

#define LIST_COUNT 16
extern const ListColumn list_columns[LIST_COUNT];

/* The column of the list of that name, never NULL. */
extern const ListColumn *list_column(const char *name);

/* A text that begins with one of these may be taken for a formula. */
#define FORMULA_STARTS "=+-@\t\r"

/*
 * Writes a list as CSV with header, in UTF-8 with byte order mark or GB18030.
 * Text that a spreadsheet would take for a formula gets an apostrophe before
 * it. False with errno if the file could not be written.
 */
extern bool list_write_csv(FILE *file, const PGresult *result, const char *encoding);

/*
 * Writes a list as a workbook (.xlsx) of that path, on one sheet or on one a
 * person. False, after a message, if that fails.
 */
extern bool list_write_workbook(const char *path, const PGresult *result, bool by_person);

#endif							/* LIST_FILE_H */
