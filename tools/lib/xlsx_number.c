/*-------------------------------------------------------------------------
 *
 * xlsx_number.c
 *		Number formats and numbers (ECMA-376, part 1, 18.8.30 and 18.17.4).
 *
 *-------------------------------------------------------------------------
 */
#include "xlsx_number.h"

#include <math.h>

#include "calendar.h"

/* days since 2000-01-01 of serial number 0, from 1900-03-01 on: before it, the calendar of 1900 has a 29 February too many */
#define SERIAL_EPOCH (-36526)
#define EPOCH_1904_OFFSET 1462
#define FALSE_LEAP_DAY 60
#define DAY_SECONDS 86400

XlsxFormat
xlsx_builtin_format(int number)
{
	static const struct
	{
		int			first;
		int			last;
		XlsxFormat	format;
	}			ranges[] =
	{
		{14, 17, XLSX_DATE}, {18, 21, XLSX_TIME}, {22, 22, XLSX_DATE}, {27, 31, XLSX_DATE}, {32, 35, XLSX_TIME},
		{36, 36, XLSX_DATE}, {45, 47, XLSX_TIME}, {50, 54, XLSX_DATE}, {55, 56, XLSX_TIME}, {57, 58, XLSX_DATE}
	};

	for (int i = 0; i < lengthof(ranges); i++)
		if (number >= ranges[i].first && number <= ranges[i].last)
			return ranges[i].format;
	return XLSX_PLAIN;
}

/* Passes quoted text, escaped characters and brackets; [h] and the like are elapsed time. */
static const char *
pass_literal(const char *p, bool *has_time)
{
	char		closing = *p == '[' ? ']' : *p;
	const char *end;

	if (*p == '\\' || *p == '_' || *p == '*')
		return p[1] ? p + 2 : p + 1;
	end = strchr(p + 1, closing);
	if (end == NULL)
		return p + strlen(p);
	if (closing == ']' && strspn(p + 1, "hHmMsS") == end - p - 1)
		*has_time = true;
	return end + 1;
}

XlsxFormat
xlsx_format_of_code(const char *code)
{
	bool		has_day = false;
	bool		has_month = false;
	bool		has_time = false;

	if (pg_strncasecmp(code, "General", 7) == 0)
		return XLSX_PLAIN;
	/* the section of positive numbers */
	while (*code != '\0' && *code != ';')
	{
		if (strchr("\"[\\_*", *code))
		{
			code = pass_literal(code, &has_time);
			continue;
		}
		has_day = has_day || strchr("yYdDeE", *code);
		has_month = has_month || strchr("mM", *code);
		has_time = has_time || strchr("hHsS", *code);
		/* a digit before any of these: the E of an exponent is no year of an era */
		if (strchr("0#?", *code) && !has_day && !has_month && !has_time)
			return XLSX_PLAIN;
		code++;
	}
	/* m is minutes beside hours or seconds */
	return has_day || (has_month && !has_time) ? XLSX_DATE : has_time ? XLSX_TIME : XLSX_PLAIN;
}

/* The days and seconds of a serial number that is a date; false if it is none. */
static bool
split_serial(double value, bool epoch_1904, int *day, int *second)
{
	double		days;
	double		seconds;

	if (!(value >= 0 && value < 3000000))
		return false;
	days = floor(value);
	seconds = floor((value - days) * DAY_SECONDS + 0.5);
	if (seconds >= DAY_SECONDS)
	{
		days++;
		seconds = 0;
	}
	*second = (int) seconds;
	*day = (int) days;
	if (epoch_1904)
		*day += EPOCH_1904_OFFSET;
	else if (*day < FALSE_LEAP_DAY)
		(*day)++;
	else if (*day == FALSE_LEAP_DAY)
		return false;
	*day += SERIAL_EPOCH;
	return *day <= AFTERSALES_MAX_DAY && (epoch_1904 || days >= 1);
}

static int
write_date(char *out, int day, int second)
{
	int			month = aftersales_month_of_day(day);
	int			length = snprintf(out, XLSX_NUMBER_SIZE, "%04d-%02d-%02d", month / 12, month % 12 + 1,
								  day - aftersales_first_day(month) + 1);

	if (second > 0)
		length += snprintf(out + length, XLSX_NUMBER_SIZE - length, " %02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
	return length;
}

/* 15 digits; small numbers without exponent. */
static int
write_plain(char *out, double value)
{
	int			length;
	char	   *point;

	if (fabs(value) >= 1 || value == 0 || fabs(value) < 1e-15)
		return snprintf(out, XLSX_NUMBER_SIZE, "%.15g", value);
	length = snprintf(out, XLSX_NUMBER_SIZE, "%.*f", Min(14 - (int) floor(log10(fabs(value))), 30), value);
	point = strchr(out, '.');

	while (point &&length > 1 && out[length - 1] == '0')
		length--;
	out[length] = '\0';
	return length;
}

int
xlsx_number(char out[XLSX_NUMBER_SIZE], const char *number, XlsxFormat format, bool epoch_1904)
{
	size_t		ndigits = strspn(number, "0123456789");
	char	   *end;
	double		value;
	int			day;
	int			second;

	/* as most numbers are */
	if (format == XLSX_PLAIN && number[ndigits] == '\0' && ndigits > 0 && ndigits <= 15)
		return snprintf(out, XLSX_NUMBER_SIZE, "%s", number);
	value = strtod(number, &end);
	if (end == number || *end != '\0' || !isfinite(value))
		return Min(snprintf(out, XLSX_NUMBER_SIZE, "%s", number), XLSX_NUMBER_SIZE - 1);
	if (format == XLSX_PLAIN || !split_serial(value, epoch_1904, &day, &second))
	{
		if (format != XLSX_TIME || !(value >= 0 && value < 1))
			return write_plain(out, value);
		second = (int) (value * DAY_SECONDS + 0.5);
		day = 0;
	}
	if (format == XLSX_TIME && value < 1)
		return snprintf(out, XLSX_NUMBER_SIZE, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
	return write_date(out, day, second);
}
