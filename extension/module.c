/*-------------------------------------------------------------------------
 *
 * module.c
 *		What makes the shared library loadable.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;
