/*-------------------------------------------------------------------------
 *
 * abc.c
 *		The window function abc_class.
 *
 * The class of a row follows from the share of the values before it in the
 * order given: below a: A, below b: B, else C.  Values that are not positive
 * (or NULL) are C and have no part in the shares.
 *
 * The partition is read once for its total, at its first row, and once more as
 * rows are put out.  Shares are compared exactly: integers and numerics as
 * 128-bit integers of the partition's largest scale, doubles by sums that do
 * not round.  With positive values the share only grows, so a row's class is
 * never above that of the row before it: after the first C the values are not
 * looked at any more.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "abc.h"
#include "checks.h"
#include "exact_sum.h"
#include "numeric_scaled.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "windowapi.h"

#define MAX_SCALE 37
#define ROWS_KEPT 1024			/* values that may be in memory while the total is summed up */

PG_FUNCTION_INFO_V1(aftersales_abc_class_int8);
PG_FUNCTION_INFO_V1(aftersales_abc_class_numeric);
PG_FUNCTION_INFO_V1(aftersales_abc_class_float8);

typedef struct abc_thresholds
{
	uint32		a;				/* in units of 1 / AFTERSALES_SHARE_UNIT */
	uint32		b;
} abc_thresholds;

/* of a partition of integers or numerics */
typedef struct abc_integers
{
	bool		ready;
	bool		ties;			/* equal values share a class */
	char		class;			/* of the row before ... */
	int128		last;			/* ... and its value */
	int			scale;			/* values are in units of 10^-scale */
	int128		total;
	int128		before;			/* sum of the rows before */
	int128		end_of_a;		/* the least sum that is not A any more */
	int128		end_of_b;
} abc_integers;

/* of a partition of doubles */
typedef struct abc_doubles
{
	bool		ready;
	bool		ties;			/* equal values share a class */
	char		class;			/* of the row before ... */
	double		last;			/* ... and its value */
	abc_thresholds threshold;
	aftersales_exact_sum before;
	aftersales_exact_sum total;
} abc_doubles;

static uint32
get_threshold(WindowObject winobj, int argument, const char *name)
{
	bool		isnull;
	Datum		value = WinGetFuncArgCurrent(winobj, argument, &isnull);

	return aftersales_check_threshold(isnull ? NULL : (Numeric) PG_DETOAST_DATUM_PACKED(value), name);
}

static bool
get_ties(WindowObject winobj)
{
	bool		isnull;
	Datum		value = WinGetFuncArgCurrent(winobj, 3, &isnull);

	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ties must not be NULL")));
	return DatumGetBool(value);
}

static abc_thresholds
get_thresholds(WindowObject winobj)
{
	abc_thresholds threshold = {get_threshold(winobj, 1, "a"), get_threshold(winobj, 2, "b")};

	aftersales_check_thresholds(threshold.a, threshold.b);
	return threshold;
}

static Datum
class_result(char class)
{
	return PointerGetDatum(cstring_to_text_with_len(&class, 1));
}

/* Adds the values of the partition that are not NULL; what evaluating them takes is freed now and then. */
static void
read_partition(WindowObject winobj, void (*add) (void *state, Datum value), void *state)
{
	MemoryContext values = AllocSetContextCreate(CurrentMemoryContext, "values of abc_class", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(values);
	int64		rows = WinGetPartitionRowCount(winobj);

	for (int64 row = 0; row < rows; row++)
	{
		bool		isnull;
		bool		isout;
		Datum		value = WinGetFuncArgInPartition(winobj, 0, (int) row, WINDOW_SEEK_HEAD, false, &isnull, &isout);

		if (!isnull)
			add(state, value);
		if (row % ROWS_KEPT == ROWS_KEPT - 1)
			MemoryContextReset(values);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(values);
}

static void
refuse_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("values of abc_class are out of range"),
			 errdetail("All digits of a partition's total, those behind the point included, must fit 128 bits (38 digits).")));
}

/* Makes room for more digits behind the point. */
static void
raise_scale(abc_integers *state, int scale)
{
	if (scale > MAX_SCALE)
		refuse_range();
	for (; state->scale < scale; state->scale++)
		if (__builtin_mul_overflow(state->total, 10, &state->total))
			refuse_range();
}

/* A numeric at the partition's scale, which grows where it has more digits; 0 for one below 0. */
static int128
numeric_value(abc_integers *state, Datum datum)
{
	Numeric		value = (Numeric) PG_DETOAST_DATUM_PACKED(datum);
	int128		result = 0;
	aftersales_scaled_status status;

	if (aftersales_numeric_negative(value))
		return 0;
	status = aftersales_numeric_scaled(value, state->scale, &result);
	if (status == AFTERSALES_SCALED_ROUNDED)
	{
		raise_scale(state, aftersales_numeric_scale(value));
		status = aftersales_numeric_scaled(value, state->scale, &result);
	}
	if (status == AFTERSALES_SCALED_SPECIAL)
		aftersales_refuse_special("value");
	if (status == AFTERSALES_SCALED_OVERFLOW)
		refuse_range();
	return result;
}

static void
add_to_total(abc_integers *state, int128 value)
{
	if (value > 0 && __builtin_add_overflow(state->total, value, &state->total))
		refuse_range();
}

static void
add_int8(void *state, Datum value)
{
	add_to_total(state, DatumGetInt64(value));
}

static void
add_numeric(void *state, Datum value)
{
	add_to_total(state, numeric_value(state, value));
}

/* Reads the partition for its total. */
static void
begin_integers(WindowObject winobj, abc_integers *state, bool numeric)
{
	abc_thresholds threshold = get_thresholds(winobj);

	read_partition(winobj, numeric ? add_numeric : add_int8, state);
	state->ties = get_ties(winobj);
	state->end_of_a = aftersales_share_of(state->total, threshold.a);
	state->end_of_b = aftersales_share_of(state->total, threshold.b);
	state->ready = true;
}

static Datum
class_of_integer(WindowObject winobj, bool numeric)
{
	abc_integers *state = WinGetPartitionLocalMemory(winobj, sizeof(abc_integers));
	bool		isnull;
	Datum		datum;
	int128		value;

	if (!state->ready)
		begin_integers(winobj, state, numeric);
	WinSetMarkPosition(winobj, WinGetCurrentPosition(winobj));
	if (state->class == 'C')
		return class_result('C');
	datum = WinGetFuncArgCurrent(winobj, 0, &isnull);
	if (isnull)
		return class_result('C');
	value = numeric ? numeric_value(state, datum) : DatumGetInt64(datum);
	if (value <= 0)
		return class_result('C');
	if (!state->ties || value != state->last)
		state->class = state->before < state->end_of_a ? 'A' : state->before < state->end_of_b ? 'B' : 'C';
	state->last = value;
	state->before += value;
	return class_result(state->class);
}

Datum
aftersales_abc_class_int8(PG_FUNCTION_ARGS)
{
	return class_of_integer(PG_WINDOW_OBJECT(), false);
}

Datum
aftersales_abc_class_numeric(PG_FUNCTION_ARGS)
{
	return class_of_integer(PG_WINDOW_OBJECT(), true);
}

/* A finite double. */
static double
double_value(Datum datum)
{
	double		value = DatumGetFloat8(datum);

	if (!isfinite(value))
		aftersales_refuse_special("value");
	return value;
}

static void
add_double(void *arg, Datum datum)
{
	abc_doubles *state = arg;
	double		value = double_value(datum);

	if (value > 0)
		aftersales_exact_add(&state->total, value, 1);
}

static void
begin_doubles(WindowObject winobj, abc_doubles *state)
{
	state->threshold = get_thresholds(winobj);
	state->ties = get_ties(winobj);
	read_partition(winobj, add_double, state);
	state->class = 'A';
	state->ready = true;
}

/* The class that follows from the sum of the rows before. */
static void
advance_class(abc_doubles *state)
{
	if (state->class == 'A' &&
		aftersales_exact_compare(&state->before, AFTERSALES_SHARE_UNIT, &state->total, state->threshold.a) >= 0)
		state->class = 'B';
	if (state->class == 'B' &&
		aftersales_exact_compare(&state->before, AFTERSALES_SHARE_UNIT, &state->total, state->threshold.b) >= 0)
		state->class = 'C';
}

Datum
aftersales_abc_class_float8(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	abc_doubles *state = WinGetPartitionLocalMemory(winobj, sizeof(abc_doubles));
	bool		isnull;
	Datum		datum;
	double		value;

	if (!state->ready)
		begin_doubles(winobj, state);
	WinSetMarkPosition(winobj, WinGetCurrentPosition(winobj));
	if (state->class == 'C')
		return class_result('C');
	datum = WinGetFuncArgCurrent(winobj, 0, &isnull);
	if (isnull || (value = double_value(datum)) <= 0)
		return class_result('C');
	if (!state->ties || value != state->last)
		advance_class(state);
	state->last = value;
	aftersales_exact_add(&state->before, value, 1);
	return class_result(state->class);
}
