/*-------------------------------------------------------------------------
 *
 * aftersales.h
 *		What the command-line programs share: exit codes, options of the
 *		connection, the connection itself, queries.
 *
 * A program's main() calls as_start(), reads its options (those of the
 * connection through as_connect_option()), and as_connect(). From there on
 * as_query() either gives the result or ends the program with the exit code
 * that fits; the server rolls back what is open. SIGINT cancels the running
 * query and ends the program with AS_INTERRUPTED.
 *
 * Messages go to stderr through common/logging.h (pg_log_error() and so on).
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_H
#define AFTERSALES_H

#include "postgres_fe.h"

#include "common/logging.h"
#include "fe_utils/cancel.h"
#include "fe_utils/connect_utils.h"
#include "libpq-fe.h"

/* exit codes of all programs */
typedef enum AsExit
{
	AS_DONE = 0,
	AS_USAGE = 1,				/* wrong options */
	AS_CONNECTION = 2,			/* no connection, or lost */
	AS_LEFT_OUT = 3,			/* done, with rejects or parts left out */
	AS_FAILED = 4,				/* SQL or data error, nothing kept */
	AS_VERSION = 5,				/* extension or schema missing or of another version */
	AS_LOCKED = 6,				/* another run holds the lock */
	AS_INTERRUPTED = 130		/* SIGINT */
} AsExit;

/* options of the connection, for getopt_long() and for the text of --help */
#define AS_CONNECT_SHORT "d:h:p:U:wWV"
#define AS_CONNECT_LONG \
	{"dbname", required_argument, NULL, 'd'}, \
	{"host", required_argument, NULL, 'h'}, \
	{"port", required_argument, NULL, 'p'}, \
	{"username", required_argument, NULL, 'U'}, \
	{"no-password", no_argument, NULL, 'w'}, \
	{"password", no_argument, NULL, 'W'}, \
	{"version", no_argument, NULL, 'V'}, \
	{"help", no_argument, NULL, AS_HELP_OPTION}
#define AS_HELP_OPTION 128
#define AS_CONNECT_HELP \
	"\nConnection options:\n" \
	"  -d, --dbname=DBNAME      database to connect to, or a connection string\n" \
	"  -h, --host=HOSTNAME      database server host or socket directory\n" \
	"  -p, --port=PORT          database server port\n" \
	"  -U, --username=USERNAME  user name to connect as\n" \
	"  -w, --no-password        never prompt for password\n" \
	"  -W, --password           force password prompt\n" \
	"\nOther options:\n" \
	"  -V, --version            output version information, then exit\n" \
	"  -?, --help               show this help, then exit\n"

/*
 * Logging, locale-independent; prints help and exits if an argument is -?.
 */
extern void as_start(int argc, char **argv, const char *help);

/*
 * At the end of a program: the outcome, or AS_FAILED after a message if
 * something of stdout could not be written.
 */
extern AsExit as_finish(AsExit outcome);

/* "Try --help" to stderr, then exit with AS_USAGE. */
extern _Noreturn void as_usage_error(void);

/* Takes one option of getopt_long(); false if it is none of the connection's. */
extern bool as_connect_option(ConnParams *params, int option, const char *argument);

/*
 * Connects, sets up the session and checks extension and schema. Exits with
 * AS_CONNECTION or AS_VERSION if that fails.
 */
extern PGconn *as_connect(ConnParams *params);

/* Connects and sets up the session only; NULL if that fails, after a message. */
extern PGconn *as_open_session(ConnParams *params);

/*
 * Runs one statement with parameters (text form, NULL is NULL). Returns a
 * result that holds tuples or a finished command, or enters COPY; exits
 * through as_query_failed() otherwise.
 */
extern PGresult *as_query(PGconn *conn, const char *sql, int nparams, const char *const *values);

/* As as_query(), but an error is the caller's. NULL: it could not be sent. */
extern PGresult *as_try_query(PGconn *conn, const char *sql, int nparams, const char *const *values);

/* Called about once a second while as_query() or as_command() waits; NULL: nothing is. */
extern void (*as_idle) (void);

/* As as_query() without parameters; the result is thrown away. Several statements are allowed. */
extern void as_command(PGconn *conn, const char *sql);

/* The role whose members may do what the program does, for a hint where the user may not; NULL: not told. */
extern const char *as_needed_role;

/*
 * Reports what went wrong in the server and exits: AS_INTERRUPTED after
 * SIGINT, AS_CONNECTION if the connection is lost, AS_LOCKED if the lock was
 * not available (SQLSTATE 55P03), AS_FAILED otherwise.
 */
extern _Noreturn void as_query_failed(PGconn *conn, const PGresult *result);

/* Exits with AS_INTERRUPTED if SIGINT came. For loops that do not wait for the server. */
extern void as_check_interrupt(void);

#endif							/* AFTERSALES_H */
