/*
 * csv_out.h
 *		Writes CSV files: UTF-8, a header, no quoting, for no value of the sample has a comma, quote or line end.
 */
#ifndef SAMPLE_CSV_OUT_H
#define SAMPLE_CSV_OUT_H

#include <stdint.h>
#include <stdio.h>

typedef struct CsvFile
{
	FILE	   *stream;
	char		path[4096];		/* for error messages */
	int			column;			/* fields written of the current row */
} CsvFile;

/* All functions end the program with exit code 4 where a file cannot be written. */
extern void csv_open(CsvFile *file, const char *directory, const char *table, const char *header);
extern void csv_text(CsvFile *file, const char *text);
extern void csv_code(CsvFile *file, const char *prefix, int64_t number, int width);
extern void csv_int(CsvFile *file, int64_t number);
extern void csv_cents(CsvFile *file, int64_t cents);
extern void csv_day(CsvFile *file, int day);
extern void csv_flag(CsvFile *file, int flag);
extern void csv_null(CsvFile *file);
extern void csv_row(CsvFile *file);
extern void csv_close(CsvFile *file);

#endif
