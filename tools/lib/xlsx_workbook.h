/*-------------------------------------------------------------------------
 *
 * xlsx_workbook.h
 *		What the parts of an .xlsx archive beside its sheets hold: which sheet
 *		is where, formats of numbers, shared strings.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_XLSX_WORKBOOK_H
#define AFTERSALES_XLSX_WORKBOOK_H

#include "xlsx.h"
#include "xlsx_number.h"
#include "xlsx_part.h"

#define XLSX_MAX_FORMATS 65536
#define XLSX_MAX_SHEETS 1024

/* names of sheets */
typedef struct XlsxSheets
{
	int			count;
	char	  **names;
} XlsxSheets;

typedef struct XlsxWorkbook
{
	zip_t	   *archive;
	const char *fault;			/* why it cannot be read, NULL: it can */
	char	   *sheet_part;		/* name of the part that holds the sheet */
	bool		epoch_1904;		/* days count from 1904-01-01 */

	XlsxSheets	visible;
	XlsxSheets	hidden;

	int			nformats;
	uint8	   *formats;		/* XlsxFormat of each style of cells */

	int			nstrings;
	int			strings_size;
	uint32	   *string_starts;	/* nstrings + 1 of them */
	char	   *strings;
	size_t		strings_used;
	size_t		strings_room;
} XlsxWorkbook;

/* Reads all of it, for the sheet of that name (NULL: the first that is not hidden); a fault tells what failed. Takes over the archive. */
extern void xlsx_workbook_open(XlsxWorkbook *workbook, zip_t * archive, const char *sheet);
extern void xlsx_workbook_close(XlsxWorkbook *workbook);

/* Replaces characters that are written _xHHHH_; returns the new length. */
extern int	xlsx_unescape(char *text, int length);

#endif							/* AFTERSALES_XLSX_WORKBOOK_H */
