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
#include "clean.h"
#include "parse.h"
#include "port/pg_bswap.h"
#include "value.h"

#define NUMERIC_MAX_DIGITS 1000 /* before and after the point */
#define NUMERIC_NEGATIVE 0x4000
#define MAX_KEY_LENGTH 200		/* bytes; an index entry has room for 2700 */
#define MAX_FIELD 40			/* bytes of a field of binary COPY beyond those of its text */
#define QUICK_DIGITS 15			/* digits of a number that fits into int64 with room for scaling */
#define QUICK_GROUPS 6
#define MAX_CLEAN 200			/* bytes of a text that is cleaned */

static bool
fail(Failure *failure, const char *code, const char *message)
{
	failure->code = code;
	failure->message = message;
	return false;
}

void
copy_reserve(CopyBuffer *buffer, size_t length)
{
	if (buffer->size - buffer->used >= length)
		return;
	buffer->size = Max(2 * buffer->size, buffer->used + length);
	buffer->data = pg_realloc(buffer->data, buffer->size);
}

void
copy_bytes(CopyBuffer *buffer, const void *bytes, size_t length)
{
	copy_reserve(buffer, length);
	memcpy(buffer->data + buffer->used, bytes, length);
	buffer->used += length;
}

/* For values of a size that is reserved. */
static inline void
put_int16(CopyBuffer *buffer, int16 value)
{
	uint16		bytes = pg_hton16((uint16) value);

	memcpy(buffer->data + buffer->used, &bytes, sizeof(bytes));
	buffer->used += sizeof(bytes);
}

static inline void
put_int32(CopyBuffer *buffer, int32 value)
{
	uint32		bytes = pg_hton32((uint32) value);

	memcpy(buffer->data + buffer->used, &bytes, sizeof(bytes));
	buffer->used += sizeof(bytes);
}

void
copy_int16(CopyBuffer *buffer, int16 value)
{
	copy_reserve(buffer, sizeof(value));
	put_int16(buffer, value);
}

void
copy_int32(CopyBuffer *buffer, int32 value)
{
	copy_reserve(buffer, sizeof(value));
	put_int32(buffer, value);
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
	put_int32(buffer, length);
	memcpy(buffer->data + buffer->used, text, length);
	buffer->used += length;
	return true;
}

/* Digits only, up to nine; -1 if it is not so. */
static inline int32
quick_integer(const char *text, int length)
{
	int32		value = 0;

	if (length > 9)
		return -1;
	for (int i = 0; i < length; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

/* Of a plain number; zeros after the point do not count. */
static bool
append_plain_integer(CopyBuffer *buffer, const char *text, int length, Failure *failure)
{
	bool		negative = text[0] == '-';
	const char *point = memchr(text, '.', length);
	int			end = point ? point -text : length;
	int64		value = 0;
	int			i = negative || text[0] == '+' ? 1 : 0;

	for (int k = end + 1; k < length; k++)
		if (text[k] != '0')
			return fail(failure, "22P02", "is not an integer");
	if (i == end)
		return fail(failure, "22P02", "is not an integer");
	for (; i < end; i++)
	{
		value = value * 10 + (text[i] - '0');
		if (value > (int64) PG_INT32_MAX + negative)
			return fail(failure, "22003", "is out of the range of integer, -2147483648 to 2147483647");
	}
	put_int32(buffer, 4);
	put_int32(buffer, negative ? -value : value);
	return true;
}

static const char lost_digits[] = "is a number like 1.38123E+10 whose last digits a spreadsheet has dropped";

/* The number as it is written plainly, in room; a length of 0 and a failure if there is none. */
static int
plain_number(const char *text, int length, char room[PARSE_NUMBER_SIZE], const char *expected, Failure *failure)
{
	char		clean[MAX_CLEAN];
	CsvField	field;
	int			n = 0;

	if (length <= MAX_CLEAN)
	{
		field = clean_code((CsvField) {text, length}, clean);
		n = parse_number(field.text, field.length, room);
	}
	if (n <= 0)
		fail(failure, n < 0 ? "digits_lost" : "22P02", n < 0 ? lost_digits : expected);
	return Max(n, 0);
}

static bool
append_integer(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	int32		value = quick_integer(text, length);
	char		room[PARSE_NUMBER_SIZE];
	int			n;

	if (value < 0)
	{
		n = plain_number(text, length, room, "is not an integer", failure);
		return n > 0 && append_plain_integer(buffer, room, n, failure);
	}
	put_int32(buffer, 4);
	put_int32(buffer, value);
	return true;
}

static bool
append_boolean(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	char		room[MAX_CLEAN];
	CsvField	field = length <= MAX_CLEAN ? clean_code((CsvField) {text, length}, room) : (CsvField) {text, 0};
	bool		value;

	if (parse_boolean(field.text, field.length, &value))
	{
		put_int32(buffer, 1);
		buffer->data[buffer->used++] = value;
		return true;
	}
	return fail(failure, "22P02", "is not true or false");
}

/* YYYY-MM-DD; false if it is of another form or no day. */
static inline bool
quick_date(const char *text, int length, int32 *day)
{
	if (length != 10 || text[4] != '-' || text[7] != '-')
		return false;
	for (int i = 0; i < 10; i++)
		if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9'))
			return false;
#define DIGIT(i) (text[i] - '0')
	return parse_day(DIGIT(0) * 1000 + DIGIT(1) * 100 + DIGIT(2) * 10 + DIGIT(3), DIGIT(5) * 10 + DIGIT(6),
					 DIGIT(8) * 10 + DIGIT(9), day) == PARSE_OK;
}

static bool
append_date(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	char		room[MAX_CLEAN];
	CsvField	field;
	ParseStatus status = PARSE_OK;
	int32		day;

	if (!quick_date(text, length, &day))
	{
		field = length <= MAX_CLEAN ? clean_code((CsvField) {text, length}, room) : (CsvField) {text, 0};
		status = parse_date(field.text, field.length, &day);
	}
	if (status != PARSE_OK)
		return status == PARSE_RANGE ? fail(failure, "22008", "is no day of the calendar") :
			fail(failure, "22007", length == 1 && *text == *VALUE_OTHER_DATE ? "is not a date of the mapping file's pattern" : "is not a date like YYYY-MM-DD");
	put_int32(buffer, 4);
	put_int32(buffer, day);
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

/* The digit of base 10000 at a power of it. */
static int
group_at(const Decimal *decimal, int power)
{
	int			value = 0;

	for (int i = 3; i >= 0; i--)
		value = value * 10 + digit_at(decimal, 4 * power + i);
	return value;
}

/* Digits of base 10000, without zeros at the end. */
static void
append_decimal(CopyBuffer *buffer, const Decimal *decimal, int scale)
{
	int			first = (decimal->whole_digits + 3) / 4 - 1;
	int			last = -((decimal->fraction_digits + 3) / 4);

	while (last <= first && group_at(decimal, last) == 0)
		last++;
	copy_int32(buffer, 8 + 2 * (first - last + 1));
	copy_int16(buffer, first - last + 1);
	copy_int16(buffer, first);
	copy_int16(buffer, decimal->negative && last <= first ? NUMERIC_NEGATIVE : 0);
	copy_int16(buffer, scale);
	for (int power = first; power >= last; power--)
		copy_int16(buffer, group_at(decimal, power));
}

/* A number without sign of up to QUICK_DIGITS digits that fits a column of fixed scale; false if it is another. */
static bool
append_quick_numeric(CopyBuffer *buffer, const Column *column, const char *text, int length)
{
	static const int powers[] = {1, 10, 100, 1000};
	int64		value = 0;
	int point = length;			/* place of it */
	int			fraction;
	int16		groups[QUICK_GROUPS];	/* of base 10000, the last first */
	int			ngroups = 0;
	int			last = 0;

	if (length > QUICK_DIGITS || column->precision == 0)
		return false;
	for (int i = 0; i < length; i++)
	{
		if (text[i] >= '0' && text[i] <= '9')
			value = value * 10 + (text[i] - '0');
		else if (text[i] == '.' && point == length && length > 1)
			point = i;

		else
			return false;
	}
	fraction = point <length ? length - point -1 : 0;

	if (fraction > column->scale || point >column->precision - column->scale)
		return false;
	value *= powers[-fraction & 3];
	for (; value > 0; value /= 10000)
		groups[ngroups++] = value % 10000;
	while (last < ngroups && groups[last] == 0)
		last++;
	put_int32(buffer, 8 + 2 * (ngroups - last));
	put_int16(buffer, ngroups - last);
	put_int16(buffer, ngroups - (fraction + 3) / 4 - 1);
	put_int16(buffer, 0);
	put_int16(buffer, column->scale);
	while (ngroups > last)
		put_int16(buffer, groups[--ngroups]);
	return true;
}

static bool
append_numeric(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	Decimal		decimal;
	char		room[PARSE_NUMBER_SIZE];

	if (append_quick_numeric(buffer, column, text, length))
		return true;
	if (!parse_decimal(text, length, &decimal))
	{
		length = plain_number(text, length, room, "is not a number", failure);
		if (length == 0 || !parse_decimal(room, length, &decimal))
			return false;
	}
	if (decimal.whole_digits > (column->precision > 0 ? column->precision - column->scale : NUMERIC_MAX_DIGITS))
		return fail(failure, "22003", "has more digits before the point than the column holds");
	if (decimal.fraction_digits > (column->precision > 0 ? column->scale : NUMERIC_MAX_DIGITS))
		return fail(failure, "22003", "has more digits after the point than the column holds");
	append_decimal(buffer, &decimal, column->precision > 0 ? column->scale : decimal.fraction_digits);
	return true;
}

bool
value_type_known(const Column *column)
{
	return column->type == TEXTOID || column->type == NUMERICOID || column->type == INT4OID ||
		column->type == DATEOID || column->type == BOOLOID;
}

bool
value_append(CopyBuffer *buffer, const Column *column, const char *text, int length, Failure *failure)
{
	bool		ok;

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
	copy_reserve(buffer, length + MAX_FIELD);
	switch (column->type)
	{
		case TEXTOID:
			ok = append_text(buffer, column, text, length, failure);
			break;
		case NUMERICOID:
			ok = append_numeric(buffer, column, text, length, failure);
			break;
		case INT4OID:
			ok = append_integer(buffer, column, text, length, failure);
			break;
		case DATEOID:
			ok = append_date(buffer, column, text, length, failure);
			break;
		case BOOLOID:
			ok = append_boolean(buffer, column, text, length, failure);
			break;
		default:
			pg_unreachable();
	}
	if (!ok)
		put_int32(buffer, -1);
	return ok;
}
