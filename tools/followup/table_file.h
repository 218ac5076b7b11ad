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

typedef struct TableColumn
{
	const char *name;
	const char *title;			/* another name of it */
	bool		required;
} TableColumn;

typedef struct TableRow
{
	const char *sheet;			/* NULL: not of a workbook */
	int64		line;			/* of the file or sheet */
	char	  **cells;			/* one for each column, trimmed; NULL: empty or not there */
} TableRow;

/* Sees a row; false: no more rows. */
typedef bool (*TableVisitor) (void *context, const TableRow *row);

/*
 * Shows every row that is not empty, of all visible sheets one after the
 * other. Ends with false, after a message, if the file cannot be read or lacks
 * a required column. encoding NULL: found out.
 */
extern bool table_file_read(const char *path, const char *encoding, const TableColumn *columns, int ncolumns, TableVisitor visit, void *context);

#endif							/* TABLE_FILE_H */
