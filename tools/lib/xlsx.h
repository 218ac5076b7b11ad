/*-------------------------------------------------------------------------
 *
 * xlsx.h
 *		Reads the rows of one sheet of an .xlsx workbook as text.
 *
 *		XlsxReader *reader = xlsx_open(path, NULL);
 *		XlsxRow		row;
 *
 *		while (xlsx_next(reader, &row))
 *			use row.cells[0 .. row.ncells - 1];
 *		if (xlsx_error(reader))
 *			report it;
 *		xlsx_close(reader);
 *
 * Cells are UTF-8. A number is written plainly, with the 15 digits that a
 * spreadsheet has, so phone numbers come whole; a number whose format is one
 * of a date is written YYYY-MM-DD, or with HH:MM:SS after it if it has a time
 * of day; truth values are true and false; an error is its name (#N/A).
 *
 * Memory is bounded whatever the file: archives that unpack to more than they
 * should, documents with a DTD, tokens and rows beyond all measure, and more
 * than XLSX_MAX_STRINGS bytes of shared strings are refused.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_XLSX_H
#define AFTERSALES_XLSX_H

#include "postgres_fe.h"

#define XLSX_MAX_COLUMNS 16384
#define XLSX_MAX_ROWS 1048576
#define XLSX_MAX_ROW (1024 * 1024)	/* bytes of the cells of a row */
#define XLSX_MAX_STRINGS (64 * 1024 * 1024)

typedef struct XlsxReader XlsxReader;

typedef struct XlsxCell
{
	const char *text;			/* not terminated; of an empty cell NULL */
	int			length;
} XlsxCell;

typedef struct XlsxRow
{
	int			number;			/* row of the sheet, 1 for the first; rows without a cell may be left out */
	int			ncells;			/* up to the last cell that is there */
	const XlsxCell *cells;
} XlsxRow;

/*
 * Opens a sheet by its name, or the first that is not hidden. Never NULL: if
 * that fails, xlsx_error() says why.
 */
extern XlsxReader *xlsx_open(const char *path, const char *sheet);

/* The same of a workbook in memory, which must stay there. */
extern XlsxReader *xlsx_open_bytes(const void *bytes, size_t size, const char *sheet);

/* Name of the n-th sheet that is not hidden, from 0 on; NULL: there is none. It lasts until xlsx_close(). */
extern const char *xlsx_sheet_name(const XlsxReader *reader, int n);

/* The same of the hidden ones. */
extern const char *xlsx_hidden_sheet_name(const XlsxReader *reader, int n);

/* The next row; its cells hold until the next call. False at the end and after an error. */
extern bool xlsx_next(XlsxReader *reader, XlsxRow *row);

/* What went wrong, in words that quote no cell; NULL: nothing. */
extern const char *xlsx_error(const XlsxReader *reader);

extern void xlsx_close(XlsxReader *reader);

#endif							/* AFTERSALES_XLSX_H */
