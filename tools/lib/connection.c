/*-------------------------------------------------------------------------
 *
 * connection.c
 *		Start of a program: help, options of the connection, connection,
 *		handshake with the database.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <fcntl.h>
#include <unistd.h>

#include "common/string.h"
#include "queries.h"

static const char *progname;
static const char *help_text;

static void
show_help(void)
{
	fputs(help_text, stdout);
	exit(as_finish(AS_DONE));
}

static void
show_version(void)
{
	printf("%s (aftersales) " EXTENSION_VERSION "\n", progname);
	exit(as_finish(AS_DONE));
}

/*
 * A standard stream that is closed would give its number to the next file or
 * socket, which would be written into. Standard output becomes one that cannot
 * be written to, so that as_finish() tells.
 */
static void
hold_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY, 0) != fd)
			exit(AS_FAILED);
}

void
as_start(int argc, char **argv, const char *help)
{
	hold_standard_streams();
	pg_logging_init(argv[0]);
	progname = get_progname(argv[0]);
	help_text = help;
	/* getopt_long() does not tell it from an option that is not known */
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "-?") == 0)
			show_help();
}

AsExit
as_finish(AsExit outcome)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return outcome;
	pg_log_error("could not write to standard output");
	return AS_FAILED;
}

void
as_usage_error(void)
{
	pg_log_error_hint("Try \"%s --help\" for more information.", progname);
	exit(AS_USAGE);
}

bool
as_connect_option(ConnParams *params, int option, const char *argument)
{
	switch (option)
	{
		case 'd':
			params->dbname = argument;
			return true;
		case 'h':
			params->pghost = argument;
			return true;
		case 'p':
			params->pgport = argument;
			return true;
		case 'U':
			params->pguser = argument;
			return true;
		case 'w':
			params->prompt_password = TRI_NO;
			return true;
		case 'W':
			params->prompt_password = TRI_YES;
			return true;
		case 'V':
			show_version();
			return true;
		case AS_HELP_OPTION:
			show_help();
			return true;
		default:
			return false;
	}
}

/*
 * One attempt. (connectDatabase() of fe_utils ends the program with exit code
 * 1 on failure, or is silent about the reason.)
 */
static PGconn *
try_connect(const ConnParams *params, const char *password)
{
	const char *const keywords[] = {"host", "port", "user", "password", "dbname", "fallback_application_name", NULL};
	const char *const values[] = {params->pghost, params->pgport, params->pguser, password, params->dbname, progname, NULL};
	PGconn	   *conn = PQconnectdbParams(keywords, values, true);

	if (conn == NULL)
	{
		pg_log_error("out of memory");
		exit(AS_CONNECTION);
	}
	return conn;
}

PGconn *
as_open_session(ConnParams *params)
{
	static char *password;		/* kept for a second connection */
	PGconn	   *conn;
	PGresult   *result;
	bool		ok;

	if (params->prompt_password == TRI_YES && password == NULL)
		password = simple_prompt("Password: ", false);
	conn = try_connect(params, password);
	if (PQstatus(conn) == CONNECTION_BAD && PQconnectionNeedsPassword(conn) &&
		password == NULL && params->prompt_password != TRI_NO)
	{
		PQfinish(conn);
		password = simple_prompt("Password: ", false);
		conn = try_connect(params, password);
	}
	if (PQstatus(conn) == CONNECTION_BAD)
	{
		pg_log_error("%s", PQerrorMessage(conn));
		PQfinish(conn);
		return NULL;
	}
	result = PQexec(conn, sql_session);
	ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	if (ok)
		return conn;
	pg_log_error("could not set up the session: %s", PQerrorMessage(conn));
	PQfinish(conn);
	return NULL;
}

/* Extension and schema must be there and of the versions this program was built for. */
static void
check_versions(PGconn *conn)
{
	PGresult   *result = as_query(conn, sql_handshake, 0, NULL);
	const char *extension = PQgetvalue(result, 0, 0);
	const char *schema;

	if (PQgetisnull(result, 0, 0))
	{
		pg_log_error("extension \"aftersales\" is not installed in database \"%s\"", PQdb(conn));
		pg_log_error_hint("Run CREATE EXTENSION aftersales and CALL aftersales.install_schema().");
		exit(AS_VERSION);
	}
	if (strcmp(extension, EXTENSION_VERSION) != 0)
	{
		pg_log_error("extension \"aftersales\" is of version %s, this program needs %s", extension, EXTENSION_VERSION);
		pg_log_error_hint("Install programs and extension of one version, then run ALTER EXTENSION aftersales UPDATE and CALL aftersales.install_schema().");
		exit(AS_VERSION);
	}
	if (strcmp(PQgetvalue(result, 0, 1), "t") != 0)
	{
		pg_log_error("the tables of schema \"aftersales\" are not installed in database \"%s\"", PQdb(conn));
		pg_log_error_hint("Run CALL aftersales.install_schema().");
		exit(AS_VERSION);
	}
	PQclear(result);

	result = as_query(conn, "SELECT max(v.version) FROM aftersales.schema_version v", 0, NULL);
	schema = PQgetvalue(result, 0, 0);
	if (strcmp(schema, SCHEMA_VERSION) != 0)
	{
		pg_log_error("schema \"aftersales\" is of version %s, this program needs %s", schema, SCHEMA_VERSION);
		pg_log_error_hint("Run CALL aftersales.install_schema(), or install programs of the schema's version.");
		exit(AS_VERSION);
	}
	PQclear(result);
}

PGconn *
as_connect(ConnParams *params)
{
	PGconn	   *conn = as_open_session(params);

	if (conn == NULL)
		exit(AS_CONNECTION);
	setup_cancel_handler(NULL);
	check_versions(conn);
	return conn;
}
