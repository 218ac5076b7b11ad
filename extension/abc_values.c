/*-------------------------------------------------------------------------
 *
 * abc_values.c
 *		The aggregates abc_values_agg, abc_limits and rollup(abc_values).
 *
 * To find where classes begin, the values of a group are needed in order, and
 * each distinct one only once.  The state collects keys of 8 bytes as they come;
 * when it is full they are radix-sorted, counted and merged into the distinct
 * values, 16 bytes each, and it grows only if these fill more than half of it.
 * So no rows are sorted, and memory follows the number of distinct values.
 *
 * A state is a value of the type itself, changed in place while rows are added;
 * growing makes a copy, which the executor moves into the aggregate's memory.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "abc_values.h"
#include "checks.h"
#include "key_sort.h"
#include "numeric_scaled.h"

#include "utils/memutils.h"

/*
 * Distinct values that a group may have: a state of twice the room, its other
 * half full of keys, is still counted in less than the gigabyte a value may take.
 */
#define MAX_COUNTED ((Size) 20000000)
#define MAX_DIGITS 38			/* of 128 bits */
#define FIRST_ROOM 7			/* counts */

PG_FUNCTION_INFO_V1(aftersales_abc_values_accum_numeric);
PG_FUNCTION_INFO_V1(aftersales_abc_values_accum_float8);
PG_FUNCTION_INFO_V1(aftersales_abc_values_combine);
PG_FUNCTION_INFO_V1(aftersales_abc_values_final);

static void
refuse_kinds(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("values of type numeric and double precision cannot be classified together")));
}

static void
refuse_digits(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("value is out of range"),
			 errdetail("With as many decimals as the finest value of its group has, it must fit 18 digits."),
			 errhint("Round the values.")));
}

/* Bytes that hold so many counts. */
static Size
size_for(Size counts)
{
	return offsetof(aftersales_abc_values, counts) + counts * sizeof(aftersales_value_count);
}

/* Bytes not in use. */
static Size
room(const aftersales_abc_values *values)
{
	return VARSIZE(values) - size_for(values->counted) - values->waiting * sizeof(int64);
}

/* No values, and room for so many counts. */
aftersales_abc_values *
aftersales_new_abc_values(aftersales_abc_kind kind, Size counts)
{
	aftersales_abc_values *values;

	if (counts > 3 * MAX_COUNTED)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many different values in a group"),
				 errdetail("At most %zu different values can be classified.", MAX_COUNTED)));
	values = palloc(size_for(counts));
	memset(values, 0, size_for(0));
	SET_VARSIZE(values, size_for(counts));
	values->version = AFTERSALES_ABC_VERSION;
	values->kind = kind;
	return values;
}

/* Is it what stored and binary forms of both types begin with? */
bool
aftersales_abc_head_valid(int version, int kind, int scale)
{
	return version == AFTERSALES_ABC_VERSION && kind <= AFTERSALES_ABC_FLOAT8 &&
		scale <= (kind == AFTERSALES_ABC_NUMERIC ? AFTERSALES_ABC_MAX_SCALE : 0);
}

/* A value of the type, its parts checked against its length. */
aftersales_abc_values *
aftersales_check_abc_values(struct varlena *value)
{
	aftersales_abc_values *values = (aftersales_abc_values *) PG_DETOAST_DATUM(PointerGetDatum(value));

	if (VARSIZE(values) < size_for(0) || !aftersales_abc_head_valid(values->version, values->kind, values->scale) ||
		values->counted < 0 || values->waiting < 0 ||
		size_for(values->counted) + values->waiting * sizeof(int64) > VARSIZE(values))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("value of type abc_values is corrupt")));
	return values;
}

/* The same values all counted, in a copy unless they are already; its length fits. */
aftersales_abc_values *
aftersales_abc_counted(aftersales_abc_values *values)
{
	aftersales_abc_values *result;
	aftersales_value_count *fresh;
	int64	   *keys;
	Size		n = values->waiting;

	if (n == 0 && room(values) == 0)
		return values;
	result = aftersales_new_abc_values(values->kind, values->counted + n);
	result->scale = values->scale;
	keys = MemoryContextAllocHuge(CurrentMemoryContext, Max(2 * n, 1) * sizeof(int64));
	memcpy(keys, AFTERSALES_ABC_KEYS(values), n * sizeof(int64));
	aftersales_sort_keys(keys, keys + n, n);
	fresh = MemoryContextAllocHuge(CurrentMemoryContext, Max(n, 1) * sizeof(aftersales_value_count));
	n = aftersales_count_keys(keys, n, fresh);
	result->counted = (int32) aftersales_merge_counts(values->counts, values->counted, fresh, n, result->counts);
	SET_VARSIZE(result, size_for(result->counted));
	pfree(keys);
	pfree(fresh);
	return result;
}

/* The state with room for one more key: itself, or a larger copy. */
static aftersales_abc_values *
with_room(aftersales_abc_values *state)
{
	aftersales_abc_values *result = state;
	aftersales_abc_values *counted;
	Size		size = VARSIZE(state);

	if (room(state) >= sizeof(int64))
		return state;
	counted = aftersales_abc_counted(state);
	if (VARSIZE(counted) > size / 2)
	{
		result = aftersales_new_abc_values(counted->kind, 2 * (Size) counted->counted);
		size = VARSIZE(result);
	}
	memcpy(result, counted, VARSIZE(counted));
	SET_VARSIZE(result, size);
	if (counted != state)
		pfree(counted);
	return result;
}

static aftersales_abc_values *
add_key(aftersales_abc_values *state, int64 key)
{
	state = with_room(state);
	AFTERSALES_ABC_KEYS(state)[state->waiting++] = key;
	return state;
}

/* Makes the keys of a state those of more decimals. */
static void
raise_scale(aftersales_abc_values *values, int scale)
{
	int64	   *keys = AFTERSALES_ABC_KEYS(values);
	int64		factor = 1;
	bool		overflow = false;

	for (; values->scale < scale; values->scale++)
		factor *= 10;
	for (int i = 0; i < values->counted; i++)
		overflow |= __builtin_mul_overflow(values->counts[i].key, factor, &values->counts[i].key);
	for (int i = 0; i < values->waiting; i++)
		overflow |= __builtin_mul_overflow(keys[i], factor, &keys[i]);
	if (overflow)
		refuse_digits();
}

/* The decimals that a numeric needs. */
static int
decimals(Numeric value)
{
	int128		key = 0;

	for (int scale = 0; scale <= AFTERSALES_ABC_MAX_SCALE; scale++)
		if (aftersales_numeric_scaled(value, scale, &key) == AFTERSALES_SCALED_EXACT)
			return scale;
	refuse_digits();
	return 0;					/* keep compiler quiet */
}

/* The key of a finite numeric among these values, whose scale grows where it has more decimals; 0 if it is not above 0. */
int64
aftersales_abc_numeric_key(aftersales_abc_values *values, Numeric value)
{
	int128		key = 0;
	aftersales_scaled_status status;

	if (aftersales_numeric_negative(value))
		return 0;
	status = aftersales_numeric_scaled(value, values->scale, &key);
	if (status == AFTERSALES_SCALED_ROUNDED)
	{
		raise_scale(values, decimals(value));
		status = aftersales_numeric_scaled(value, values->scale, &key);
	}
	if (status == AFTERSALES_SCALED_SPECIAL)
		aftersales_refuse_special("value");
	if (status == AFTERSALES_SCALED_OVERFLOW || key >= AFTERSALES_NO_KEY)
		refuse_digits();
	return key > 0 ? (int64) key : 0;
}

/*
 * The greatest key at a scale that is not above a finite numeric: it reaches a
 * limit of that scale if its key does.  0 if the numeric is not above 0; what is
 * beyond 18 digits is above all limits.
 */
int64
aftersales_abc_numeric_floor(Numeric value, int scale)
{
	int			own_scale = Max(aftersales_numeric_scale(value), scale);
	int128		key = 0;
	aftersales_scaled_status status;

	if (aftersales_numeric_negative(value))
		return 0;
	status = aftersales_numeric_scaled(value, scale, &key);
	if (status == AFTERSALES_SCALED_ROUNDED)
	{
		status = own_scale > MAX_DIGITS ? AFTERSALES_SCALED_OVERFLOW : aftersales_numeric_scaled(value, own_scale, &key);
		for (; own_scale > scale; own_scale--)
			key /= 10;
	}
	if (status == AFTERSALES_SCALED_SPECIAL)
		aftersales_refuse_special("value");
	if (status == AFTERSALES_SCALED_OVERFLOW)
		refuse_digits();
	return key > 0 ? (int64) Min(key, AFTERSALES_NO_KEY - 1) : 0;
}

/* The key of a finite double; 0 if it is not above 0. */
int64
aftersales_abc_float8_key(float8 value)
{
	if (!isfinite(value))
		aftersales_refuse_special("value");
	return value > 0 ? aftersales_key_of_double(value) : 0;
}

/* The state of a transition (argument 0, NULL at first). */
static aftersales_abc_values *
get_state(FunctionCallInfo fcinfo, aftersales_abc_kind kind)
{
	aftersales_abc_values *state;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(0))
		return aftersales_new_abc_values(kind, FIRST_ROOM);
	state = aftersales_check_abc_values((struct varlena *) PG_GETARG_POINTER(0));
	if (state->kind != kind)
		refuse_kinds();
	return state;
}

/* abc_values_agg(numeric): values that are NULL or not above 0 do not count */
Datum
aftersales_abc_values_accum_numeric(PG_FUNCTION_ARGS)
{
	aftersales_abc_values *state = get_state(fcinfo, AFTERSALES_ABC_NUMERIC);
	int64		key = 0;

	if (!PG_ARGISNULL(1))
		key = aftersales_abc_numeric_key(state, (Numeric) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1)));
	PG_RETURN_POINTER(key > 0 ? add_key(state, key) : state);
}

/* abc_values_agg(float8) */
Datum
aftersales_abc_values_accum_float8(PG_FUNCTION_ARGS)
{
	aftersales_abc_values *state = get_state(fcinfo, AFTERSALES_ABC_FLOAT8);
	int64		key = PG_ARGISNULL(1) ? 0 : aftersales_abc_float8_key(PG_GETARG_FLOAT8(1));

	PG_RETURN_POINTER(key > 0 ? add_key(state, key) : state);
}

/* Merges the second argument into the state; both the transition of rollup() and the combine function. */
Datum
aftersales_abc_values_combine(PG_FUNCTION_ARGS)
{
	aftersales_abc_values *a;
	aftersales_abc_values *b;
	aftersales_abc_values *both;

	aftersales_check_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
		return aftersales_keep_state(fcinfo);
	b = aftersales_abc_counted(aftersales_check_abc_values((struct varlena *) PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(1))));
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(b);
	a = aftersales_abc_counted(get_state(fcinfo, b->kind));
	raise_scale(a, b->scale);
	raise_scale(b, a->scale);
	both = aftersales_new_abc_values(a->kind, (Size) a->counted + b->counted);
	both->scale = a->scale;
	both->counted = (int32) aftersales_merge_counts(a->counts, a->counted, b->counts, b->counted, both->counts);
	SET_VARSIZE(both, size_for(both->counted));
	PG_RETURN_POINTER(both);
}

/* The finished value: all counted. */
Datum
aftersales_abc_values_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(aftersales_abc_counted(aftersales_check_abc_values((struct varlena *) PG_GETARG_POINTER(0))));
}
