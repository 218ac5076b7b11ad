/*-------------------------------------------------------------------------
 *
 * reject.h
 *		Rows that are left out, and why.
 *
 *-------------------------------------------------------------------------
 */
#ifndef REJECT_H
#define REJECT_H

#include "input.h"

typedef struct Reject
{
	int64		line;
	const char *columns;		/* empty: the row as such */
	const char *code;			/* SQLSTATE */
	const char *message;
} Reject;

typedef struct RejectList
{
	Reject	   *items;
	int			count;
	int			size;
	int64		rows;			/* distinct lines */
} RejectList;

/* The strings must last as long as the list. Several rejects of one line come one after the other. */
extern void reject_add(RejectList *list, int64 line, const char *columns, const char *code, const char *message);
extern void reject_free(RejectList *list);

/* The lines as the text of an SQL array. */
extern char *reject_lines(const RejectList *list);

/*
 * Path of the file that the rejected rows of an input (suffix REJECTS_SUFFIX)
 * or the reasons (REASONS_SUFFIX) go to: in the directory, or beside the input
 * (of standard input, the working directory) if that is NULL. To be freed.
 */
#define REJECTS_SUFFIX ".rejects"
#define REASONS_SUFFIX ".reasons"
extern char *reject_path(const char *path, const char *directory, const char *suffix);

/*
 * Writes <file>.rejects (header and rejected rows, as they stand in the file,
 * in its encoding; those of a workbook as CSV)
 * and <file>.reasons (CSV: line, column, code, message), in place of those of
 * an earlier run, for the user's eyes only, and says so on stderr. False,
 * after a message, if that fails.
 */
extern bool reject_write(RejectList *list, const char *path, const InputFormat *format, const char *directory);

/* Removes both, if an earlier run left them. */
extern void reject_remove(const char *path, const char *directory);

#endif							/* REJECT_H */
