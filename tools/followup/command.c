/*-------------------------------------------------------------------------
 *
 * command.c
 *		The commands of aftersales-followup, each a query of sql/queries and
 *		the showing of its result.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include <sys/stat.h>
#include <unistd.h>

#include "fe_utils/print.h"
#include "queries.h"

/* Everything that was promised is written, or the program fails. */
static void
finish_output(FILE *file, const char *name)
{
	if (fflush(file) != 0 || ferror(file))
	{
		pg_log_error("could not write to %s: %m", name);
		exit(AS_FAILED);
	}
}

static PGresult *
query_list(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->as_of, options->dealer};

	return as_query(conn, sql_followup_list, lengthof(values), values);
}

void
followup_generate(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->as_of};
	PGresult   *result;

	PQclear(as_query(conn, sql_followup_generate, lengthof(values), values));
	result = as_query(conn, sql_followup_count, lengthof(values), values);
	printf("%s: %s to call\n", PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1));
	PQclear(result);
	finish_output(stdout, "standard output");
}

void
followup_list(PGconn *conn, const FollowupOptions *options)
{
	PGresult   *result = query_list(conn, options);
	printQueryOpt print = {0};

	print.topt.format = PRINT_ALIGNED;
	print.topt.border = 1;
	print.topt.default_footer = true;
	print.topt.start_table = true;
	print.topt.stop_table = true;
	print.topt.encoding = PQclientEncoding(conn);
	print.nullPrint = "";
	printQuery(result, &print, stdout, false, NULL);
	PQclear(result);
	finish_output(stdout, "standard output");
}

/*
 * Writes the result to the file of that name. A regular file, also behind a
 * link, is complete or not touched at all; anything else is written into.
 */
static bool
write_file(const char *name, const PGresult *result)
{
	struct stat st;
	char	   *resolved = realpath(name, NULL);
	const char *target = resolved ? resolved : name;
	bool		replace = lstat(target, &st) != 0 || S_ISREG(st.st_mode);
	char	   *part = psprintf(replace ? "%s.part" : "%s", target);
	FILE	   *file = fopen(part, PG_BINARY_W);
	bool		ok = file != NULL && followup_write_csv(file, result);

	if (file != NULL && fclose(file) != 0)
		ok = false;
	if (ok && replace)
		ok = rename(part, target) == 0;
	if (!ok)
	{
		pg_log_error("could not write file \"%s\": %m", name);
		if (replace)
			unlink(part);
	}
	pfree(part);
	free(resolved);
	return ok;
}

void
followup_export(PGconn *conn, const FollowupOptions *options)
{
	PGresult   *result = query_list(conn, options);

	if (strcmp(options->operand, "-") == 0)
	{
		followup_write_csv(stdout, result);
		finish_output(stdout, "standard output");
	}
	else if (!write_file(options->operand, result))
		exit(AS_FAILED);
	PQclear(result);
}

void
followup_record(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->operand, options->outcome, options->note, options->as_of};
	PGresult   *result = as_query(conn, sql_followup_record, lengthof(values), values);

	printf("follow-up %s: %s\n", options->operand, PQgetvalue(result, 0, 0));
	PQclear(result);
	finish_output(stdout, "standard output");
}
