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
 * Copies standard input to a file named "stdin", for the user's eyes only, in
 * a folder of its own below TMPDIR; both are removed when the program ends.
 * Returns its path; exits after a message if that fails.
 */
extern char *spool_stdin(void);

#endif							/* SPOOL_H */
