/*-------------------------------------------------------------------------
 *
 * module.c
 *		What makes the shared library loadable.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "interrupt.h"

#include "fmgr.h"
#include "miscadmin.h"

#include <gsl/gsl_errno.h>

PG_MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

static void
check_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/* GSL's own error handler would abort the server process; its functions return a status or NaN instead. */
void
_PG_init(void)
{
	gsl_set_error_handler_off();
	aftersales_poll = check_for_interrupts;
}
