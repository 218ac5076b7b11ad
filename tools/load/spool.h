/*-------------------------------------------------------------------------
 *
 * spool.h
 *		Standard input as a file, as a file is read more than once.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SPOOL_H
#define SPOOL_H

/*
 * Copies standard input to a file below TMPDIR that has no name any more, so
 * that nothing is left whatever becomes of the program. Returns a path that
 * opens it; exits after a message if that fails.
 */
extern char *spool_stdin(void);

/* True of such a path. */
extern bool is_spooled(const char *path);

/* The name of a file without its folder; of standard input "stdin". */
extern const char *file_name_of(const char *path);

#endif							/* SPOOL_H */
