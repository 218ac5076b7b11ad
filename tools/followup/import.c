/*-------------------------------------------------------------------------
 *
 * import.c
 *		Outcomes from a list that comes back. One transaction; rows that are
 *		rejected go to a file with the reasons.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "list_file.h"
#include "queries.h"
#include "table_file.h"

/* The columns, in the order of import_outcome()'s arguments. */
enum
{
	COLUMN_FOLLOW_UP,
	COLUMN_ATTEMPTS,
	COLUMN_OUTCOME,				/* from here on those to be filled in */
	COLUMN_TRIED_ON,
	COLUMN_COUNT = COLUMN_OUTCOME + FILL_COUNT
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
	bool		failed;			/* the reasons cannot be written */
} Import;

/* A reason, for the user's eyes only. */
static void
reject(Import *import, const TableRow *row, const PGresult *result)
{
	if (import->reasons == NULL)
	{
		int			fd;

		unlink(import->reasons_path);
		fd = open(import->reasons_path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
		import->reasons = fd >= 0 ? fdopen(fd, "w") : NULL;
		if (import->reasons == NULL)
		{
			import->failed = true;
			return;
		}
		fputs("sheet,line,column,code,message\n", import->reasons);
	}
	/* names of sheets cannot have quotes doubled in them: they are ours or checked here */
	fprintf(import->reasons, "\"%s\"," INT64_FORMAT ",%s,%s,\"", row->sheet ? row->sheet : "", row->line,
			PQgetvalue(result, 0, 1), PQgetvalue(result, 0, 2));
	for (const char *p = PQgetvalue(result, 0, 3); *p; p++)
	{
		if (*p == '"')
			putc('"', import->reasons);
		putc(*p, import->reasons);
	}
	fputs("\"\n", import->reasons);
	import->rejected++;
}

static bool
import_row(void *context, const TableRow *row)
{
	Import	   *import = context;
	const char *values[COLUMN_COUNT];
	PGresult   *result;

	if (row->cells[COLUMN_OUTCOME] == NULL)
	{
		import->unfilled++;
		return true;
	}
	memcpy(values, row->cells, sizeof(values));
	if (values[COLUMN_TRIED_ON] == NULL)
		values[COLUMN_TRIED_ON] = import->as_of;
	result = as_query(import->conn, sql_followup_import, lengthof(values), values);
	if (strcmp(PQgetvalue(result, 0, 0), "recorded") == 0)
		import->recorded++;
	else if (strcmp(PQgetvalue(result, 0, 0), "unchanged") == 0)
		import->unchanged++;
	else
		reject(import, row, result);
	PQclear(result);
	return !import->failed;
}

/* The reasons are on disk, or those of an earlier run are gone; false after a message. */
static bool
finish_reasons(Import *import)
{
	bool		ok = !import->failed;

	if (import->reasons && fclose(import->reasons) != 0)
		ok = false;
	if (!ok)
		pg_log_error("could not write file \"%s\": %m", import->reasons_path);
	else if (import->rejected == 0)
		unlink(import->reasons_path);
	return ok;
}

static bool
read_file(Import *import, const FollowupOptions *options)
{
	TableColumn columns[COLUMN_COUNT] = {
		[COLUMN_FOLLOW_UP] = {"follow_up", list_column("follow_up")->title, true},
		[COLUMN_ATTEMPTS] = {"attempts", list_column("attempts")->title, true},
	};

	for (int i = 0; i < FILL_COUNT; i++)
		columns[COLUMN_OUTCOME + i] = (TableColumn)
	{
		fill_columns[i].name, fill_columns[i].title, i == FILL_OUTCOME
	};
	return table_file_read(options->operand, options->given[OPT_ENCODING], columns, lengthof(columns), import_row, import);
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
	ok = finish_reasons(&import) && ok;
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
