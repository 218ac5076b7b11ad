/*-------------------------------------------------------------------------
 *
 * load.c
 *		Takes a file through its transaction.
 *
 *-------------------------------------------------------------------------
 */
#include "load.h"

#include "bulk.h"
#include "merge.h"
#include "progress.h"
#include "queries.h"
#include "report.h"
#include "spool.h"
#include "stage.h"

#define LISTED_REJECTS 10000
#define MOST_REJECTS 1000000	/* even of --partial: they are kept in memory */
#define RECONNECT_SECONDS 10

/*
 * Room for the hash tables of the checks, not for more than a few at a time;
 * plans by rough statistics of the file's rows, not compiled, which look up
 * keys in the table rather than read all of it, as their pages are needed
 * again when the rows are written. Citus writes tables that are whole on
 * every node only over one connection a node; other servers take a setting
 * with a prefix as it comes.
 */
#define BEGIN_LOAD "BEGIN; SET LOCAL work_mem = '64MB'; SET LOCAL default_statistics_target = 10; " \
	"SET LOCAL random_page_cost = 0.2; SET LOCAL jit = off; " \
	"SET LOCAL citus.multi_shard_modify_mode = sequential"

int64
reject_room(const Load *load)
{
	int64		rows = load->bulk ? 1 : Max(LISTED_REJECTS, load->options->max_errors + 1);

	return Max(Min(rows - load->rejects.rows, MOST_REJECTS - load->rejects.count), 0);
}

bool
load_row_refused(const Load *load, const PGresult *result)
{
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return !CancelRequested && PQstatus(load->conn) == CONNECTION_OK && code &&
		(load->rejects.rows > 0 || strncmp(code, "22", 2) == 0 || strncmp(code, "23", 2) == 0);
}

/* What is loaded: the file's bytes and how they are read; false after a message. */
static bool
hash_input(Load *load)
{
	const LoadOptions *options = load->options;
	char	   *reading = psprintf("%s%s%s", options->map ? options->map->content : "",
								   options->input.sheet ? options->input.sheet : "",
								   options->input.encoding ? options->input.encoding : "");
	bool		ok = file_hash(load->path, reading, load->hash);

	if (!ok)
		pg_log_error("could not read file \"%s\": %m", load->path);
	pg_free(reading);
	return ok;
}

/* True if the file's content was loaded before and is not to be loaded again: says so. */
static bool
already_loaded(Load *load)
{
	const char *values[] = {load->table->name, load->hash};
	PGresult   *result;
	bool		known;

	if (load->options->again)
		return false;
	result = as_query(load->conn, sql_load_known, lengthof(values), values);
	known = PQntuples(result) > 0;
	if (known)
		report_known(load, PQgetvalue(result, 0, 0));
	PQclear(result);
	return known;
}

/* Whether the load is on record, asked over a new connection; TRI_DEFAULT, after a message, if there is no answer. */
static enum trivalue
ask_if_kept(PGconn **conn, const Load *load)
{
	const char *values[] = {load->batch, load->hash};
	ConnParams	params = load->options->connection;
	enum trivalue answer = TRI_DEFAULT;
	PGresult   *result;

	params.prompt_password = TRI_NO;
	*conn = as_open_session(&params);
	if (*conn == NULL)
		return TRI_DEFAULT;
	result = PQexecParams(*conn, sql_load_kept, lengthof(values), NULL, values, NULL, NULL, 0);
	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		answer = PQntuples(result) > 0 ? TRI_YES : TRI_NO;

	if (answer == TRI_DEFAULT)
	{
		pg_log_error("%s", PQerrorMessage(*conn));
		PQfinish(*conn);
	}
	PQclear(result);
	return answer;
}

/*
 * The connection was lost in COMMIT: only the record of the load tells what
 * became of it. Exits unless it was kept.
 */
static void
find_out_commit(PGconn **conn, Load *load)
{
	double		lost = progress_seconds();
	enum trivalue kept;

	pg_log_error("the connection was lost while committing \"%s\": %s", load->file_name, PQerrorMessage(*conn));
	PQfinish(*conn);
	while ((kept = ask_if_kept(conn, load)) == TRI_DEFAULT)
	{
		if (progress_seconds() - lost > RECONNECT_SECONDS)
		{
			pg_log_error_hint("Run the same command again: it does nothing if the file was loaded, and loads it otherwise.");
			exit(AS_CONNECTION);
		}
		as_check_interrupt();
		pg_usleep(1000000L);
	}
	if (kept == TRI_NO)
	{
		pg_log_error_detail("Nothing of this file was kept.");
		exit(AS_CONNECTION);
	}
	load->conn = *conn;
}

static void
commit(PGconn **conn, Load *load)
{
	PGresult   *result;

	as_check_interrupt();
	SetCancelConn(load->conn);
	result = PQexec(load->conn, "COMMIT");
	ResetCancelConn();
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQstatus(load->conn) == CONNECTION_BAD)
		find_out_commit(conn, load);
	else if (PQresultStatus(result) != PGRES_COMMAND_OK)
		as_query_failed(load->conn, result);
	PQclear(result);
}

/* Writes the rejects and says how many; true if the good rows may be kept. */
static bool
settle_rejects(Load *load)
{
	bool		ok = load->rejects.rows <= load->options->max_errors && reject_room(load) > 0;

	progress_clear();
	if (load->rejects.rows == 0)
		return true;
	if (ok)
		pg_log_warning("%s: " INT64_FORMAT " of " INT64_FORMAT " rows rejected", load->file_name, load->rejects.rows, load->read);
	else
		pg_log_error("%s: %s" INT64_FORMAT " of " INT64_FORMAT " rows rejected, nothing kept", load->file_name,
					 reject_room(load) == 0 ? "at least " : "", load->rejects.rows, load->read);
	return reject_write(&load->rejects, load->path, &load->format, load->options->reject_directory) && ok;
}

/* Whoever still writes to the file would have half of it loaded: false, after a message. */
static bool
is_as_begun(const Load *load)
{
	struct stat now;

	if (stat(load->path, &now) == 0 && now.st_ino == load->status.st_ino && now.st_size == load->status.st_size &&
		now.st_mtim.tv_sec == load->status.st_mtim.tv_sec && now.st_mtim.tv_nsec == load->status.st_mtim.tv_nsec)
		return true;
	progress_clear();
	pg_log_error("file \"%s\" changed while it was loaded, nothing kept", load->path);
	return false;
}

/* Keeps what was written, or not if it was a trial, and says what it was. */
static AsExit
conclude(PGconn **conn, Load *load)
{
	if (!is_as_begun(load))
		return AS_FAILED;
	if (load->options->dry_run)
		as_command(load->conn, "SET CONSTRAINTS ALL IMMEDIATE");
	else
	{
		commit(conn, load);
		if (load->rejects.rows == 0)
			reject_remove(load->path, load->options->reject_directory);
	}
	if (load->created_where)
		pg_log_warning("%s: missing rows created: %s", load->file_name, load->created_where);
	report_loaded(load);
	return load->rejects.rows > 0 ? AS_LEFT_OUT : AS_DONE;
}

/* By way of the stage. */
static AsExit
load_staged(PGconn **conn, Load *load)
{
	if (!stage_file(load))
		return AS_FAILED;
	progress_phase("checking");
	merge_lock(load);
	if (already_loaded(load))
		return AS_DONE;
	if (merge_append(load))
		return conclude(conn, load);
	if (reject_room(load) > 0)
		merge_check(load);
	if (!settle_rejects(load))
		return AS_FAILED;
	progress_phase("writing");
	merge_write(load);
	return conclude(conn, load);
}

/* In a transaction of its own, which is left open unless the file was kept. */
static AsExit
load_in_transaction(PGconn **conn, Load *load)
{
	as_command(*conn, BEGIN_LOAD);
	if (bulk_wanted(load))
	{
		merge_lock(load);
		if (already_loaded(load))
			return AS_DONE;
		switch (bulk_load(load))
		{
			case BULK_LOADED:
				return conclude(conn, load);
			case BULK_UNREADABLE:
				return AS_FAILED;
			case BULK_GAVE_UP:
				as_command(*conn, "ROLLBACK; " BEGIN_LOAD);
				break;
			case BULK_IMPOSSIBLE:
				break;
		}
	}
	return load_staged(conn, load);
}

/* From the look at the file to its end. */
static AsExit
load_input(PGconn **conn, Load *load)
{
	if (!hash_input(load))
		return AS_FAILED;
	if (already_loaded(load))
		return AS_DONE;
	if (!input_examine(load->path, &load->options->input, &load->format))
		return AS_FAILED;
	return load_in_transaction(conn, load);
}

AsExit
load_file(PGconn **conn, const LoadOptions *options, const char *path, Table *table)
{
	Load		load = {.conn = *conn, .options = options, .path = path, .table = table};
	AsExit		outcome;

	load.file_name = file_name_of(path);
	if (stat(path, &load.status) != 0)
	{
		pg_log_error("could not read file \"%s\": %m", path);
		return AS_FAILED;
	}
	progress_start(load.file_name, S_ISREG(load.status.st_mode) ? load.status.st_size : -1);
	report_begin(&load);
	table_describe(*conn, table);
	outcome = load_input(conn, &load);
	progress_clear();
	rule_report(&load.warnings, load.file_name);
	if (outcome == AS_FAILED)
		report_failed(&load);
	if (PQtransactionStatus(*conn) != PQTRANS_IDLE)
		as_command(*conn, "ROLLBACK");
	progress_clear();
	reject_free(&load.rejects);
	if (load.mapper)
		mapper_free(load.mapper);
	return outcome;
}
