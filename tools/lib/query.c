/*-------------------------------------------------------------------------
 *
 * query.c
 *		Statements that give a result or end the program.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

void
as_check_interrupt(void)
{
	if (CancelRequested)
	{
		pg_log_error("interrupted");
		exit(AS_INTERRUPTED);
	}
}

/*
 * Messages of class 23 (integrity) quote the row in their detail: it stays
 * out, as it may name a person.
 */
void
as_query_failed(PGconn *conn, const PGresult *result)
{
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	as_check_interrupt();
	pg_log_error("%s", primary ? primary : PQerrorMessage(conn));
	if (detail && !(code && strncmp(code, "23", 2) == 0))
		pg_log_error_detail("%s", detail);
	if (hint)
		pg_log_error_hint("%s", hint);
	if (PQstatus(conn) == CONNECTION_BAD)
		exit(AS_CONNECTION);
	exit(code && strcmp(code, "55P03") == 0 ? AS_LOCKED : AS_FAILED);
}

static PGresult *
checked(PGconn *conn, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	ResetCancelConn();
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_COPY_IN && status != PGRES_COPY_OUT)
		as_query_failed(conn, result);
	return result;
}

PGresult *
as_query(PGconn *conn, const char *sql, int nparams, const char *const *values)
{
	as_check_interrupt();
	SetCancelConn(conn);
	return checked(conn, PQexecParams(conn, sql, nparams, NULL, values, NULL, NULL, 0));
}

void
as_command(PGconn *conn, const char *sql)
{
	as_check_interrupt();
	SetCancelConn(conn);
	PQclear(checked(conn, PQexec(conn, sql)));
}
