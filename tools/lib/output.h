/*-------------------------------------------------------------------------
 *
 * output.h
 *		Files that a program makes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef OUTPUT_H
#define OUTPUT_H

/*
 * Makes a new file in place of an old one, for the user's eyes only, and
 * never writes into what somebody else put there. NULL after a message.
 */
extern FILE *output_create(const char *path);

/* Brings the file to disk, if it has one, and closes it; false after a message if ok is false or anything of it was not written. */
extern bool output_finish(FILE *out, bool ok, const char *path);

/* A field of CSV in quotes. */
extern void output_quoted(FILE *out, const char *text);

#endif							/* OUTPUT_H */
