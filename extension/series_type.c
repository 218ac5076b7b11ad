/*-------------------------------------------------------------------------
 *
 * series_type.c
 *		Aggregation, comparison and binary form of the types that hold a series.
 *
 * A state of these aggregates is a value of the type itself, so that it can be
 * sent between parallel workers, nodes and tables as it is.  While rows are
 * added it is in the open form, changed in place; growing makes a copy, which
 * the executor moves into the aggregate's memory.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "numeric_scaled.h"
#include "series_type.h"

#include "common/hashfn.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "port/pg_bitutils.h"

/* the open form; its length tells its capacity */
typedef struct open_series
{
	int32		vl_len_;
	uint8		format;			/* 0 */
	bool		drop_zero;		/* the kind's */
	bool		head;			/* the kind's, so that packing needs no type */
	int32		count;
	int32		unused;			/* aligns the entries */
	aftersales_entry entry[FLEXIBLE_ARRAY_MEMBER];
} open_series;

#define OPEN_CAPACITY(open) ((int32) ((VARSIZE(open) - offsetof(open_series, entry)) / sizeof(aftersales_entry)))

PG_FUNCTION_INFO_V1(aftersales_series_final);
PG_FUNCTION_INFO_V1(aftersales_series_send);
PG_FUNCTION_INFO_V1(aftersales_series_eq);
PG_FUNCTION_INFO_V1(aftersales_series_ne);
PG_FUNCTION_INFO_V1(aftersales_series_hash);
PG_FUNCTION_INFO_V1(aftersales_series_hash_extended);

static inline bool
is_open(struct varlena *value)
{
	return VARSIZE_ANY_EXHDR(value) > 0 && *(uint8 *) VARDATA_ANY(value) == 0;
}

static void
refuse_corrupt(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("value of type %s is corrupt", name)));
}

/* An open series, detoasted and aligned, whose count fits its length: a state in the making. */
static open_series *
get_open(const aftersales_series_type *type, struct varlena *value)
{
	open_series *open = (open_series *) PG_DETOAST_DATUM(PointerGetDatum(value));

	if (VARSIZE(open) < offsetof(open_series, entry) || open->count < 0 || open->count > OPEN_CAPACITY(open))
		refuse_corrupt(type->name);
	return open;
}

/* The same of a value that may come from anywhere: its entries are looked at, too. */
static open_series *
checked_open(const aftersales_series_type *type, struct varlena *value)
{
	open_series *open = get_open(type, value);

	if (!aftersales_entries_valid(&type->kind, open->entry, open->count))
		refuse_corrupt(type->name);
	return open;
}

/* Starts reading a value, packed or open. */
void
aftersales_series_read(aftersales_series_reader *reader, const aftersales_series_type *type, struct varlena *value)
{
	if (is_open(value))
	{
		open_series *open = checked_open(type, value);

		aftersales_read_entries(reader, &type->kind, open->entry, open->count);
	}
	else
		aftersales_read_packed(reader, &type->kind, (const uint8 *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

/* The head of a value of a type that has one. */
void
aftersales_series_get_head(const aftersales_series_type *type, struct varlena *value, aftersales_series_head *head)
{
	open_series *open;

	if (!is_open(value))
	{
		if (aftersales_read_head(&type->kind, (const uint8 *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), head) != AFTERSALES_SERIES_OK)
			refuse_corrupt(type->name);
		return;
	}
	open = checked_open(type, value);
	head->count = open->count;
	head->first = open->count > 0 ? open->entry[0].period : 0;
	head->last = open->count > 0 ? open->entry[open->count - 1].period : 0;
}

/* To be called when reading has ended: was it the end? */
void
aftersales_series_check(const aftersales_series_reader *reader, const aftersales_series_type *type)
{
	if (reader->status != AFTERSALES_SERIES_OK)
		refuse_corrupt(type->name);
}

/* Turns what adding or merging said into an error. */
void
aftersales_series_check_status(aftersales_series_status status, const aftersales_series_type *type)
{
	if (status == AFTERSALES_SERIES_OVERFLOW)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sum in a value of type %s is out of range", type->name)));
	if (status == AFTERSALES_SERIES_SPAN)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("dates in a value of type %s are too far apart", type->name),
				 errdetail("From the first to the last, both included, it may be at most %s.", type->span)));
	Assert(status == AFTERSALES_SERIES_OK);
}

/* Sum of the amounts of the periods from .. to. */
int64
aftersales_series_sum(const aftersales_series_type *type, struct varlena *value, int32 from, int32 to)
{
	aftersales_series_reader reader;
	int64		sum = 0;
	int32		period;
	int64		amount;

	for (aftersales_series_read(&reader, type, value); aftersales_series_next(&reader, &period, &amount);)
		if (period >= from && period <= to && __builtin_add_overflow(sum, amount, &sum))
			aftersales_series_check_status(AFTERSALES_SERIES_OVERFLOW, type);
	aftersales_series_check(&reader, type);
	return sum;
}

/* An empty open series with room for so many entries, its size a power of 2 as palloc's chunks are. */
static open_series *
new_open(const aftersales_series_type *type, int32 entries)
{
	Size		size = offsetof(open_series, entry) + Max(entries, 3) * sizeof(aftersales_entry);
	open_series *open;

	size = pg_nextpower2_64(size);
	open = palloc(size);
	memset(open, 0, offsetof(open_series, entry));
	open->drop_zero = type->kind.drop_zero;
	open->head = type->kind.head;
	SET_VARSIZE(open, size);
	return open;
}

/* The value in open form: itself if it is, else a copy. */
static open_series *
to_open(const aftersales_series_type *type, struct varlena *value)
{
	aftersales_series_reader reader;
	open_series *open;
	int32		period;
	int64		amount;
	int32		count = 0;

	if (is_open(value))
		return checked_open(type, value);
	for (aftersales_series_read(&reader, type, value); aftersales_series_next(&reader, &period, &amount);)
		count++;
	aftersales_series_check(&reader, type);
	open = new_open(type, count);
	for (aftersales_series_read(&reader, type, value); aftersales_series_next(&reader, &period, &amount);)
		open->entry[open->count++] = (aftersales_entry) {.period = period, .amount = amount};
	return open;
}

/* A copy of an open series with room for so many entries. */
static open_series *
grow(const aftersales_series_type *type, const open_series *open, int32 entries)
{
	open_series *bigger = new_open(type, entries);

	bigger->count = open->count;
	memcpy(bigger->entry, open->entry, open->count * sizeof(aftersales_entry));
	return bigger;
}

/* The value in packed form: itself if it is, else a new one. */
static struct varlena *
to_packed(struct varlena *value)
{
	const aftersales_series_type *type = &aftersales_demand_type;
	open_series *open;
	struct varlena *packed;

	if (!is_open(value))
		return value;
	if (get_open(type, value)->head)
		type = &aftersales_visit_history_type;
	open = checked_open(type, value);
	packed = palloc(VARHDRSZ + AFTERSALES_PACKED_MAX(open->count));
	SET_VARSIZE(packed, VARHDRSZ + aftersales_series_pack(&type->kind, open->entry, open->count, (uint8 *) VARDATA(packed)));
	return packed;
}

/* A transition: adds an amount to the period of the state (argument 0, NULL at first). */
Datum
aftersales_series_accum(FunctionCallInfo fcinfo, const aftersales_series_type *type, int32 period, int64 amount)
{
	open_series *state;
	aftersales_series_status status;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(0))
		state = new_open(type, 1);
	else if (is_open((struct varlena *) PG_GETARG_POINTER(0)))
		state = get_open(type, (struct varlena *) PG_GETARG_POINTER(0));
	else
		state = to_open(type, (struct varlena *) PG_GETARG_POINTER(0));
	status = aftersales_series_add(&type->kind, state->entry, &state->count, OPEN_CAPACITY(state), period, amount);
	if (status == AFTERSALES_SERIES_FULL)
	{
		state = grow(type, state, state->count + 1);
		status = aftersales_series_add(&type->kind, state->entry, &state->count, OPEN_CAPACITY(state), period, amount);
	}
	aftersales_series_check_status(status, type);
	PG_RETURN_POINTER(state);
}

/* Merges the second argument into the state; both the transition of rollup() and the combine function. */
Datum
aftersales_series_combine(FunctionCallInfo fcinfo, const aftersales_series_type *type)
{
	open_series *state;
	open_series *other;
	int32		size;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	/* the first one as it is: the executor copies it, and a group of one value never opens it */
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1)));
	other = to_open(type, (struct varlena *) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1)));

	state = to_open(type, (struct varlena *) PG_GETARG_POINTER(0));
	size = aftersales_series_union_size(state->entry, state->count, other->entry, other->count);
	if (size > OPEN_CAPACITY(state))
		state = grow(type, state, size);
	aftersales_series_check_status(aftersales_series_merge(&type->kind, state->entry, &state->count, OPEN_CAPACITY(state),
														   other->entry, other->count), type);
	PG_RETURN_POINTER(state);
}

/* The finished value: the state in packed form. */
Datum
aftersales_series_final(PG_FUNCTION_ARGS)
{
	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(to_packed((struct varlena *) PG_GETARG_POINTER(0)));
}

static int
compare_months(const void *a, const void *b)
{
	return *(const int32 *) a - *(const int32 *) b;
}

/* The months in which the days of an array lie, ascending. */
static int32 *
sorted_months(ArrayType *days, int *n)
{
	const DateADT *day = (const DateADT *) ARR_DATA_PTR(days);
	int32	   *months;

	if (ARR_HASNULL(days))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("months must not contain NULL")));
	*n = ArrayGetNItems(ARR_NDIM(days), ARR_DIMS(days));
	months = palloc(*n * sizeof(int32));
	for (int i = 0; i < *n; i++)
		months[i] = aftersales_month_of_day(aftersales_check_date(day[i], "months"));
	qsort(months, *n, sizeof(int32), compare_months);
	return months;
}

/* The value without the entries of some months. */
struct varlena *
aftersales_series_without_months(const aftersales_series_type *type, struct varlena *value, ArrayType *days)
{
	aftersales_series_reader reader;
	open_series *left = new_open(type, to_open(type, value)->count);
	int			n;
	int32	   *months = sorted_months(days, &n);
	int32		period;
	int64		amount;

	for (aftersales_series_read(&reader, type, value); aftersales_series_next(&reader, &period, &amount);)
	{
		int32		month = type->monthly ? period : aftersales_month_of_day(period);

		if (!bsearch(&month, months, n, sizeof(int32), compare_months))
			left->entry[left->count++] = (aftersales_entry) {.period = period, .amount = amount};
	}
	return to_packed((struct varlena *) left);
}

/* The entries of argument 0 as rows (first day of the period, amount). */
Datum
aftersales_series_rows(FunctionCallInfo fcinfo, const aftersales_series_type *type)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	struct varlena *value = AFTERSALES_GETARG_SERIES(0);
	aftersales_series_reader reader;
	int32		period;
	int64		amount;

	InitMaterializedSRF(fcinfo, 0);
	for (aftersales_series_read(&reader, type, value); aftersales_series_next(&reader, &period, &amount);)
	{
		Datum		row[2];
		bool		nulls[2] = {false, false};

		row[0] = DateADTGetDatum(type->monthly ? aftersales_first_day(period) : period);
		row[1] = aftersales_scaled_to_numeric(amount, type->scale);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row, nulls);
	}
	aftersales_series_check(&reader, type);
	return (Datum) 0;
}

/* Binary form: the packed bytes. */
Datum
aftersales_series_send(PG_FUNCTION_ARGS)
{
	struct varlena *packed = to_packed(AFTERSALES_GETARG_SERIES(0));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbytes(&buf, VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

static bool
bytes_equal(FunctionCallInfo fcinfo)
{
	struct varlena *a = to_packed(AFTERSALES_GETARG_SERIES(0));
	struct varlena *b = to_packed(AFTERSALES_GETARG_SERIES(1));

	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

Datum
aftersales_series_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(bytes_equal(fcinfo));
}

Datum
aftersales_series_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!bytes_equal(fcinfo));
}

Datum
aftersales_series_hash(PG_FUNCTION_ARGS)
{
	struct varlena *packed = to_packed(AFTERSALES_GETARG_SERIES(0));

	return hash_any((unsigned char *) VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed));
}

Datum
aftersales_series_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *packed = to_packed(AFTERSALES_GETARG_SERIES(0));

	return hash_any_extended((unsigned char *) VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed), PG_GETARG_INT64(1));
}
