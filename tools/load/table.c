/*-------------------------------------------------------------------------
 *
 * table.c
 *		Reads the catalog.
 *
 * Results are kept for the life of the program, so that strings may point
 * into them.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include "catalog/pg_type_d.h"
#include "pqexpbuffer.h"
#include "queries.h"
#include "table.h"
#include "value.h"

/* the type modifier of numeric(p, s) is ((p << 16) | s) + 4 */
#define NUMERIC_PRECISION(typmod) ((((typmod) - 4) >> 16) & 0xffff)
#define NUMERIC_SCALE(typmod) (((typmod) - 4) & 0x7ff)

static char *
quote(PGconn *conn, const char *name)
{
	char	   *quoted = PQescapeIdentifier(conn, name, strlen(name));

	if (quoted == NULL)
		pg_fatal("could not quote an identifier: %s", PQerrorMessage(conn));
	return quoted;
}

TableList
table_list(PGconn *conn)
{
	PGresult   *result = as_query(conn, sql_load_tables, 0, NULL);
	TableList	list = {PQntuples(result)};

	list.tables = pg_malloc0(list.count * sizeof(Table));
	for (int i = 0; i < list.count; i++)
	{
		Table	   *table = &list.tables[i];

		table->name = PQgetvalue(result, i, 0);
		table->quoted = psprintf("aftersales.%s", quote(conn, table->name));
		table->voidable = *PQgetvalue(result, i, 1) == 't';
		table->set_columns = atoi(PQgetvalue(result, i, 2));
		table->depth = atoi(PQgetvalue(result, i, 3));
	}
	return list;
}

Table *
table_find(const TableList *list, const char *name)
{
	for (int i = 0; i < list->count; i++)
		if (strcmp(list->tables[i].name, name) == 0)
			return &list->tables[i];
	return NULL;
}

Table *
table_of_file(const TableList *list, const char *file_name)
{
	size_t		length = strspn(file_name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	for (int i = 0; i < list->count; i++)
		if (strlen(list->tables[i].name) == length && pg_strncasecmp(list->tables[i].name, file_name, length) == 0)
			return &list->tables[i];
	return NULL;
}

static void
describe_columns(PGconn *conn, Table *table)
{
	PGresult   *result = as_query(conn, sql_load_columns, 1, &table->name);

	table->ncolumns = PQntuples(result);
	table->columns = pg_malloc0(table->ncolumns * sizeof(Column));
	for (int i = 0; i < table->ncolumns; i++)
	{
		Column	   *column = &table->columns[i];
		int			typmod = atoi(PQgetvalue(result, i, 2));

		column->name = PQgetvalue(result, i, 0);
		column->quoted = quote(conn, column->name);
		column->type = atooid(PQgetvalue(result, i, 1));
		if (column->type == NUMERICOID && typmod >= 0)
		{
			column->precision = NUMERIC_PRECISION(typmod);
			column->scale = NUMERIC_SCALE(typmod);
		}
		if (!value_type_known(column))
		{
			pg_log_error("column \"%s\" of table \"%s\" is of a type that cannot be loaded", column->name, table->name);
			exit(AS_FAILED);
		}
		column->not_null = *PQgetvalue(result, i, 3) == 't';
		column->default_expression = PQgetisnull(result, i, 4) ? NULL : PQgetvalue(result, i, 4);
		column->key_place = atoi(PQgetvalue(result, i, 5));
		column->code = *PQgetvalue(result, i, 6) == 't';
	}
}

/* The defaults as text: what an empty cell of such a column stands for. */
static void
evaluate_defaults(PGconn *conn, Table *table)
{
	PQExpBuffer query = createPQExpBuffer();
	PGresult   *result;

	appendPQExpBufferStr(query, "SELECT");
	for (int i = 0; i < table->ncolumns; i++)
	{
		const char *expression = table->columns[i].default_expression;

		appendPQExpBuffer(query, "%s (%s)::text", i ? "," : "", expression ? expression : "NULL");
	}
	result = as_query(conn, query->data, 0, NULL);
	for (int i = 0; i < table->ncolumns; i++)
		if (!PQgetisnull(result, 0, i))
			table->columns[i].default_value = PQgetvalue(result, 0, i);
	destroyPQExpBuffer(query);
}

static void
describe_rules(PGconn *conn, Table *table)
{
	PGresult   *result = as_query(conn, sql_load_rules, 1, &table->name);

	table->nrules = PQntuples(result);
	table->rules = pg_malloc0(table->nrules * sizeof(Rule));
	for (int i = 0; i < table->nrules; i++)
		table->rules[i] = (Rule) {
			.columns = PQgetvalue(result, i, 0),
			.code = PQgetvalue(result, i, 1),
			.message = PQgetvalue(result, i, 2),
			.query = PQgetvalue(result, i, 3)
		};
}

void
table_describe(PGconn *conn, Table *table)
{
	if (table->columns != NULL)
		return;
	describe_columns(conn, table);
	evaluate_defaults(conn, table);
	describe_rules(conn, table);
}
