/*-------------------------------------------------------------------------
 *
 * jobs.h
 *		The files of one run, one after the other or several at a time.
 *
 * Tables are loaded in the order of their references, files of one table as
 * they were given. With --jobs or --retry each file is loaded by a process of
 * its own with its own connection, so that several files are loaded at the
 * same time, and one whose connection was lost can begin again.
 *
 *-------------------------------------------------------------------------
 */
#ifndef JOBS_H
#define JOBS_H

#include "inputs.h"

/* Loads all; the first failure ends the work. Exits as the process of a file does if that is neither done nor failed. */
extern AsExit jobs_run(PGconn **conn, const LoadOptions *options, const InputList *inputs, const TableList *tables);

#endif							/* JOBS_H */
