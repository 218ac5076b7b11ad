/*-------------------------------------------------------------------------
 *
 * command.c
 *		The commands of aftersales-followup, each a query of sql/queries and
 *		the showing of its result.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

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

void
followup_export(PGconn *conn, const FollowupOptions *options)
{
	PGresult   *result = query_list(conn, options);

	if (strcmp(options->operand, "-") == 0)
	{
		followup_write_csv(stdout, result);
		finish_output(stdout, "standard output");
	}
	else
	{
		/* the file is complete or not there at all */
		char	   *part = psprintf("%s.part", options->operand);
		FILE	   *file = fopen(part, PG_BINARY_W);

		if (file == NULL || !followup_write_csv(file, result) || fclose(file) != 0 || rename(part, options->operand) != 0)
		{
			pg_log_error("could not write file \"%s\": %m", options->operand);
			unlink(part);
			exit(AS_FAILED);
		}
		pfree(part);
	}
	PQclear(result);
}

void
followup_record(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->operand, options->outcome, options->note};
	PGresult   *result = as_query(conn, sql_followup_record, lengthof(values), values);

	printf("follow-up %s: %s\n", options->operand, PQgetvalue(result, 0, 0));
	PQclear(result);
	finish_output(stdout, "standard output");
}
