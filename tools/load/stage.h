/*-------------------------------------------------------------------------
 *
 * stage.h
 *		From the file to the temporary table its rows are checked in, or to
 *		the table itself (bulk.h).
 *
 *-------------------------------------------------------------------------
 */
#ifndef STAGE_H
#define STAGE_H

#include "load.h"

/* Reads the file, fills in the mapper, rejects and counts of the load; false after a message if it cannot be read to its end. */
extern bool stage_file(Load *load);

#endif							/* STAGE_H */
