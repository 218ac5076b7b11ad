/*-------------------------------------------------------------------------
 *
 * jobs.h
 *		The files of one run, one after the other or several at a time.
 *
 * Tables are loaded in the order of their references, files of one table as
 * they were given. With --jobs or --retry, and from an inbox, each file is
 * loaded by a process of its own with its own connection, so that several
 * files are loaded at the same time, one whose connection was lost can begin
 * again, and an error ends no more than the load of its file.
 *
 *-------------------------------------------------------------------------
 */
#ifndef JOBS_H
#define JOBS_H

#include "inputs.h"

/* Loads all; the first failure ends the work. Exits as the process of a file does if that is neither done nor failed. */
extern AsExit jobs_run(PGconn **conn, const LoadOptions *options, const InputList *inputs, const TableList *tables);

/* Is told what became of the load of an input. */
typedef void (*JobFinished) (void *state, const Input *input, AsExit outcome);

/*
 * Loads each in a process, whatever becomes of it if finished is given. Gives
 * the worst outcome of a file; exits if the process of one neither loaded nor
 * failed (no connection, a lock, an interrupt), or, without finished, failed.
 */
extern AsExit jobs_run_each(PGconn **conn, const LoadOptions *options, const InputList *inputs, JobFinished finished, void *state);

#endif							/* JOBS_H */
