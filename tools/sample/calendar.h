/*
 * calendar.h
 *		Days as integers: 0 is 1970-01-01, proleptic Gregorian calendar.
 */
#ifndef SAMPLE_CALENDAR_H
#define SAMPLE_CALENDAR_H

#include <stdbool.h>

extern int	day_of(int year, int month, int day);
extern void day_split(int day, int *year, int *month, int *day_of_month);
extern bool day_parse(const char *text, int *day);
extern int	day_add_months(int day, int months);
extern int	month_start(int day);

#endif
