/*-------------------------------------------------------------------------
 *
 * template.c
 *		Prints an example file; the example values are in load_template.sql.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include "queries.h"
#include "template.h"

void
template_print(PGconn *conn, const Table *table)
{
	PGresult   *result = as_query(conn, sql_load_template, 1, &table->name);
	int			count = PQntuples(result);

	for (int field = 0; field < 2; field++)
		for (int i = 0; i < count; i++)
			printf("%s%s", PQgetvalue(result, i, field), i + 1 < count ? "," : "\n");
	PQclear(result);
}
