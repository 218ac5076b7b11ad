/*-------------------------------------------------------------------------
 *
 * input.h
 *		What kind of file an input is, and its text, whatever the kind.
 *
 *-------------------------------------------------------------------------
 */
#ifndef INPUT_H
#define INPUT_H

#include "source.h"

/* What the user says about the files. */
typedef struct InputOptions
{
	const char *encoding;		/* a name that iconv knows; NULL: found out */
	const char *sheet;			/* of a workbook; NULL: the first */
} InputOptions;

typedef enum Container
{
	CONTAINER_NONE,
	CONTAINER_GZIP,
	CONTAINER_XLSX
} Container;

typedef struct InputFormat
{
	Container	container;
	const char *encoding;		/* of the text in it, as iconv names it */
	bool		mark;			/* which begins with a byte order mark */
	const char *sheet;			/* NULL: the first */
	int64		header_line;	/* of the row that names the columns, once it is found */
} InputFormat;

/*
 * Finds out the format: by the first bytes, and the encoding by a byte order
 * mark, or else by reading all of it: UTF-8 if it is valid or if its
 * characters outnumber its faults by far, GB18030 (and so GBK) otherwise.
 * False, after a message, if it cannot be read or is of no known kind.
 */
extern bool input_examine(const char *path, const InputOptions *options, InputFormat *format);

/* The text in UTF-8 without byte order mark; NULL with errno if it cannot be opened. */
extern Source *input_open(const char *path, const InputFormat *format);

/* The same of a file without container whose bytes come from elsewhere, which are taken over; NULL if its encoding is not known. */
extern Source *input_decode(Source *bytes, const InputFormat *format);

/* "UTF-8", "GB18030 in gzip" or ".xlsx", until the next call. */
extern const char *input_describe(const InputFormat *format);

/* True if files can be read in the encoding of that name. */
extern bool input_encoding_known(const char *encoding);

#endif							/* INPUT_H */
