/*-------------------------------------------------------------------------
 *
 * poll.c
 *		A chance to cancel what takes long; see poll.h.
 *
 *-------------------------------------------------------------------------
 */
#include "poll.h"

static void
go_on(void)
{
}

void		(*aftersales_poll) (void) = go_on;
