/*-------------------------------------------------------------------------
 *
 * csv_output.c
 *		CSV for spreadsheets: UTF-8 with byte order mark, RFC 4180 quoting,
 *		formula guard.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include "catalog/pg_type_d.h"

#define FORMULA_STARTS "=+-@\t\r"

/* A cell, quoted where RFC 4180 wants it; a guarded one is no formula. */
static void
write_cell(FILE *file, const char *value, bool guard)
{
	bool		quote = strpbrk(value, ",\"\r\n") != NULL;

	if (quote)
		putc('"', file);
	if (guard && *value && strchr(FORMULA_STARTS, *value))
		putc('\'', file);
	for (; *value; value++)
	{
		if (*value == '"')
			putc('"', file);
		putc(*value, file);
	}
	if (quote)
		putc('"', file);
}

bool
followup_write_csv(FILE *file, const PGresult *result)
{
	int			columns = PQnfields(result);

	fputs("\xEF\xBB\xBF", file);
	for (int column = 0; column < columns; column++)
	{
		fputs(column ? "," : "", file);
		write_cell(file, PQfname(result, column), false);
	}
	fputs("\r\n", file);
	for (int row = 0; row < PQntuples(result); row++)
	{
		for (int column = 0; column < columns; column++)
		{
			fputs(column ? "," : "", file);
			write_cell(file, PQgetvalue(result, row, column), PQftype(result, column) == TEXTOID);
		}
		fputs("\r\n", file);
	}
	return fflush(file) == 0 && !ferror(file);
}
