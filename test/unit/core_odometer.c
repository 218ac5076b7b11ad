/*-------------------------------------------------------------------------
 *
 * core_odometer.c
 *		Odometer readings, daily use and the next service.
 *
 *-------------------------------------------------------------------------
 */
#include "odometer.h"
#include "tap.h"

#include <stdlib.h>

#define N(array) ((int) (sizeof(array) / sizeof((array)[0])))

/* km a day, or -1 */
static double
use(aftersales_reading *readings, int n)
{
	static double slopes[AFTERSALES_MAX_READINGS * AFTERSALES_MAX_READINGS / 2];
	double		km_per_day;

	n = aftersales_valid_readings(readings, n);
	return aftersales_daily_km(readings, n, slopes, &km_per_day) ? km_per_day : -1;
}

static void
test_use(void)
{
	aftersales_reading steady[] = {{100, 5000}, {0, 1000}, {50, 3000}};
	aftersales_reading near_by[] = {{0, 1000}, {29, 3000}};
	aftersales_reading apart[] = {{0, 1000}, {30, 2500}};
	aftersales_reading one[] = {{0, 1000}};
	aftersales_reading falling[] = {{0, 5000}, {40, 1000}};
	aftersales_reading slow[] = {{0, 1000}, {100, 1001}};
	aftersales_reading fast[] = {{0, 1000}, {100, 900000}};
	aftersales_reading old[] = {{0, 0}, {400, 40000}, {500, 42000}};
	aftersales_reading edge[] = {{0, 0}, {366, 36600}};

	is_close(use(steady, N(steady)), 40, 1e-15, "readings in any order");
	is_close(use(near_by, N(near_by)), -1, 0, "29 days apart are too near");
	is_close(use(apart, N(apart)), 50, 1e-15, "30 days are enough");
	is_close(use(one, N(one)), -1, 0, "one reading is not enough");
	is_close(use(one, 0), -1, 0, "nor is none");
	is_close(use(falling, N(falling)), -1, 0, "nor are two that fall");
	is_close(use(slow, N(slow)), 5, 1e-15, "at least 5");
	is_close(use(fast, N(fast)), 300, 1e-15, "at most 300");
	is_close(use(old, N(old)), 20, 1e-15, "readings more than twelve months before the newest do not count");
	is_close(use(edge, N(edge)), 100, 1e-15, "twelve months before does");
}

static void
test_slips(void)
{
	aftersales_reading high[] = {{0, 10000}, {60, 999999}, {120, 14800}};
	aftersales_reading low[] = {{0, 10000}, {60, 124}, {120, 14800}, {180, 17200}};
	aftersales_reading same_day[] = {{0, 10000}, {0, 9000}, {100, 14000}};
	int			n;

	n = aftersales_valid_readings(high, N(high));
	ok(n == 2 && high[0].km == 10000 && high[1].km == 14800, "a reading far too high is rejected");
	n = aftersales_valid_readings(low, N(low));
	ok(n == 3 && low[0].km == 10000 && low[1].km == 14800 && low[2].km == 17200, "and one far too low");
	n = aftersales_valid_readings(same_day, N(same_day));
	ok(n == 2 && same_day[0].km == 10000, "of a day the highest counts");
}

/* any readings: what is left rises, is of one year and is the same in any order */
static void
test_random(void)
{
	bool		good = true;

	srand(1);
	for (int round = 0; round < 300; round++)
	{
		aftersales_reading a[500];
		aftersales_reading b[500];
		int			n = rand() % 500 + 1;
		int			kept;

		for (int i = 0; i < n; i++)
			a[i] = (aftersales_reading) {rand() % 700, rand() % 50000};
		for (int i = 0; i < n; i++)
			b[i] = a[n - 1 - i];
		kept = aftersales_valid_readings(a, n);
		good &= kept >= 1 && kept <= AFTERSALES_MAX_READINGS && kept == aftersales_valid_readings(b, n);
		for (int i = 0; i < kept; i++)
			good &= a[i].day == b[i].day && a[i].km == b[i].km && a[kept - 1].day - a[i].day <= 366 &&
				(i == 0 || (a[i].day > a[i - 1].day && a[i].km >= a[i - 1].km));
	}
	ok(good, "valid readings rise, are of twelve months, and do not depend on the order given");
}

/* the next service, or -1 */
static int32_t
next(aftersales_service_plan plan)
{
	int32_t		day;

	return aftersales_next_service(&plan, &day) ? day : -1;
}

static void
test_next_service(void)
{
	aftersales_service_plan plan = {.service_day = 0, .months = 6, .due_km = 10000, .reading_day = 0, .reading_km = 0, .km_per_day = 40};

	ok(next(plan) == 182, "six months after 2000-01-01 are before 250 days");
	plan.		km_per_day = 100;

	ok(next(plan) == 100, "by odometer if that is earlier");
	plan.		reading_day = 90;
	plan.		reading_km = 9901;

	ok(next(plan) == 91, "counted from the newest reading, a part of a day is a day");
	plan.		reading_km = 12000;

	ok(next(plan) == 90, "not before the reading that is past it");
	plan.		months = 0;

	ok(next(plan) == 90, "without months");
	plan.		km_per_day = 0;

	ok(next(plan) == -1, "without any limit");
	plan.		months = 6;

	ok(next(plan) == 182, "without kilometres");
	plan.		km_per_day = 1e-9;
	plan.		reading_km = 0;

	ok(next(plan) == 182, "a day out of the calendar does not count");
}

int
main(void)
{
	test_use();
	test_slips();
	test_random();
	test_next_service();
	return done_testing();
}
