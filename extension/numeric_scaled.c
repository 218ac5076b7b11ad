/*-------------------------------------------------------------------------
 *
 * numeric_scaled.c
 *		Numbers as integers of a fixed scale.
 *
 * Going through numeric's own functions takes 100 to 300 ns a row, more than
 * all else an aggregate does, so its stored form is read directly.  That form
 * cannot change, for pg_upgrade keeps it: a header of 16 bits, in the long
 * form a weight of 16 bits more, then digits of base 10000, the first of them
 * worth 10000^weight.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "numeric_scaled.h"
#include "fmgr.h"
#include "utils/builtins.h"

#define SIGN_MASK		0xC000
#define NEGATIVE		0x4000
#define SHORT_FORM		0x8000
#define SPECIAL			0xC000	/* NaN, infinity */
#define SHORT_NEGATIVE	0x2000
#define SHORT_SCALE(header)		(((header) & 0x1F80) >> 7)
#define SHORT_WEIGHT(header)	((int) ((header) & 0x3F) - (int) ((header) & 0x40))
#define LONG_SCALE(header)		((header) & 0x3FFF)

static const int32 powers_of_10[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

static uint16
read_header(const char *data)
{
	uint16		header;

	memcpy(&header, data, sizeof header);
	return header;
}

/*
 * result = value * 10^scale, digits beyond the scale rounded half away from
 * zero (as round() of numeric).  The value may be a short or compressed
 * datum's detoasted form (PG_DETOAST_DATUM_PACKED).  scale is 0 to 38.
 */
aftersales_scaled_status
aftersales_numeric_scaled(Numeric value, int scale, int128 *result)
{
	const char *data = VARDATA_ANY(value);
	int			ndigits = (int) VARSIZE_ANY_EXHDR(value) / 2 - 1;
	uint16		header = read_header(data);
	bool		negative;
	int			weight;
	int			taken;
	int			exponent;
	int128		sum = 0;
	aftersales_scaled_status status = AFTERSALES_SCALED_EXACT;

	if ((header & SIGN_MASK) == SPECIAL)
		return AFTERSALES_SCALED_SPECIAL;
	data += 2;
	if ((header & SIGN_MASK) == SHORT_FORM)
	{
		negative = (header & SHORT_NEGATIVE) != 0;
		weight = SHORT_WEIGHT(header);
	}
	else
	{
		negative = (header & SIGN_MASK) == NEGATIVE;
		weight = (int16) read_header(data);
		data += 2;
		ndigits--;
	}

	/* digits down to one beyond the scale are enough to round */
	taken = Min(ndigits, weight + 2 + (scale + 3) / 4);
	if (taken < ndigits)
		status = AFTERSALES_SCALED_ROUNDED; /* numeric stores no zeros at the end */
	for (int i = 0; i < taken; i++)
	{
		int16		digit;

		memcpy(&digit, data + 2 * i, sizeof digit);
		if (__builtin_mul_overflow(sum, 10000, &sum) || __builtin_add_overflow(sum, digit, &sum))
			return AFTERSALES_SCALED_OVERFLOW;
	}
	for (exponent = taken > 0 ? scale + 4 * (weight - taken + 1) : 0; exponent > 0; exponent -= Min(exponent, 9))
		if (__builtin_mul_overflow(sum, powers_of_10[Min(exponent, 9)], &sum))
			return AFTERSALES_SCALED_OVERFLOW;
	if (exponent < 0)
	{
		int32		divisor = powers_of_10[Min(-exponent, 9)];
		int32		rest = (int32) (sum % divisor);

		sum /= divisor;
		if (rest != 0)
			status = AFTERSALES_SCALED_ROUNDED;
		if (rest >= divisor / 2)
			sum++;
	}
	*result = negative ? -sum : sum;
	return status;
}

/* Is it finite and below 0? */
bool
aftersales_numeric_negative(Numeric value)
{
	uint16		header = read_header(VARDATA_ANY(value));

	return (header & SIGN_MASK) == NEGATIVE || ((header & SIGN_MASK) == SHORT_FORM && (header & SHORT_NEGATIVE) != 0);
}

/* Digits that a finite value shows behind the point. */
int
aftersales_numeric_scale(Numeric value)
{
	uint16		header = read_header(VARDATA_ANY(value));

	return (header & SIGN_MASK) == SHORT_FORM ? SHORT_SCALE(header) : LONG_SCALE(header);
}

/* A number that is NaN or infinite. */
void
aftersales_refuse_special(const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be a finite number", argument)));
}

static void
refuse_range(int scale, const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s is out of range", argument),
			 errdetail("Its absolute value must be below " INT64_FORMAT ".", PG_INT64_MAX / powers_of_10[scale])));
}

/* value * 10^scale as int64, rounded half away from zero, or an error. */
int64
aftersales_scaled_from_numeric(Numeric value, int scale, const char *argument)
{
	int128		result = 0;

	switch (aftersales_numeric_scaled(value, scale, &result))
	{
		case AFTERSALES_SCALED_SPECIAL:
			aftersales_refuse_special(argument);
			break;
		case AFTERSALES_SCALED_OVERFLOW:
			refuse_range(scale, argument);
			break;
		default:
			break;
	}
	if (result > PG_INT64_MAX || result < PG_INT64_MIN)
		refuse_range(scale, argument);
	return (int64) result;
}

/* The same for double precision. */
int64
aftersales_scaled_from_float8(float8 value, int scale, const char *argument)
{
	double		scaled = round(value * powers_of_10[scale]);

	if (!isfinite(value))
		aftersales_refuse_special(argument);
	/* 2^63 is a double, 2^63 - 1 is not */
	if (!(scaled >= -9223372036854775808.0 && scaled < 9223372036854775808.0))
		refuse_range(scale, argument);
	return (int64) scaled;
}

/* value / 10^scale, without zeros at the end. */
Datum
aftersales_scaled_to_numeric(int64 value, int scale)
{
	return DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(int64_div_fast_to_numeric(value, scale)));
}
