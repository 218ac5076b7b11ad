/*-------------------------------------------------------------------------
 *
 * merge.h
 *		From the staged rows to the table.
 *
 *-------------------------------------------------------------------------
 */
#ifndef MERGE_H
#define MERGE_H

#include "load.h"

/* Waits for other loads of the table; its rows then stay as they are until the end of the transaction. */
extern void merge_lock(Load *load);

/* Finds the rows that are new or different and rejects those that cannot be written. */
extern void merge_check(Load *load);

/* Writes them, with the record of the load and the months that kept states have to renew. */
extern void merge_write(Load *load);

#endif							/* MERGE_H */
