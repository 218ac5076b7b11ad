/*-------------------------------------------------------------------------
 *
 * value.h
 *		Checks the text of a cell and makes it a field of binary COPY.
 *
 *-------------------------------------------------------------------------
 */
#ifndef VALUE_H
#define VALUE_H

#include "table.h"

/* Bytes on their way to the server. */
typedef struct CopyBuffer
{
	char	   *data;
	size_t		used;
	size_t		size;
} CopyBuffer;

typedef struct Failure
{
	const char *code;			/* SQLSTATE, or name of a rule */
	const char *message;
} Failure;

/* Room for so many bytes more. */
extern void copy_reserve(CopyBuffer *buffer, size_t length);
extern void copy_bytes(CopyBuffer *buffer, const void *bytes, size_t length);
extern void copy_int16(CopyBuffer *buffer, int16 value);
extern void copy_int32(CopyBuffer *buffer, int32 value);
extern void copy_int64(CopyBuffer *buffer, int64 value);

/* what stands for a date of another form than the mapping file's pattern: it could mean another day */
#define VALUE_OTHER_DATE "\x1A"

/* True if values of the column's type can be loaded. */
extern bool value_type_known(const Column *column);

/*
 * Appends the field, or NULL for an empty text (the default, where the column
 * is not nullable and has one). If the text is no value of the column: fills
 * in failure, appends NULL and returns false.
 *
 * What spreadsheets write is understood, see clean.h and parse.h; texts are
 * taken as they are. Texts of key columns have at most 200 bytes.
 */
extern bool value_append(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure);

#endif							/* VALUE_H */
