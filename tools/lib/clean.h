/*-------------------------------------------------------------------------
 *
 * clean.h
 *		Takes from a cell what spreadsheets and input methods put around and
 *		into it: blanks, ="00123", '00123, wide digits, lost precision.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CLEAN_H
#define CLEAN_H

#include "csv.h"

/* True if clean_text() may change the text; cheap. */
static inline bool
clean_needed(const char *text, int length)
{
	unsigned char first;
	unsigned char last;

	if (length == 0)
		return false;
	first = text[0];
	last = text[length - 1];
	/* blanks of ASCII, = and ', or the first or last byte of a blank beyond ASCII */
	return first <= ' ' || first == '=' || first == '\'' || first == 0xC2 || first == 0xE2 || first == 0xE3 || first == 0xEF ||
		last <= ' ' || last == 0x80 || last == 0xA0 || last == 0x8B || last == 0xBF;
}

/* Without blanks around it (also U+3000, U+00A0, U+200B, U+FEFF) and without ="" or a leading apostrophe. */
extern CsvField clean_text(CsvField text);

/*
 * The same, and wide letters, digits and signs made narrow; the result is in
 * room, of text.length bytes, if it differs.
 */
extern CsvField clean_code(CsvField text, char *room);

typedef enum Scientific
{
	SCIENTIFIC_NO,				/* not so written */
	SCIENTIFIC_WHOLE,			/* all digits are there */
	SCIENTIFIC_LOST				/* 1.38123E+10: some are gone */
} Scientific;

#define SCIENTIFIC_MAX 40		/* digits of a number that is restored */

/* A number as a spreadsheet abbreviates it (1.3812345678E+10): its digits, if all are there, in room. */
extern Scientific clean_scientific(CsvField *text, char room[SCIENTIFIC_MAX]);

/* True if the cell is an error of a spreadsheet (#N/A, #REF! ...). */
extern bool clean_is_error(CsvField text);

#endif							/* CLEAN_H */
