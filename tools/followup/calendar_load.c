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

static const CellWord kinds[] = {
	{"休", "holiday"}, {"班", "workday"}, {"假", "holiday"}, {"休息", "holiday"}, {"假日", "holiday"}, {"节假日", "holiday"},
	{"否", "holiday"}, {"false", "holiday"}, {"f", "holiday"}, {"0", "holiday"}, {"上班", "workday"}, {"工作日", "workday"},
	{"是", "workday"}, {"true", "workday"}, {"t", "workday"}, {"1", "workday"}, {NULL, NULL}
};

static const ListColumn calendar_columns[COLUMN_COUNT] = {
	[COLUMN_DAY] = {"day", "日期", 0, {CELL_DAY}},
	[COLUMN_KIND] = {"kind", "类型", 0, {CELL_WORD, kinds}},
	[COLUMN_NAME] = {"name", "名称"},
};

typedef struct Calendar
{
	PQExpBufferData arrays[COLUMN_COUNT];
	bool		bad;			/* a message has been given */
} Calendar;

/* Adds an item to the text of an SQL array. */
static void
append_item(PQExpBuffer array, const char *item)
{
	appendPQExpBufferChar(array, array->len > 0 ? ',' : '{');
	if (item == NULL)
	{
		appendPQExpBufferStr(array, "NULL");
		return;
	}
	appendPQExpBufferChar(array, '"');
	for (; *item; item++)
	{
		if (*item == '"' || *item == '\\')
			appendPQExpBufferChar(array, '\\');
		appendPQExpBufferChar(array, *item);
	}
	appendPQExpBufferChar(array, '"');
}

/* Tells what is wrong with a row; false if nothing is. */
static bool
is_bad(const TableRow *row)
{
	int			column = row->nfaults > 0 ? row->faults->column : row->cells[COLUMN_DAY] == NULL ? COLUMN_DAY : COLUMN_KIND;
	const char *message = row->nfaults > 0 ? row->faults->fault.message : row->cells[column] == NULL ? "is empty" : NULL;

	if (message == NULL)
		return false;
	if (column < 0)
		pg_log_error("%s, line " INT64_FORMAT ": %s", row->where, row->line, message);
	else
		pg_log_error("%s, line " INT64_FORMAT ": column \"%s\" %s", row->where, row->line, calendar_columns[column].name, message);
	return true;
}

static bool
add_day(void *context, const TableRow *row)
{
	Calendar   *calendar = context;

	calendar->bad = is_bad(row);
	for (int i = 0; i < COLUMN_COUNT && !calendar->bad; i++)
		append_item(&calendar->arrays[i], row->cells[i]);
	return !calendar->bad;
}

AsExit
followup_calendar_load(PGconn *conn, const FollowupOptions *options)
{
	TableColumn columns[COLUMN_COUNT];
	Calendar	calendar = {0};
	PQExpBufferData *arrays = calendar.arrays;
	const char *values[COLUMN_COUNT];
	PGresult   *result;

	for (int i = 0; i < COLUMN_COUNT; i++)
	{
		columns[i] = (TableColumn) {&calendar_columns[i], i == COLUMN_NAME ? TABLE_WANTED : TABLE_REQUIRED};
		initPQExpBuffer(&arrays[i]);
	}
	if (!table_file_read(options->operand, options->given[OPT_ENCODING], columns, lengthof(columns), add_day, &calendar) || calendar.bad)
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
