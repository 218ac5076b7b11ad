/*-------------------------------------------------------------------------
 *
 * calendar.h
 *		Days and months as numbers, in the Gregorian calendar.
 *
 * A day counts from 2000-01-01 (as PostgreSQL's date), a month from January
 * of year 0: year * 12 + month - 1.  Years 1 to 9999 are supported.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_CALENDAR_H
#define AFTERSALES_CALENDAR_H

#include <stdint.h>

#define AFTERSALES_MIN_DAY (-730119)	/* 0001-01-01 */
#define AFTERSALES_MAX_DAY 2921939	/* 9999-12-31 */
#define AFTERSALES_MIN_MONTH 12 /* 0001-01 */
#define AFTERSALES_MAX_MONTH 119999 /* 9999-12 */

extern int32_t aftersales_month_of_day(int32_t day);
extern int32_t aftersales_first_day(int32_t month);
extern int32_t aftersales_add_months(int32_t day, int32_t months);

#endif							/* AFTERSALES_CALENDAR_H */
