/*-------------------------------------------------------------------------
 *
 * abc.c
 *		ABC classes by cumulative share of value; see abc.h.
 *
 *-------------------------------------------------------------------------
 */
#include "abc.h"

#include <math.h>

#include "exact_sum.h"
#include "key_sort.h"

/* a sum of values, of which one form is used */
typedef struct value_sum
{
	__int128	integers;
	aftersales_exact_sum doubles;
	double		nearly;			/* the sum of doubles, rounded */
} value_sum;

/* doubles that are further apart than this are not compared exactly: sums of 2^31 values err less */
#define NEARLY 1e-6

/* The least integer that is not below total * share. */
__int128
aftersales_share_of(__int128 total, uint32_t share)
{
	__int128	rest = total % AFTERSALES_SHARE_UNIT * share;

	return total / AFTERSALES_SHARE_UNIT * share + (rest + AFTERSALES_SHARE_UNIT - 1) / AFTERSALES_SHARE_UNIT;
}

/* Merges counts in ascending order of their keys into out, which has room for both; returns their number. */
size_t
aftersales_merge_counts(const aftersales_value_count *a, size_t na,
						const aftersales_value_count *b, size_t nb, aftersales_value_count *out)
{
	size_t		n = 0;
	size_t		i = 0;
	size_t		j = 0;

	while (i < na || j < nb)
	{
		if (j == nb || (i < na && a[i].key < b[j].key))
			out[n++] = a[i++];
		else if (i == na || b[j].key < a[i].key)
			out[n++] = b[j++];
		else
		{
			out[n] = a[i++];
			out[n++].count += b[j++].count;
		}
	}
	return n;
}

/* Counts sorted keys; out has room for n. */
size_t
aftersales_count_keys(const int64_t *sorted, size_t n, aftersales_value_count *out)
{
	size_t		distinct = 0;

	for (size_t i = 0; i < n; i++)
	{
		if (i > 0 && sorted[i] == sorted[i - 1])
			out[distinct - 1].count++;
		else
			out[distinct++] = (aftersales_value_count) {.key = sorted[i], .count = 1};
	}
	return distinct;
}

/* Adds a value as often as it occurs. */
static void
add(value_sum *sum, const aftersales_value_count *value, bool doubles)
{
	double		number = aftersales_double_of_key(value->key);

	if (!doubles)
	{
		sum->integers += (__int128) value->key * value->count;
		return;
	}
	sum->nearly += number * (double) value->count;
	for (int64_t left = value->count; left > 0; left -= UINT32_MAX)
		aftersales_exact_add(&sum->doubles, number, (uint32_t) (left < UINT32_MAX ? left : UINT32_MAX));
}

/* Is a sum below a share of the total? */
static bool
is_below(value_sum *sum, value_sum *total, uint32_t share, bool doubles)
{
	double		limit = total->nearly * ((double) share / AFTERSALES_SHARE_UNIT);

	if (!doubles)
		return sum->integers < aftersales_share_of(total->integers, share);
	if (isfinite(limit) && sum->nearly < limit * (1 - NEARLY))
		return true;
	if (isfinite(limit) && sum->nearly > limit * (1 + NEARLY))
		return false;
	return aftersales_exact_compare(&sum->doubles, AFTERSALES_SHARE_UNIT, &total->doubles, share) < 0;
}

/*
 * The least values of class A and of class A or B: equal values get the class of
 * the first of them, which is A while the share of the greater ones is below a,
 * B while it is below b.  The sums are exact: those of integers in 128 bits,
 * those of doubles without rounding.
 */
aftersales_abc_cuts
aftersales_find_cuts(const aftersales_value_count *counts, size_t n, bool doubles, uint32_t a, uint32_t b)
{
	value_sum	total = {0};
	value_sum	before = {0};
	aftersales_abc_cuts cuts = {AFTERSALES_NO_KEY, AFTERSALES_NO_KEY};

	for (size_t i = 0; i < n; i++)
		add(&total, &counts[i], doubles);
	while (n > 0 && is_below(&before, &total, b, doubles))
	{
		cuts.b = counts[--n].key;
		if (is_below(&before, &total, a, doubles))
			cuts.a = cuts.b;
		add(&before, &counts[n], doubles);
	}
	return cuts;
}
