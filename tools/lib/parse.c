/*-------------------------------------------------------------------------
 *
 * parse.c
 *		See parse.h.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "calendar.h"
#include "parse.h"

#define SERIAL_2000 36526		/* serial number of 2000-01-01 */
#define MIN_SERIAL 20000		/* 1954 */
#define MAX_SERIAL 73415		/* 2100 */
#define MAX_EXPONENT 20

typedef struct Cursor
{
	const char *p;
	const char *end;
} Cursor;

/* Takes digits, no more than so many; their count. */
static int
take_digits(Cursor *cursor, int most, int *value)
{
	int			n = 0;

	*value = 0;
	while (cursor->p < cursor->end && n < most && *cursor->p >= '0' && *cursor->p <= '9')
	{
		*value = *value * 10 + (*cursor->p++ - '0');
		n++;
	}
	return n;
}

/* Passes one of the texts, which are separated by blanks, if it stands here. */
static bool
take_any(Cursor *cursor, const char *texts)
{
	while (*texts)
	{
		int			length = strcspn(texts, " ");

		if (length <= cursor->end - cursor->p && pg_strncasecmp(cursor->p, texts, length) == 0)
		{
			cursor->p += length;
			return true;
		}
		texts += length;
		texts += strspn(texts, " ");
	}
	return false;
}

static void
take_blanks(Cursor *cursor)
{
	while (cursor->p < cursor->end && *cursor->p == ' ')
		cursor->p++;
}

/* Passes an offset from UTC, as the day is that of its place. Of a time of UTC itself the day at the place is not known. */
static void
take_offset(Cursor *cursor)
{
	Cursor		ahead = *cursor;
	int			value;

	if (take_any(&ahead, "+ -") && take_digits(&ahead, 2, &value) == 2 &&
		(take_any(&ahead, ":"), take_digits(&ahead, 2, &value) == 2))
		*cursor = ahead;
}

/* Nothing more, or a time of day. */
static bool
at_end_or_time(Cursor cursor)
{
	int			value;

	if (cursor.p == cursor.end)
		return true;
	if (!take_any(&cursor, "T"))
		take_blanks(&cursor);
	if (take_any(&cursor, "上午 下午 AM PM"))
		take_blanks(&cursor);
	if (take_digits(&cursor, 2, &value) == 0)
		return false;
	for (int part = 0; part < 2; part++)
		if (take_any(&cursor, ":"))
		{
			if (take_digits(&cursor, 2, &value) == 0)
				return false;
		}
		else if (take_any(&cursor, "时 点 分"))
			take_digits(&cursor, 2, &value);
	if (take_any(&cursor, "."))
		take_digits(&cursor, 9, &value);
	take_any(&cursor, "分 秒");
	take_blanks(&cursor);
	take_any(&cursor, "AM PM");
	take_offset(&cursor);
	return cursor.p == cursor.end;
}

ParseStatus
parse_day(int year, int month, int day, int32 *result)
{
	int32		first;

	if (year < 1 || month < 1 || month > 12 || day < 1)
		return PARSE_RANGE;
	month += year * 12 - 1;
	first = aftersales_first_day(month);
	if (first + day > aftersales_first_day(month + 1))
		return PARSE_RANGE;
	*result = first + day - 1;
	return PARSE_OK;
}

/* Behind the year and its separator: month, and day unless it is a month that is written. */
static ParseStatus
parse_month_day(Cursor cursor, int year, int32 *result)
{
	int			month;
	int			day = 1;

	take_blanks(&cursor);
	if (take_digits(&cursor, 2, &month) == 0)
		return PARSE_FORM;
	if (cursor.p == cursor.end)
		return parse_day(year, month, 1, result);
	take_blanks(&cursor);
	if (!take_any(&cursor, "- / . 月"))
		return PARSE_FORM;
	take_blanks(&cursor);
	if (cursor.p < cursor.end)
	{
		if (take_digits(&cursor, 2, &day) == 0)
			return PARSE_FORM;
		if (at_end_or_time(cursor))
			return parse_day(year, month, day, result);
		take_blanks(&cursor);
		if (!take_any(&cursor, "日 号"))
			return PARSE_FORM;
		if (!at_end_or_time(cursor))
			return PARSE_FORM;
	}
	return parse_day(year, month, day, result);
}

/* The fraction of a serial number. */
static void
take_time_digits(Cursor *cursor)
{
	while (cursor->p < cursor->end && *cursor->p >= '0' && *cursor->p <= '9')
		cursor->p++;
}

ParseStatus
parse_date(const char *text, int length, int32 *result)
{
	Cursor		cursor = {text, text + length};
	Cursor		fraction;
	int			number;
	int			n = take_digits(&cursor, 8, &number);

	if (n == 8 && at_end_or_time(cursor))
		return parse_day(number / 10000, number / 100 % 100, number % 100, result);
	if (n == 6 && cursor.p == cursor.end)
		return parse_day(number / 100, number % 100, 1, result);
	fraction = cursor;
	take_blanks(&cursor);
	if (n == 4 && take_any(&cursor, "- / . 年"))
		return parse_month_day(cursor, number, result);
	if (take_any(&fraction, "."))
		take_time_digits(&fraction);
	if (n != 5 || fraction.p != fraction.end || number < MIN_SERIAL || number > MAX_SERIAL)
		return PARSE_FORM;
	*result = number - SERIAL_2000;
	return PARSE_OK;
}

ParseStatus
parse_date_as(const char *text, int length, const char *pattern, int32 *result)
{
	Cursor		cursor = {text, text + length};
	int			year = 0;
	int			month = 0;
	int			day = 1;

	while (*pattern)
	{
		char		letter[2] = {*pattern, '\0'};
		int			run = strspn(pattern, letter);
		int		   *part = *pattern == 'Y' ? &year : *pattern == 'M' ? &month : *pattern == 'D' ? &day : NULL;

		if (part == NULL)
		{
			if (cursor.p == cursor.end || *cursor.p++ != *pattern++)
				return PARSE_FORM;
			continue;
		}
		/* years of two digits: 1990 to 2089, as days of the tables are */
		if (take_digits(&cursor, run == 1 && part != &year ? 2 : run, part) < (part == &year ? run : 1))
			return PARSE_FORM;
		if (part == &year && run == 2)
			year += year >= 90 ? 1900 : 2000;
		pattern += run;
	}
	return at_end_or_time(cursor) ? parse_day(year, month, day, result) : PARSE_FORM;
}

bool
parse_boolean(const char *text, int length, bool *result)
{
	static const char *const words[] = {
		"true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0", "是", "否", "有", "无", "真", "假", "√", "×"
	};

	for (int i = 0; i < lengthof(words); i++)
		if (length == strlen(words[i]) && pg_strncasecmp(text, words[i], length) == 0)
		{
			*result = i % 2 == 0;
			return true;
		}
	return false;
}

/* Digits, perhaps in groups of three, to out; false if groups are of another size. */
static bool
take_grouped_digits(Cursor *cursor, char **out)
{
	char	   *start = *out;
	int			group = 0;		/* digits since the last separator */
	bool		grouped = false;

	for (; cursor->p < cursor->end; cursor->p++)
	{
		if (*cursor->p >= '0' && *cursor->p <= '9')
		{
			*(*out)++ = *cursor->p;
			group++;
		}
		else if (*cursor->p == ',' && (grouped ? group == 3 : group >= 1 && group <= 3))
		{
			grouped = true;
			group = 0;
		}
		else
			break;
	}
	return grouped ? group == 3 : *out >= start;
}

/* The exponent of a number; false if it is malformed. */
static bool
take_exponent(Cursor *cursor, int *exponent)
{
	bool		negative;

	*exponent = 0;
	if (!take_any(cursor, "e"))
		return true;
	negative = take_any(cursor, "-");
	if (!negative)
		take_any(cursor, "+");
	if (take_digits(cursor, 3, exponent) == 0)
		return false;
	if (negative)
		*exponent = -*exponent;
	return true;
}

/* Moves the point of the digits in out, which has so many before the point, behind the exponent; the length, or -1 if digits are lost. */
static int
apply_exponent(char *out, char *end, int whole, int exponent)
{
	char		digits[PARSE_NUMBER_SIZE];
	int			n = 0;
	int			places = whole + exponent;
	char	   *start = *out == '-' ? out + 1 : out;

	for (char *p = start; p < end; p++)
		if (*p != '.')
			digits[n++] = *p;
	/* what is left of a sum of 0 */
	if (exponent < -9 && places <= -9)
		return sprintf(out, "0");
	if (places > n)
		return -1;
	if (places < -MAX_EXPONENT)
		return 0;
	end = start;
	if (places <= 0)
		end += sprintf(end, "0.%.*s", -places, "00000000000000000000");
	for (int i = 0; i < n; i++)
	{
		if (i == places && places > 0)
			*end++ = '.';
		*end++ = digits[i];
	}
	return end - out;
}

int
parse_number(const char *text, int length, char out[PARSE_NUMBER_SIZE])
{
	Cursor		cursor = {text, text + length};
	char	   *p = out;
	bool		closed = false;
	bool		negative;
	int			whole;
	int			exponent;

	if (length == 0 || length > PARSE_NUMBER_SIZE / 2)
		return 0;
	if (length > 2 && *text == '(' && text[length - 1] == ')')
	{
		closed = true;
		cursor = (Cursor) {text + 1, text + length - 1};
	}
	negative = take_any(&cursor, "-");
	take_any(&cursor, "￥ ¥ RMB CNY");
	take_blanks(&cursor);
	if (!negative)
		negative = take_any(&cursor, "-");
	if (!negative)
		take_any(&cursor, "+");
	if (negative != closed)
		*p++ = '-';
	if (!take_grouped_digits(&cursor, &p))
		return 0;
	whole = p - out - (negative != closed);
	if (take_any(&cursor, "."))
	{
		*p++ = '.';
		while (cursor.p < cursor.end && *cursor.p >= '0' && *cursor.p <= '9')
			*p++ = *cursor.p++;
	}
	if (p == out + (negative != closed) || !take_exponent(&cursor, &exponent))
		return 0;
	take_blanks(&cursor);
	take_any(&cursor, "元 公里 千米 km");
	if (cursor.p != cursor.end || (whole == 0 && p[-1] == '.'))
		return 0;
	return exponent == 0 ? p - out : apply_exponent(out, p, whole, exponent);
}
