/*-------------------------------------------------------------------------
 *
 * followup.h
 *		Parts of aftersales-followup: main.c reads the command line, command.c
 *		does the commands, csv_output.c writes files for spreadsheets.
 *
 *-------------------------------------------------------------------------
 */
#ifndef FOLLOWUP_H
#define FOLLOWUP_H

#include "aftersales.h"

/* the command line; what was not given is NULL */
typedef struct FollowupOptions
{
	const char *operand;		/* FILE of export, ID of record */
	const char *as_of;			/* NULL: today in the database */
	const char *dealer;			/* NULL: all stations */
	const char *outcome;
	const char *note;
} FollowupOptions;

/* The commands. They end the program themselves if they fail. */
extern void followup_generate(PGconn *conn, const FollowupOptions *options);
extern void followup_list(PGconn *conn, const FollowupOptions *options);
extern void followup_export(PGconn *conn, const FollowupOptions *options);
extern void followup_record(PGconn *conn, const FollowupOptions *options);

/*
 * Writes a result as CSV with header and byte order mark. Text that a
 * spreadsheet would take for a formula gets an apostrophe before it. False
 * with errno if the file could not be written.
 */
extern bool followup_write_csv(FILE *file, const PGresult *result);

#endif							/* FOLLOWUP_H */
