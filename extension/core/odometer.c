/*-------------------------------------------------------------------------
 *
 * odometer.c
 *		Use of a vehicle from its odometer readings, and when its next
 *		maintenance is due.
 *
 * Readings are typed by hand.  Those that fall are rejected: of all the ways
 * to leave some out so that the rest never falls, the one that keeps most is
 * taken, and of several such the one that rises least, so that a slip of the
 * pen goes and not what is around it.  The use is the median of the slopes
 * between any two readings at least 30 days apart (Theil 1950, Sen 1968), which
 * a wrong reading that is left does not move far.
 *
 *-------------------------------------------------------------------------
 */
#include "odometer.h"

#include <math.h>
#include <stdlib.h>

#include "calendar.h"

#define MONTHS 12
#define MIN_DAYS 30
#define MIN_KM_PER_DAY 5
#define MAX_KM_PER_DAY 300

static int
compare_readings(const void *a, const void *b)
{
	const aftersales_reading *x = a;
	const aftersales_reading *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->km > y->km) - (x->km < y->km);
}

static int
compare_slopes(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

/* Sorts the readings and leaves those of the twelve months up to the newest, of a day the highest; returns how many. */
static int
last_year(aftersales_reading *readings, int n)
{
	int32_t		first;
	int			kept = 0;

	if (n == 0)
		return 0;
	qsort(readings, n, sizeof(*readings), compare_readings);
	first = aftersales_add_months(readings[n - 1].day, -MONTHS);
	for (int i = 0; i < n; i++)
	{
		if (readings[i].day < first)
			continue;
		if (kept > 0 && readings[kept - 1].day == readings[i].day)
			kept--;
		readings[kept++] = readings[i];
	}
	return kept;
}

/*
 * Leaves the valid readings of the twelve months up to the newest, by day;
 * returns how many, at most AFTERSALES_MAX_READINGS.
 */
int
aftersales_valid_readings(aftersales_reading *readings, int n)
{
	int			length[AFTERSALES_MAX_READINGS];
	int			before[AFTERSALES_MAX_READINGS];
	int32_t		rise[AFTERSALES_MAX_READINGS];
	bool		valid[AFTERSALES_MAX_READINGS] = {false};
	int			best = 0;
	int			kept = 0;

	n = last_year(readings, n);
	for (int i = 0; i < n; i++)
	{
		length[i] = 1;
		before[i] = -1;
		rise[i] = 0;
		for (int j = 0; j < i; j++)
		{
			int32_t		rise_here = rise[j] + readings[i].km - readings[j].km;

			if (readings[j].km <= readings[i].km &&
				(length[j] + 1 > length[i] || (length[j] + 1 == length[i] && rise_here < rise[i])))
			{
				length[i] = length[j] + 1;
				before[i] = j;
				rise[i] = rise_here;
			}
		}
		if (length[i] > length[best] || (length[i] == length[best] && rise[i] < rise[best]))
			best = i;
	}
	if (n == 0)
		return 0;
	for (int i = best; i >= 0; i = before[i])
		valid[i] = true;
	for (int i = 0; i < n; i++)
		if (valid[i])
			readings[kept++] = readings[i];
	return kept;
}

/* How many slopes aftersales_daily_km() may need room for. */
size_t
aftersales_slopes_needed(int n)
{
	return (size_t) n * (n - 1) / 2;
}

/*
 * Kilometres a day by valid readings, in 5 to 300; false if there are not two
 * of them 30 days apart.
 */
bool
aftersales_daily_km(const aftersales_reading *readings, int n, double *slopes, double *km_per_day)
{
	size_t		pairs = 0;
	double		median;

	for (int i = 0; i < n; i++)
		for (int j = i + 1; j < n; j++)
		{
			int32_t		days = readings[j].day - readings[i].day;

			if (days >= MIN_DAYS)
				slopes[pairs++] = (double) (readings[j].km - readings[i].km) / days;
		}
	if (pairs == 0)
		return false;
	qsort(slopes, pairs, sizeof(*slopes), compare_slopes);
	median = (slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2;
	*km_per_day = fmin(fmax(median, MIN_KM_PER_DAY), MAX_KM_PER_DAY);
	return true;
}

/*
 * The day of the next service: months after the last one, or when the odometer
 * is projected to show due_km, but not before the newest reading; the earlier.
 * False if neither limit is known or lies in the calendar.
 */
bool
aftersales_next_service(const aftersales_service_plan *service, int32_t *day)
{
	bool		known = service->months > 0;

	if (known)
		*day = aftersales_add_months(service->service_day, service->months);
	if (service->km_per_day > 0)
	{
		double		days = ceil(fmax(0, (service->due_km - service->reading_km) / service->km_per_day));
		double		by_km = service->reading_day + days;

		if (by_km <= AFTERSALES_MAX_DAY && (!known || by_km < *day))
		{
			*day = (int32_t) by_km;
			known = true;
		}
	}
	return known && *day <= AFTERSALES_MAX_DAY;
}
