/*-------------------------------------------------------------------------
 *
 * tools_value.c
 *		Tests of the types of aftersales-load: what is refused, and the
 *		binary form of what is not.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "catalog/pg_type_d.h"
#include "tap.h"
#include "value.h"

static const Column text_column = {.type = TEXTOID};
static const Column date_column = {.type = DATEOID};
static const Column integer_column = {.type = INT4OID};
static const Column boolean_column = {.type = BOOLOID};
static const Column money_column = {.type = NUMERICOID, .precision = 14, .scale = 2};
static const Column numeric_column = {.type = NUMERICOID};
static const Column required_column = {.type = TEXTOID, .not_null = true};
static const Column key_column = {.type = TEXTOID, .not_null = true, .key_place = 1};
static const Column defaulted_column = {.type = TEXTOID, .not_null = true, .default_value = "station"};

/* The field in hexadecimal, or the code of the failure. */
static const char *
encode(const Column *column, const char *text)
{
	static char out[512];
	CopyBuffer	buffer = {0};
	Failure		failure;
	char	   *exact = pg_malloc(strlen(text) + 1);

	/* not terminated: reading past the end is noticed */
	memcpy(exact, text, strlen(text));
	exact = pg_realloc(exact, Max(strlen(text), 1));
	out[0] = '\0';
	if (!value_append(&buffer, column, exact, strlen(text), &failure))
		snprintf(out, sizeof(out), "%s", failure.code);
	else
		for (size_t i = 0; i < buffer.used; i++)
			sprintf(out + 2 * i, "%02x", (unsigned char) buffer.data[i]);
	pg_free(exact);
	pg_free(buffer.data);
	return out;
}

static void
check(const Column *column, const char *text, const char *wanted, const char *what)
{
	const char *got = encode(column, text);

	if (!ok(strcmp(got, wanted) == 0, "%s: \"%s\"", what, text))
		printf("# got %s, wanted %s\n", got, wanted);
}

/* Each day from 1900-01-01 to 2399-12-31 is the next number; 2000-01-01 is 0. */
static void
check_calendar(void)
{
	int			expected = -36524;
	int			wrong = 0;

	for (int year = 1900; year < 2400; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= 31; day++)
			{
				char		text[16];
				char		wanted[32];
				const char *got;

				snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
				got = encode(&date_column, text);
				if (day > 28 && strcmp(got, "22008") == 0)
					continue;
				snprintf(wanted, sizeof(wanted), "00000004%08x", expected++);
				wrong += strcmp(got, wanted) != 0;
			}
	ok(wrong == 0, "every day of 500 years follows the one before");
	ok(expected == 146097, "and there are as many as the calendar has");
}

static void
check_key_length(void)
{
	char		text[202];

	memset(text, 'x', 201);
	text[201] = '\0';
	check(&key_column, text, "22001", "a key of 201 bytes");
	text[200] = '\0';
	ok(strncmp(encode(&key_column, text), "000000c87878", 12) == 0, "a key of 200 bytes");
}

/* Random amounts by the quick way are those by the other: a plus sign makes the difference. */
static void
check_random(void)
{
	int			wrong = 0;

	srand(7);
	for (int i = 0; i < 100000; i++)
	{
		char		text[64];
		char		quick[512];
		int			digits = rand() % 13;

		snprintf(text, sizeof(text), "+%.*lld.%0*d", digits, (long long) rand() * rand() % 1000000000, rand() % 3 + 1, rand() % 10);
		snprintf(quick, sizeof(quick), "%s", encode(&money_column, text + 1));
		if (strcmp(quick, encode(&money_column, text)) != 0 && wrong++ == 0)
			printf("# %s: %s, %s\n", text, quick, encode(&money_column, text));
	}
	ok(wrong == 0, "100000 amounts, quickly and not");
}

/* one day in the ways it is written */
static const char *const dates[] = {
	"2024-01-05", "2024/1/5", "2024-1-5", "2024.01.05", "2024年1月5日", "2024年01月05号", "20240105", "45296", "45296.5", " 2024-01-05\t",
	"２０２４－０１－０５", "2024/1/5 10:23", "2024-01-05 10:23:45.123", "2024-01-05T10:23:45", "20240105 9:5", "2024/1/5 上午8:05", "2024-1-5 8:05 PM", "2024年01月05日 08时05分", "2024年1月5日 8点", "2024-01-05T08:05:33+08:00", "2024 年 1 月 5 日", "=\"2024-01-05\"", "\u30002024-01-05\u00A0"
};
static const char *const no_dates[] = {
	"x", "1.2.2026", "2024", "2024-", "2024-01-05x", "2024-01-05 x", "2024-01-05 10:", "2024-01-05T08:05:33Z", "2024-01-05 10:05 XM", "24-01-05", "19999", "99999", "45296.5.5", "01/05/2024", "2024-1-5-6", "-45296"
};

/* 1234.5 in the ways it is written */
static const char *const amounts[] = {
	"1234.5", "1,234.50", "￥1,234.50", "¥1234.5", "1234.50元", " 1234.5 ", "１２３４．５０", "+1234.5", "=\"1234.5\"", "RMB 1,234.5", "1234.500", "1.2345E+3", "1.2345e3", "1，234．50"
};
static const char *const no_amounts[] = {
	"", "x", ".", "-", "+.", "NaN", "Infinity", "1,5", "1,23,456", "1234,500", ",123", "1,234,", "12 34", "1.2.3", "(", "()", "1e", "1-", "--1", "￥"
};

int
main(void)
{
	check(&text_column, "", "ffffffff", "NULL");
	check(&text_column, "ab", "000000026162", "text");
	check(&required_column, "", "23502", "a required value");
	check(&defaulted_column, "", "0000000773746174696f6e", "a default");
	check_key_length();
	check(&date_column, "2000-01-01", "0000000400000000", "date");
	check(&date_column, "0001-01-01", "00000004fff4dbf9", "date");
	check(&date_column, "9999-12-31", "00000004002c95d3", "date");
	for (int i = 0; i < lengthof(dates); i++)
		check(&date_column, dates[i], "0000000400002242", "date");
	for (int i = 0; i < lengthof(no_dates); i++)
		check(&date_column, no_dates[i], "22007", "no date");
	check(&date_column, "2024-01", "000000040000223e", "month");
	check(&date_column, "2024年1月", "000000040000223e", "month");
	check(&date_column, "202401", "000000040000223e", "month");
	check(&date_column, "2024/13/1", "22008", "no day");
	check(&date_column, "20240230", "22008", "no day");
	check(&date_column, "2026-00-01", "22008", "no day");
	check(&date_column, "0000-01-01", "22008", "no day");
	check(&date_column, "1900-02-29", "22008", "no day");
	check_calendar();
	check(&integer_column, "2147483647", "000000047fffffff", "integer");
	check(&integer_column, "-2147483648", "0000000480000000", "integer");
	check(&integer_column, "2147483648", "22003", "integer out of range");
	check(&integer_column, "-2147483649", "22003", "integer out of range");
	check(&integer_column, "99999999999999999999999999", "22003", "integer out of range");
	check(&integer_column, "-", "22P02", "no integer");
	check(&integer_column, "1.0", "0000000400000001", "integer");
	check(&boolean_column, "YES", "0000000101", "boolean");
	check(&boolean_column, "off", "0000000100", "boolean");
	check(&boolean_column, "maybe", "22P02", "no boolean");
	/* digits, weight, sign, scale, then digits of base 10000 */
	check(&money_column, "0", "00000008" "0000" "ffff" "0000" "0002", "numeric");
	check(&money_column, "-0.00", "00000008" "0000" "ffff" "0000" "0002", "numeric");
	check(&money_column, "12345.6", "0000000e" "0003" "0001" "0000" "0002" "0001" "0929" "1770", "numeric");
	check(&money_column, "-0001.50", "0000000c" "0002" "0000" "4000" "0002" "0001" "1388", "numeric");
	check(&money_column, "999999999999.99", "00000010" "0004" "0002" "0000" "0002" "270f" "270f" "270f" "26ac", "numeric");
	check(&money_column, "1000000000000", "22003", "too many digits before the point");
	check(&money_column, "0.001", "22003", "too many digits after the point");
	check(&money_column, "0.0100", "0000000a" "0001" "ffff" "0000" "0002" "0064", "zeros after the point do not count");
	check(&numeric_column, ".00012", "0000000c" "0002" "ffff" "0000" "0005" "0001" "07d0", "numeric without limits");
	check(&numeric_column, "1.", "0000000a" "0001" "0000" "0000" "0000" "0001", "numeric without limits");
	for (int i = 0; i < lengthof(amounts); i++)
		check(&money_column, amounts[i], "0000000c" "0002" "0000" "0000" "0002" "04d2" "1388", "amount");
	check(&money_column, "(1,234.50)", "0000000c" "0002" "0000" "4000" "0002" "04d2" "1388", "a bookkeeper's amount");
	check(&money_column, "-￥1234.5", "0000000c" "0002" "0000" "4000" "0002" "04d2" "1388", "amount");
	check(&money_column, "￥-1234.5", "0000000c" "0002" "0000" "4000" "0002" "04d2" "1388", "amount");
	check(&numeric_column, "1.2E-15", "00000008" "0000" "ffff" "0000" "0000", "what is left of a sum of 0");
	check(&numeric_column, "1.5E-3", "0000000a" "0001" "ffff" "0000" "0004" "000f", "a small number");
	check(&money_column, "1.23457E+11", "digits_lost", "an abbreviated number");
	for (int i = 1; i < lengthof(no_amounts); i++)
		check(&numeric_column, no_amounts[i], "22P02", "no number");
	check(&integer_column, "12,345", "0000000400003039", "integer");
	check(&integer_column, "12345.00", "0000000400003039", "integer");
	check(&integer_column, "12345 km", "0000000400003039", "integer");
	check(&integer_column, "１２３４５公里", "0000000400003039", "integer");
	check(&boolean_column, "是", "0000000101", "boolean");
	check(&boolean_column, " 否", "0000000100", "boolean");
	check_random();
	return done_testing();
}
