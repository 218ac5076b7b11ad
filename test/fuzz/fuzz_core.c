/*-------------------------------------------------------------------------
 *
 * fuzz_core.c
 *		The packed form of types demand and visit_history: what is read
 *		packs to the same bytes; anything else is refused.
 *
 *-------------------------------------------------------------------------
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "series.h"

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_ENTRIES 4096

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const aftersales_series_kind kinds[] = {
		{.min_period = 12, .max_period = 119999, .max_span = 1200, .drop_zero = true},
		{.min_period = -730119, .max_period = 2921939, .max_span = 36525, .drop_zero = false}
	};
	static aftersales_entry entries[MAX_ENTRIES];
	static uint8_t packed[AFTERSALES_PACKED_MAX(MAX_ENTRIES)];
	aftersales_series_reader reader;
	int			count = 0;
	int32_t		period;
	int64_t		amount;

	if (size < 1)
		return 0;
	aftersales_read_packed(&reader, &kinds[data[0] % 2], data + 1, size - 1);
	while (count < MAX_ENTRIES && aftersales_series_next(&reader, &period, &amount))
		entries[count++] = (aftersales_entry) {.period = period, .amount = amount};
	if (count == MAX_ENTRIES || reader.status != AFTERSALES_SERIES_OK)
		return 0;
	if (aftersales_series_pack(&kinds[data[0] % 2], entries, count, packed) != size - 1 || memcmp(packed, data + 1, size - 1) != 0)
	{
		fprintf(stderr, "fuzz_core: packed again, the bytes differ\n");
		abort();
	}
	return 0;
}
