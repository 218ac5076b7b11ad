/*-------------------------------------------------------------------------
 *
 * interrupt.h
 *		A chance to cancel what takes long.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_INTERRUPT_H
#define AFTERSALES_INTERRUPT_H

/* Called at least every few milliseconds by what may take longer; it may not return.  Does nothing unless set. */
extern void (*aftersales_poll) (void);

#endif							/* AFTERSALES_INTERRUPT_H */
