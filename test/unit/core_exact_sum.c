/*-------------------------------------------------------------------------
 *
 * core_exact_sum.c
 *		Exact sums of doubles against integers of 128 bits.
 *
 *-------------------------------------------------------------------------
 */
#include <float.h>
#include <string.h>

#include "exact_sum.h"
#include "tap.h"

static uint64_t seed = 7;

static uint64_t
next_random(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return seed >> 20;
}

/* sums of doubles that are multiples of 2^-20 below 2^30, so that 128 bits hold them */
static void
test_against_integers(void)
{
	bool		good = true;

	for (int round = 0; round < 2000; round++)
	{
		aftersales_exact_sum a = {.pending = 0};
		aftersales_exact_sum b = {.pending = 0};
		__int128	exact_a = 0;
		__int128	exact_b = 0;
		uint32_t	p = (uint32_t) (next_random() % 1000000000) + 1;
		uint32_t	q = next_random() % 4 == 0 ? p : (uint32_t) (next_random() % 1000000000) + 1;
		int			n = (int) (next_random() % 50);

		for (int i = 0; i < n; i++)
		{
			int64_t		unit = (int64_t) (next_random() % (UINT64_C(1) << (next_random() % 43 + 1)));

			aftersales_exact_add(&a, ldexp((double) unit, -20), 1);
			exact_a += unit;
			unit += (int64_t) (next_random() % 2);
			aftersales_exact_add(&b, ldexp((double) unit, -20), 1);
			exact_b += unit;
		}
		exact_a *= p;
		exact_b *= q;
		good &= aftersales_exact_compare(&a, p, &b, q) == (exact_a > exact_b) - (exact_a < exact_b);
	}
	ok(good, "comparisons of 2000 pairs of sums agree with 128-bit integers");
}

/* the smallest and the largest double in one sum */
static void
test_range(void)
{
	aftersales_exact_sum a = {.pending = 0};
	aftersales_exact_sum b = {.pending = 0};

	aftersales_exact_add(&a, DBL_MAX, 1);
	aftersales_exact_add(&a, DBL_MAX, 1);
	aftersales_exact_add(&a, DBL_TRUE_MIN, 1);
	aftersales_exact_add(&b, DBL_MAX, 1);
	ok(aftersales_exact_compare(&a, 1, &b, 2) > 0, "the smallest double decides beside the largest");
	aftersales_exact_add(&b, DBL_TRUE_MIN, 1);
	ok(aftersales_exact_compare(&a, 1, &b, 2) < 0, "twice the smallest is more than once");
	ok(aftersales_exact_compare(&a, 2, &b, 2) > 0, "factors count");
	for (int i = 0; i < 1000; i++)
		aftersales_exact_add(&b, 0.0, 1);
	ok(aftersales_exact_compare(&b, 999999999, &b, 999999999) == 0, "a sum equals itself");
}

int
main(void)
{
	test_against_integers();
	test_range();
	return done_testing();
}
