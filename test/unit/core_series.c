/*-------------------------------------------------------------------------
 *
 * core_series.c
 *		Series: packing is canonical and refuses everything else; adding and
 *		merging agree with plain arrays.
 *
 *-------------------------------------------------------------------------
 */
#include <stdlib.h>
#include <string.h>

#include "series.h"
#include "tap.h"

#define SPAN 200
#define ROUNDS 2000

/* without a head; each test of both forms is made for a kind with one, too */
static aftersales_series_kind kind = {.min_period = -1000, .max_period = 100000, .max_span = SPAN, .drop_zero = true};

static void
set_head(bool head)
{
	kind.head = head;
	kind.drop_zero = !head;
	printf("# a kind %s a head\n", head ? "with" : "without");
}

static uint64_t seed = 1;

/* splitmix64 */
static uint64_t
next_random(void)
{
	uint64_t	z = (seed += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* a plain array of all periods stands against a series */
static bool
same(const int64_t *plain, int32_t base, const uint8_t *bytes, size_t size)
{
	aftersales_series_reader reader;
	int64_t		rest[SPAN];
	int32_t		period;
	int64_t		amount;

	memcpy(rest, plain, sizeof rest);
	aftersales_read_packed(&reader, &kind, bytes, size);
	while (aftersales_series_next(&reader, &period, &amount))
	{
		if (rest[period - base] != amount)
			return false;
		rest[period - base] = 0;
	}
	for (int i = 0; i < SPAN; i++)
		if (rest[i] != 0)
			return false;
	return reader.status == AFTERSALES_SERIES_OK;
}

static int64_t
random_amount(void)
{
	int64_t		amount = (int64_t) next_random() >> (next_random() % 62 + 2);

	return next_random() % 8 == 0 ? -amount : amount;
}

/* adds random amounts to a series and to a plain array */
static int32_t
fill(aftersales_entry *entries, int64_t *plain, int32_t base, bool *good)
{
	int32_t		count = 0;
	int			rows = (int) (next_random() % 300);

	for (int i = 0; i < rows; i++)
	{
		int32_t		at = (int32_t) (next_random() % SPAN);
		int64_t		amount = random_amount() / 1000;

		plain[at] += amount;
		*good &= aftersales_series_add(&kind, entries, &count, SPAN, base + at, amount) == AFTERSALES_SERIES_OK;
	}
	return count;
}

static void
test_against_arrays(void)
{
	bool		adding = true;
	bool		merging = true;
	bool		canonical = true;

	for (int round = 0; round < ROUNDS; round++)
	{
		aftersales_entry a[SPAN];
		aftersales_entry b[SPAN];
		int64_t		plain[SPAN] = {0};
		int32_t		base = (int32_t) (next_random() % 50000) - 1000;
		int32_t		na = fill(a, plain, base, &adding);
		uint8_t		bytes[AFTERSALES_PACKED_MAX(SPAN)];
		uint8_t		again[AFTERSALES_PACKED_MAX(SPAN)];
		size_t		size = aftersales_series_pack(&kind, a, na, bytes);
		int32_t		nb;
		aftersales_series_reader reader;
		aftersales_entry back[SPAN];
		int32_t		nback = 0;

		adding &= same(plain, base, bytes, size);
		aftersales_read_packed(&reader, &kind, bytes, size);
		while (aftersales_series_next(&reader, &back[nback].period, &back[nback].amount))
			nback++;
		canonical &= aftersales_series_pack(&kind, back, nback, again) == size && memcmp(bytes, again, size) == 0;

		nb = fill(b, plain, base, &adding);
		merging &= aftersales_series_merge(&kind, a, &na, SPAN, b, nb) == AFTERSALES_SERIES_OK;
		size = aftersales_series_pack(&kind, a, na, bytes);
		merging &= same(plain, base, bytes, size);
	}
	ok(adding, "%d random series hold what was added", ROUNDS);
	ok(merging, "merged series hold what was added to both");
	ok(canonical, "unpacking and packing gives the same bytes");
}

static bool
reads(const uint8_t *bytes, size_t size)
{
	aftersales_series_reader reader;
	int32_t		period;
	int64_t		amount;

	aftersales_read_packed(&reader, &kind, bytes, size);
	while (aftersales_series_next(&reader, &period, &amount))
		;
	return reader.status == AFTERSALES_SERIES_OK;
}

/* whatever can be read is just what packing makes of it */
static void
test_hostile_bytes(void)
{
	int			accepted = 0;
	bool		canonical = true;

	for (int round = 0; round < 200000; round++)
	{
		size_t		size = next_random() % 12;
		uint8_t		bytes[12];
		uint8_t		packed[AFTERSALES_PACKED_MAX(12)];
		aftersales_entry entries[12];
		int32_t		count = 0;
		aftersales_series_reader reader;

		for (size_t i = 0; i < size; i++)
			bytes[i] = (uint8_t) (next_random() % 4 == 0 ? next_random() : next_random() % 8);
		if (size > 0 && next_random() % 8 != 0)
			bytes[0] = AFTERSALES_SERIES_VERSION;
		aftersales_read_packed(&reader, &kind, bytes, size);
		while (aftersales_series_next(&reader, &entries[count].period, &entries[count].amount))
			count++;
		if (reader.status != AFTERSALES_SERIES_OK)
			continue;
		accepted++;
		canonical &= aftersales_series_pack(&kind, entries, count, packed) == size && memcmp(packed, bytes, size) == 0;
	}
	ok(accepted > 100, "some random bytes are series");
	ok(canonical, "every accepted byte string is canonical");
}

static void
test_chosen_bytes(void)
{
	aftersales_series_head head;

	ok(reads((uint8_t[]) {1}, 1), "an empty series is read");
	ok(!reads((uint8_t[]) {0}, 0), "no bytes are refused");
	ok(!reads((uint8_t[]) {2}, 1), "another version is refused");
	ok(!reads((uint8_t[]) {1, 2}, 2), "a cut entry is refused");
	ok(!reads((uint8_t[]) {1, 2, 0}, 3), "an amount of 0 is refused");
	ok(reads((uint8_t[]) {1, 2, 2, 1, 2}, 5), "two entries are read");
	ok(!reads((uint8_t[]) {1, 2, 2, 0, 2}, 5), "a distance of 0 is refused");
	ok(!reads((uint8_t[]) {1, 0x82, 0, 2}, 4), "a number in more bytes than needed is refused");
	ok(!reads((uint8_t[]) {1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2}, 12), "a period out of range is refused");
	ok(!reads((uint8_t[]) {1, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2}, 12), "an amount of more than 64 bits is refused");
	ok(!reads((uint8_t[]) {1, 2, 2, 0xc8, 1, 2}, 6), "a distance of the whole span is refused");

	set_head(true);
	ok(reads((uint8_t[]) {1, 2, 20, 3, 0, 3, 8}, 7), "a head and two entries are read");
	ok(aftersales_read_head(&kind, (uint8_t[]) {1, 2, 20, 3, 0, 3, 8}, 7, &head) == AFTERSALES_SERIES_OK &&
	   head.count == 2 && head.first == 10 && head.last == 13, "the head is that of the entries");
	ok(aftersales_read_head(&kind, (uint8_t[]) {1}, 1, &head) == AFTERSALES_SERIES_OK && head.count == 0, "an empty series has an empty head");
	ok(aftersales_read_head(&kind, (uint8_t[]) {1, 2, 20}, 3, &head) == AFTERSALES_SERIES_CORRUPT, "half a head is refused");
	ok(!reads((uint8_t[]) {1, 0, 20, 0}, 4), "a head of no entries is refused");
	ok(!reads((uint8_t[]) {1, 1, 20, 3, 0, 3, 8}, 7), "a head of too few entries is refused");
	ok(!reads((uint8_t[]) {1, 3, 20, 3, 0, 3, 8}, 7), "a head of too many entries is refused");
	ok(!reads((uint8_t[]) {1, 2, 20, 4, 0, 3, 8}, 7), "a head of another span is refused");
	ok(!reads((uint8_t[]) {1, 5, 20, 3, 0, 3, 8}, 7), "a head of more entries than its span holds is refused");
	ok(!reads((uint8_t[]) {1, 1, 0xa1, 0x9c, 1, 0, 0}, 7), "a head out of range is refused");
	set_head(false);
}

static void
test_limits(void)
{
	aftersales_entry entries[3];
	aftersales_entry other[] = {{.period = 100 + SPAN, .amount = 1}};
	int32_t		count = 0;

	ok(aftersales_series_add(&kind, entries, &count, 1, 100, INT64_MAX) == AFTERSALES_SERIES_OK, "the largest amount is held");
	ok(aftersales_series_add(&kind, entries, &count, 1, 100, 1) == AFTERSALES_SERIES_OVERFLOW &&
	   entries[0].amount == INT64_MAX, "a sum beyond it is refused and changes nothing");
	ok(aftersales_series_add(&kind, entries, &count, 1, 101, 1) == AFTERSALES_SERIES_FULL, "a full array is told");
	ok(aftersales_series_add(&kind, entries, &count, 3, 100 + SPAN, 1) == AFTERSALES_SERIES_SPAN, "too late a period is refused");
	ok(aftersales_series_add(&kind, entries, &count, 3, 100 - SPAN, 1) == AFTERSALES_SERIES_SPAN, "too early a period is refused");
	ok(aftersales_series_add(&kind, entries, &count, 3, 100 + SPAN - 1, 1) == AFTERSALES_SERIES_OK && count == 2, "the whole span is held");
	ok(aftersales_series_merge(&kind, entries, &count, 2, other, 1) == AFTERSALES_SERIES_FULL, "merging tells a full array");
	ok(aftersales_series_merge(&kind, entries, &count, 3, other, 1) == AFTERSALES_SERIES_SPAN, "merging refuses periods too far apart");
}

int
main(void)
{
	for (int head = 1; head >= 0; head--)
	{
		set_head(head);
		test_against_arrays();
		test_hostile_bytes();
	}
	test_chosen_bytes();
	test_limits();
	return done_testing();
}
