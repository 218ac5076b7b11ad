/*-------------------------------------------------------------------------
 *
 * inbox.h
 *		A folder that others put files into: one pass over it.
 *
 * A file that is still written to is left for a later pass: one that changed
 * a short time ago, or that a process has open for writing. Files loaded
 * go to done/TIME, those that failed to failed/TIME, with rejected rows and
 * reasons there. A file whose load did not come to an end stays where it is.
 *
 *-------------------------------------------------------------------------
 */
#ifndef INBOX_H
#define INBOX_H

#include "inputs.h"

/* Loads the files of the folder, whatever becomes of each. Exits with AS_LOCKED if another pass over it is under way. */
extern AsExit inbox_run(PGconn **conn, const LoadOptions *options, const TableList *tables, const char *directory);

#endif							/* INBOX_H */
