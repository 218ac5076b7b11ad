/*-------------------------------------------------------------------------
 *
 * core_abc.c
 *		Sorting of keys, counts of values, where classes begin.
 *
 *-------------------------------------------------------------------------
 */
#include <stdlib.h>

#include "abc.h"
#include "key_sort.h"
#include "tap.h"

#define A 800000000
#define B 950000000

static aftersales_abc_cuts
cuts_of(int64_t *keys, size_t n, bool doubles)
{
	int64_t		scratch[16];
	aftersales_value_count counts[16];

	aftersales_sort_keys(keys, scratch, n);
	return aftersales_find_cuts(counts, aftersales_count_keys(keys, n, counts), doubles, A, B);
}

/* Random keys of few and of many bits, and of every number of them. */
static void
test_sort(void)
{
	static int64_t keys[3000];
	static int64_t scratch[3000];
	bool		good = true;

	for (int n = 0; n < 3000; n = n * 2 + 1)
		for (int bits = 1; bits < 63; bits += 7)
		{
			uint64_t	sum = 0;

			for (int i = 0; i < n; i++)
				sum += keys[i] = (((int64_t) rand() << 31) ^ rand()) & ((INT64_C(1) << bits) - 1);
			aftersales_sort_keys(keys, scratch, n);
			for (int i = 0; i < n; i++)
			{
				sum -= keys[i];
				good &= i == 0 || keys[i - 1] <= keys[i];
			}
			good &= sum == 0;
		}
	ok(good, "keys are sorted");
	for (int i = 0; i < 3000; i++)
		keys[i] = aftersales_key_of_double(exp(rand() % 1000 - 500));
	aftersales_sort_keys(keys, scratch, 3000);
	for (int i = 1; i < 3000; i++)
		good &= aftersales_double_of_key(keys[i - 1]) <= aftersales_double_of_key(keys[i]);
	ok(good, "and doubles");
}

int
main(void)
{
	aftersales_abc_cuts cuts;
	aftersales_value_count a[] = {{1, 2}, {5, 1}};
	aftersales_value_count b[] = {{1, 1}, {3, 7}, {9, 1}};
	aftersales_value_count both[5];

	test_sort();
	cuts = cuts_of((int64_t[]) {20, 500, 300, 30, 100, 50}, 6, false);
	ok(cuts.a == 300 && cuts.b == 50, "the vector of the rule");
	cuts = cuts_of((int64_t[]) {1, 7, 1, 1}, 4, false);
	ok(cuts.a == 1 && cuts.b == 1, "equal values get the class of the first of them");
	cuts = cuts_of((int64_t[]) {0}, 0, false);
	ok(cuts.a == AFTERSALES_NO_KEY && cuts.b == AFTERSALES_NO_KEY, "no values");
	cuts = cuts_of((int64_t[]) {INT64_MAX - 1, INT64_MAX - 1, INT64_MAX - 1, 1}, 4, false);
	ok(cuts.a == INT64_MAX - 1 && cuts.b == INT64_MAX - 1, "sums beyond 64 bits");
	cuts = cuts_of((int64_t[]) {aftersales_key_of_double(8), aftersales_key_of_double(2)}, 2, true);
	ok(aftersales_double_of_key(cuts.a) == 8 && aftersales_double_of_key(cuts.b) == 2, "doubles, exactly at the edge");
	cuts = cuts_of((int64_t[]) {aftersales_key_of_double(8), aftersales_key_of_double(2), aftersales_key_of_double(5e-324)}, 3, true);
	ok(aftersales_double_of_key(cuts.a) == 2, "and a hair's breadth beside it");
	ok(aftersales_merge_counts(a, 2, b, 3, both) == 4 && both[0].count == 3 && both[1].key == 3 && both[3].key == 9, "counts are merged");
	ok(aftersales_share_of(10, A) == 8 && aftersales_share_of(11, A) == 9, "shares are rounded up");
	return done_testing();
}
