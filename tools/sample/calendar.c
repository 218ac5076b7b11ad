/*
 * calendar.c
 *		Day arithmetic (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 */
#include <stdio.h>

#include "calendar.h"

#define DAYS_OF_400_YEARS 146097

/* Number of the day; month 1..12, year 1..9999. */
int
day_of(int year, int month, int day)
{
	int			y = year - (month <= 2);
	int			era = y / 400;
	int			year_of_era = y - era * 400;
	int			day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * DAYS_OF_400_YEARS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

/* Year, month 1..12 and day of month of a day. */
void
day_split(int day, int *year, int *month, int *day_of_month)
{
	int			shifted = day + 719468;
	int			era = shifted / DAYS_OF_400_YEARS;
	int			day_of_era = shifted - era * DAYS_OF_400_YEARS;
	int			year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int			day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int			shifted_month = (5 * day_of_year + 2) / 153;

	*day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
	*month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

/* Reads YYYY-MM-DD of the years 1980 to 2199; false if it is not such a date. */
bool
day_parse(const char *text, int *day)
{
	int			year,
				month,
				day_of_month,
				y,
				m,
				d,
				end = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day_of_month, &end) != 3 || end != 10 || text[end] != '\0')
		return false;
	if (year < 1980 || year > 2199 || month < 1 || month > 12 || day_of_month < 1)
		return false;
	*day = day_of(year, month, day_of_month);
	day_split(*day, &y, &m, &d);
	return y == year && m == month && d == day_of_month;
}

/* The same day of another month, or that month's last day where it has no such day. */
int
day_add_months(int day, int months)
{
	int			year,
				month,
				day_of_month,
				first,
				next;

	day_split(day, &year, &month, &day_of_month);
	months += year * 12 + month - 1;
	first = day_of(months / 12, months % 12 + 1, 1);
	next = day_of((months + 1) / 12, (months + 1) % 12 + 1, 1);
	return first + day_of_month - 1 < next ? first + day_of_month - 1 : next - 1;
}

/* First day of the day's month. */
int
month_start(int day)
{
	int			year,
				month,
				day_of_month;

	day_split(day, &year, &month, &day_of_month);
	return day - day_of_month + 1;
}
