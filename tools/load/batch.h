/*-------------------------------------------------------------------------
 *
 * batch.h
 *		Commands about loads on record.
 *
 *-------------------------------------------------------------------------
 */
#ifndef BATCH_H
#define BATCH_H

#include "libpq-fe.h"

/* Shows the newest loads, as a table or as lines of JSON. */
extern void batch_status(PGconn *conn, const char *count, bool json);

/* Takes a load back; exits after the server's reason if that is refused. */
extern void batch_undo(PGconn *conn, const char *batch, bool json);

#endif							/* BATCH_H */
