/*-------------------------------------------------------------------------
 *
 * table_file.h
 *		Files with a header whose columns have names that we know, in any
 *		order: CSV in any encoding, or the sheets of a workbook.
 *
 *-------------------------------------------------------------------------
 */
#ifndef TABLE_FILE_H
#define TABLE_FILE_H

#include "list_file.h"

typedef enum TableUse
{
	TABLE_KNOWN,				/* may be there and is not read */
	TABLE_WANTED,
	TABLE_REQUIRED				/* a header has it */
} TableUse;

typedef struct TableColumn
{
	const ListColumn *column;
	TableUse	use;
} TableColumn;

typedef struct TableFault
{
	int			column;			/* -1: the row as such */
	CellFault	fault;
} TableFault;

typedef struct TableRow
{
	const char *where;			/* file "a.xlsx", sheet "b" */
	const char *sheet;			/* NULL: not of a workbook */
	int64		line;			/* of the file or sheet */
	char	  **cells;			/* what each column says (cell_read()); NULL: empty, not there, not read, or at fault */
	const TableFault *faults;
	int			nfaults;
} TableRow;

/* Sees a row; false: no more rows. */
typedef bool (*TableVisitor) (void *context, const TableRow *row);

/*
 * Shows every row that is not empty, of all visible sheets one after the
 * other. The header is the first of the first ten rows that has all required
 * columns, by name or title, of which what is in parentheses does not count.
 * Sheets without any of these are passed over, with a warning; so are columns
 * that are not known and hidden sheets. Ends with false, after a message, if
 * the file cannot be read or lacks a required column. encoding NULL: found
 * out.
 */
extern bool table_file_read(const char *path, const char *encoding, const TableColumn *columns, int ncolumns, TableVisitor visit, void *context);

#endif							/* TABLE_FILE_H */
