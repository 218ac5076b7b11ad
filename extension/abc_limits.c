/*-------------------------------------------------------------------------
 *
 * abc_limits.c
 *		Where ABC classes begin, and the class of a value.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "abc_values.h"
#include "checks.h"
#include "numeric_scaled.h"

#include "utils/builtins.h"

/* thresholds of the rule */
#define A_SHARE (AFTERSALES_SHARE_UNIT / 100 * 80)
#define B_SHARE (AFTERSALES_SHARE_UNIT / 100 * 95)

PG_FUNCTION_INFO_V1(aftersales_abc_limits);
PG_FUNCTION_INFO_V1(aftersales_abc_limits_final);
PG_FUNCTION_INFO_V1(aftersales_abc_class_of_numeric);
PG_FUNCTION_INFO_V1(aftersales_abc_class_of_float8);

aftersales_abc_bounds *
aftersales_new_abc_limits(int kind, int scale)
{
	aftersales_abc_bounds *limits = palloc0(sizeof(aftersales_abc_bounds));

	limits->version = AFTERSALES_ABC_VERSION;
	limits->kind = kind;
	limits->scale = scale;
	return limits;
}

/* A value of the type, whose form is looked at. */
aftersales_abc_bounds *
aftersales_check_abc_limits(aftersales_abc_bounds *limits)
{
	if (!aftersales_abc_head_valid(limits->version, limits->kind, limits->scale))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("value of type abc_limits is corrupt")));
	return limits;
}

static Datum
limits_of(aftersales_abc_values *values, uint32 a, uint32 b)
{
	aftersales_abc_bounds *limits = aftersales_new_abc_limits(values->kind, values->scale);

	values = aftersales_abc_counted(values);
	limits->cuts = aftersales_find_cuts(values->counts, values->counted, values->kind == AFTERSALES_ABC_FLOAT8, a, b);
	return PointerGetDatum(limits);
}

/* abc_limits(abc_values, a, b) */
Datum
aftersales_abc_limits(PG_FUNCTION_ARGS)
{
	uint32		a = aftersales_check_threshold((Numeric) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1)), "a");
	uint32		b = aftersales_check_threshold((Numeric) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(2)), "b");

	aftersales_check_thresholds(a, b);
	return limits_of(aftersales_check_abc_values((struct varlena *) PG_GETARG_POINTER(0)), a, b);
}

/* final function of the aggregate abc_limits */
Datum
aftersales_abc_limits_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return limits_of(aftersales_check_abc_values((struct varlena *) PG_GETARG_POINTER(0)), A_SHARE, B_SHARE);
}

/* The class of a key, 0 for a value not above 0. */
static Datum
class_of(const aftersales_abc_bounds *limits, int64 key)
{
	const char *class = key >= limits->cuts.a ? "A" : key >= limits->cuts.b ? "B" : "C";

	return PointerGetDatum(cstring_to_text_with_len(class, 1));
}

static void
check_kind(const aftersales_abc_bounds *limits, aftersales_abc_kind kind)
{
	if (limits->kind != kind)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("value and limits must be of the same type, numeric or double precision"),
				 errhint("Cast the value to the type of the values the limits were made of.")));
}

/* abc_class_of(numeric, limits): a NULL value is C */
Datum
aftersales_abc_class_of_numeric(PG_FUNCTION_ARGS)
{
	aftersales_abc_bounds *limits;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	limits = AFTERSALES_GETARG_ABC_LIMITS(1);
	check_kind(limits, AFTERSALES_ABC_NUMERIC);
	if (PG_ARGISNULL(0))
		return class_of(limits, 0);
	return class_of(limits, aftersales_abc_numeric_floor((Numeric) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0)), limits->scale));
}

/* abc_class_of(float8, limits) */
Datum
aftersales_abc_class_of_float8(PG_FUNCTION_ARGS)
{
	aftersales_abc_bounds *limits;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	limits = AFTERSALES_GETARG_ABC_LIMITS(1);
	check_kind(limits, AFTERSALES_ABC_FLOAT8);
	return class_of(limits, PG_ARGISNULL(0) ? 0 : aftersales_abc_float8_key(PG_GETARG_FLOAT8(0)));
}
