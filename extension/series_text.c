/*-------------------------------------------------------------------------
 *
 * series_text.c
 *		Text form and binary input of the types that hold a series.
 *
 * Text: {2025-01:3,2025-03:1.5} with months, {2025-01-05:500} with days;
 * periods ascending, amounts with no more decimals than the type keeps.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "series_type.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"
#include "utils/datetime.h"

/* reading position in a text */
typedef struct text_parser
{
	const aftersales_series_type *type;
	const char *text;
	const char *pos;
} text_parser;

static void
refuse_syntax(const text_parser *parser, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%.*s\"%s", parser->type->name,
					pg_mbcliplen(parser->text, strlen(parser->text), 60), parser->text,
					strlen(parser->text) > 60 ? "..." : ""),
			 errdetail("%s", detail)));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
skip_space(text_parser *parser)
{
	while (scanner_isspace(*parser->pos))
		parser->pos++;
}

/* Passes over a character if it is next. */
static bool
accept(text_parser *parser, char wanted)
{
	skip_space(parser);
	if (*parser->pos != wanted)
		return false;
	parser->pos++;
	return true;
}

/* A number of just so many digits. */
static int
parse_digits(text_parser *parser, int digits)
{
	int			value = 0;

	for (int i = 0; i < digits; i++)
	{
		if (!is_digit(*parser->pos))
			refuse_syntax(parser, parser->type->monthly ? "A month is written YYYY-MM." : "A day is written YYYY-MM-DD.");
		value = value * 10 + (*parser->pos++ - '0');
	}
	return value;
}

static int32
parse_period(text_parser *parser)
{
	int			year;
	int			month;
	int			day = 1;
	int32		first;

	skip_space(parser);
	year = parse_digits(parser, 4);
	if (*parser->pos++ != '-')
		refuse_syntax(parser, "A hyphen is expected after the year.");
	month = parse_digits(parser, 2);
	if (!parser->type->monthly)
	{
		if (*parser->pos++ != '-')
			refuse_syntax(parser, "A hyphen is expected after the month.");
		day = parse_digits(parser, 2);
	}
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
		day > aftersales_first_day(year * 12 + month) - aftersales_first_day(year * 12 + month - 1))
		refuse_syntax(parser, "There is no such day in the calendar.");
	first = year * 12 + month - 1;
	return parser->type->monthly ? first : aftersales_first_day(first) + day - 1;
}

/* A decimal number as a scaled integer. */
static int64
parse_amount(text_parser *parser)
{
	bool		negative = accept(parser, '-');
	int			decimals = -1;	/* -1: before the point */
	bool		any = false;
	int64		value = 0;

	for (;; parser->pos++)
	{
		if (*parser->pos == '.' && decimals < 0)
			decimals = 0;
		else if (is_digit(*parser->pos))
		{
			any = true;
			if (decimals >= 0 && ++decimals > parser->type->scale)
				refuse_syntax(parser, parser->type->monthly ? "At most 3 decimals are kept." : "At most 2 decimals are kept.");
			if (__builtin_mul_overflow(value, 10, &value) ||
				__builtin_sub_overflow(value, *parser->pos - '0', &value))
				break;
		}
		else if (!any)
			refuse_syntax(parser, "A number is expected after the colon.");
		else
		{
			bool		over = false;

			for (int i = Max(decimals, 0); i < parser->type->scale; i++)
				over |= __builtin_mul_overflow(value, 10, &value);
			/* digits were subtracted, for the most negative number has no positive twin */
			if (over || (!negative && value == PG_INT64_MIN))
				break;
			return negative ? value : -value;
		}
	}
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount is out of range for type %s", parser->type->name)));
	return 0;					/* keep compiler quiet */
}

/* The packed value of a text. */
struct varlena *
aftersales_series_in(const aftersales_series_type *type, const char *text)
{
	text_parser parser = {.type = type, .text = text, .pos = text};
	aftersales_entry *entries = NULL;
	int32		count = 0;
	int32		capacity = 0;
	struct varlena *result;

	if (!accept(&parser, '{'))
		refuse_syntax(&parser, "An opening brace is expected.");
	while (!accept(&parser, '}'))
	{
		aftersales_entry entry = {0};

		if (count > 0 && !accept(&parser, ','))
			refuse_syntax(&parser, "A comma or a closing brace is expected.");
		entry.period = parse_period(&parser);
		if (!accept(&parser, ':'))
			refuse_syntax(&parser, "A colon is expected after the date.");
		skip_space(&parser);
		entry.amount = parse_amount(&parser);
		if (count > 0 && entry.period <= entries[count - 1].period)
			refuse_syntax(&parser, "Dates must be in ascending order.");
		if (count == capacity)
		{
			capacity = Max(16, 2 * capacity);
			entries = entries ? repalloc(entries, capacity * sizeof *entries) : palloc(capacity * sizeof *entries);
		}
		aftersales_series_check_status(aftersales_series_add(&type->kind, entries, &count, capacity,
															 entry.period, entry.amount), type);
	}
	skip_space(&parser);
	if (*parser.pos != '\0')
		refuse_syntax(&parser, "There is text after the closing brace.");

	result = palloc(VARHDRSZ + AFTERSALES_PACKED_MAX(count));
	SET_VARSIZE(result, VARHDRSZ + aftersales_series_pack(&type->kind, entries, count, (uint8 *) VARDATA(result)));
	return result;
}

static void
append_period(StringInfo buf, const aftersales_series_type *type, int32 period)
{
	int			year;
	int			month;
	int			day;

	j2date((type->monthly ? aftersales_first_day(period) : period) + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	appendStringInfo(buf, type->monthly ? "%04d-%02d" : "%04d-%02d-%02d", year, month, day);
}

static void
append_amount(StringInfo buf, int64 amount, int scale)
{
	uint64		magnitude = amount < 0 ? -(uint64) amount : (uint64) amount;
	uint64		unit = 1;

	for (int i = 0; i < scale; i++)
		unit *= 10;
	appendStringInfo(buf, "%s" UINT64_FORMAT, amount < 0 ? "-" : "", magnitude / unit);
	magnitude %= unit;
	if (magnitude == 0)
		return;
	for (; magnitude % 10 == 0; magnitude /= 10)
		scale--;
	appendStringInfo(buf, ".%0*u", scale, (unsigned int) magnitude);
}

/* The text of a value. */
char *
aftersales_series_out(const aftersales_series_type *type, struct varlena *value)
{
	aftersales_series_reader reader;
	StringInfoData buf;
	int32		period;
	int64		amount;

	initStringInfo(&buf);
	appendStringInfoChar(&buf, '{');
	for (aftersales_series_read(&reader, type, value); aftersales_series_next(&reader, &period, &amount);)
	{
		if (buf.len > 1)
			appendStringInfoChar(&buf, ',');
		append_period(&buf, type, period);
		appendStringInfoChar(&buf, ':');
		append_amount(&buf, amount, type->scale);
	}
	aftersales_series_check(&reader, type);
	appendStringInfoChar(&buf, '}');
	return buf.data;
}

/* The value of a message, which must be just what sending makes. */
struct varlena *
aftersales_series_recv(const aftersales_series_type *type, StringInfo message)
{
	int			size = message->len - message->cursor;
	struct varlena *result = palloc(VARHDRSZ + size);
	aftersales_series_reader reader;
	int32		period;
	int64		amount;

	SET_VARSIZE(result, VARHDRSZ + size);
	pq_copymsgbytes(message, VARDATA(result), size);
	/* the packed form itself, whatever its first byte says */
	aftersales_read_packed(&reader, &type->kind, (const uint8 *) VARDATA(result), size);
	while (aftersales_series_next(&reader, &period, &amount))
		;
	if (reader.status != AFTERSALES_SERIES_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value for type %s", type->name)));
	return result;
}
