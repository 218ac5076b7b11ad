/*-------------------------------------------------------------------------
 *
 * progress.h
 *		How far the load of a file is, on stderr: on a terminal a line renewed
 *		once a second, elsewhere a line of its own every half minute.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PROGRESS_H
#define PROGRESS_H

/* Seconds of a clock that is never set. */
extern double progress_clock(void);

/* Several files are loaded at the same time: a terminal is no different then. */
extern void progress_share(void);

/* Begins the clock of a file of so many bytes; -1: the end cannot be foreseen. */
extern void progress_start(const char *file_name, int64 size);

/* Seconds since then. */
extern double progress_seconds(void);

/* Shows how much was read, if it is time to. */
extern void progress_show(int64 rows, int64 bytes, int64 rejects);

/* Says what is going on in the server from now on, and how long it takes (as_idle of aftersales.h). */
extern void progress_phase(const char *name);

/* Takes the line away. */
extern void progress_clear(void);

#endif							/* PROGRESS_H */
