/*-------------------------------------------------------------------------
 *
 * abc.h
 *		ABC classes by cumulative share of value, exactly.
 *
 * A value's key is an integer above 0 in the order of the values: the value in
 * units of 10^-scale, or the bits of a double (see key_sort.h).
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_ABC_H
#define AFTERSALES_ABC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* thresholds are shares in units of 1 / AFTERSALES_SHARE_UNIT */
#define AFTERSALES_SHARE_DIGITS 9
#define AFTERSALES_SHARE_UNIT 1000000000

/* key of no value: above all */
#define AFTERSALES_NO_KEY INT64_MAX

typedef struct aftersales_value_count
{
	int64_t		key;
	int64_t		count;
} aftersales_value_count;

/* the least values of their classes; b is at most a */
typedef struct aftersales_abc_cuts
{
	int64_t		a;
	int64_t		b;
} aftersales_abc_cuts;

extern __int128 aftersales_share_of(__int128 total, uint32_t share);
extern size_t aftersales_merge_counts(const aftersales_value_count *a, size_t na,
									  const aftersales_value_count *b, size_t nb,
									  aftersales_value_count *out);
extern size_t aftersales_count_keys(const int64_t *sorted, size_t n, aftersales_value_count *out);
extern aftersales_abc_cuts aftersales_find_cuts(const aftersales_value_count *counts, size_t n, bool doubles,
												uint32_t a, uint32_t b);

#endif							/* AFTERSALES_ABC_H */
