/*-------------------------------------------------------------------------
 *
 * survival.c
 *		The aggregate survival_curve: time to loss, with confidence limits.
 *
 * The state is bigint[]: for each duration from 0 on, how many were lost at
 * it and how many were still there when last seen.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "bigint_state.h"
#include "checks.h"
#include "series_type.h"
#include "survival.h"

/* longest duration: two numbers each, 1.2 MB */
#define MAX_DURATION 73050

/* the normal distribution's quantile of 97.5 % */
#define Z95 1.959963984540054

PG_FUNCTION_INFO_V1(aftersales_survival_accum);
PG_FUNCTION_INFO_V1(aftersales_survival_combine);
PG_FUNCTION_INFO_V1(aftersales_survival_final);

/* The state (NULL at first) with room for so many numbers, its size a power of 2. */
static ArrayType *
get_state(FunctionCallInfo fcinfo, int wanted)
{
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : PG_GETARG_ARRAYTYPE_P(0);
	int			n = 0;
	int			size = 64;

	if (state)
		aftersales_get_bigints(state, &n);
	if (n >= wanted)
		return state;
	while (size < wanted)
		size *= 2;
	return aftersales_grow_bigints(state, size);
}

/* State, duration, lost: rows with a NULL do not count. */
Datum
aftersales_survival_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	int32		duration;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	duration = PG_GETARG_INT32(1);
	if (duration < 0 || duration > MAX_DURATION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("duration must be between 0 and %d", MAX_DURATION)));
	state = get_state(fcinfo, 2 * (duration + 1));
	((int64 *) ARR_DATA_PTR(state))[2 * duration + !PG_GETARG_BOOL(2)]++;
	PG_RETURN_POINTER(state);
}

Datum
aftersales_survival_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	ArrayType  *other;
	int			n;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	other = PG_GETARG_ARRAYTYPE_P(1);
	aftersales_get_bigints(other, &n);
	state = get_state(fcinfo, n);
	aftersales_add_bigints(state, other, 0);
	PG_RETURN_POINTER(state);
}

/* the walk along the curve */
typedef struct survival_result
{
	const int64 *state;
	int			duration;
	int64		at_risk;
	aftersales_survival survival;
} survival_result;

static void
fill_point(int row, void *arg, Datum *values, bool *nulls)
{
	survival_result *result = arg;
	int64		lost;
	int64		censored;
	double		limit;

	/* the next duration at which somebody left */
	do
	{
		lost = result->state[2 * result->duration];
		censored = result->state[2 * result->duration + 1];
		result->duration++;
	} while (lost + censored == 0);
	if (lost > 0)
		aftersales_survival_step(&result->survival, result->at_risk, lost);
	values[0] = Int32GetDatum(result->duration - 1);
	values[1] = Int64GetDatum(result->at_risk);
	values[2] = Int64GetDatum(lost);
	values[3] = Float8GetDatum(result->survival.survival);
	for (int i = 0; i < 2; i++)
	{
		limit = aftersales_survival_limit(&result->survival, i == 0 ? -Z95 : Z95);
		nulls[4 + i] = isnan(limit);
		values[4 + i] = Float8GetDatum(limit);
	}
	result->at_risk -= lost + censored;
}

Datum
aftersales_survival_final(PG_FUNCTION_ARGS)
{
	int			n;
	int			rows = 0;
	survival_result result = {.survival = {.survival = 1}};

	aftersales_check_aggregate(fcinfo);
	result.state = aftersales_get_bigints(PG_GETARG_ARRAYTYPE_P(0), &n);
	for (int i = 0; i + 1 < n; i += 2)
	{
		result.at_risk += result.state[i] + result.state[i + 1];
		rows += result.state[i] + result.state[i + 1] > 0;
	}
	PG_RETURN_POINTER(aftersales_composite_array(fcinfo, rows, fill_point, &result));
}
