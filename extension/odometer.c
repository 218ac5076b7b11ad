/*-------------------------------------------------------------------------
 *
 * odometer.c
 *		The aggregates daily_km, last_odometer and last_odometer_on, and the
 *		function next_service_due.
 *
 * The state of the aggregates is bigint[]: the number of readings, then each as
 * day * 2^24 + km, in any order, then unused elements.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "bigint_state.h"
#include "calendar.h"
#include "checks.h"
#include "odometer.h"

#include "port/pg_bitutils.h"

#define KM_BITS 24
#define MAX_KM 9999999

PG_FUNCTION_INFO_V1(aftersales_daily_km_accum);
PG_FUNCTION_INFO_V1(aftersales_daily_km_combine);
PG_FUNCTION_INFO_V1(aftersales_daily_km_final);
PG_FUNCTION_INFO_V1(aftersales_last_odometer_final);
PG_FUNCTION_INFO_V1(aftersales_last_odometer_on_final);
PG_FUNCTION_INFO_V1(aftersales_next_service_due);

static void
state_is_corrupt(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("state of daily_km is corrupt")));
}

static int32
check_km(int32 value, const char *argument)
{
	if (value < 0 || value > MAX_KM)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be between 0 and %d", argument, MAX_KM)));
	return value;
}

/* The readings in a state and their number. */
static int64 *
get_readings(ArrayType *state, int *n)
{
	int			elements;
	int64	   *values = aftersales_get_bigints(state, &elements);

	if (elements < 1 || values[0] < 0 || values[0] >= elements)
		state_is_corrupt();
	*n = (int) values[0];
	return values + 1;
}

/* The state (NULL at first) of argument 0 with room for so many more readings: itself, or a copy whose size is a power of 2. */
static ArrayType *
make_room(FunctionCallInfo fcinfo, int more)
{
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : PG_GETARG_ARRAYTYPE_P(0);
	int			used = 0;
	Size		size;

	if (state)
		get_readings(state, &used);
	if (state && 1 + used + more <= ARR_DIMS(state)[0])
		return state;
	size = pg_nextpower2_64(Max(ARR_OVERHEAD_NONULLS(1) + (1 + (Size) used + more) * sizeof(int64), 128));
	return aftersales_grow_bigints(state, (int) ((size - ARR_OVERHEAD_NONULLS(1)) / sizeof(int64)));
}

/* daily_km_accum(state, day, km): NULLs do not count */
Datum
aftersales_daily_km_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	int64	   *values;
	int32		day;
	int32		km;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	day = aftersales_check_date(PG_GETARG_DATEADT(1), "day");
	km = check_km(PG_GETARG_INT32(2), "odometer");
	state = make_room(fcinfo, 1);
	values = (int64 *) ARR_DATA_PTR(state);
	values[++values[0]] = (int64) day * (1 << KM_BITS) + km;
	PG_RETURN_ARRAYTYPE_P(state);
}

/* daily_km_combine(state, state) */
Datum
aftersales_daily_km_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	int64	   *more;
	int64	   *values;
	int			n;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	more = get_readings(PG_GETARG_ARRAYTYPE_P(1), &n);
	state = make_room(fcinfo, n);
	values = (int64 *) ARR_DATA_PTR(state);
	memcpy(values + 1 + values[0], more, n * sizeof(int64));
	values[0] += n;
	PG_RETURN_ARRAYTYPE_P(state);
}

/* The valid readings of the state in argument 0. */
static aftersales_reading *
get_valid_readings(FunctionCallInfo fcinfo, int *valid)
{
	int			n;
	int64	   *values;
	aftersales_reading *readings;

	aftersales_check_aggregate(fcinfo);
	values = get_readings(PG_GETARG_ARRAYTYPE_P(0), &n);
	readings = palloc((n + 1) * sizeof(*readings));
	for (int i = 0; i < n; i++)
	{
		int64		day = values[i] >> KM_BITS;

		if (day < AFTERSALES_MIN_DAY || day > AFTERSALES_MAX_DAY)
			state_is_corrupt();
		readings[i].day = (int32) day;
		readings[i].km = (int32) (values[i] & ((1 << KM_BITS) - 1));
	}
	*valid = aftersales_valid_readings(readings, n);
	return readings;
}

/* daily_km_final(state): NULL without two valid readings 30 days apart */
Datum
aftersales_daily_km_final(PG_FUNCTION_ARGS)
{
	int			n;
	aftersales_reading *readings = get_valid_readings(fcinfo, &n);
	double		result;

	if (n < 2 || !aftersales_daily_km(readings, n, palloc(aftersales_slopes_needed(n) * sizeof(double)), &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

/* last_odometer_final(state): the newest valid reading */
Datum
aftersales_last_odometer_final(PG_FUNCTION_ARGS)
{
	int			n;
	aftersales_reading *readings = get_valid_readings(fcinfo, &n);

	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(readings[n - 1].km);
}

/* last_odometer_on_final(state): its day */
Datum
aftersales_last_odometer_on_final(PG_FUNCTION_ARGS)
{
	int			n;
	aftersales_reading *readings = get_valid_readings(fcinfo, &n);

	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(readings[n - 1].day);
}

/* next_service_due(service_on, service_km, months, km, odometer_on, odometer, km_per_day) */
Datum
aftersales_next_service_due(PG_FUNCTION_ARGS)
{
	aftersales_service_plan service = {0};
	int32		day;

	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(2))
	{
		service.service_day = aftersales_check_date(PG_GETARG_DATEADT(0), "service_on");
		service.months = aftersales_check_count(PG_GETARG_INT32(2), 1200, "months");
	}
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(3) && !PG_ARGISNULL(4) && !PG_ARGISNULL(5) && !PG_ARGISNULL(6))
	{
		service.due_km = (double) check_km(PG_GETARG_INT32(1), "service_km") +
			aftersales_check_count(PG_GETARG_INT32(3), MAX_KM, "km");
		service.reading_day = aftersales_check_date(PG_GETARG_DATEADT(4), "odometer_on");
		service.reading_km = check_km(PG_GETARG_INT32(5), "odometer");
		service.km_per_day = aftersales_check_positive(PG_GETARG_FLOAT8(6), "km_per_day");
	}
	if (!aftersales_next_service(&service, &day))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}
