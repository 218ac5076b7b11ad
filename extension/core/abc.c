/*-------------------------------------------------------------------------
 *
 * abc.c
 *		ABC classes by cumulative share of value; see abc.h.
 *
 *-------------------------------------------------------------------------
 */
#include "abc.h"

#include "exact_sum.h"
#include "key_sort.h"

/* the sum of the greater values and the total, as they are compared with the thresholds */
typedef struct shares
{
	bool		doubles;
	__int128	before;			/* of integers */
	__int128	total;
	aftersales_exact_sum exact_before;	/* of doubles ... */
	aftersales_exact_sum exact_total;
	double		near_before;	/* ... and nearly */
	double		near_total;
} shares;

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
			out[distinct++] = (aftersales_value_count) {.key = sorted[i],.count = 1};
	}
	return distinct;
}

/* Adds a value, so many times, to the sum of the total or of the greater values. */
static void
add(shares *shares, const aftersales_value_count *value, bool to_total)
{
	if (!shares->doubles)
	{
		*(to_total ? &shares->total : &shares->before) += (__int128) value->key * value->count;
		return;
	}
	*(to_total ? &shares->near_total : &shares->near_before) += aftersales_double_of_key(value->key) * (double) value->count;
	for (int64_t i = 0; i < value->count; i++)
		aftersales_exact_add(to_total ? &shares->exact_total : &shares->exact_before, aftersales_double_of_key(value->key));
}

/* Is the share of the greater values below a threshold? */
static bool
is_below(shares *shares, uint32_t threshold)
{
	double		limit;

	if (!shares->doubles)
		return shares->before < aftersales_share_of(shares->total, threshold);
	limit = shares->near_total * ((double) threshold / AFTERSALES_SHARE_UNIT);
	if (shares->near_before < limit * (1 - NEARLY))
		return true;
	if (shares->near_before > limit * (1 + NEARLY))
		return false;
	return aftersales_exact_compare(&shares->exact_before, AFTERSALES_SHARE_UNIT, &shares->exact_total, threshold) < 0;
}

/*
 * The least values of class A and of class A or B: equal values get the class of
 * the first of them, which is A while the share of the greater ones is below a,
 * B while it is below b.  The sums are exact: those of integers in 128 bits,
 * those of doubles without rounding, in time proportional to all counts.
 */
aftersales_abc_cuts
aftersales_find_cuts(const aftersales_value_count *counts, size_t n, bool doubles, uint32_t a, uint32_t b)
{
	shares		shares = {.doubles = doubles};
	aftersales_abc_cuts cuts = {AFTERSALES_NO_KEY, AFTERSALES_NO_KEY};

	for (size_t i = 0; i < n; i++)
		add(&shares, &counts[i], true);
	while (n > 0 && is_below(&shares, b))
	{
		cuts.b = counts[--n].key;
		if (is_below(&shares, a))
			cuts.a = cuts.b;
		add(&shares, &counts[n], false);
	}
	return cuts;
}
