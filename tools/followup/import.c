/*-------------------------------------------------------------------------
 *
 * import.c
 *		Outcomes from a list that comes back. One transaction; rows that are
 *		rejected go to a file with the reasons.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include <unistd.h>

#include "list_file.h"
#include "output.h"
#include "queries.h"
#include "table_file.h"

/* The columns, in the order of import_outcome()'s arguments. */
enum
{
	COLUMN_FOLLOW_UP,
	COLUMN_ATTEMPTS,
	COLUMN_OUTCOME,				/* from here on those to be filled in */
	COLUMN_TRIED_ON,
	COLUMN_KNOWN = COLUMN_OUTCOME + FILL_COUNT, /* from here on those of a list as such */
	COLUMN_COUNT = COLUMN_KNOWN + LIST_COUNT
};

typedef struct Import
{
	PGconn	   *conn;
	const char *as_of;			/* day of outcomes that name none */
	FILE	   *reasons;		/* NULL: nothing was rejected yet */
	char	   *reasons_path;
	int64		recorded;
	int64		unchanged;
	int64		unfilled;
	int64		rejected;
	bool		failed;			/* the reasons cannot be written; a message has been given */
} Import;

/* Writes a reason, for the user's eyes only. */
static void
reject(Import *import, const TableRow *row, const char *column, const char *code, const char *message)
{
	if (import->reasons == NULL && !import->failed)
	{
		import->reasons = output_create(import->reasons_path);
		import->failed = import->reasons == NULL;
		if (import->reasons)
			fputs("\xEF\xBB\xBFsheet,line,column,code,message\n", import->reasons);
	}
	if (import->failed)
		return;
	output_quoted(import->reasons, row->sheet ? row->sheet : "");
	fprintf(import->reasons, "," INT64_FORMAT ",%s,%s,", row->line, column, code);
	output_quoted(import->reasons, message);
	putc('\n', import->reasons);
}

/* Of a column that is read; empty for the row as such. */
static const char *
column_name(int column)
{
	if (column >= COLUMN_OUTCOME)
		return fill_columns[column - COLUMN_OUTCOME].name;
	return column == COLUMN_FOLLOW_UP ? "follow_up" : column == COLUMN_ATTEMPTS ? "attempts" : "";
}

/* True if anything is filled in beside, or instead of, the outcome. */
static bool
is_filled_in(const TableRow *row)
{
	for (int i = COLUMN_OUTCOME; i < COLUMN_KNOWN; i++)
		if (row->cells[i])
			return true;
	for (int i = 0; i < row->nfaults; i++)
		if (row->faults[i].column < 0 || row->faults[i].column >= COLUMN_OUTCOME)
			return true;
	return false;
}

/* Rejects a row with cells that say nothing; false if it has none. */
static bool
reject_faults(Import *import, const TableRow *row)
{
	for (int i = 0; i < row->nfaults; i++)
	{
		const TableFault *at = &row->faults[i];

		reject(import, row, column_name(at->column), at->fault.code, at->fault.message);
	}
	if (row->nfaults == 0 && row->cells[COLUMN_OUTCOME] == NULL)
		reject(import, row, "outcome", "22004", "is empty though the row is filled in");
	else if (row->nfaults == 0)
		return false;
	import->rejected++;
	return true;
}

static bool
import_row(void *context, const TableRow *row)
{
	Import	   *import = context;
	const char *values[COLUMN_KNOWN + 1];
	PGresult   *result;

	if (!is_filled_in(row))
	{
		import->unfilled++;
		return true;
	}
	if (reject_faults(import, row))
		return !import->failed;
	memcpy(values, row->cells, COLUMN_KNOWN * sizeof(char *));
	values[COLUMN_KNOWN] = import->as_of;
	result = as_query(import->conn, sql_followup_import, lengthof(values), values);
	if (strcmp(PQgetvalue(result, 0, 0), "recorded") == 0)
		import->recorded++;
	else if (strcmp(PQgetvalue(result, 0, 0), "unchanged") == 0)
		import->unchanged++;
	else
	{
		reject(import, row, PQgetvalue(result, 0, 1), PQgetvalue(result, 0, 2), PQgetvalue(result, 0, 3));
		import->rejected++;
	}
	PQclear(result);
	return !import->failed;
}

/* Reads the file; false after a message. */
static bool
read_file(Import *import, const FollowupOptions *options)
{
	TableColumn columns[COLUMN_COUNT] = {
		[COLUMN_FOLLOW_UP] = {list_column("follow_up"), TABLE_REQUIRED},
		[COLUMN_ATTEMPTS] = {list_column("attempts"), TABLE_REQUIRED},
	};

	for (int i = 0; i < FILL_COUNT; i++)
		columns[COLUMN_OUTCOME + i] = (TableColumn) {&fill_columns[i], i == FILL_OUTCOME ? TABLE_REQUIRED : TABLE_WANTED};
	for (int i = 0; i < LIST_COUNT; i++)
		columns[COLUMN_KNOWN + i] = (TableColumn) {&list_columns[i], TABLE_KNOWN};
	return table_file_read(options->operand, options->given[OPT_ENCODING], columns, lengthof(columns), import_row, import);
}

/* The reasons are on disk; without any, those of an earlier run are gone once a whole file was good. False after a message. */
static bool
finish_reasons(Import *import, bool remove)
{
	if (import->reasons)
		return output_finish(import->reasons, true, import->reasons_path);
	if (!import->failed && remove && unlink(import->reasons_path) != 0 && errno != ENOENT)
		pg_log_warning("could not remove file \"%s\" of an earlier run: %m", import->reasons_path);
	return !import->failed;
}

AsExit
followup_import(PGconn *conn, const FollowupOptions *options)
{
	Import		import = {.conn = conn, .as_of = options->given[OPT_AS_OF]};
	bool		ok;
	bool		keep;

	import.reasons_path = psprintf("%s.reasons", options->operand);
	as_command(conn, "BEGIN");
	ok = read_file(&import, options);
	ok = finish_reasons(&import, ok && !options->given[OPT_DRY_RUN]) && ok;
	keep = ok && (import.rejected == 0 || options->given[OPT_PARTIAL]) && !options->given[OPT_DRY_RUN];
	as_command(conn, keep ? "COMMIT" : "ROLLBACK");
	if (!ok)
		return AS_FAILED;
	printf("%s: " INT64_FORMAT " %s, " INT64_FORMAT " unchanged, " INT64_FORMAT " without outcome, " INT64_FORMAT " rejected\n", options->operand,
		   import.recorded, keep ? "recorded" : "to be recorded", import.unchanged, import.unfilled, import.rejected);
	if (import.rejected == 0)
		return AS_DONE;
	pg_log_error("file \"%s\": " INT64_FORMAT " rows rejected%s", options->operand, import.rejected, keep ? "" : ", nothing recorded");
	pg_log_error_hint("The reasons are in file \"%s\".", import.reasons_path);
	return options->given[OPT_PARTIAL] ? AS_LEFT_OUT : AS_FAILED;
}
