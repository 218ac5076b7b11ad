/*-------------------------------------------------------------------------
 *
 * counts.c
 *		Putting counts of keys in order; see counts.h.
 *
 *-------------------------------------------------------------------------
 */
#include "counts.h"

#include <string.h>

#define DIGIT_BITS 8
#define DIGITS (64 / DIGIT_BITS)
#define DIGIT_VALUES (1 << DIGIT_BITS)

static unsigned int
digit(uint64_t key, int i)
{
	return (unsigned int) (key >> (i * DIGIT_BITS)) & (DIGIT_VALUES - 1);
}

/* Sorts by one digit, from one array into the other; equal digits keep their order. */
static void
sort_by_digit(const aftersales_count *from, size_t n, aftersales_count *to, int i)
{
	size_t		start[DIGIT_VALUES] = {0};
	size_t		sum = 0;

	for (size_t e = 0; e < n; e++)
		start[digit(from[e].key, i)]++;
	for (int value = 0; value < DIGIT_VALUES; value++)
	{
		size_t		count = start[value];

		start[value] = sum;
		sum += count;
	}
	for (size_t e = 0; e < n; e++)
		to[start[digit(from[e].key, i)]++] = from[e];
}

/*
 * Sorts n entries by key, in place, and adds up the counts of equal keys;
 * returns how many keys there are.  The scratch array has room for n entries.
 * The sum of the counts stays in the range of int64.
 */
size_t
aftersales_counts_order(aftersales_count *entries, size_t n, aftersales_count *scratch)
{
	aftersales_count *from = entries;
	aftersales_count *to = scratch;
	uint64_t	differing = 0;
	size_t		distinct = 0;

	for (size_t e = 1; e < n; e++)
		differing |= entries[e].key ^ entries[0].key;
	for (int i = 0; i < DIGITS; i++)
	{
		aftersales_count *swap = from;

		if (digit(differing, i) == 0)
			continue;
		sort_by_digit(from, n, to, i);
		from = to;
		to = swap;
	}
	for (size_t e = 0; e < n; e++)
	{
		if (distinct > 0 && from[distinct - 1].key == from[e].key)
			from[distinct - 1].count += from[e].count;
		else
			from[distinct++] = from[e];
	}
	if (from != entries)
		memcpy(entries, from, distinct * sizeof *entries);
	return distinct;
}
