/*-------------------------------------------------------------------------
 *
 * source.h
 *		Where the bytes of an input come from.
 *
 * A source is a struct of operations. Sources stack: a decoder reads from
 * another source and delivers UTF-8.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SOURCE_H
#define SOURCE_H

typedef struct Source Source;

struct Source
{
	/* up to size bytes into buffer; 0 at the end, -1 with errno on failure */
	ssize_t		(*read) (Source *self, char *buffer, size_t size);
	void		(*close) (Source *self);
};

/* A file's bytes; NULL with errno if it cannot be opened. */
extern Source *file_source(const char *path);

/* Delivers the bytes of another source, which it owns, without a byte order mark. */
extern Source *utf8_decoder(Source *bytes);

/*
 * SHA-256, in hexadecimal, of a file's bytes, followed by suffix (may be
 * empty); false with errno if it cannot be read.
 */
#define FILE_HASH_SIZE 65
extern bool file_hash(const char *path, const char *suffix, char hash[FILE_HASH_SIZE]);

#endif							/* SOURCE_H */
