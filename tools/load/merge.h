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

/*
 * Writes the rows at once, without a look at each of them, if every one is
 * new and good: so it is with most files of lines. False, and nothing done, if
 * not; then they are to be checked and written set by set.
 */
extern bool merge_append(Load *load);

/* The record of a load all of whose rows are new: before they are written, and their number afterwards. */
extern void merge_begin_batch(Load *load);
extern void merge_end_batch(Load *load);

/* Finds the rows that are new or different and rejects those that cannot be written. */
extern void merge_check(Load *load);

/* Writes them, with the record of the load and the months that kept states have to renew. */
extern void merge_write(Load *load);

#endif							/* MERGE_H */
