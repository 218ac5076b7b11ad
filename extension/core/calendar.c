/*-------------------------------------------------------------------------
 *
 * calendar.c
 *		Days and months as numbers; see calendar.h.
 *
 * The year is taken to begin in March, so that the leap day is its last and
 * month lengths follow (153 m + 2) / 5; four hundred years have 146097 days.
 *
 *-------------------------------------------------------------------------
 */
#include "calendar.h"

/* days from 0000-03-01 to 2000-01-01 */
#define EPOCH 730425

/* Month in which a day lies. */
int32_t
aftersales_month_of_day(int32_t day)
{
	int32_t		days = day + EPOCH;
	int32_t		era = (days >= 0 ? days : days - 146096) / 146097;
	int32_t		of_era = days - era * 146097;
	int32_t		year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int32_t		of_year = of_era - (365 * year + year / 4 - year / 100);
	int32_t		from_march = (5 * of_year + 2) / 153;

	return (era * 400 + year) * 12 + from_march + 2;
}

/* First day of a month. */
int32_t
aftersales_first_day(int32_t month)
{
	int32_t		from_march = month - 2;
	int32_t		year = (from_march >= 0 ? from_march : from_march - 11) / 12;
	int32_t		era = (year >= 0 ? year : year - 399) / 400;
	int32_t		of_era = year - era * 400;

	from_march -= year * 12;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * from_march + 2) / 5 - EPOCH;
}

/*
 * The same day so many months later (earlier, if negative), or the last day of
 * that month where it is shorter: date + interval 'n months' of SQL.
 */
int32_t
aftersales_add_months(int32_t day, int32_t months)
{
	int32_t		month = aftersales_month_of_day(day);
	int32_t		of_month = day - aftersales_first_day(month);
	int32_t		first = aftersales_first_day(month + months);
	int32_t		length = aftersales_first_day(month + months + 1) - first;

	return first + (of_month < length ? of_month : length - 1);
}
