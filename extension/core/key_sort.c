/*-------------------------------------------------------------------------
 *
 * key_sort.c
 *		Sorting integers that are not negative; see key_sort.h.
 *
 *-------------------------------------------------------------------------
 */
#include "key_sort.h"

#define FEW 64					/* keys that are sorted by insertion */

static void
sort_few(int64_t *keys, size_t n)
{
	for (size_t i = 1; i < n; i++)
	{
		int64_t		key = keys[i];
		size_t		j = i;

		for (; j > 0 && keys[j - 1] > key; j--)
			keys[j] = keys[j - 1];
		keys[j] = key;
	}
}

/* Moves keys from one place to another in the order of one of their bytes. */
static void
distribute(const int64_t *from, int64_t *to, size_t n, int shift, const size_t count[256])
{
	size_t		place[256];
	size_t		sum = 0;

	for (int byte = 0; byte < 256; byte++)
	{
		place[byte] = sum;
		sum += count[byte];
	}
	for (size_t i = 0; i < n; i++)
		to[place[(from[i] >> shift) & 255]++] = from[i];
}

/*
 * Sorts n keys of at least 0, ascending, byte by byte from the low end (radix
 * sort), in time proportional to n.  scratch has room for n keys.
 */
void
aftersales_sort_keys(int64_t *keys, int64_t *scratch, size_t n)
{
	size_t		count[8][256] = {{0}};
	int64_t    *from = keys;
	int64_t    *to = scratch;

	if (n <= FEW)
	{
		sort_few(keys, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (int byte = 0; byte < 8; byte++)
			count[byte][(keys[i] >> (8 * byte)) & 255]++;
	for (int byte = 0; byte < 8; byte++)
	{
		int64_t    *swap = from;

		/* a byte that all keys share sorts nothing */
		if (count[byte][(from[0] >> (8 * byte)) & 255] == n)
			continue;
		distribute(from, to, n, 8 * byte, count[byte]);
		from = to;
		to = swap;
	}
	if (from != keys)
		memcpy(keys, from, n * sizeof *keys);
}
