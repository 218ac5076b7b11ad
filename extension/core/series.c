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
	if (end - *pos >= 2 && (*pos)[1] - 1U < 0x7f)
	{
		*value = ((*pos)[0] & 0x7f) | (uint64_t) (*pos)[1] << 7;
		*pos += 2;
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

static bool
in_range(const aftersales_series_kind *kind, int64_t period)
{
	return period >= kind->min_period && period <= kind->max_period;
}

/* Reads a head and moves pos behind it; false if no entries can have it. */
static inline bool
get_head(const aftersales_series_kind *kind, const uint8_t **pos, const uint8_t *end, aftersales_series_head *head)
{
	uint64_t	count;
	uint64_t	first;
	uint64_t	span;

	if (!get_varint(pos, end, &count) || !get_varint(pos, end, &first) || !get_varint(pos, end, &span) ||
		count == 0 || span >= (uint64_t) kind->max_span || count > span + 1 ||
		!in_range(kind, unzigzag(first)) || unzigzag(first) + (int64_t) span > kind->max_period)
		return false;
	head->count = (int32_t) count;
	head->first = (int32_t) unzigzag(first);
	head->last = head->first + (int32_t) span;
	return true;
}

/*
 * The head of packed bytes, of a kind that has one.  Whether it is that of the
 * entries only reading them tells.
 */
aftersales_series_status
aftersales_read_head(const aftersales_series_kind *kind, const uint8_t *bytes, size_t size, aftersales_series_head *head)
{
	const uint8_t *pos = bytes + 1;

	if (size == 0 || bytes[0] != AFTERSALES_SERIES_VERSION)
		return AFTERSALES_SERIES_CORRUPT;
	if (size == 1)
		*head = (aftersales_series_head) {0};
	else if (!get_head(kind, &pos, bytes + size, head))
		return AFTERSALES_SERIES_CORRUPT;
	return AFTERSALES_SERIES_OK;
}

/*
 * Starts reading packed bytes.  Nothing about them is trusted: what packing
 * never makes sets status to AFTERSALES_SERIES_CORRUPT and ends the reading,
 * as does a head that is not that of the entries when they end.
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
	if (kind->head && size > 1 && !get_head(kind, &reader->byte, reader->byte_end, &reader->head))
		reader->status = AFTERSALES_SERIES_CORRUPT;
}

/* Is it what adding makes: ascending periods, within the kind's range and span? */
bool
aftersales_entries_valid(const aftersales_series_kind *kind, const aftersales_entry *entries, int32_t count)
{
	for (int32_t i = 1; i < count; i++)
		if (entries[i].period <= entries[i - 1].period)
			return false;
	return count == 0 ||
		(in_range(kind, entries[0].period) && in_range(kind, entries[count - 1].period) &&
		 (int64_t) entries[count - 1].period - entries[0].period < kind->max_span);
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

/* The next period of packed bytes; false if it cannot be. */
static bool
next_period(aftersales_series_reader *reader, int64_t *next)
{
	const aftersales_series_kind *kind = reader->kind;
	uint64_t	distance;

	if (reader->count == 0 && kind->head)
	{
		*next = reader->first = reader->head.first;
		return true;
	}
	if (!get_varint(&reader->byte, reader->byte_end, &distance))
		return false;
	if (reader->count == 0)
	{
		*next = unzigzag(distance);
		reader->first = (int32_t) *next;
		return in_range(kind, *next);
	}
	if (distance == 0 || distance >= (uint64_t) kind->max_span)
		return false;
	*next = reader->last + (int64_t) distance;
	return *next - reader->first < kind->max_span && *next <= kind->max_period;
}

static bool
next_packed(aftersales_series_reader *reader, int32_t *period, int64_t *amount)
{
	uint64_t	raw;
	int64_t		next;

	if (reader->byte == reader->byte_end)
	{
		if (reader->kind->head && (reader->count != reader->head.count || reader->last != reader->head.last))
			reader->status = AFTERSALES_SERIES_CORRUPT;
		return false;
	}
	if (!next_period(reader, &next) || !get_varint(&reader->byte, reader->byte_end, &raw) ||
		(raw == 0 && reader->kind->drop_zero))
	{
		reader->status = AFTERSALES_SERIES_CORRUPT;
		return false;
	}
	reader->count++;
	*period = reader->last = (int32_t) next;
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
	if (kind->head && count > 0)
	{
		pos = put_varint(pos, (uint64_t) count);
		pos = put_varint(pos, zigzag(entries[0].period));
		pos = put_varint(pos, (uint64_t) ((int64_t) entries[count - 1].period - entries[0].period));
	}
	for (int32_t i = 0; i < count; i++)
	{
		if (entries[i].amount == 0 && kind->drop_zero)
			continue;
		if (started || !kind->head)
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
