/*-------------------------------------------------------------------------
 *
 * months.c
 *		Quantities month by month: as an array, or from a demand.
 *
 * The forecasts and descriptions of demand take an array of the months' values,
 * of which those below 0 (returns above sales) count as 0.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "forecast.h"
#include "months.h"
#include "series_type.h"

#include "catalog/pg_type.h"

/* above what a demand can hold; its square and sums of squares stay in the range of double */
#define LARGEST_VALUE 1e16

PG_FUNCTION_INFO_V1(aftersales_demand_values);

/* An argument "quantities": finite, at most AFTERSALES_MAX_MONTHS, copied, floored at 0.  An empty array has no months. */
aftersales_months
aftersales_check_months(ArrayType *array)
{
	aftersales_months months = {0};
	const double *values;

	if (ARR_NDIM(array) == 0)
		return months;
	values = aftersales_check_finite(array, "quantities", &months.n);
	if (months.n > AFTERSALES_MAX_MONTHS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("quantities must have at most %d elements", AFTERSALES_MAX_MONTHS)));
	months.value = palloc(months.n * sizeof(double));
	for (int i = 0; i < months.n; i++)
	{
		if (values[i] > LARGEST_VALUE)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("quantities are out of range"),
					 errdetail("A month's quantity may be at most %g.", LARGEST_VALUE)));
		months.value[i] = Max(values[i], 0);
	}
	return months;
}

/* The first month of a range of at most AFTERSALES_MAX_MONTHS, both ends included; n is set to their number. */
int32
aftersales_check_month_range(DateADT from_month, DateADT to_month, int32 *n)
{
	int32		from = aftersales_month_of_day(aftersales_check_date(from_month, "from_month"));
	int32		to = aftersales_month_of_day(aftersales_check_date(to_month, "to_month"));

	if (to < from || to - from >= AFTERSALES_MAX_MONTHS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("to_month must not be before from_month, nor %d months or more after it", AFTERSALES_MAX_MONTHS)));
	*n = to - from + 1;
	return from;
}

/* Net quantities of the months of a demand. */
static aftersales_months
net_months(struct varlena *demand, DateADT from_month, DateADT to_month)
{
	aftersales_months months;
	aftersales_series_reader reader;
	int32		from = aftersales_check_month_range(from_month, to_month, &months.n);
	int32		period;
	int64		amount;

	months.value = palloc0(months.n * sizeof(double));
	for (aftersales_series_read(&reader, &aftersales_demand_type, demand);
		 aftersales_series_next(&reader, &period, &amount);)
		if (period >= from && period - from < months.n)
			months.value[period - from] = amount / 1000.0;
	aftersales_series_check(&reader, &aftersales_demand_type);
	return months;
}

/* Quantities of the months of a demand, floored at 0. */
aftersales_months
aftersales_months_of_demand(struct varlena *demand, DateADT from_month, DateADT to_month)
{
	aftersales_months months = net_months(demand, from_month, to_month);

	for (int i = 0; i < months.n; i++)
		months.value[i] = Max(months.value[i], 0);
	return months;
}

/* An array of double precision; nulls may be NULL: no element is. */
Datum
aftersales_float8_array(const double *values, const bool *nulls, int n)
{
	Datum	   *elements = palloc(n * sizeof(Datum));
	int			lower = 1;

	for (int i = 0; i < n; i++)
		elements[i] = Float8GetDatum(values[i]);
	return PointerGetDatum(construct_md_array(elements, unconstify(bool *, nulls), 1, &n, &lower, FLOAT8OID,
											  sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* demand_values(demand, from_month, to_month): net quantities, both months included */
Datum
aftersales_demand_values(PG_FUNCTION_ARGS)
{
	aftersales_months months = net_months(AFTERSALES_GETARG_SERIES(0), PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(2));

	return aftersales_float8_array(months.value, NULL, months.n);
}
