/*-------------------------------------------------------------------------
 *
 * retention.c
 *		Status of a vehicle, the aggregates churn_rate and retention_rate, and
 *		retention of counts.
 *
 * Churn of month M: of the vehicles seen in month M-6 the share not seen after
 * M-6 up to the end of M.  Later visits do not count, so the figure of a past
 * month never changes.  The state is bigint[3]: the month, vehicles seen in
 * M-6, of these the ones not seen again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "bigint_state.h"
#include "calendar.h"
#include "checks.h"
#include "series_type.h"

#include "utils/builtins.h"

#define MONTHS_BACK 6

typedef struct churn_counts
{
	int64		month;
	int64		seen;
	int64		gone;
} churn_counts;

PG_FUNCTION_INFO_V1(aftersales_vehicle_status);
PG_FUNCTION_INFO_V1(aftersales_churn_accum);
PG_FUNCTION_INFO_V1(aftersales_churn_combine);
PG_FUNCTION_INFO_V1(aftersales_churn_rate_final);
PG_FUNCTION_INFO_V1(aftersales_retention_rate_final);
PG_FUNCTION_INFO_V1(aftersales_retention_rate_counts);

/*
 * vehicle_status(last_visit, as_of, sold_on, active_months, lost_months):
 * active if seen (never seen: sold) on or after as_of - active_months, lost if
 * before as_of - lost_months, else at risk.
 */
Datum
aftersales_vehicle_status(PG_FUNCTION_ARGS)
{
	int32		as_of;
	int32		active_months;
	int32		lost_months;
	int32		seen;
	const char *status;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(3) || PG_ARGISNULL(4) || (PG_ARGISNULL(0) && PG_ARGISNULL(2)))
		PG_RETURN_NULL();
	seen = PG_ARGISNULL(0) ? aftersales_check_date(PG_GETARG_DATEADT(2), "sold_on")
		: aftersales_check_date(PG_GETARG_DATEADT(0), "last_visit");
	as_of = aftersales_check_date(PG_GETARG_DATEADT(1), "as_of");
	active_months = aftersales_check_count(PG_GETARG_INT32(3), 1200, "active_months");
	lost_months = aftersales_check_count(PG_GETARG_INT32(4), 1200, "lost_months");
	if (lost_months < active_months)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lost_months must not be below active_months")));
	status = seen >= aftersales_add_months(as_of, -active_months) ? "active"
		: seen < aftersales_add_months(as_of, -lost_months) ? "lost" : "at_risk";
	PG_RETURN_TEXT_P(cstring_to_text(status));
}

/* The counts inside a state. */
static churn_counts *
get_counts(ArrayType *state)
{
	int			n;
	int64	   *counts = aftersales_get_bigints(state, &n);

	if (n != sizeof(churn_counts) / sizeof(int64))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("state of churn_rate is corrupt")));
	return (churn_counts *) counts;
}

static ArrayType *
new_state(int64 month)
{
	ArrayType  *state = aftersales_grow_bigints(NULL, sizeof(churn_counts) / sizeof(int64));

	get_counts(state)->month = month;
	return state;
}

/* Is the history seen in the month six before, and then not up to the month's end? */
static void
look_back(struct varlena *history, int32 month, bool *seen, bool *gone)
{
	int32		from = aftersales_first_day(month - MONTHS_BACK);
	int32		after = aftersales_first_day(month - MONTHS_BACK + 1);
	int32		end = aftersales_first_day(month + 1);
	aftersales_series_reader reader;
	int32		day;
	int64		amount;

	*seen = *gone = false;
	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	while (aftersales_series_next(&reader, &day, &amount) && day < end)
	{
		if (day >= after)
			*gone = false;
		else if (day >= from)
			*seen = *gone = true;
	}
	aftersales_series_check(&reader, &aftersales_visit_history_type);
}

/* State, visit_history, date: a NULL history does not count. */
Datum
aftersales_churn_accum(PG_FUNCTION_ARGS)
{
	ArrayType  *state;
	churn_counts *counts;
	int32		month;
	bool		seen;
	bool		gone;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	month = aftersales_month_of_day(aftersales_check_date(PG_GETARG_DATEADT(2), "month"));
	state = PG_ARGISNULL(0) ? new_state(month) : PG_GETARG_ARRAYTYPE_P(0);
	counts = get_counts(state);
	aftersales_check_same(counts->month == month, "month");
	look_back(AFTERSALES_GETARG_SERIES(1), month, &seen, &gone);
	counts->seen += seen;
	counts->gone += gone;
	PG_RETURN_ARRAYTYPE_P(state);
}

Datum
aftersales_churn_combine(PG_FUNCTION_ARGS)
{
	churn_counts *a;
	churn_counts *b;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	b = get_counts(PG_GETARG_ARRAYTYPE_P(1));
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(PG_GETARG_ARRAYTYPE_P_COPY(1));
	a = get_counts(PG_GETARG_ARRAYTYPE_P(0));
	aftersales_check_same(a->month == b->month, "month");
	a->seen += b->seen;
	a->gone += b->gone;
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* The share of the vehicles seen in the month six before that are gone, or not; NULL if none was seen. */
static Datum
final_share(FunctionCallInfo fcinfo, bool gone)
{
	churn_counts *counts;

	aftersales_check_aggregate(fcinfo);
	counts = get_counts(PG_GETARG_ARRAYTYPE_P(0));
	if (counts->seen == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) (gone ? counts->gone : counts->seen - counts->gone) / counts->seen);
}

Datum
aftersales_churn_rate_final(PG_FUNCTION_ARGS)
{
	return final_share(fcinfo, true);
}

Datum
aftersales_retention_rate_final(PG_FUNCTION_ARGS)
{
	return final_share(fcinfo, false);
}

/* retention_rate(at_start, new, at_end): (at_end - new) / at_start */
Datum
aftersales_retention_rate_counts(PG_FUNCTION_ARGS)
{
	int64		at_start = PG_GETARG_INT64(0);
	int64		new = PG_GETARG_INT64(1);
	int64		at_end = PG_GETARG_INT64(2);

	if (at_start < 0 || new < 0 || at_end < new)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("at_start and new must be at least 0, and new at most at_end")));
	if (at_start == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) (at_end - new) / (double) at_start);
}
