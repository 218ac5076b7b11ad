/*-------------------------------------------------------------------------
 *
 * batch.c
 *		Commands about loads on record.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include "batch.h"
#include "fe_utils/print.h"
#include "queries.h"

void
batch_status(PGconn *conn, const char *count, bool json)
{
	PGresult   *result = as_query(conn, json ? sql_load_status_json : sql_load_status, 1, &count);
	printQueryOpt print = {0};

	if (json)
		for (int i = 0; i < PQntuples(result); i++)
			printf("%s\n", PQgetvalue(result, i, 0));
	else
	{
		print.topt.format = PRINT_ALIGNED;
		print.topt.border = 1;
		print.topt.default_footer = true;
		print.topt.start_table = true;
		print.topt.stop_table = true;
		print.topt.encoding = PQclientEncoding(conn);
		print.nullPrint = "";
		printQuery(result, &print, stdout, false, NULL);
	}
	PQclear(result);
}

void
batch_undo(PGconn *conn, const char *batch, bool json)
{
	PGresult   *result = as_query(conn, sql_load_undo, 1, &batch);
	const char *table = PQgetvalue(result, 0, 0);
	const char *removed = PQgetvalue(result, 0, 1);
	const char *restored = PQgetvalue(result, 0, 2);

	if (json)
		printf("{\"batch\": %s, \"table\": \"%s\", \"outcome\": \"undone\", \"removed\": %s, \"restored\": %s}\n", batch, table, removed, restored);
	else
		printf("batch %s of %s is taken back: %s rows removed, %s restored\n", batch, table, removed, restored);
	PQclear(result);
}
