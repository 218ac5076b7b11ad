/*-------------------------------------------------------------------------
 *
 * exact_sum.c
 *		Sums of doubles without rounding; see exact_sum.h.
 *
 *-------------------------------------------------------------------------
 */
#include "exact_sum.h"

#include <string.h>

#define LIMB_MASK INT64_C(0xffffffff)

/* Brings every limb into 0 .. 2^32 - 1; the sum is not negative. */
static void
carry(aftersales_exact_sum *sum)
{
	int64_t		over = 0;

	for (int i = 0; i < AFTERSALES_EXACT_LIMBS; i++)
	{
		int64_t		value = sum->limb[i] + over;

		sum->limb[i] = value & LIMB_MASK;
		over = value >> 32;
	}
	sum->pending = 0;
}

/* Adds a finite value that is not negative, so many times, to a sum that began as zeros. */
void
aftersales_exact_add(aftersales_exact_sum *sum, double value, uint32_t times)
{
	uint64_t	bits;
	unsigned	__int128 mantissa;
	int			exponent;
	int64_t    *limb;

	memcpy(&bits, &value, sizeof bits);
	exponent = (int) (bits >> 52) & 0x7ff;
	mantissa = bits & ((UINT64_C(1) << 52) - 1);
	if (exponent > 0)
	{
		mantissa |= UINT64_C(1) << 52;
		exponent--;
	}
	/* value = mantissa * 2^(exponent - 1074): with times at most 116 bits from limb on */
	mantissa = (mantissa * times) << (exponent % 32);
	limb = &sum->limb[exponent / 32];
	for (int i = 0; i < 4; i++)
	{
		limb[i] += (int64_t) (mantissa & LIMB_MASK);
		mantissa >>= 32;
	}
	if (++sum->pending == 1 << 30)
		carry(sum);
}

/* Compares p * a with q * b: below 0, 0 or above 0. */
int
aftersales_exact_compare(aftersales_exact_sum *a, uint32_t p, aftersales_exact_sum *b, uint32_t q)
{
	__int128	difference = 0;

	carry(a);
	carry(b);

	/*
	 * From the top limb down.  In units of the limb at hand, the limbs below it add less than 2^33: a difference well above
	 * that stays what it is.
	 */
	for (int i = AFTERSALES_EXACT_LIMBS - 1; i >= 0; i--)
	{
		difference = difference * (LIMB_MASK + 1) +
			(__int128) ((uint64_t) a->limb[i] * p) - (__int128) ((uint64_t) b->limb[i] * q);
		if (difference > INT64_C(1) << 40)
			return 1;
		if (difference < -(INT64_C(1) << 40))
			return -1;
	}
	return (difference > 0) - (difference < 0);
}
