/*-------------------------------------------------------------------------
 *
 * csv.h
 *		Splits UTF-8 text into records and fields (RFC 4180), separated by
 *		comma, semicolon, tab or bar.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CSV_H
#define CSV_H

#include "source.h"

#ifndef CSV_MAX_RECORD			/* fuzzing sets a smaller one, which its inputs reach */
#define CSV_MAX_RECORD (1024 * 1024)	/* bytes of a record */
#endif
#define CSV_MAX_FIELDS 1600		/* fields of a record that are kept */

typedef struct CsvField
{
	const char *text;			/* not terminated */
	int			length;
} CsvField;

typedef struct CsvRecord
{
	int64		line;			/* line of the file it begins on, 1 for the first */
	const char *raw;			/* its bytes with the end of the line */
	size_t		raw_length;
	bool		malformed;		/* text follows a closing quote */
	int			nfields;		/* may exceed CSV_MAX_FIELDS: the rest is not kept */
	CsvField	fields[CSV_MAX_FIELDS];
} CsvRecord;

typedef enum CsvStatus
{
	CSV_RECORD,
	CSV_END,
	CSV_READ_FAILED,			/* see csv_fault() */
	CSV_TOO_LONG,				/* the record exceeds CSV_MAX_RECORD */
	CSV_UNTERMINATED			/* a quoted field does not end in the file */
} CsvStatus;

typedef struct CsvReader CsvReader;

/* Takes over the source. */
extern CsvReader *csv_open(Source *source);
extern void csv_close(CsvReader *reader);

/*
 * The next record; empty lines are passed over. Its pointers hold until the
 * next call. On an error its line says where, and raw is what was read of it.
 */
extern CsvStatus csv_next(CsvReader *reader, CsvRecord *record);

/* From here on only the first fields of each record are wanted, which takes less time; a record may have one more or all. */
extern void csv_skim(CsvReader *reader, int nfields);

/* Why reading failed. */
extern const char *csv_fault(const CsvReader *reader);

/* What separates the fields; NUL before the first record. */
extern char csv_delimiter(const CsvReader *reader);

/* Bytes consumed up to the end of the last record, and the line that follows it. */
extern int64 csv_position(const CsvReader *reader);
extern int64 csv_line(const CsvReader *reader);

#endif							/* CSV_H */
