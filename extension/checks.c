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

#include "compat.h"
#include "abc.h"
#include "calendar.h"
#include "checks.h"
#include "numeric_scaled.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"

/* Support functions change their state in place, which only the executor may ask for. */
void
aftersales_check_aggregate(FunctionCallInfo fcinfo)
{
	if (!AggCheckCallContext(fcinfo, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("aggregate support function called outside of an aggregate")));
}

/* A transition that passes over a row: the state as it is. */
Datum
aftersales_keep_state(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
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

/* A probability, a share to be reached: above 0 and below 1. */
double
aftersales_check_probability(double value, const char *argument)
{
	if (!(value > 0 && value < 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be above 0 and below 1", argument)));
	return value;
}

/* A weight of smoothing, a share: 0 to 1. */
double
aftersales_check_share(double value, const char *argument)
{
	if (!(value >= 0 && value <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be between 0 and 1", argument)));
	return value;
}

/* A finite number of either sign. */
double
aftersales_check_number(double value, const char *argument)
{
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number", argument)));
	return value;
}

/* A threshold of classes, in units of 1 / AFTERSALES_SHARE_UNIT; a NULL pointer is refused. */
uint32
aftersales_check_threshold(Numeric value, const char *argument)
{
	int128		scaled = 0;

	if (value == NULL || aftersales_numeric_scaled(value, AFTERSALES_SHARE_DIGITS, &scaled) != AFTERSALES_SCALED_EXACT ||
		scaled <= 0 || scaled > AFTERSALES_SHARE_UNIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be above 0 and at most 1, with at most %d decimals", argument, AFTERSALES_SHARE_DIGITS)));
	return (uint32) scaled;
}

/* The thresholds of a pair of classes. */
void
aftersales_check_thresholds(uint32 a, uint32 b)
{
	if (a > b)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a must not be above b")));
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

/* Is what an aggregate is about the same in all rows? */
void
aftersales_check_same(bool same, const char *argument)
{
	if (!same)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be the same for all rows of a group", argument)));
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

/* Position of a word in a list that ends in NULL, or an error that names the list. */
int
aftersales_check_word(const text *word, const char *const *names, const char *argument)
{
	StringInfoData list;

	for (int i = 0; names[i]; i++)
		if (VARSIZE_ANY_EXHDR(word) == strlen(names[i]) &&
			memcmp(VARDATA_ANY(word), names[i], strlen(names[i])) == 0)
			return i;
	initStringInfo(&list);
	for (int i = 0; names[i]; i++)
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", names[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be one of: %s", argument, list.data)));
	return -1;					/* keep compiler quiet */
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
