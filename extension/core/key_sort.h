/*-------------------------------------------------------------------------
 *
 * key_sort.h
 *		Sorting integers that are not negative, and doubles that are not.
 *
 * The bits of doubles of at least 0, read as an integer, are in the order of
 * the doubles.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_KEY_SORT_H
#define AFTERSALES_KEY_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

extern void aftersales_sort_keys(int64_t *keys, int64_t *scratch, size_t n);

static inline int64_t
aftersales_key_of_double(double value)
{
	int64_t		key;

	memcpy(&key, &value, sizeof key);
	return key;
}

static inline double
aftersales_double_of_key(int64_t key)
{
	double		value;

	memcpy(&value, &key, sizeof value);
	return value;
}

#endif							/* AFTERSALES_KEY_SORT_H */
