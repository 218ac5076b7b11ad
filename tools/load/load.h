/*-------------------------------------------------------------------------
 *
 * load.h
 *		One file into one table in one transaction.
 *
 *		source -> decoder -> tokenizer -> mapper -> values -> COPY
 *		(source.h)		   (csv.h)	  (mapper.h) (value.h)
 *
 * The rows go to a temporary table (stage.h); what is known of a row alone is
 * checked on the way. The rest happens there, set by set (merge.h). A large
 * file for an empty table goes straight to it as long as nothing is wrong with
 * any row (bulk.h).
 *
 *-------------------------------------------------------------------------
 */
#ifndef LOAD_H
#define LOAD_H

#include "aftersales.h"

#include <sys/stat.h>

#include "mapper.h"
#include "reject.h"
#include "rules.h"
#include "input.h"
#include "table.h"

typedef struct LoadOptions
{
	ConnParams	connection;
	const MapFile *map;			/* NULL: by the header's names */
	const char *reject_directory;	/* NULL: beside the file */
	int64		max_errors;		/* keep the good rows if no more are rejected */
	const char *create_missing; /* tables, as the text of an array; NULL: none */
	bool		json;			/* tell the outcome in JSON */
	const char *table;			/* of all files; NULL: by each one's name */
	bool		refresh;		/* bring the kept states up to date at the end */
	int			jobs;			/* files at the same time */
	int			retry_seconds;	/* after a connection is lost */
	int			settle_seconds; /* for which a file of an inbox was left alone */
	bool		again;			/* load what is loaded already, too */
	bool		dry_run;
	InputOptions input;			/* encoding and sheet */
} LoadOptions;

typedef struct Load
{
	PGconn	   *conn;
	const LoadOptions *options;
	const char *path;
	const char *file_name;		/* path without its folder */
	Table	   *table;
	char		hash[FILE_HASH_SIZE];
	InputFormat format;
	const char *invalid;		/* reason of a row that is not in the format's encoding */
	Mapper	   *mapper;
	RejectList	rejects;
	RuleWarnings warnings;
	int64		read;			/* rows of the file, without those skipped */
	int64		skipped;		/* by the mapping file */
	int64		idle;			/* blank rows and totals */
	Source	   *grouped;		/* the rows do not come in the file's order; NULL: they do */
	int			ahead;			/* buffers sent since the server had room for all */
	struct stat status;			/* of the file when it was begun */
	int64		created;		/* rows added to tables it refers to */
	char	   *created_where;	/* how many to which, NULL: none */
	bool		bulk;			/* into the table itself; the first bad row ends it */
	bool		refused;		/* the server took no row of the bulk load, as one of them is bad */

	int64		batch_number;	/* of a bulk load */

	/* filled in by the merge, as text */
	const char *batch;
	const char *inserted;
	const char *updated;
	const char *unchanged;
	const char *voided;
} Load;

/* How many more rejects there may be. Without room the reading ends and nothing is kept: there are more than may be kept out. */
extern int64 reject_room(const Load *load);

/* Whether an error of the server is about a row, not about the work as such. */
extern bool load_row_refused(const Load *load, const PGresult *result);

/*
 * Loads one file. Returns AS_DONE, AS_LEFT_OUT or AS_FAILED; exits by itself
 * if the connection or the user ends the work.
 */
extern AsExit load_file(PGconn **conn, const LoadOptions *options, const char *path, Table *table);

#endif							/* LOAD_H */
