/*-------------------------------------------------------------------------
 *
 * bulk.h
 *		A large file straight into its empty table.
 *
 * The table's keys, indexes and references are dropped, the rows are copied,
 * and then the keys are made, all in the load's transaction (SQL functions
 * begin_bulk_load() and end_bulk_load()). The server checks every row by them,
 * but does not tell which row is bad: a file with a bad row is rolled back and
 * goes through the stage.
 *
 *-------------------------------------------------------------------------
 */
#ifndef BULK_H
#define BULK_H

#include "load.h"

typedef enum BulkOutcome
{
	BULK_LOADED,				/* ready to commit */
	BULK_IMPOSSIBLE,			/* nothing happened: the table has rows, or is not a plain one that nobody else uses */
	BULK_GAVE_UP,				/* a row is bad: to be rolled back */
	BULK_UNREADABLE				/* the file, after a message */
} BulkOutcome;

/* True if the file is large enough to be worth it. */
extern bool bulk_wanted(const Load *load);

/* Loads inside the transaction, once other loads of the table are kept out (merge_lock()). */
extern BulkOutcome bulk_load(Load *load);

#endif							/* BULK_H */
