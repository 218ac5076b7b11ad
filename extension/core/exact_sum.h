/*-------------------------------------------------------------------------
 *
 * exact_sum.h
 *		Sums of doubles without rounding.
 *
 * Every finite double is an integer multiple of 2^-1074.  The sum is kept as
 * a fixed-point number over the whole range of double in limbs of 32 bits,
 * each in an int64, so that carries may wait for 2^30 additions.
 * Method: R. M. Neal, "Fast exact summation using small and large
 * superaccumulators", arXiv:1505.05571 (the small one).
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_EXACT_SUM_H
#define AFTERSALES_EXACT_SUM_H

#include <stdint.h>

/* 2^-1074 to 2^1024, and room above for 2^60 values */
#define AFTERSALES_EXACT_LIMBS 68

typedef struct aftersales_exact_sum
{
	int64_t		limb[AFTERSALES_EXACT_LIMBS];	/* in units of 2^(32 i - 1074) */
	int32_t		pending;		/* additions since carries were done */
} aftersales_exact_sum;

extern void aftersales_exact_add(aftersales_exact_sum *sum, double value, uint32_t times);
extern int	aftersales_exact_compare(aftersales_exact_sum *a, uint32_t p,
									 aftersales_exact_sum *b, uint32_t q);

#endif							/* AFTERSALES_EXACT_SUM_H */
