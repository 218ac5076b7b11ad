/*-------------------------------------------------------------------------
 *
 * value.c
 *		The types of columns: text in, binary COPY out.
 *
 * The binary forms are those of the types' receive functions.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "calendar.h"
#include "catalog/pg_type_d.h"
#include "port/pg_bswap.h"
#include "value.h"

#define NUMERIC_MAX_DIGITS 1000 /* before and after the point */
#define NUMERIC_NEGATIVE 0x4000
#define MAX_KEY_LENGTH 200		/* bytes; an index entry has room for 2700 */

typedef bool (*AppendFunction) (CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure);

static bool
fail(Failure *failure, const char *code, const char *message)
{
	failure->code = code;
	failure->message = message;
	return false;
}

void
copy_bytes(CopyBuffer *buffer, const void *bytes, size_t length)
{
	if (buffer->size - buffer->used < length)
	{
		buffer->size = Max(2 * buffer->size, buffer->used + length);
		buffer->data = pg_realloc(buffer->data, buffer->size);
	}
	memcpy(buffer->data + buffer->used, bytes, length);
	buffer->used += length;
}

void
copy_int16(CopyBuffer *buffer, int16 value)
{
	uint16		bytes = pg_hton16((uint16) value);

	copy_bytes(buffer, &bytes, sizeof(bytes));
}

void
copy_int32(CopyBuffer *buffer, int32 value)
{
	uint32		bytes = pg_hton32((uint32) value);

	copy_bytes(buffer, &bytes, sizeof(bytes));
}

void
copy_int64(CopyBuffer *buffer, int64 value)
{
	uint64		bytes = pg_hton64((uint64) value);

	copy_bytes(buffer, &bytes, sizeof(bytes));
}

static bool
append_text(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	if (column->key_place > 0 && length > MAX_KEY_LENGTH)
		return fail(failure, "22001", "is longer than 200 bytes, the limit of a key column");
	copy_int32(buffer, length);
	copy_bytes(buffer, text, length);
	return true;
}

static bool
append_integer(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	bool		negative = length > 0 && text[0] == '-';
	int64		value = 0;
	int			i = negative || (length > 0 && text[0] == '+') ? 1 : 0;

	if (i == length)
		return fail(failure, "22P02", "is not an integer");
	for (; i < length; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return fail(failure, "22P02", "is not an integer");
		value = value * 10 + (text[i] - '0');
		if (value > (int64) PG_INT32_MAX + negative)
			return fail(failure, "22003", "is out of the range of integer, -2147483648 to 2147483647");
	}
	copy_int32(buffer, 4);
	copy_int32(buffer, negative ? -value : value);
	return true;
}

static bool
append_boolean(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	static const char *const words[] = {"true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0"};

	for (int i = 0; i < lengthof(words); i++)
		if (length == strlen(words[i]) && pg_strncasecmp(text, words[i], length) == 0)
		{
			char		value = i % 2 == 0;

			copy_int32(buffer, 1);
			copy_bytes(buffer, &value, 1);
			return true;
		}
	return fail(failure, "22P02", "is not true or false");
}

/* The number that n digits spell; -1 if one is no digit. */
static int
digits(const char *text, int n)
{
	int			value = 0;

	for (int i = 0; i < n; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static bool
append_date(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	int			year,
				month,
				day;
	int32		first;

	if (length != 10 || text[4] != '-' || text[7] != '-' ||
		(year = digits(text, 4)) < 0 || (month = digits(text + 5, 2)) < 0 || (day = digits(text + 8, 2)) < 0)
		return fail(failure, "22007", "is not a date of the form YYYY-MM-DD");
	if (year < 1 || month < 1 || month > 12 || day < 1)
		return fail(failure, "22008", "is no day of the calendar");
	month += year * 12 - 1;
	first = aftersales_first_day(month);
	if (first + day > aftersales_first_day(month + 1))
		return fail(failure, "22008", "is no day of the calendar");
	copy_int32(buffer, 4);
	copy_int32(buffer, first + day - 1);
	return true;
}

/* A number as text: digits before and after the point, zeros around them left out. */
typedef struct Decimal
{
	bool		negative;
	const char *whole;
	int			whole_digits;
	const char *fraction;
	int			fraction_digits;
} Decimal;

static bool
parse_decimal(const char *text, int length, Decimal *decimal)
{
	const char *end = text + length;
	const char *p = text;

	decimal->negative = p < end && *p == '-';
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	decimal->whole = p;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	decimal->whole_digits = p - decimal->whole;
	decimal->fraction = p;
	decimal->fraction_digits = 0;
	if (p < end && *p == '.')
	{
		decimal->fraction = ++p;
		while (p < end && *p >= '0' && *p <= '9')
			p++;
		decimal->fraction_digits = p - decimal->fraction;
	}
	if (p != end || decimal->whole_digits + decimal->fraction_digits == 0)
		return false;
	for (; decimal->whole_digits > 0 && *decimal->whole == '0'; decimal->whole_digits--)
		decimal->whole++;
	while (decimal->fraction_digits > 0 && decimal->fraction[decimal->fraction_digits - 1] == '0')
		decimal->fraction_digits--;
	return true;
}

/* The decimal digit at a power of ten, 0 beyond those written. */
static int
digit_at(const Decimal *decimal, int power)
{
	if (power >= decimal->whole_digits || -power > decimal->fraction_digits)
		return 0;
	return power >= 0 ? decimal->whole[decimal->whole_digits - 1 - power] - '0' : decimal->fraction[-power - 1] - '0';
}

/* Digits of base 10000, the first of weight 10000^weight. */
static void
append_decimal(CopyBuffer *buffer, const Decimal *decimal, int scale)
{
	int			groups_before = (decimal->whole_digits + 3) / 4;
	int			groups_after = (decimal->fraction_digits + 3) / 4;
	int			ngroups = groups_before + groups_after;

	copy_int32(buffer, 8 + 2 * ngroups);
	copy_int16(buffer, ngroups);
	copy_int16(buffer, groups_before - 1);
	copy_int16(buffer, decimal->negative && ngroups > 0 ? NUMERIC_NEGATIVE : 0);
	copy_int16(buffer, scale);
	for (int group = groups_before - 1; group >= -groups_after; group--)
	{
		int			value = 0;

		for (int i = 3; i >= 0; i--)
			value = value * 10 + digit_at(decimal, 4 * group + i);
		copy_int16(buffer, value);
	}
}

static bool
append_numeric(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	Decimal		decimal;

	if (!parse_decimal(text, length, &decimal))
		return fail(failure, "22P02", "is not a number");
	if (decimal.whole_digits > (column->precision > 0 ? column->precision - column->scale : NUMERIC_MAX_DIGITS))
		return fail(failure, "22003", "has more digits before the point than the column holds");
	if (decimal.fraction_digits > (column->precision > 0 ? column->scale : NUMERIC_MAX_DIGITS))
		return fail(failure, "22003", "has more digits after the point than the column holds");
	append_decimal(buffer, &decimal, column->precision > 0 ? column->scale : decimal.fraction_digits);
	return true;
}

static const struct
{
	Oid			type;
	AppendFunction append;
}			types[] =

{
	{TEXTOID, append_text},
	{DATEOID, append_date},
	{NUMERICOID, append_numeric},
	{INT4OID, append_integer},
	{BOOLOID, append_boolean}
};

static AppendFunction
append_function(Oid type)
{
	for (int i = 0; i < lengthof(types); i++)
		if (types[i].type == type)
			return types[i].append;
	return NULL;
}

bool
value_type_known(const Column *column)
{
	return append_function(column->type) != NULL;
}

bool
value_append(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	if (length == 0 && column->not_null && column->default_value)
	{
		text = column->default_value;
		length = strlen(text);
	}
	else if (length == 0)
	{
		copy_int32(buffer, -1);
		return !column->not_null || fail(failure, "23502", "is empty");
	}
	if (append_function(column->type) (buffer, column, text, length, failure))
		return true;
	copy_int32(buffer, -1);
	return false;
}
