/*-------------------------------------------------------------------------
 *
 * calendar_load.c
 *		Holidays and make-up workdays from a file.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include "pqexpbuffer.h"
#include "queries.h"
#include "table_file.h"

enum
{
	COLUMN_DAY,
	COLUMN_KIND,
	COLUMN_NAME,
	COLUMN_COUNT
};

/* Adds an item to the text of an SQL array. */
static void
append_item(PQExpBuffer array, const char *item)
{
	appendPQExpBufferStr(array, array->len > 0 ? ",\"" : "{\"");
	for (; item && *item; item++)
	{
		if (*item == '"' || *item == '\\')
			appendPQExpBufferChar(array, '\\');
		appendPQExpBufferChar(array, *item);
	}
	appendPQExpBufferChar(array, '"');
}

static bool
add_day(void *context, const TableRow *row)
{
	PQExpBuffer arrays = context;

	for (int i = 0; i < COLUMN_COUNT; i++)
		append_item(&arrays[i], row->cells[i]);
	return true;
}

AsExit
followup_calendar_load(PGconn *conn, const FollowupOptions *options)
{
	static const TableColumn columns[COLUMN_COUNT] = {
		[COLUMN_DAY] = {"day", "日期", true},
		[COLUMN_KIND] = {"kind", "类型", true},
		[COLUMN_NAME] = {"name", "名称", false},
	};
	PQExpBufferData arrays[COLUMN_COUNT];
	const char *values[COLUMN_COUNT];
	PGresult   *result;

	for (int i = 0; i < COLUMN_COUNT; i++)
		initPQExpBuffer(&arrays[i]);
	if (!table_file_read(options->operand, options->given[OPT_ENCODING], columns, lengthof(columns), add_day, arrays))
		return AS_FAILED;
	for (int i = 0; i < COLUMN_COUNT; i++)
	{
		appendPQExpBufferStr(&arrays[i], arrays[i].len > 0 ? "}" : "{}");
		if (PQExpBufferDataBroken(arrays[i]))
		{
			pg_log_error("out of memory");
			return AS_FAILED;
		}
		values[i] = arrays[i].data;
	}
	result = as_query(conn, sql_followup_calendar_load, lengthof(values), values);
	for (int row = 0; row < PQntuples(result); row++)
		printf("%s: %s holidays, %s make-up workdays\n", PQgetvalue(result, row, 0), PQgetvalue(result, row, 1), PQgetvalue(result, row, 2));
	PQclear(result);
	for (int i = 0; i < COLUMN_COUNT; i++)
		termPQExpBuffer(&arrays[i]);
	return AS_DONE;
}
