/*-------------------------------------------------------------------------
 *
 * followup.h
 *		Parts of aftersales-followup: main.c reads the command line, each
 *		command is a function of command.c, export.c, import.c or privacy.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef FOLLOWUP_H
#define FOLLOWUP_H

#include "aftersales.h"

/* the long options that are the commands' own */
typedef enum FollowupOption
{
	OPT_AS_OF,
	OPT_BEFORE,
	OPT_BY_PERSON,
	OPT_DEALER,
	OPT_DISSATISFIED,
	OPT_DRY_RUN,
	OPT_ENCODING,
	OPT_LOSS_REASON,
	OPT_NOTE,
	OPT_OUTCOME,
	OPT_PARTIAL,
	OPT_RECOMMEND,
	OPT_RECOVERABLE,
	OPT_REVEAL,
	OPT_SATISFACTION,
	OPT_WAIT,
	OPT_COUNT
} FollowupOption;

/* the command line; an option not given is NULL, one without a value "true" */
typedef struct FollowupOptions
{
	const char *operand;		/* FILE of export, import and calendar load, ID of record and explain */
	const char *given[OPT_COUNT];
} FollowupOptions;

/* The commands. They end the program themselves if they fail; the result is the exit code. */
extern AsExit followup_generate(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_assign(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_list(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_export(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_import(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_record(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_status(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_explain(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_calendar_load(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_privacy_report(PGconn *conn, const FollowupOptions *options);
extern AsExit followup_privacy_purge(PGconn *conn, const FollowupOptions *options);

/* Ends the program if there is no such station among those that the user sees. */
extern void followup_check_station(PGconn *conn, const char *dealer);

/*
 * The list of the day. If --reveal is given, with names, phone numbers and
 * plates unmasked, which the database has logged before it gives them.
 */
extern PGresult *followup_query_list(PGconn *conn, const FollowupOptions *options);

/* Shows a result as a table. */
extern void followup_print(PGconn *conn, const PGresult *result, const char *title);

#endif							/* FOLLOWUP_H */
