/*-------------------------------------------------------------------------
 *
 * months.h
 *		Quantities month by month: as an array, or from a demand.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_MONTHS_H
#define AFTERSALES_MONTHS_H

#include "fmgr.h"
#include "utils/array.h"
#include "utils/date.h"

typedef struct aftersales_months
{
	int32		n;
	double	   *value;			/* in order of time, none below 0 */
} aftersales_months;

extern aftersales_months aftersales_check_months(ArrayType *array);
extern aftersales_months aftersales_months_of_demand(struct varlena *demand, DateADT from_month, DateADT to_month);
extern int32 aftersales_check_month_range(DateADT from_month, DateADT to_month, int32 *n);
extern Datum aftersales_float8_array(const double *values, const bool *nulls, int n);

#endif							/* AFTERSALES_MONTHS_H */
