/*-------------------------------------------------------------------------
 *
 * odometer.h
 *		Use of a vehicle from its odometer readings, and when its next
 *		maintenance is due.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_ODOMETER_H
#define AFTERSALES_ODOMETER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* days of twelve months, both ends included */
#define AFTERSALES_MAX_READINGS 367

typedef struct
{
	int32_t		day;
	int32_t		km;
} aftersales_reading;

/* What a maintenance plan and the readings say about the next service. */
typedef struct
{
	int32_t		service_day;	/* last service, or delivery */
	int32_t		months;			/* after it, 0: no such limit */
	double		due_km;			/* odometer of the next service; not used with km_per_day 0 */
	int32_t		reading_day;	/* newest reading */
	int32_t		reading_km;
	double		km_per_day;		/* 0: no limit by km */
} aftersales_service_plan;

extern int	aftersales_valid_readings(aftersales_reading *readings, int n);
extern size_t aftersales_slopes_needed(int n);
extern bool aftersales_daily_km(const aftersales_reading *readings, int n, double *slopes, double *km_per_day);
extern bool aftersales_next_service(const aftersales_service_plan *service, int32_t *day);

#endif							/* AFTERSALES_ODOMETER_H */
