/*-------------------------------------------------------------------------
 *
 * checks.c
 *		Checks of arguments, one message each.
 *
 * All refuse with SQLSTATE 22023 and name the argument; a result beyond
 * double precision is 22003.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "checks.h"
#include "compat.h"
#include "calendar.h"

/* Support functions change their state in place, which only the executor may ask for. */
void
aftersales_check_aggregate(FunctionCallInfo fcinfo)
{
	if (!AggCheckCallContext(fcinfo, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("aggregate support function called outside of an aggregate")));
}

/* A quantity, an amount, a number of days: finite and not negative. */
double
aftersales_check_amount(double value, const char *argument)
{
	if (!isfinite(value) || value < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number of at least 0", argument)));
	return value;
}

/* A divisor, a unit: finite and above 0. */
double
aftersales_check_positive(double value, const char *argument)
{
	if (!isfinite(value) || value <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number above 0", argument)));
	return value;
}

/* A result of finite arguments: it may have left the range of double. */
double
aftersales_check_result(double value, const char *function)
{
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("result of %s is out of range of double precision", function)));
	return value;
}

/* A count between 1 and max. */
int32
aftersales_check_count(int32 value, int32 max, const char *argument)
{
	if (value < 1 || value > max)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be between 1 and %d", argument, max)));
	return value;
}

/* A day of the calendar: not infinity, years 1 to 9999. */
DateADT
aftersales_check_date(DateADT value, const char *argument)
{
	if (value < AFTERSALES_MIN_DAY || value > AFTERSALES_MAX_DAY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is out of range", argument),
				 errdetail("Dates from 0001-01-01 to 9999-12-31 are supported.")));
	return value;
}

/*
 * An array of finite numbers: one dimension, not empty, no NULL.  Returns its
 * elements and sets n.
 */
const double *
aftersales_check_finite(ArrayType *array, const char *argument, int *n)
{
	const double *values = (const double *) ARR_DATA_PTR(array);

	if (ARR_NDIM(array) != 1 || ARR_HASNULL(array) || ARR_ELEMTYPE(array) != FLOAT8OID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be an array of one dimension without NULL, and not empty", argument)));
	*n = ARR_DIMS(array)[0];
	for (int i = 0; i < *n; i++)
		if (!isfinite(values[i]))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s must be finite numbers", argument)));
	return values;
}

/* The same, each at least 0. */
const double *
aftersales_check_amounts(ArrayType *array, const char *argument, int *n)
{
	const double *values = aftersales_check_finite(array, argument, n);

	for (int i = 0; i < *n; i++)
		aftersales_check_amount(values[i], argument);
	return values;
}

/* A finite number of either sign. */
double
aftersales_check_finite_number(double value, const char *argument)
{
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number", argument)));
	return value;
}

/*
 * What visit models know about a customer: frequency of at least 0, times with
 * 0 <= recency <= tenure, and no last visit without a repeat visit.
 */
void
aftersales_check_summary(int32 frequency, double recency, double tenure)
{
	if (frequency < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("frequency must be at least 0")));
	aftersales_check_amount(recency, "recency");
	aftersales_check_amount(tenure, "tenure");
	if (recency > tenure)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("recency must not be above tenure")));
	if (frequency == 0 && recency > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("recency must be 0 where frequency is 0")));
}
