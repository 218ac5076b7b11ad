/*-------------------------------------------------------------------------
 *
 * privacy.c
 *		What is held of persons, and its removal.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include "queries.h"

/* Warnings of the report go to stderr, too. */
AsExit
followup_privacy_report(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->given[OPT_AS_OF]};
	PGresult   *result = as_query(conn, sql_followup_privacy_report, lengthof(values), values);

	followup_print(conn, result, NULL);
	for (int row = 0; row < PQntuples(result); row++)
		if (!PQgetisnull(result, row, 2))
			pg_log_warning("%s: %s: %s", PQgetvalue(result, row, 0), PQgetvalue(result, row, 1), PQgetvalue(result, row, 2));
	PQclear(result);
	return AS_DONE;
}

AsExit
followup_privacy_purge(PGconn *conn, const FollowupOptions *options)
{
	const char *values[] = {options->given[OPT_BEFORE], options->given[OPT_DRY_RUN]};
	PGresult   *result = as_query(conn, sql_followup_privacy_purge, lengthof(values), values);

	for (int row = 0; row < PQntuples(result); row++)
		printf("%s %s: %s\n", options->given[OPT_DRY_RUN] ? "would remove" : "removed", PQgetvalue(result, row, 0), PQgetvalue(result, row, 1));
	PQclear(result);
	return AS_DONE;
}
