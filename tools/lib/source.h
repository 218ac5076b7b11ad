/*-------------------------------------------------------------------------
 *
 * source.h
 *		Where the bytes of an input come from.
 *
 * A source is a struct of operations. Sources stack: a decoder reads from
 * another source, which it owns, and delivers what it makes of its bytes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SOURCE_H
#define SOURCE_H

typedef struct Source Source;

struct Source
{
	/* up to size bytes into buffer; 0 at the end, -1 with fault on failure */
	ssize_t		(*read) (Source *self, char *buffer, size_t size);
	void		(*close) (Source *self);
	const char *fault;			/* why the last read failed */
	bool		counts_rows;	/* a line is a row, whatever line breaks are in it */
};

/* A file's bytes; NULL with errno if it cannot be opened. */
extern Source *file_source(const char *path);

/* Reads until size bytes are there or the end comes; the count, or -1. */
extern ssize_t source_fill(Source *source, char *buffer, size_t size);

/* Unpacks gzip, also of several members. */
extern Source *gzip_decoder(Source *bytes);

/* Takes a UTF-8 byte order mark away, passes the rest on as it is. */
extern Source *utf8_decoder(Source *bytes);

/*
 * Makes UTF-8 of another encoding of iconv, without a byte order mark; NULL
 * with errno, and the bytes still open, if it is not known. A byte that is no character comes as
 * three that are never valid in UTF-8, so that the row is seen to be bad and
 * can be written back (see encoder_write).
 */
extern Source *iconv_decoder(Source *bytes, const char *encoding);

/* The rows of a sheet (NULL: the first) as CSV, lines being rows of the sheet. */
extern Source *xlsx_source(const char *path, const char *sheet);

/*
 * SHA-256, in hexadecimal, of a file's bytes, followed by suffix (may be
 * empty); false with errno if it cannot be read.
 */
#define FILE_HASH_SIZE 65
extern bool file_hash(const char *path, const char *suffix, char hash[FILE_HASH_SIZE]);

#endif							/* SOURCE_H */
