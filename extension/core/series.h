/*-------------------------------------------------------------------------
 *
 * series.h
 *		A sorted sequence of (period, amount): what the types demand (months)
 *		and visit_history (days) hold.
 *
 * Periods are numbers: months count from January of year 0 (year * 12 +
 * month - 1), days from 2000-01-01.  Amounts are sums of scaled integers
 * (thousandths of a piece, hundredths of a currency unit), so that adding is
 * exact and its order does not matter.
 *
 * Two forms:
 *
 * packed	The form that is stored, compared and sent: a version byte, then for
 *			each entry the distance of its period from the one before (the
 *			first: the period itself, zigzag) and its amount (zigzag), both as
 *			variable-length integers of 7 bits a byte, low bits first.  A kind
 *			with a head has, if there is an entry, their number, the first period
 *			(zigzag) and the distance from it to the last before them, and of
 *			the first entry only the amount.  There is just one packed form of a
 *			value, so equal values have equal bytes.
 * entries	A sorted array, for adding in place.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_SERIES_H
#define AFTERSALES_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AFTERSALES_SERIES_VERSION 1

/* bytes that packing of n entries takes at the most */
#define AFTERSALES_PACKED_MAX(n) (16 + (size_t) (n) * 15)

typedef enum aftersales_series_status
{
	AFTERSALES_SERIES_OK,
	AFTERSALES_SERIES_OVERFLOW, /* an amount left the range of int64 */
	AFTERSALES_SERIES_SPAN,		/* first and last period too far apart */
	AFTERSALES_SERIES_FULL,		/* no room for another entry */
	AFTERSALES_SERIES_CORRUPT	/* bytes that packing never makes */
} aftersales_series_status;

/* what differs between kinds of series */
typedef struct aftersales_series_kind
{
	int32_t		min_period;		/* smallest period allowed */
	int32_t		max_period;		/* largest period allowed */
	int32_t		max_span;		/* most periods from the first to the last */
	bool		drop_zero;		/* an amount of 0 is the same as no entry; such a kind has no head */
	bool		head;			/* the packed form begins with a head */
} aftersales_series_kind;

/* what a kind with a head knows without reading its entries */
typedef struct aftersales_series_head
{
	int32_t		count;			/* entries; the rest is 0 if there is none */
	int32_t		first;
	int32_t		last;
} aftersales_series_head;

typedef struct aftersales_entry
{
	int64_t		amount;
	int32_t		period;
} aftersales_entry;

/* walks a series of either form */
typedef struct aftersales_series_reader
{
	const aftersales_series_kind *kind;
	const aftersales_entry *entry;	/* next entry, NULL: packed */
	const aftersales_entry *entry_end;
	const uint8_t *byte;		/* next byte, if packed */
	const uint8_t *byte_end;
	aftersales_series_head head;	/* of a kind that has one */
	int32_t		count;			/* entries read, if packed */
	int32_t		first;
	int32_t		last;
	aftersales_series_status status;
} aftersales_series_reader;

extern void aftersales_read_packed(aftersales_series_reader *reader, const aftersales_series_kind *kind,
								   const uint8_t *bytes, size_t size);
extern void aftersales_read_entries(aftersales_series_reader *reader, const aftersales_series_kind *kind,
									const aftersales_entry *entries, int32_t count);
extern bool aftersales_entries_valid(const aftersales_series_kind *kind, const aftersales_entry *entries, int32_t count);
extern aftersales_series_status aftersales_read_head(const aftersales_series_kind *kind, const uint8_t *bytes, size_t size,
													 aftersales_series_head *head);
extern bool aftersales_series_next(aftersales_series_reader *reader, int32_t *period, int64_t *amount);

extern size_t aftersales_series_pack(const aftersales_series_kind *kind,
									 const aftersales_entry *entries, int32_t count, uint8_t *out);
extern aftersales_series_status aftersales_series_add(const aftersales_series_kind *kind,
													  aftersales_entry *entries, int32_t *count, int32_t capacity,
													  int32_t period, int64_t amount);
extern int32_t aftersales_series_union_size(const aftersales_entry *a, int32_t na,
											const aftersales_entry *b, int32_t nb);
extern aftersales_series_status aftersales_series_merge(const aftersales_series_kind *kind,
														aftersales_entry *a, int32_t *na, int32_t capacity,
														const aftersales_entry *b, int32_t nb);

#endif							/* AFTERSALES_SERIES_H */
