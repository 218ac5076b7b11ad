/*-------------------------------------------------------------------------
 *
 * series.c
 *		Reading, packing, adding to and merging series; see series.h.
 *
 *-------------------------------------------------------------------------
 */
#include "series.h"

#include <string.h>

static uint64_t
zigzag(int64_t value)
{
	return ((uint64_t) value << 1) ^ (uint64_t) (value >> 63);
}

static int64_t
unzigzag(uint64_t value)
{
	return (int64_t) (value >> 1) ^ -(int64_t) (value & 1);
}

static uint8_t *
put_varint(uint8_t *out, uint64_t value)
{
	while (value >= 0x80)
	{
		*out++ = (uint8_t) (value | 0x80);
		value >>= 7;
	}
	*out++ = (uint8_t) value;
	return out;
}

/*
 * Reads one variable-length integer; false if it is cut off, longer than 64
 * bits or not the shortest way to write its value.
 */
static inline bool
get_varint(const uint8_t **pos, const uint8_t *end, uint64_t *value)
{
	uint64_t	result = 0;

	/* most distances and many amounts are this short */
	if (*pos < end && **pos < 0x80)
	{
		*value = *(*pos)++;
		return true;
	}
	for (int shift = 0; shift < 64; shift += 7)
	{
		uint8_t		byte;

		if (*pos == end)
			return false;
		byte = *(*pos)++;
		if (shift == 63 && byte > 1)
			return false;
		result |= (uint64_t) (byte & 0x7f) << shift;
		if (byte < 0x80)
		{
			*value = result;
			return byte != 0 || shift == 0;
		}
	}
	return false;
}

/*
 * Starts reading packed bytes.  Nothing about them is trusted: what packing
 * never makes sets status to AFTERSALES_SERIES_CORRUPT and ends the reading.
 */
void
aftersales_read_packed(aftersales_series_reader *reader, const aftersales_series_kind *kind,
					   const uint8_t *bytes, size_t size)
{
	memset(reader, 0, sizeof *reader);
	reader->kind = kind;
	if (size == 0 || bytes[0] != AFTERSALES_SERIES_VERSION)
	{
		reader->status = AFTERSALES_SERIES_CORRUPT;
		return;
	}
	reader->byte = bytes + 1;
	reader->byte_end = bytes + size;
}

/* Starts reading a sorted array. */
void
aftersales_read_entries(aftersales_series_reader *reader, const aftersales_series_kind *kind,
						const aftersales_entry *entries, int32_t count)
{
	memset(reader, 0, sizeof *reader);
	reader->kind = kind;
	reader->entry = entries;
	reader->entry_end = entries + count;
}

static bool
next_packed(aftersales_series_reader *reader, int32_t *period, int64_t *amount)
{
	const aftersales_series_kind *kind = reader->kind;
	uint64_t	distance;
	uint64_t	raw;
	int64_t		next;

	if (reader->byte == reader->byte_end)
		return false;
	reader->status = AFTERSALES_SERIES_CORRUPT;
	if (!get_varint(&reader->byte, reader->byte_end, &distance) ||
		!get_varint(&reader->byte, reader->byte_end, &raw))
		return false;
	if (!reader->started)
	{
		next = unzigzag(distance);
		if (next < kind->min_period || next > kind->max_period)
			return false;
		reader->started = true;
		reader->first = (int32_t) next;
	}
	else
	{
		if (distance == 0 || distance >= (uint64_t) kind->max_span)
			return false;
		next = reader->last + (int64_t) distance;
		if (next - reader->first >= kind->max_span || next > kind->max_period)
			return false;
	}
	if (raw == 0 && kind->drop_zero)
		return false;
	reader->last = (int32_t) next;
	reader->status = AFTERSALES_SERIES_OK;
	*period = reader->last;
	*amount = unzigzag(raw);
	return true;
}

/*
 * The next entry, in order of periods; false at the end or when the bytes are
 * corrupt (look at reader->status).  Amounts of 0 that mean nothing are
 * passed over.
 */
bool
aftersales_series_next(aftersales_series_reader *reader, int32_t *period, int64_t *amount)
{
	if (reader->status != AFTERSALES_SERIES_OK)
		return false;
	if (reader->byte)
		return next_packed(reader, period, amount);
	while (reader->entry < reader->entry_end)
	{
		const aftersales_entry *entry = reader->entry++;

		if (entry->amount == 0 && reader->kind->drop_zero)
			continue;
		*period = entry->period;
		*amount = entry->amount;
		return true;
	}
	return false;
}

/*
 * Writes the packed form of a sorted array to out, which has room for
 * AFTERSALES_PACKED_MAX(count) bytes; returns the bytes written.
 */
size_t
aftersales_series_pack(const aftersales_series_kind *kind,
					   const aftersales_entry *entries, int32_t count, uint8_t *out)
{
	uint8_t    *pos = out;
	bool		started = false;
	int32_t		last = 0;

	*pos++ = AFTERSALES_SERIES_VERSION;
	for (int32_t i = 0; i < count; i++)
	{
		if (entries[i].amount == 0 && kind->drop_zero)
			continue;
		pos = put_varint(pos, started ? (uint64_t) ((int64_t) entries[i].period - last)
						 : zigzag(entries[i].period));
		pos = put_varint(pos, zigzag(entries[i].amount));
		started = true;
		last = entries[i].period;
	}
	return (size_t) (pos - out);
}

/* Index of the first entry whose period is not below the one wanted. */
static int32_t
lower_bound(const aftersales_entry *entries, int32_t count, int32_t period)
{
	int32_t		low = 0;

	/* mostly data come in order of time: look at the end first */
	if (count > 0 && entries[count - 1].period < period)
		return count;
	while (count > 0)
	{
		int32_t		half = count / 2;

		if (entries[low + half].period < period)
		{
			low += half + 1;
			count -= half + 1;
		}
		else
			count = half;
	}
	return low;
}

/*
 * Adds an amount to a period of a sorted array in place.  The array is
 * unchanged when the result is not AFTERSALES_SERIES_OK.  The caller has
 * checked that the period is in the kind's range.
 */
aftersales_series_status
aftersales_series_add(const aftersales_series_kind *kind,
					  aftersales_entry *entries, int32_t *count, int32_t capacity,
					  int32_t period, int64_t amount)
{
	int32_t		i = lower_bound(entries, *count, period);
	int32_t		first;
	int32_t		last;

	if (i < *count && entries[i].period == period)
	{
		int64_t		sum;

		if (__builtin_add_overflow(entries[i].amount, amount, &sum))
			return AFTERSALES_SERIES_OVERFLOW;
		entries[i].amount = sum;
		return AFTERSALES_SERIES_OK;
	}

	if (*count > 0)
	{
		first = i == 0 ? period : entries[0].period;
		last = i == *count ? period : entries[*count - 1].period;
		if ((int64_t) last - first >= kind->max_span)
			return AFTERSALES_SERIES_SPAN;
	}
	if (*count == capacity)
		return AFTERSALES_SERIES_FULL;
	memmove(&entries[i + 1], &entries[i], (size_t) (*count - i) * sizeof *entries);
	entries[i] = (aftersales_entry) {.period = period, .amount = amount};
	(*count)++;
	return AFTERSALES_SERIES_OK;
}

/* Number of distinct periods of two sorted arrays. */
int32_t
aftersales_series_union_size(const aftersales_entry *a, int32_t na,
							 const aftersales_entry *b, int32_t nb)
{
	int32_t		size = 0;

	for (int32_t i = 0, j = 0; i < na || j < nb; size++)
	{
		if (j == nb || (i < na && a[i].period < b[j].period))
			i++;
		else if (i == na || b[j].period < a[i].period)
			j++;
		else
			i++, j++;
	}
	return size;
}

/*
 * Adds the entries of b to those of a, in place, from the last to the first.
 * The capacity of a is at least aftersales_series_union_size().  After a
 * result other than AFTERSALES_SERIES_OK the contents of a are undefined.
 */
aftersales_series_status
aftersales_series_merge(const aftersales_series_kind *kind,
						aftersales_entry *a, int32_t *na, int32_t capacity,
						const aftersales_entry *b, int32_t nb)
{
	int32_t		size = aftersales_series_union_size(a, *na, b, nb);
	int32_t		i = *na - 1;
	int32_t		j = nb - 1;

	if (size > capacity)
		return AFTERSALES_SERIES_FULL;
	for (int32_t k = size - 1; j >= 0; k--)
	{
		if (i >= 0 && a[i].period > b[j].period)
			a[k] = a[i--];
		else if (i < 0 || a[i].period < b[j].period)
			a[k] = b[j--];
		else
		{
			if (__builtin_add_overflow(a[i].amount, b[j].amount, &a[k].amount))
				return AFTERSALES_SERIES_OVERFLOW;
			a[k].period = b[j].period;
			i--, j--;
		}
	}
	*na = size;
	if (size > 0 && (int64_t) a[size - 1].period - a[0].period >= kind->max_span)
		return AFTERSALES_SERIES_SPAN;
	return AFTERSALES_SERIES_OK;
}
