/*-------------------------------------------------------------------------
 *
 * cohort.c
 *		The aggregate cohort_retention: of the vehicles first seen (or sold) in
 *		a month, how many came in each month after it.
 *
 * One pass over the histories.  The state is bigint[]: the month of as_of,
 * then a line for each month back from it, for the newest cohort first: the
 * number of vehicles of the cohort and of those seen 0, 1, ... months after.
 * The line of the cohort c months back has c + 2 numbers, so that an older
 * cohort is added at the end.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "bigint_state.h"
#include "calendar.h"
#include "checks.h"
#include "series_type.h"

/* months back from as_of at the most */
#define MAX_MONTHS 600

/* where the line of a cohort begins, and so how long a state with so many lines is */
#define COHORT_LINE(back) (1 + (back) * ((back) + 3) / 2)

PG_FUNCTION_INFO_V1(aftersales_cohort_accum);
PG_FUNCTION_INFO_V1(aftersales_cohort_accum_sold);
PG_FUNCTION_INFO_V1(aftersales_cohort_combine);
PG_FUNCTION_INFO_V1(aftersales_cohort_final);

/* The lines in a state. */
static int
get_lines(int n)
{
	int			lines = 0;

	while (COHORT_LINE(lines) < n)
		lines++;
	if (COHORT_LINE(lines) != n)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("state of cohort_retention is corrupt")));
	return lines;
}

/* The state (NULL at first) with room for a cohort so many months back from the month of as_of. */
static ArrayType *
get_state(ArrayType *state, int32 month, int back)
{
	int			n = 0;

	if (back >= MAX_MONTHS)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("cohort is too far from as_of"),
				 errdetail("At most %d months are supported.", MAX_MONTHS)));
	if (state)
		aftersales_check_same(aftersales_get_bigints(state, &n)[0] == month, "the month of as_of");
	if (n < COHORT_LINE(back + 1))
		state = aftersales_grow_bigints(state, COHORT_LINE(back + 1));
	((int64 *) ARR_DATA_PTR(state))[0] = month;
	return state;
}

/* Counts a vehicle of a cohort, whose history may be NULL, in each month it was seen; visits before the cohort's month do not count. */
static Datum
count_vehicle(FunctionCallInfo fcinfo, struct varlena *history, int32 cohort, int32 as_of)
{
	ArrayType  *state = PG_ARGISNULL(0) ? NULL : DatumGetArrayTypeP(PG_GETARG_DATUM(0));
	int32		month = aftersales_month_of_day(as_of);
	aftersales_series_reader reader;
	int64	   *line;
	int32		day;
	int64		amount;
	int32		next = aftersales_first_day(cohort);	/* the first day that counts */

	state = get_state(state, month, month - cohort);
	line = (int64 *) ARR_DATA_PTR(state) + COHORT_LINE(month - cohort);
	line[0]++;
	if (history == NULL)
		PG_RETURN_POINTER(state);
	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	while (aftersales_series_next(&reader, &day, &amount) && day <= as_of)
	{
		if (day < next)
			continue;
		line[1 + aftersales_month_of_day(day) - cohort]++;
		next = aftersales_first_day(aftersales_month_of_day(day) + 1);
	}
	aftersales_series_check(&reader, &aftersales_visit_history_type);
	PG_RETURN_POINTER(state);
}

/* State, visit_history, as_of: the cohort is the month of the first visit. */
Datum
aftersales_cohort_accum(PG_FUNCTION_ARGS)
{
	struct varlena *history;
	aftersales_series_reader reader;
	int32		as_of;
	int32		first;
	int64		amount;
	bool		seen;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	history = AFTERSALES_GETARG_SERIES(1);
	as_of = aftersales_check_date(PG_GETARG_DATEADT(2), "as_of");
	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	seen = aftersales_series_next(&reader, &first, &amount) && first <= as_of;
	aftersales_series_check(&reader, &aftersales_visit_history_type);
	if (!seen)
		return aftersales_keep_state(fcinfo);
	return count_vehicle(fcinfo, history, aftersales_month_of_day(first), as_of);
}

/* State, visit_history, sold_on, as_of: the cohort is the month of the sale; a vehicle never seen is one of it. */
Datum
aftersales_cohort_accum_sold(PG_FUNCTION_ARGS)
{
	int32		sold_on;
	int32		as_of;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(2) || PG_ARGISNULL(3))
		return aftersales_keep_state(fcinfo);
	sold_on = aftersales_check_date(PG_GETARG_DATEADT(2), "sold_on");
	as_of = aftersales_check_date(PG_GETARG_DATEADT(3), "as_of");
	if (sold_on > as_of)
		return aftersales_keep_state(fcinfo);
	return count_vehicle(fcinfo, PG_ARGISNULL(1) ? NULL : AFTERSALES_GETARG_SERIES(1), aftersales_month_of_day(sold_on), as_of);
}

Datum
aftersales_cohort_combine(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	ArrayType  *other;
	int32		month;
	int			n;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	other = PG_GETARG_ARRAYTYPE_P(1);
	month = (int32) *aftersales_get_bigints(other, &n);
	state = get_state(PG_GETARG_ARRAYTYPE_P(0), month, get_lines(n) - 1);
	aftersales_add_bigints(state, other, 1);
	PG_RETURN_POINTER(state);
}

/* a cell of the result */
typedef struct cohort_cell
{
	int			back;			/* months from the cohort to as_of */
	int			period;
} cohort_cell;

typedef struct cohort_result
{
	const int64 *state;
	cohort_cell *cell;
} cohort_result;

static void
fill_cell(int row, void *arg, Datum *values, bool *nulls)
{
	const cohort_result *result = arg;
	cohort_cell cell = result->cell[row];
	const int64 *line = result->state + COHORT_LINE(cell.back);

	values[0] = DateADTGetDatum(aftersales_first_day((int32) result->state[0] - cell.back));
	values[1] = Int32GetDatum(cell.period);
	values[2] = Int64GetDatum(line[0]);
	values[3] = Int64GetDatum(line[1 + cell.period]);
	values[4] = Float8GetDatum((double) line[1 + cell.period] / (double) line[0]);
}

/* The cells of all cohorts that have a vehicle, oldest first, periods ascending. */
Datum
aftersales_cohort_final(PG_FUNCTION_ARGS)
{
	int			n;
	int			lines;
	int			rows = 0;
	cohort_result result;

	aftersales_check_aggregate(fcinfo);
	result.state = aftersales_get_bigints(PG_GETARG_ARRAYTYPE_P(0), &n);
	lines = get_lines(n);
	result.cell = palloc(n * sizeof *result.cell);
	for (int back = lines - 1; back >= 0; back--)
		for (int period = 0; period <= back && result.state[COHORT_LINE(back)] > 0; period++)
			result.cell[rows++] = (cohort_cell) {.back = back, .period = period};
	PG_RETURN_POINTER(aftersales_composite_array(fcinfo, rows, fill_cell, &result));
}
