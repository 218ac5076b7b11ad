/*-------------------------------------------------------------------------
 *
 * visit_history.c
 *		The type visit_history: the days on which a vehicle (or customer) came
 *		and what was spent on each, in hundredths; and what follows from it.
 *
 * Functions of as_of leave out visits after it, so that one stored history
 * answers for every day of the past.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "numeric_scaled.h"
#include "visit_history.h"

const aftersales_series_type aftersales_visit_history_type = {
	.kind = {
		.min_period = AFTERSALES_MIN_DAY,
		.max_period = AFTERSALES_MAX_DAY,
		.max_span = 36525,
		.drop_zero = false,
		.head = true,
	},
	.name = "visit_history",
	.span = "36525 days",
	.monthly = false,
	.scale = 2,
};

PG_FUNCTION_INFO_V1(aftersales_visit_history_in);
PG_FUNCTION_INFO_V1(aftersales_visit_history_out);
PG_FUNCTION_INFO_V1(aftersales_visit_history_recv);
PG_FUNCTION_INFO_V1(aftersales_visit_accum_numeric);
PG_FUNCTION_INFO_V1(aftersales_visit_accum_float8);
PG_FUNCTION_INFO_V1(aftersales_visit_combine);
PG_FUNCTION_INFO_V1(aftersales_visit_days);
PG_FUNCTION_INFO_V1(aftersales_visit_count);
PG_FUNCTION_INFO_V1(aftersales_visit_amount);
PG_FUNCTION_INFO_V1(aftersales_visit_without_months);
PG_FUNCTION_INFO_V1(aftersales_first_visit);
PG_FUNCTION_INFO_V1(aftersales_last_visit);
PG_FUNCTION_INFO_V1(aftersales_frequency);
PG_FUNCTION_INFO_V1(aftersales_recency);
PG_FUNCTION_INFO_V1(aftersales_tenure);
PG_FUNCTION_INFO_V1(aftersales_monetary);

Datum
aftersales_visit_history_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(aftersales_series_in(&aftersales_visit_history_type, PG_GETARG_CSTRING(0)));
}

Datum
aftersales_visit_history_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(aftersales_series_out(&aftersales_visit_history_type, AFTERSALES_GETARG_SERIES(0)));
}

Datum
aftersales_visit_history_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(aftersales_series_recv(&aftersales_visit_history_type, (StringInfo) PG_GETARG_POINTER(0)));
}

/* visit_agg(date, numeric): rows without a date do not count, a NULL amount is 0. */
Datum
aftersales_visit_accum_numeric(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	return aftersales_series_accum(fcinfo, &aftersales_visit_history_type,
								   aftersales_check_date(PG_GETARG_DATEADT(1), "date"),
								   PG_ARGISNULL(2) ? 0 :
								   aftersales_scaled_from_numeric((Numeric) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(2)),
																  aftersales_visit_history_type.scale, "amount"));
}

/* visit_agg(date, float8) */
Datum
aftersales_visit_accum_float8(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	return aftersales_series_accum(fcinfo, &aftersales_visit_history_type,
								   aftersales_check_date(PG_GETARG_DATEADT(1), "date"),
								   PG_ARGISNULL(2) ? 0 :
								   aftersales_scaled_from_float8(PG_GETARG_FLOAT8(2),
																 aftersales_visit_history_type.scale, "amount"));
}

Datum
aftersales_visit_combine(PG_FUNCTION_ARGS)
{
	return aftersales_series_combine(fcinfo, &aftersales_visit_history_type);
}

Datum
aftersales_visit_days(PG_FUNCTION_ARGS)
{
	return aftersales_series_rows(fcinfo, &aftersales_visit_history_type);
}

/* visit_count(visit_history, from_date, to_date): visit days from the one to the other, both included */
Datum
aftersales_visit_count(PG_FUNCTION_ARGS)
{
	struct varlena *history = AFTERSALES_GETARG_SERIES(0);
	int32		from = aftersales_check_date(PG_GETARG_DATEADT(1), "from_date");
	int32		to = aftersales_check_date(PG_GETARG_DATEADT(2), "to_date");
	aftersales_series_reader reader;
	int32		days = 0;
	int32		day;
	int64		amount;

	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	while (aftersales_series_next(&reader, &day, &amount) && day <= to)
		days += day >= from;
	aftersales_series_check(&reader, &aftersales_visit_history_type);
	PG_RETURN_INT32(days);
}

/* visit_amount(visit_history, from_date, to_date): sum of the days from the one to the other, both included */
Datum
aftersales_visit_amount(PG_FUNCTION_ARGS)
{
	struct varlena *history = AFTERSALES_GETARG_SERIES(0);
	int32		from = aftersales_check_date(PG_GETARG_DATEADT(1), "from_date");
	int32		to = aftersales_check_date(PG_GETARG_DATEADT(2), "to_date");

	return aftersales_scaled_to_numeric(aftersales_series_sum(&aftersales_visit_history_type, history, from, to),
										aftersales_visit_history_type.scale);
}

Datum
aftersales_visit_without_months(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(aftersales_series_without_months(&aftersales_visit_history_type, AFTERSALES_GETARG_SERIES(0),
													   PG_GETARG_ARRAYTYPE_P(1)));
}

/* When visits were up to the day as_of; false if there is none by then.  From the last visit on the head tells. */
bool
aftersales_visit_get_times(struct varlena *history, int32 as_of, aftersales_series_head *times)
{
	aftersales_series_reader reader;
	int32		day;
	int64		amount;

	aftersales_series_get_head(&aftersales_visit_history_type, history, times);
	if (times->last <= as_of)
		return times->count > 0;
	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	for (times->count = 0; aftersales_series_next(&reader, &day, &amount) && day <= as_of; times->count++)
		times->last = day;
	aftersales_series_check(&reader, &aftersales_visit_history_type);
	return times->count > 0;
}

/* Sums up a history to the day as_of; false if there is no visit by then. */
bool
aftersales_visit_summarize(struct varlena *history, int32 as_of, aftersales_visit_summary *summary)
{
	aftersales_series_reader reader;
	int32		day;
	int64		amount;

	memset(summary, 0, sizeof *summary);
	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	while (aftersales_series_next(&reader, &day, &amount) && day <= as_of)
	{
		if (summary->times.count++ == 0)
		{
			summary->times.first = day;
			summary->first_amount = amount;
		}
		summary->times.last = day;
		if (__builtin_add_overflow(summary->amount, amount, &summary->amount))
			aftersales_series_check_status(AFTERSALES_SERIES_OVERFLOW, &aftersales_visit_history_type);
	}
	aftersales_series_check(&reader, &aftersales_visit_history_type);
	return summary->times.count > 0;
}

/* Mean amount of the repeat visit days, of which there is one at least. */
double
aftersales_visit_monetary(const aftersales_visit_summary *summary)
{
	return (double) ((int128) summary->amount - summary->first_amount) / (100.0 * (summary->times.count - 1));
}

/* When the visits of argument 0 were, up to the day of argument 1. */
static bool
get_times(FunctionCallInfo fcinfo, aftersales_series_head *times)
{
	return aftersales_visit_get_times(AFTERSALES_GETARG_SERIES(0), aftersales_check_date(PG_GETARG_DATEADT(1), "as_of"), times);
}

Datum
aftersales_first_visit(PG_FUNCTION_ARGS)
{
	aftersales_series_head times;

	if (!get_times(fcinfo, &times))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(times.first);
}

Datum
aftersales_last_visit(PG_FUNCTION_ARGS)
{
	aftersales_series_head times;

	if (!get_times(fcinfo, &times))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(times.last);
}

/* Repeat visit days: x of the visit models. */
Datum
aftersales_frequency(PG_FUNCTION_ARGS)
{
	aftersales_series_head times;

	if (!get_times(fcinfo, &times))
		PG_RETURN_NULL();
	PG_RETURN_INT32(times.count - 1);
}

/* From the first visit to the last, in units of so many days: t_x of the visit models. */
Datum
aftersales_recency(PG_FUNCTION_ARGS)
{
	double		unit = aftersales_check_positive(PG_GETARG_FLOAT8(2), "unit_days");
	aftersales_series_head times;

	if (!get_times(fcinfo, &times))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result((times.last - times.first) / unit, "recency"));
}

/* From the first visit to as_of, in units of so many days: T of the visit models. */
Datum
aftersales_tenure(PG_FUNCTION_ARGS)
{
	double		unit = aftersales_check_positive(PG_GETARG_FLOAT8(2), "unit_days");
	aftersales_series_head times;

	if (!get_times(fcinfo, &times))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result((PG_GETARG_DATEADT(1) - times.first) / unit, "tenure"));
}

/* Mean amount of the repeat visit days: the first day is left out. */
Datum
aftersales_monetary(PG_FUNCTION_ARGS)
{
	aftersales_visit_summary summary;

	if (!aftersales_visit_summarize(AFTERSALES_GETARG_SERIES(0), aftersales_check_date(PG_GETARG_DATEADT(1), "as_of"), &summary) ||
		summary.times.count == 1)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_visit_monetary(&summary));
}
