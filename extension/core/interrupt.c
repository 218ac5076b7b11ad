/*-------------------------------------------------------------------------
 *
 * interrupt.c
 *		A chance to cancel what takes long; see interrupt.h.
 *
 *-------------------------------------------------------------------------
 */
#include "interrupt.h"

static void
go_on(void)
{
}

void		(*aftersales_poll) (void) = go_on;
