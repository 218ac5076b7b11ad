/*-------------------------------------------------------------------------
 *
 * load.c
 *		Reads a file into the stage and takes it through its transaction.
 *
 *-------------------------------------------------------------------------
 */
#include "load.h"

#include <unistd.h>

#include "mb/pg_wchar.h"
#include "merge.h"
#include "progress.h"
#include "queries.h"
#include "statement.h"
#include "value.h"

#define LISTED_REJECTS 10000
#define SEND_SIZE (64 * 1024)
#define CHECK_ROWS 4096			/* rows between looks at clock and signals */
#define RECONNECT_SECONDS 10

int
reject_limit(const LoadOptions *options)
{
	return Max(LISTED_REJECTS, options->max_errors + 1);
}

/* The line of the file's outcome on stdout; frees the text. */
static void
report(const Load *load, char *outcome)
{
	progress_clear();
	printf("%s -> %s: %s\n", load->file_name, load->table->name, outcome);
	fflush(stdout);
	pg_free(outcome);
}

static void
send_buffer(Load *load, CopyBuffer *buffer)
{
	if (PQputCopyData(load->conn, buffer->data, buffer->used) != 1)
		as_query_failed(load->conn, NULL);
	buffer->used = 0;
}

/* What is wrong with the record as such; NULL if nothing is. */
static const char *
record_fault(const CsvRecord *record, int nfields)
{
	if (record->malformed)
		return "text follows a closing quote";
	if (record->nfields != nfields)
		return record->nfields < nfields ? "has fewer fields than the header" : "has more fields than the header";
	return NULL;
}

static bool
is_utf8(const CsvRecord *record)
{
	return pg_encoding_verifymbstr(PG_UTF8, record->raw, record->raw_length) == record->raw_length;
}

/*
 * Appends the record to the buffer. A row with bad cells goes along without
 * them if its table has sets of lines, as its set is wanted.
 */
static void
stage_record(Load *load, const CsvRecord *record, CopyBuffer *buffer)
{
	size_t		start = buffer->used;
	const char *fault = record_fault(record, load->mapper->nfields);
	bool		ok = true;

	load->read++;
	if (fault || !is_utf8(record))
	{
		reject_add(&load->rejects, record->line, "", fault ? "22P04" : "22021", fault ? fault : "is not valid UTF-8");
		return;
	}
	copy_int16(buffer, load->mapper->ncells + 1);
	copy_int32(buffer, sizeof(int64));
	copy_int64(buffer, record->line);
	for (int i = 0; i < load->mapper->ncells; i++)
	{
		const Cell *cell = &load->mapper->cells[i];
		CsvField	value = mapper_value(load->mapper, cell, record);
		Failure		failure;

		if (value_append(buffer, cell->column, value.text, value.length, &failure))
			continue;
		reject_add(&load->rejects, record->line, cell->column->name, failure.code, failure.message);
		ok = false;
	}
	if (!ok && load->table->set_columns == 0)
		buffer->used = start;
}

/* A file that cannot be split further: false, after a message. */
static bool
csv_failed(const Load *load, CsvStatus status, const CsvRecord *record)
{
	progress_clear();
	if (status == CSV_READ_FAILED)
		pg_log_error("could not read file \"%s\": %m", load->path);
	else if (status == CSV_UNTERMINATED)
		pg_log_error("%s:" INT64_FORMAT ": a quoted field of this row is not closed", load->file_name, record->line);
	else
		pg_log_error("%s:" INT64_FORMAT ": the row is too long", load->file_name, record->line);
	if (status == CSV_TOO_LONG)
	{
		pg_log_error_detail("A row has at most %d bytes.", CSV_MAX_RECORD);
		pg_log_error_hint("If the row is short, one of its quoted fields is not closed.");
	}
	return false;
}

/* Reads the records into the stage; false, after a message, if the file cannot be read to its end. */
static bool
stage_records(Load *load, CsvReader *csv, CsvRecord *record)
{
	/* signature, flags, length of the header's extension */
	static const char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
	CopyBuffer	buffer = {0};
	CsvStatus	status = CSV_RECORD;

	copy_bytes(&buffer, header, sizeof(header));
	while (load->rejects.rows < reject_limit(load->options) && (status = csv_next(csv, record)) == CSV_RECORD)
	{
		if (record->nfields == load->mapper->nfields && mapper_skips(load->mapper, record))
			load->skipped++;
		else
			stage_record(load, record, &buffer);
		if (buffer.used > SEND_SIZE)
			send_buffer(load, &buffer);
		if ((load->read + load->skipped) % CHECK_ROWS == 0)
		{
			as_check_interrupt();
			progress_show(load->read, csv_position(csv));
		}
	}
	copy_int16(&buffer, -1);
	send_buffer(load, &buffer);
	pg_free(buffer.data);
	return status == CSV_RECORD || status == CSV_END || csv_failed(load, status, record);
}

/* COPY around it. */
static bool
copy_records(Load *load, CsvReader *csv, CsvRecord *record)
{
	PGresult   *result;
	bool		ok;
	char	   *statement = statement_make(sql_load_stage, load->table, load->mapper);

	as_command(load->conn, statement);
	pg_free(statement);
	PQclear(as_query(load->conn, "COPY pg_temp.stage FROM STDIN (FORMAT binary)", 0, NULL));
	SetCancelConn(load->conn);
	ok = stage_records(load, csv, record);
	if (PQputCopyEnd(load->conn, NULL) != 1)
		as_query_failed(load->conn, NULL);
	while ((result = PQgetResult(load->conn)) != NULL)
	{
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			as_query_failed(load->conn, result);
		PQclear(result);
	}
	ResetCancelConn();
	return ok;
}

/* What tells that the file is no CSV of ours, from its first row, split or not; NULL if nothing does. */
static const char *
format_fault(const CsvRecord *record, bool split)
{
	const char *end = record->raw + record->raw_length;

	for (const char *p = record->raw; (p = memchr(p, '\r', end - p)) != NULL; p++)
		if (p + 1 < end && p[1] != '\n')
			return "lines end in CR, not in LF or CR LF";
	if (split && record->nfields == 1)
		for (int i = 0; i < record->fields[0].length; i++)
			if (strchr(";\t|", record->fields[0].text[i]) && record->fields[0].text[i] != '\0')
				return "fields are not separated by commas";
	return NULL;
}

/* Reads the header and binds it; false after a message. */
static bool
bind_header(Load *load, CsvReader *csv, CsvRecord *record)
{
	CsvStatus	status = csv_next(csv, record);
	const char *fault;

	if (status != CSV_END && status != CSV_READ_FAILED && (fault = format_fault(record, status == CSV_RECORD)) != NULL)
	{
		pg_log_error("%s:" INT64_FORMAT ": %s", load->file_name, record->line, fault);
		return false;
	}
	if (status == CSV_END)
	{
		pg_log_error("%s: the file is empty, a header was expected", load->file_name);
		return false;
	}
	if (status != CSV_RECORD)
		return csv_failed(load, status, record);
	if (record->malformed || record->nfields > CSV_MAX_FIELDS || !is_utf8(record))
	{
		pg_log_error("%s:" INT64_FORMAT ": the header is not a line of at most %d names in UTF-8",
					 load->file_name, record->line, CSV_MAX_FIELDS);
		return false;
	}
	load->mapper = mapper_bind(load->file_name, load->table, record, load->options->map);
	return load->mapper != NULL;
}

/* From the file to the stage; false after a message. */
static bool
read_file(Load *load)
{
	Source	   *source = file_source(load->path);
	CsvReader  *csv;
	CsvRecord  *record;
	bool		ok;

	if (source == NULL)
	{
		pg_log_error("could not open file \"%s\": %m", load->path);
		return false;
	}
	csv = csv_open(utf8_decoder(source));
	record = pg_malloc(sizeof(*record));
	ok = bind_header(load, csv, record) && copy_records(load, csv, record);
	pg_free(record);
	csv_close(csv);
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
		report(load, psprintf("already loaded as batch %s; --again loads it once more", PQgetvalue(result, 0, 0)));
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

static void
summary(const Load *load)
{
	char	   *voided = load->voided && strcmp(load->voided, "0") != 0 ? psprintf(", %s voided", load->voided) : "";
	char	   *skipped = load->skipped > 0 ? psprintf(", " INT64_FORMAT " skipped", load->skipped) : "";

	report(load, psprintf(INT64_FORMAT " rows read, %s inserted, %s updated, %s unchanged, " INT64_FORMAT " rejected%s%s (batch %s, %.1f s)%s",
						  load->read, load->inserted, load->updated, load->unchanged, load->rejects.rows, voided, skipped,
						  load->batch, progress_seconds(), load->options->dry_run ? ", dry run: nothing kept" : ""));
}

/* Writes the rejects and says how many; true if the good rows may be kept. */
static bool
settle_rejects(Load *load)
{
	bool		ok = load->rejects.rows <= load->options->max_errors;

	if (load->rejects.rows == 0)
		return true;
	progress_clear();
	if (ok)
		pg_log_warning("%s: " INT64_FORMAT " of " INT64_FORMAT " rows rejected", load->file_name, load->rejects.rows, load->read);
	else
		pg_log_error("%s: %s" INT64_FORMAT " of " INT64_FORMAT " rows rejected, nothing kept", load->file_name,
					 load->rejects.rows >= reject_limit(load->options) ? "at least " : "", load->rejects.rows, load->read);
	return reject_write(&load->rejects, load->path, load->options->reject_directory) && ok;
}

/* Inside the transaction, once the rows are staged. */
static AsExit
merge(PGconn **conn, Load *load)
{
	progress_phase("checking");
	merge_lock(load);
	if (already_loaded(load))
		return AS_DONE;
	if (load->rejects.rows < reject_limit(load->options))
		merge_check(load);
	if (!settle_rejects(load))
		return AS_FAILED;
	progress_phase("writing");
	merge_write(load);
	if (load->options->dry_run)
		as_command(load->conn, "SET CONSTRAINTS ALL IMMEDIATE");
	else
	{
		commit(conn, load);
		if (load->rejects.rows == 0)
			reject_remove(load->path, load->options->reject_directory);
	}
	summary(load);
	return load->rejects.rows > 0 ? AS_LEFT_OUT : AS_DONE;
}

AsExit
load_file(PGconn **conn, const LoadOptions *options, const char *path, Table *table)
{
	const char *slash = strrchr(path, '/');
	Load		load = {.conn = *conn, .options = options, .path = path, .table = table};
	AsExit		outcome = AS_FAILED;

	load.file_name = slash ? slash + 1 : path;
	progress_start(load.file_name);
	table_describe(*conn, table);
	if (!file_hash(path, options->map ? options->map->content : "", load.hash))
	{
		pg_log_error("could not read file \"%s\": %m", path);
		return AS_FAILED;
	}
	if (already_loaded(&load))
		return AS_DONE;
	/* room for the hash tables of the checks, not for more than a few at a time */
	as_command(*conn, "BEGIN; SET LOCAL work_mem = '64MB'");
	if (read_file(&load))
		outcome = merge(conn, &load);
	/* the transaction is open unless the file was kept */
	if (PQtransactionStatus(*conn) != PQTRANS_IDLE)
		as_command(*conn, "ROLLBACK");
	progress_clear();
	reject_free(&load.rejects);
	if (load.mapper)
		mapper_free(load.mapper);
	return outcome;
}
