/*-------------------------------------------------------------------------
 *
 * core_calendar.c
 *		Days and months: every day of the supported calendar.
 *
 *-------------------------------------------------------------------------
 */
#include "calendar.h"
#include "tap.h"

/* counts days as a calendar on the wall does */
static void
test_every_day(void)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int32_t		day = AFTERSALES_MIN_DAY;
	bool		good = true;

	for (int year = 1; year <= 9999; year++)
		for (int month = 0; month < 12; month++)
		{
			bool		leap = month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

			good &= aftersales_first_day(year * 12 + month) == day;
			for (int i = 0; i < lengths[month] + leap; i++)
				good &= aftersales_month_of_day(day++) == year * 12 + month;
		}
	ok(good, "each day is in its month");
	ok(day == AFTERSALES_MAX_DAY + 1, "the last day is 9999-12-31");
}

static int32_t
ymd(int year, int month, int day)
{
	return aftersales_first_day(year * 12 + month - 1) + day - 1;
}

int
main(void)
{
	test_every_day();
	ok(ymd(2000, 1, 1) == 0, "days count from 2000-01-01");
	ok(aftersales_add_months(ymd(2026, 8, 31), -6) == ymd(2026, 2, 28), "the month before may be shorter");
	ok(aftersales_add_months(ymd(2024, 8, 31), -6) == ymd(2024, 2, 29), "or have a leap day");
	ok(aftersales_add_months(ymd(2026, 2, 28), 6) == ymd(2026, 8, 28), "the day stays where it can");
	ok(aftersales_add_months(ymd(2026, 1, 15), -12) == ymd(2025, 1, 15), "a year back");
	return done_testing();
}
