/*-------------------------------------------------------------------------
 *
 * stage.c
 *		Reads a file and sends what its records give by COPY.
 *
 *-------------------------------------------------------------------------
 */
#include "stage.h"

#include <poll.h>

#include "grouped.h"
#include "mb/pg_wchar.h"
#include "progress.h"
#include "queries.h"
#include "row.h"
#include "statement.h"

#define SEND_SIZE (32 * 1024)	/* small enough to be sent between two looks at the file */
#define SEND_AHEAD 8			/* buffers kept for a busy server, so that it does not wait afterwards */
#define MAX_TITLE_ROWS 10		/* that may stand above the header, with it */
#define CHECK_ROWS 4096			/* rows between looks at clock and signals */

/* Waits until the server has room for all that was sent. */
static void
wait_until_sent(Load *load)
{
	struct pollfd server = {.fd = PQsocket(load->conn), .events = POLLIN | POLLOUT};
	int			unsent;

	while ((unsent = PQflush(load->conn)) == 1)
	{
		if (poll(&server, 1, 1000) > 0 && (server.revents & ~POLLOUT) != 0 && !PQconsumeInput(load->conn))
			as_query_failed(load->conn, NULL);
		as_check_interrupt();
	}
	if (unsent != 0)
		as_query_failed(load->conn, NULL);
	load->ahead = 0;
}

static void
send_buffer(Load *load, CopyBuffer *buffer)
{
	int			unsent = -1;

	if (PQputCopyData(load->conn, buffer->data, buffer->used) == 1)
		unsent = PQflush(load->conn);
	if (unsent < 0)
		as_query_failed(load->conn, NULL);
	buffer->used = 0;
	load->ahead = unsent ? load->ahead + 1 : 0;
	if (load->ahead == SEND_AHEAD)
		wait_until_sent(load);
}

/* What is wrong with the record as such; NULL if nothing is. Empty fields beyond the header's do not count. */
static const char *
record_fault(const CsvRecord *record, int nfields)
{
	if (record->malformed)
		return "text follows a closing quote";
	if (record->nfields < nfields)
		return "has fewer fields than the header";
	for (int i = nfields; i < record->nfields; i++)
		if (i >= CSV_MAX_FIELDS || record->fields[i].length > 0)
			return "has more fields than the header";
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
	RowReport	report = {&load->rejects, &load->warnings};
	RejectList	before = load->rejects;

	load->read++;
	if (fault && !record->malformed && mapper_is_idle(load->mapper, record))
	{
		load->read--;
		load->idle++;
		return;
	}
	if (fault || !is_utf8(record))
	{
		reject_add(&load->rejects, record->line, "", fault ? "22P04" : "22021", fault ? fault : load->invalid);
		return;
	}
	copy_int16(buffer, load->mapper->ncells + 1);
	copy_int32(buffer, sizeof(int64));
	copy_int64(buffer, load->bulk ? load->batch_number : record->line);
	if (row_append(buffer, load->mapper, record, &report))
		return;
	if (load->table->set_columns == 0)
		buffer->used = start;
	if (mapper_is_idle(load->mapper, record))
	{
		/* it is no row, so its rejects are none */
		load->rejects.count = before.count;
		load->rejects.rows = before.rows;
		load->read--;
		load->idle++;
		buffer->used = start;
	}
}

/* A file that cannot be split further: false, after a message. */
static bool
csv_failed(const Load *load, const CsvReader *csv, CsvStatus status, const CsvRecord *record)
{
	progress_clear();
	if (status == CSV_READ_FAILED)
		pg_log_error("could not read file \"%s\": %s", load->path, csv_fault(csv));
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

	PQsetnonblocking(load->conn, 1);
	copy_bytes(&buffer, header, sizeof(header));
	while (reject_room(load) > 0 && (status = csv_next(csv, record)) == CSV_RECORD)
	{
		if (load->grouped)
			record->line = grouped_line(load->grouped, record->line);
		if (record->nfields >= load->mapper->nfields && mapper_skips(load->mapper, record))
			load->skipped++;
		else
			stage_record(load, record, &buffer);
		if (buffer.used > SEND_SIZE)
			send_buffer(load, &buffer);
		if ((load->read + load->skipped + load->idle) % CHECK_ROWS == 0)
		{
			as_check_interrupt();
			progress_show(load->read, csv_position(csv), load->rejects.rows);
		}
	}
	copy_int16(&buffer, -1);
	/* a TLS connection must not be offered less than what it has begun to send, as older libpq does when little is added */
	wait_until_sent(load);
	send_buffer(load, &buffer);
	wait_until_sent(load);
	PQsetnonblocking(load->conn, 0);
	pg_free(buffer.data);
	if (status == CSV_RECORD || status == CSV_END)
		return true;
	/* reading it again in its own order tells where the fault is */
	load->refused = load->grouped != NULL;
	return load->refused || csv_failed(load, csv, status, record);
}

/* Ends COPY; a bulk load with a reject takes its rows back. */
static void
end_copy(Load *load)
{
	PGresult   *result;

	if (PQputCopyEnd(load->conn, load->bulk && (load->rejects.rows > 0 || load->refused) ? "a row is rejected" : NULL) != 1)
		as_query_failed(load->conn, NULL);
	while ((result = PQgetResult(load->conn)) != NULL)
	{
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
		{
			if (!load->bulk || !(load->refused || load_row_refused(load, result)))
				as_query_failed(load->conn, result);
			load->refused = true;
		}
		PQclear(result);
	}
	ResetCancelConn();
}

/* COPY around it. */
static bool
copy_records(Load *load, CsvReader *csv, CsvRecord *record)
{
	bool		ok;
	char	   *statement;

	if (!load->bulk)
	{
		statement = statement_make(sql_load_stage, load->table, load->mapper);
		as_command(load->conn, statement);
		pg_free(statement);
	}
	statement = statement_make(load->bulk ? sql_load_bulk_copy : sql_load_stage_copy, load->table, load->mapper);
	PQclear(as_query(load->conn, statement, 0, NULL));
	pg_free(statement);
	SetCancelConn(load->conn);
	ok = stage_records(load, csv, record);
	end_copy(load);
	return ok;
}

/* True if lines end in CR alone. */
static bool
ends_in_cr(const CsvRecord *record)
{
	const char *end = record->raw + record->raw_length;

	for (const char *p = record->raw; (p = memchr(p, '\r', end - p)) != NULL; p++)
		if (p + 1 < end && p[1] != '\n')
			return true;
	return false;
}

/* Reads on to the header: the line that the mapping file names, or the first of the first rows that can be one; false if there is none. */
static bool
find_header(const Load *load, CsvReader *csv, CsvRecord *record)
{
	const MapFile *map = load->options->map;
	int			line = map ? map->header : 0;

	for (int i = 0; i < MAX_TITLE_ROWS || line > 0; i++)
	{
		if (csv_next(csv, record) != CSV_RECORD)
			return false;
		if (line > 0 ? record->line >= line : mapper_fits(load->table, record, map))
			return true;
	}
	return false;
}

/* Binds the header that was read; false after a message. */
static bool
bind_header(Load *load, CsvReader *csv, CsvStatus status, CsvRecord *record)
{
	if (status != CSV_END && status != CSV_READ_FAILED && ends_in_cr(record))
	{
		pg_log_error("%s:" INT64_FORMAT ": lines end in CR, not in LF or CR LF", load->file_name, record->line);
		return false;
	}
	if (status == CSV_END)
	{
		pg_log_error("%s: the file is empty, a header was expected", load->file_name);
		return false;
	}
	if (status != CSV_RECORD)
		return csv_failed(load, csv, status, record);
	if (record->malformed || record->nfields > CSV_MAX_FIELDS || !is_utf8(record))
	{
		pg_log_error("%s:" INT64_FORMAT ": the header is not a line of at most %d names in %s",
					 load->file_name, record->line, CSV_MAX_FIELDS, load->format.encoding);
		return false;
	}
	if (load->mapper == NULL)
		load->mapper = mapper_bind(load->file_name, load->table, record, load->options->map);
	load->format.header_line = record->line;
	return load->mapper != NULL;
}

/* NULL after a message. */
static CsvReader *
open_csv(const Load *load)
{
	Source	   *source = input_open(load->path, &load->format);

	if (source == NULL)
		pg_log_error("could not open file \"%s\": %m", load->path);
	return source ? csv_open(source) : NULL;
}

/*
 * Whether the file's own bytes can be split: delimiter, quote and line feed
 * are no part of another character, and no mark stands before a quote.
 */
static bool
splits_undecoded(const Load *load, char delimiter, const CsvRecord *header)
{
	return load->format.container == CONTAINER_NONE && (!load->format.mark || (header->line == 1 && header->raw[0] != '"')) &&
		(strcmp(load->format.encoding, "UTF-8") == 0 || (strcmp(load->format.encoding, "GB18030") == 0 && delimiter != '|'));
}

/* Behind its header, a file for an empty table is read on station by station if that can be, as its key begins with the station's. */
static CsvReader *
group_rows(Load *load, CsvReader *csv, CsvRecord *record)
{
	int			field = mapper_group_field(load->mapper, load->table);
	Source	   *grouped;

	if (!load->bulk || field < 0 || !splits_undecoded(load, csv_delimiter(csv), record))
		return csv;
	grouped = grouped_source(load->path, load->format.header_line, field);
	if (grouped == NULL)
		return csv;
	if (grouped_delimiter(grouped) != csv_delimiter(csv))
	{
		grouped->close(grouped);
		return csv;
	}
	csv_close(csv);
	csv = csv_open(input_decode(grouped, &load->format));
	while (csv_next(csv, record) == CSV_RECORD && record->line < load->format.header_line)
		;
	load->grouped = grouped;
	return csv;
}

bool
stage_file(Load *load)
{
	CsvReader  *csv = open_csv(load);
	CsvRecord  *record = pg_malloc(sizeof(*record));
	CsvStatus	status = CSV_RECORD;
	bool		ok;

	load->invalid = psprintf("is not valid %s", load->format.encoding);
	if (csv && !find_header(load, csv, record))
	{
		/* the first row tells what is wrong */
		csv_close(csv);
		csv = open_csv(load);
		if (csv)
			status = csv_next(csv, record);
	}
	ok = csv && bind_header(load, csv, status, record);
	if (ok)
	{
		csv = group_rows(load, csv, record);
		ok = copy_records(load, csv, record);
	}
	pg_free(record);
	if (csv)
		csv_close(csv);
	return ok;
}
