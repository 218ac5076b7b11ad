/*
 * csv_out.c
 *		The CSV writer.
 */
#define _GNU_SOURCE				/* for the _unlocked functions */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "csv_out.h"

#define BUFFER_SIZE (1 << 20)

static void
give_up(const CsvFile *file, const char *action)
{
	fprintf(stderr, "aftersales-sample: error: could not %s file \"%s\": %s\n", action, file->path, strerror(errno));
	exit(4);
}

/* Creates directory/table.csv and writes the header, a list of column names. */
void
csv_open(CsvFile *file, const char *directory, const char *table, const char *header)
{
	file->column = 0;
	file->stream = NULL;
	if (snprintf(file->path, sizeof(file->path), "%s/%s.csv", directory, table) >= (int) sizeof(file->path))
		errno = ENAMETOOLONG;
	else
		file->stream = fopen(file->path, "w");
	if (file->stream == NULL)
		give_up(file, "create");
	setvbuf(file->stream, NULL, _IOFBF, BUFFER_SIZE);
	csv_text(file, header);
	csv_row(file);
}

static void
separate(CsvFile *file)
{
	if (file->column++ > 0)
		putc_unlocked(',', file->stream);
}

void
csv_text(CsvFile *file, const char *text)
{
	separate(file);
	fputs_unlocked(text, file->stream);
}

/* Writes the digits of number >= 0, with zeros in front up to `width` digits. */
static void
put_digits(CsvFile *file, int64_t number, int width)
{
	char		digits[24];
	int			i = sizeof(digits);

	do
	{
		digits[--i] = (char) ('0' + number % 10);
		number /= 10;
	} while (number > 0 || (int) sizeof(digits) - i < width);
	fwrite_unlocked(digits + i, 1, sizeof(digits) - i, file->stream);
}

/* A code such as V0000123: prefix and number of at least `width` digits. */
void
csv_code(CsvFile *file, const char *prefix, int64_t number, int width)
{
	csv_text(file, prefix);
	put_digits(file, number, width);
}

/* An integer >= 0. */
void
csv_int(CsvFile *file, int64_t number)
{
	separate(file);
	put_digits(file, number, 1);
}

/* An amount >= 0 given in 1/100. */
void
csv_cents(CsvFile *file, int64_t cents)
{
	csv_int(file, cents / 100);
	putc_unlocked('.', file->stream);
	put_digits(file, cents % 100, 2);
}

void
csv_day(CsvFile *file, int day)
{
	int			year,
				month,
				day_of_month;

	day_split(day, &year, &month, &day_of_month);
	separate(file);
	put_digits(file, year, 4);
	putc_unlocked('-', file->stream);
	put_digits(file, month, 2);
	putc_unlocked('-', file->stream);
	put_digits(file, day_of_month, 2);
}

void
csv_flag(CsvFile *file, int flag)
{
	csv_text(file, flag ? "true" : "false");
}

/* An empty field: NULL. */
void
csv_null(CsvFile *file)
{
	separate(file);
}

/* Ends the row. */
void
csv_row(CsvFile *file)
{
	putc_unlocked('\n', file->stream);
	file->column = 0;
}

void
csv_close(CsvFile *file)
{
	int			failed = ferror(file->stream);

	if (fclose(file->stream) != 0 || failed)
		give_up(file, "write");
}
