/*-------------------------------------------------------------------------
 *
 * template.h
 *		An example file of a table.
 *
 *-------------------------------------------------------------------------
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "table.h"

/* Prints the header and one row, which loads after the example rows of the tables it refers to. */
extern void template_print(PGconn *conn, const Table *table);

#endif							/* TEMPLATE_H */
