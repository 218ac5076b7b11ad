/*-------------------------------------------------------------------------
 *
 * progress.h
 *		A line on the terminal, renewed once a second; nothing elsewhere.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PROGRESS_H
#define PROGRESS_H

/* Begins the clock of a file. */
extern void progress_start(const char *file_name);

/* Seconds since then. */
extern double progress_seconds(void);

/* Shows how much was read, if a second has passed. */
extern void progress_show(int64 rows, int64 bytes);

/* Shows what is going on in the server. */
extern void progress_phase(const char *phase);

/* Takes the line away. */
extern void progress_clear(void);

#endif							/* PROGRESS_H */
