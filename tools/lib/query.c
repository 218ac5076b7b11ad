/*-------------------------------------------------------------------------
 *
 * query.c
 *		Statements that give a result or end the program.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <poll.h>

void		(*as_idle) (void);
const char *as_needed_role;

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
	else if (as_needed_role && code && strcmp(code, "42501") == 0)
		pg_log_error_hint("Members of role %s may do this.", as_needed_role);
	if (PQstatus(conn) == CONNECTION_BAD)
		exit(AS_CONNECTION);
	exit(code && strcmp(code, "55P03") == 0 ? AS_LOCKED : AS_FAILED);
}

/* Waits until a result can be taken. A lost connection shows when it is taken. */
static void
wait_for_result(PGconn *conn)
{
	struct pollfd input = {.fd = PQsocket(conn), .events = POLLIN};

	while (PQisBusy(conn))
	{
		int			ready = poll(&input, 1, 1000);

		if (ready == 0 && as_idle)
			as_idle();
		if (ready > 0 && !PQconsumeInput(conn))
			return;
	}
}

static bool
is_good(const PGresult *result)
{
	switch (PQresultStatus(result))
	{
		case PGRES_TUPLES_OK:
		case PGRES_COMMAND_OK:
		case PGRES_COPY_IN:
		case PGRES_COPY_OUT:
			return true;
		default:
			return false;
	}
}

/* The last result of what was sent, or the one that enters COPY, or the first that is an error; NULL if it was not sent. */
static PGresult *
take_result(PGconn *conn, int sent)
{
	PGresult   *last = NULL;
	PGresult   *result;

	while (sent)
	{
		wait_for_result(conn);
		if ((result = PQgetResult(conn)) == NULL)
			break;
		if (last != NULL && !is_good(last))
		{
			PQclear(result);
			continue;
		}
		PQclear(last);
		last = result;
		if (PQresultStatus(last) == PGRES_COPY_IN || PQresultStatus(last) == PGRES_COPY_OUT)
			break;
	}
	ResetCancelConn();
	return last;
}

static PGresult *
checked(PGconn *conn, PGresult *result)
{
	if (!is_good(result))
		as_query_failed(conn, result);
	return result;
}

PGresult *
as_try_query(PGconn *conn, const char *sql, int nparams, const char *const *values)
{
	as_check_interrupt();
	SetCancelConn(conn);
	return take_result(conn, PQsendQueryParams(conn, sql, nparams, NULL, values, NULL, NULL, 0));
}

PGresult *
as_query(PGconn *conn, const char *sql, int nparams, const char *const *values)
{
	return checked(conn, as_try_query(conn, sql, nparams, values));
}

void
as_command(PGconn *conn, const char *sql)
{
	as_check_interrupt();
	SetCancelConn(conn);
	PQclear(checked(conn, take_result(conn, PQsendQuery(conn, sql))));
}
