/*-------------------------------------------------------------------------
 *
 * parse.h
 *		Dates and numbers as spreadsheets and dealer systems write them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PARSE_H
#define PARSE_H

typedef enum ParseStatus
{
	PARSE_OK,
	PARSE_FORM,					/* not of a form that is known */
	PARSE_RANGE					/* no day of the calendar */
} ParseStatus;

/* The day, from 2000-01-01, if the calendar has it. */
extern ParseStatus parse_day(int year, int month, int day, int32 *result);

/*
 * 2024-1-5, 2024/01/05, 2024.1.5, 2024年1月5日, 20240105, the serial number
 * 45296, and months (2024-01, 2024年1月, 202401: their first day); a time of
 * day after it is passed over. The text is clean (clean_code()).
 */
extern ParseStatus parse_date(const char *text, int length, int32 *result);

/* By a pattern like DD/MM/YYYY: runs of Y, M and D, else the character itself; one digit less will do for M and D. */
extern ParseStatus parse_date_as(const char *text, int length, const char *pattern, int32 *result);

/* Yes or no, as spreadsheets and dealer systems write it; false if it is neither. The text is clean. */
extern bool parse_boolean(const char *text, int length, bool *result);

#define PARSE_NUMBER_SIZE 96

/*
 * Writes a number plainly (-1234.50): without thousand separators, sign of
 * currency, unit (元, km, 公里), the parentheses of bookkeepers. Returns its
 * length; 0 if it is none; -1 if it is one like 1.23457E+11, of which
 * digits are lost. The text is clean.
 */
extern int	parse_number(const char *text, int length, char out[PARSE_NUMBER_SIZE]);

#endif							/* PARSE_H */
