/*-------------------------------------------------------------------------
 *
 * pattern.c
 *		What a part's demand is like: mean, spread, interval, classes.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "months.h"
#include "pattern.h"
#include "series_type.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(aftersales_demand_mean);
PG_FUNCTION_INFO_V1(aftersales_demand_stddev);
PG_FUNCTION_INFO_V1(aftersales_adi);
PG_FUNCTION_INFO_V1(aftersales_cv2);
PG_FUNCTION_INFO_V1(aftersales_demand_class);
PG_FUNCTION_INFO_V1(aftersales_xyz_class);
PG_FUNCTION_INFO_V1(aftersales_mobility_code);

/* The pattern of argument 0. */
static aftersales_pattern
get_pattern(FunctionCallInfo fcinfo)
{
	aftersales_months months = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));

	return aftersales_describe(months.value, months.n);
}

/* demand_mean(quantities): NULL without months */
Datum
aftersales_demand_mean(PG_FUNCTION_ARGS)
{
	aftersales_pattern pattern = get_pattern(fcinfo);

	if (pattern.months == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(pattern.mean);
}

/* demand_stddev(quantities): NULL for less than two months */
Datum
aftersales_demand_stddev(PG_FUNCTION_ARGS)
{
	aftersales_pattern pattern = get_pattern(fcinfo);

	if (pattern.months < 2)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(pattern.deviation);
}

/* adi(quantities): NULL without demand */
Datum
aftersales_adi(PG_FUNCTION_ARGS)
{
	aftersales_pattern pattern = get_pattern(fcinfo);

	if (pattern.demands == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_interval(&pattern));
}

/* cv2(quantities): NULL for less than two demands */
Datum
aftersales_cv2(PG_FUNCTION_ARGS)
{
	aftersales_pattern pattern = get_pattern(fcinfo);

	if (pattern.demands < 2)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(pattern.size_variation);
}

/* demand_class(quantities, adi_limit, cv2_limit): NULL without demand */
Datum
aftersales_demand_class(PG_FUNCTION_ARGS)
{
	double		adi_limit = aftersales_check_positive(PG_GETARG_FLOAT8(1), "adi_limit");
	double		cv2_limit = aftersales_check_positive(PG_GETARG_FLOAT8(2), "cv2_limit");
	aftersales_pattern pattern = get_pattern(fcinfo);

	if (pattern.demands == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(aftersales_demand_pattern(&pattern, adi_limit, cv2_limit)));
}

/* xyz_class(quantities, x, y): NULL without demand or for one month */
Datum
aftersales_xyz_class(PG_FUNCTION_ARGS)
{
	double		x = aftersales_check_positive(PG_GETARG_FLOAT8(1), "x");
	double		y = aftersales_check_positive(PG_GETARG_FLOAT8(2), "y");
	aftersales_pattern pattern = get_pattern(fcinfo);

	if (x > y)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("x must not be above y")));
	if (pattern.demands == 0 || pattern.months < 2)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(aftersales_evenness(&pattern, x, y)));
}

/* mobility_code(demand, as_of, available_from); only available_from may be NULL */
Datum
aftersales_mobility_code(PG_FUNCTION_ARGS)
{
	int32		as_of;
	int32		current;
	aftersales_series_reader reader;
	int32		period;
	int64		amount;
	int32		months = 0;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	as_of = aftersales_check_date(PG_GETARG_DATEADT(1), "as_of");
	if (!PG_ARGISNULL(2) &&
		aftersales_check_date(PG_GETARG_DATEADT(2), "available_from") > aftersales_add_months(as_of, -12))
		PG_RETURN_INT32(0);
	current = aftersales_month_of_day(as_of);
	for (aftersales_series_read(&reader, &aftersales_demand_type, AFTERSALES_GETARG_SERIES(0));
		 aftersales_series_next(&reader, &period, &amount);)
		months += period >= current - 12 && period < current && amount > 0;
	aftersales_series_check(&reader, &aftersales_demand_type);
	PG_RETURN_INT32(aftersales_mobility(months));
}
