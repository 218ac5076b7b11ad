/*-------------------------------------------------------------------------
 *
 * counts.h
 *		How often each of many keys came: an array of (key, count), appended to
 *		and now and then put in order.
 *
 * In order it is sorted and every key is there once, whatever the order of
 * appending was.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_COUNTS_H
#define AFTERSALES_COUNTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct aftersales_count
{
	uint64_t	key;
	int64_t		count;
} aftersales_count;

extern size_t aftersales_counts_order(aftersales_count *entries, size_t n, aftersales_count *scratch);

#endif							/* AFTERSALES_COUNTS_H */
