/*-------------------------------------------------------------------------
 *
 * xlsx_number.h
 *		Numbers of a sheet as text: by number format a date, a time of day
 *		or a plain number.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_XLSX_NUMBER_H
#define AFTERSALES_XLSX_NUMBER_H

#include "postgres_fe.h"

typedef enum XlsxFormat
{
	XLSX_PLAIN,
	XLSX_DATE,					/* with the time of day, if it has one */
	XLSX_TIME
} XlsxFormat;

#define XLSX_NUMBER_SIZE 64

/* What the number formats that need no definition are; those of Chinese versions among them. */
extern XlsxFormat xlsx_builtin_format(int number);

/* What a format code makes of a number. */
extern XlsxFormat xlsx_format_of_code(const char *code);

/*
 * Writes a number (terminated, as it stands in the sheet) as text; returns its
 * length. What is no number stays as it is, cut to fit.
 */
extern int	xlsx_number(char out[XLSX_NUMBER_SIZE], const char *number, XlsxFormat format, bool epoch_1904);

#endif							/* AFTERSALES_XLSX_NUMBER_H */
