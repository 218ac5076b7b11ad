/*-------------------------------------------------------------------------
 *
 * model_fit_data.c
 *		The type retention_data, the state of the aggregates that fit models,
 *		and their transitions.
 *
 * It counts how often each different customer came (core/model_fit.h), so its
 * size and the cost of a fit follow the different ones.  New customers are
 * appended; when there is no room the entries are put in order, and if that
 * does not leave half of it free, the room is doubled.  Finishing puts a copy
 * in order: a fit does not depend on the order of the rows.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"
#include "model_fit_data.h"
#include "model_type.h"
#include "visit_history.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* entries to begin with */
#define FIRST_CAPACITY 128

/* different customers at the most: 512 MB, and as much room again while they are put in order */
#define MAX_DISTINCT 33554432

/* entries a value has room for at the most */
#define MAX_CAPACITY ((MaxAllocSize - offsetof(aftersales_fit_data, entry)) / sizeof(aftersales_count))

/* ticks of a unit of time given as a number: whole days of a week and hundredths are exact */
#define TICKS_PER_UNIT 700

PG_FUNCTION_INFO_V1(aftersales_fit_data_in);
PG_FUNCTION_INFO_V1(aftersales_fit_data_out);
PG_FUNCTION_INFO_V1(aftersales_fit_data_recv);
PG_FUNCTION_INFO_V1(aftersales_fit_data_send);
PG_FUNCTION_INFO_V1(aftersales_fit_accum);
PG_FUNCTION_INFO_V1(aftersales_fit_accum_regular);
PG_FUNCTION_INFO_V1(aftersales_fit_accum_summary);
PG_FUNCTION_INFO_V1(aftersales_spend_fit_accum);
PG_FUNCTION_INFO_V1(aftersales_spend_fit_accum_summary);
PG_FUNCTION_INFO_V1(aftersales_fit_combine);

/* A value of the type whose counts fit its length. */
aftersales_fit_data *
aftersales_check_fit_data(struct varlena *value)
{
	aftersales_fit_data *data = (aftersales_fit_data *) value;

	if (VARSIZE(data) < offsetof(aftersales_fit_data, entry) || data->version != AFTERSALES_FIT_DATA_VERSION ||
		data->used < 0 || data->used > AFTERSALES_FIT_CAPACITY(data))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("value of type %s is corrupt", "retention_data")));
	return data;
}

static aftersales_fit_data *
new_data(int64 capacity)
{
	Size		size = offsetof(aftersales_fit_data, entry) + capacity * sizeof(aftersales_count);
	aftersales_fit_data *data = palloc(size);

	memset(data, 0, offsetof(aftersales_fit_data, entry));
	SET_VARSIZE(data, size);
	data->version = AFTERSALES_FIT_DATA_VERSION;
	return data;
}

/* Puts n entries in order; returns how many are left. */
int32
aftersales_order_entries(aftersales_count *entries, int32 n)
{
	aftersales_count *scratch = MemoryContextAllocHuge(CurrentMemoryContext, Max((Size) n, 1) * sizeof *scratch);

	n = (int32) aftersales_counts_order(entries, n, scratch);
	pfree(scratch);
	return n;
}

/* Makes room for more entries; returns the data, moved if they had to grow. */
static aftersales_fit_data *
make_room(aftersales_fit_data *data, int32 more)
{
	aftersales_fit_data *larger;

	if (data->used + (int64) more <= AFTERSALES_FIT_CAPACITY(data))
		return data;
	data->used = aftersales_order_entries(data->entry, data->used);
	if (2 * (data->used + (int64) more) <= AFTERSALES_FIT_CAPACITY(data))
		return data;
	if (data->used + (int64) more > MAX_DISTINCT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many different customers in one fit"),
				 errdetail("At most %d combinations of frequency, recency and tenure are supported.", MAX_DISTINCT),
				 errhint("Fit groups of customers or a sample of them.")));
	larger = new_data(Min(4 * (data->used + (int64) more), (int64) MAX_CAPACITY));
	memcpy((char *) larger + VARHDRSZ, (char *) data + VARHDRSZ,
		   offsetof(aftersales_fit_data, entry) - VARHDRSZ + data->used * sizeof(aftersales_count));
	return larger;
}

static void
add_key(aftersales_fit_data *data, uint64 key)
{
	data->entry[data->used++] = (aftersales_count) {.key = key, .count = 1};
}

/* Argument n of a transition, which is not to be NULL; if there are not so many, the default. */
static double
get_setting(FunctionCallInfo fcinfo, int n, double default_value, const char *argument)
{
	if (n >= PG_NARGS())
		return default_value;
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be NULL", argument)));
	return PG_GETARG_FLOAT8(n);
}

/* The state (argument 0, NULL at first) with the settings of this row. */
static aftersales_fit_data *
get_state(FunctionCallInfo fcinfo, aftersales_fit_content content, double unit_days, double ticks, double penalty)
{
	aftersales_fit_data *data;

	if (PG_ARGISNULL(0))
	{
		data = new_data(FIRST_CAPACITY);
		data->content = content;
		data->unit_days = aftersales_check_unit_days(unit_days);
		data->ticks = ticks;
		data->penalty = aftersales_check_amount(penalty, "penalty");
		return data;
	}
	data = aftersales_check_fit_data((struct varlena *) PG_GETARG_POINTER(0));
	aftersales_check_same(data->unit_days == unit_days, "unit_days");
	aftersales_check_same(data->penalty == penalty, "penalty");
	return data;
}

/* The times between the visits of a history up to as_of, one key each; there is room for so many. */
static void
add_intervals(aftersales_fit_data *data, struct varlena *history, int32 as_of, int32 room)
{
	aftersales_series_reader reader;
	int32		day;
	int64		amount;
	int32		before = 0;
	bool		any = false;

	aftersales_series_read(&reader, &aftersales_visit_history_type, history);
	while (aftersales_series_next(&reader, &day, &amount) && day <= as_of)
	{
		/* of a corrupt history there may be more: its end tells */
		if (any && room-- > 0)
			add_key(data, aftersales_interval_key(day - before));
		before = day;
		any = true;
	}
	aftersales_series_check(&reader, &aftersales_visit_history_type);
}

/* A transition of (visit_history, as_of, unit_days, penalty): a history without a visit up to as_of does not count. */
static Datum
accum_history(FunctionCallInfo fcinfo, aftersales_fit_content content)
{
	bool		regular = content == AFTERSALES_FIT_REGULAR_VISITS;
	struct varlena *history;
	int32		as_of;
	double		unit_days;
	aftersales_series_head times;
	aftersales_fit_data *data;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	history = AFTERSALES_GETARG_SERIES(1);
	as_of = aftersales_check_date(PG_GETARG_DATEADT(2), "as_of");
	unit_days = get_setting(fcinfo, 3, 7, "unit_days");
	data = get_state(fcinfo, content, unit_days, unit_days, get_setting(fcinfo, 4, 0, "penalty"));
	if (!aftersales_visit_get_times(history, as_of, &times))
		PG_RETURN_POINTER(data);
	data = make_room(data, regular ? times.count : 1);
	add_key(data, aftersales_visits_key(times.count - 1, times.last - times.first, as_of - times.first));
	if (regular)
		add_intervals(data, history, as_of, times.count - 1);
	PG_RETURN_POINTER(data);
}

Datum
aftersales_fit_accum(PG_FUNCTION_ARGS)
{
	return accum_history(fcinfo, AFTERSALES_FIT_VISITS);
}

Datum
aftersales_fit_accum_regular(PG_FUNCTION_ARGS)
{
	return accum_history(fcinfo, AFTERSALES_FIT_REGULAR_VISITS);
}

/* A transition of (frequency, recency, tenure, unit_days, penalty): rows with a NULL do not count. */
Datum
aftersales_fit_accum_summary(PG_FUNCTION_ARGS)
{
	int32		frequency;
	double		recency;
	double		tenure;
	aftersales_fit_data *data;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		return aftersales_keep_state(fcinfo);
	frequency = PG_GETARG_INT32(1);
	recency = PG_GETARG_FLOAT8(2);
	tenure = PG_GETARG_FLOAT8(3);
	aftersales_check_summary(frequency, recency, tenure);
	if (frequency > AFTERSALES_MAX_FREQUENCY || tenure * TICKS_PER_UNIT > AFTERSALES_MAX_TENURE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is too large for a fit", frequency > AFTERSALES_MAX_FREQUENCY ? "frequency" : "tenure"),
				 errdetail("A frequency is at most %d, a tenure at most %d units.", AFTERSALES_MAX_FREQUENCY, AFTERSALES_MAX_TENURE / TICKS_PER_UNIT)));
	data = make_room(get_state(fcinfo, AFTERSALES_FIT_VISITS, get_setting(fcinfo, 4, 7, "unit_days"), TICKS_PER_UNIT,
							   get_setting(fcinfo, 5, 0, "penalty")), 1);
	add_key(data, aftersales_visits_key(frequency, (int32) rint(recency * TICKS_PER_UNIT), (int32) rint(tenure * TICKS_PER_UNIT)));
	PG_RETURN_POINTER(data);
}

/* Adds a customer with so many repeat visits and a sum of spend; those without either have nothing to say. */
static Datum
accum_spend(FunctionCallInfo fcinfo, int32 frequency, double hundredths, double penalty)
{
	aftersales_fit_data *data = get_state(fcinfo, AFTERSALES_FIT_SPEND, 1, 1, penalty);

	if (frequency == 0 || hundredths < 1)
		PG_RETURN_POINTER(data);
	if (hundredths > AFTERSALES_MAX_SPEND)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sum of a customer's spend is too large for a fit"),
				 errdetail("It may be at most " INT64_FORMAT ".", AFTERSALES_MAX_SPEND / 100)));
	data = make_room(data, 1);
	add_key(data, aftersales_spend_key(frequency, (int64) hundredths));
	PG_RETURN_POINTER(data);
}

/* A transition of (visit_history, as_of, penalty) */
Datum
aftersales_spend_fit_accum(PG_FUNCTION_ARGS)
{
	aftersales_visit_summary summary;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	if (!aftersales_visit_summarize(AFTERSALES_GETARG_SERIES(1), aftersales_check_date(PG_GETARG_DATEADT(2), "as_of"), &summary))
		return aftersales_keep_state(fcinfo);
	return accum_spend(fcinfo, summary.times.count - 1, (double) ((int128) summary.amount - summary.first_amount),
					   get_setting(fcinfo, 3, 0, "penalty"));
}

/* A transition of (frequency, spend, penalty) */
Datum
aftersales_spend_fit_accum_summary(PG_FUNCTION_ARGS)
{
	int32		frequency;
	double		spend;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	frequency = PG_GETARG_INT32(1);
	spend = PG_GETARG_FLOAT8(2);
	if (frequency < 0 || frequency > AFTERSALES_MAX_FREQUENCY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("frequency must be between 0 and %d", AFTERSALES_MAX_FREQUENCY)));
	aftersales_check_number(spend, "spend");
	return accum_spend(fcinfo, frequency, rint(spend * frequency * 100), get_setting(fcinfo, 3, 0, "penalty"));
}

Datum
aftersales_fit_combine(PG_FUNCTION_ARGS)
{
	aftersales_fit_data *data;
	aftersales_fit_data *other;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	other = aftersales_check_fit_data((struct varlena *) PG_DETOAST_DATUM(PG_GETARG_DATUM(1)));
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(other);
	data = aftersales_check_fit_data((struct varlena *) PG_GETARG_POINTER(0));
	aftersales_check_same(data->unit_days == other->unit_days, "unit_days");
	aftersales_check_same(data->penalty == other->penalty, "penalty");
	if (data->content != other->content || data->ticks != other->ticks)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("states of different fits cannot be merged")));
	data = make_room(data, other->used);
	memcpy(&data->entry[data->used], other->entry, other->used * sizeof(aftersales_count));
	data->used += other->used;
	PG_RETURN_POINTER(data);
}

/* Binary form: version, content, settings, then the entries as they are. */
Datum
aftersales_fit_data_send(PG_FUNCTION_ARGS)
{
	aftersales_fit_data *data = aftersales_check_fit_data((struct varlena *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, data->version);
	pq_sendbyte(&buf, data->content);
	pq_sendfloat8(&buf, data->unit_days);
	pq_sendfloat8(&buf, data->ticks);
	pq_sendfloat8(&buf, data->penalty);
	pq_sendint32(&buf, data->used);
	for (int32 i = 0; i < data->used; i++)
	{
		pq_sendint64(&buf, (int64) data->entry[i].key);
		pq_sendint64(&buf, data->entry[i].count);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* Can a transition have made this entry? */
static bool
is_valid_entry(aftersales_fit_content content, const aftersales_count *entry)
{
	int32		frequency = aftersales_key_frequency(entry->key);
	int32		t = entry->key >> 24 & AFTERSALES_MAX_TENURE;
	int32		t_x = entry->key & AFTERSALES_MAX_TENURE;

	/* so many that no sum of them overflows */
	if (entry->count < 1 || entry->count > INT64CONST(1) << 32)
		return false;
	if (content == AFTERSALES_FIT_SPEND)
		return frequency > 0 && frequency <= AFTERSALES_MAX_FREQUENCY && (entry->key & AFTERSALES_MAX_SPEND) > 0;
	if (frequency == AFTERSALES_INTERVALS)
		return content == AFTERSALES_FIT_REGULAR_VISITS && t == 0 && t_x > 0;
	return t_x <= t && (frequency > 0 || t_x == 0);
}

Datum
aftersales_fit_data_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			version = pq_getmsgbyte(message);
	int			content = pq_getmsgbyte(message);
	double		setting[3];		/* unit_days, ticks, penalty */
	int32		used;
	bool		valid = version == AFTERSALES_FIT_DATA_VERSION && content <= AFTERSALES_FIT_SPEND;
	aftersales_fit_data *data;

	for (int i = 0; i < 3; i++)
	{
		setting[i] = pq_getmsgfloat8(message);
		valid &= isfinite(setting[i]) && setting[i] >= (i < 2 ? AFTERSALES_LEAST_UNIT : 0) && (i == 2 || setting[i] <= AFTERSALES_GREATEST_UNIT);
	}
	used = (int32) pq_getmsgint(message, 4);
	valid &= used >= 0 && used == (message->len - message->cursor) / 16;

	data = new_data(valid ? used : 0);
	data->content = content;
	data->unit_days = setting[0];
	data->ticks = setting[1];
	data->penalty = setting[2];
	while (valid && data->used < used)
	{
		aftersales_count *entry = &data->entry[data->used++];

		entry->key = (uint64) pq_getmsgint64(message);
		entry->count = pq_getmsgint64(message);
		valid = is_valid_entry(content, entry);
	}
	if (!valid)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value for type %s", "retention_data")));
	PG_RETURN_POINTER(data);
}

/* Text form: the binary one in hexadecimal, as bytea has it. */
Datum
aftersales_fit_data_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(DirectFunctionCall1(byteaout, DirectFunctionCall1(aftersales_fit_data_send, PG_GETARG_DATUM(0))));
}

Datum
aftersales_fit_data_in(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = DatumGetByteaPP(DirectFunctionCall1(byteain, PG_GETARG_DATUM(0)));
	StringInfoData message;
	Datum		data;

	initStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	data = DirectFunctionCall1(aftersales_fit_data_recv, PointerGetDatum(&message));
	pq_getmsgend(&message);
	PG_RETURN_DATUM(data);
}
