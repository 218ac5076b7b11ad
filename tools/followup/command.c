/*-------------------------------------------------------------------------
 *
 * command.c
 *		Commands that are a query of sql/queries and the showing of its
 *		result.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include "fe_utils/print.h"
#include "queries.h"

void
followup_print(PGconn *conn, const PGresult *result, const char *title)
{
	printQueryOpt print = {0};

	print.topt.format = PRINT_ALIGNED;
	print.topt.border = 1;
	print.topt.default_footer = true;
	print.topt.start_table = true;
	print.topt.stop_table = true;
	print.topt.encoding = PQclientEncoding(conn);
	print.nullPrint = "";
	print.title = unconstify(char *, title);
	printQuery(result, &print, stdout, false, NULL);
}

/* A query whose parameters are the day and the station. */
static PGresult *
query_day(PGconn *conn, const char *sql, const FollowupOptions *options)
{
	const char *values[] = {options->given[OPT_AS_OF], options->given[OPT_DEALER]};

	return as_query(conn, sql, lengthof(values), values);
}

static void
print_day(PGconn *conn, const char *sql, const FollowupOptions *options, const char *title)
{
	PGresult   *result = query_day(conn, sql, options);

	followup_print(conn, result, title);
	PQclear(result);
}

void
followup_check_station(PGconn *conn, const char *dealer)
{
	PGresult   *result = as_query(conn, sql_followup_station, 1, &dealer);
	const char *known = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : NULL;

	if (known == NULL || strcmp(known, dealer) != 0)
	{
		pg_log_error("station \"%s\" does not exist", dealer);
		if (known)
			pg_log_error_hint("There is a station \"%s\".", known);
		else
			pg_log_error_hint("Table dealer has the codes of the stations that you may see.");
		exit(AS_FAILED);
	}
	PQclear(result);
}

/* Warns if the holidays of the day's year are not known. */
static void
check_calendar(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->given[OPT_AS_OF]};
	PGresult   *result = as_query(conn, sql_followup_calendar_missing, lengthof(values), values);

	if (PQntuples(result) > 0)
	{
		pg_log_warning("no holidays of %s are known: Monday to Friday are taken for workdays", PQgetvalue(result, 0, 0));
		pg_log_warning_hint("Load them with \"calendar load\".");
	}
	PQclear(result);
}

AsExit
followup_generate(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->given[OPT_AS_OF], options->given[OPT_WAIT]};
	PGresult   *result;

	PQclear(as_query(conn, sql_followup_generate, lengthof(values), values));
	result = query_day(conn, sql_followup_count, options);
	printf("%s: %s to call\n", PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1));
	PQclear(result);
	return AS_DONE;
}

AsExit
followup_assign(PGconn *conn, const FollowupOptions *options)
{
	PGresult   *result = query_day(conn, sql_followup_assign, options);

	printf("%s: %s assigned\n", PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1));
	PQclear(result);
	result = query_day(conn, sql_followup_count, options);
	printf("%s: %s to call, %s of them without a person\n", PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1), PQgetvalue(result, 0, 2));
	PQclear(result);
	return AS_DONE;
}

PGresult *
followup_query_list(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->given[OPT_AS_OF], options->given[OPT_DEALER], options->given[OPT_REVEAL]};
	PGresult   *access;
	PGresult   *result;

	if (options->given[OPT_REVEAL] == NULL)
		return query_day(conn, sql_followup_list, options);
	/* a transaction of its own: what is not on record for good is not given */
	access = as_query(conn, sql_followup_log_access, lengthof(values), values);
	values[2] = PQgetvalue(access, 0, 0);
	result = as_query(conn, sql_followup_reveal, lengthof(values), values);
	PQclear(access);
	return result;
}

AsExit
followup_list(PGconn *conn, const FollowupOptions *options)
{
	PGresult   *result = followup_query_list(conn, options);

	followup_print(conn, result, NULL);
	PQclear(result);
	return AS_DONE;
}

AsExit
followup_record(PGconn *conn, const FollowupOptions *options)
{
	const char *const *given = options->given;
	const char *values[] = {options->operand, given[OPT_OUTCOME], given[OPT_NOTE], given[OPT_AS_OF], given[OPT_DISSATISFIED],
	given[OPT_LOSS_REASON], given[OPT_RECOVERABLE], given[OPT_RECOMMEND], given[OPT_SATISFACTION]};
	PGresult   *result = as_query(conn, sql_followup_record, lengthof(values), values);

	printf("follow-up %s: %s\n", options->operand, PQgetvalue(result, 0, 0));
	PQclear(result);
	return AS_DONE;
}

AsExit
followup_status(PGconn *conn, const FollowupOptions *options)
{
	print_day(conn, sql_followup_status, options, "Tasks by person");
	print_day(conn, sql_followup_coverage, options, "Calls after visits of 30 days");
	check_calendar(conn, options);
	return AS_DONE;
}

AsExit
followup_explain(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->operand};
	PGresult   *result = as_query(conn, sql_followup_explain, lengthof(values), values);

	if (PQntuples(result) == 0)
	{
		pg_log_error("follow-up %s does not exist", options->operand);
		return AS_FAILED;
	}
	for (int row = 0; row < PQntuples(result); row++)
		printf("%s: %s\n", PQgetvalue(result, row, 0), PQgetvalue(result, row, 1));
	PQclear(result);
	return AS_DONE;
}
