/*-------------------------------------------------------------------------
 *
 * bulk.c
 *		Bulk loads.
 *
 *-------------------------------------------------------------------------
 */
#include "bulk.h"

#include "merge.h"
#include "progress.h"
#include "queries.h"
#include "stage.h"
#include "statement.h"

/* bytes of a file from which on making the keys anew is cheaper than keeping them up row by row */
#define BULK_MIN_SIZE (1024 * 1024)

/* how long others may use the tables: no longer than the load row by row takes anyway */
#define BYTES_A_SECOND (2 * 1024 * 1024)
#define LEAST_SECONDS 5

bool
bulk_wanted(const Load *load)
{
	return load->status.st_size >= BULK_MIN_SIZE;
}

static bool
begin_bulk(const Load *load)
{
	char	   *patience = psprintf(INT64_FORMAT, Max((int64) load->status.st_size / BYTES_A_SECOND, LEAST_SECONDS));
	const char *values[] = {load->table->name, patience};
	PGresult   *result;
	bool		begun;

	progress_phase("waiting");
	result = as_query(load->conn, sql_load_bulk_begin, lengthof(values), values);
	begun = *PQgetvalue(result, 0, 0) == 't';
	PQclear(result);
	pg_free(patience);
	return begun;
}

/* Makes the keys; false if a row breaks one. */
static bool
end_bulk(const Load *load)
{
	PGresult   *result = as_try_query(load->conn, "CALL aftersales.end_bulk_load($1)", 1, &load->table->name);
	bool		ok = PQresultStatus(result) == PGRES_COMMAND_OK;

	if (!ok && !load_row_refused(load, result))
		as_query_failed(load->conn, result);
	PQclear(result);
	return ok;
}

/* The counts of the batch, and every month that has a row. */
static void
end_batch(Load *load)
{
	KeptRule	kept = kept_rule(load->table);

	merge_end_batch(load);
	if (kept.kept != NULL)
	{
		char	   *statement = statement_make(sql_load_bulk_dirty, load->table, load->mapper);

		PQclear(as_query(load->conn, statement, 1, &kept.kept));
		pg_free(statement);
	}
}

/* Rule odometer_falls, for all rows of the table; which ones they are is found out without bulk. */
static bool
odometers_fall(const Load *load)
{
	PGresult   *result;
	bool		fall;

	if (strcmp(load->table->name, "visit") != 0 || rule_get(RULE_ODOMETER_FALLS)->severity == SEVERITY_OFF)
		return false;
	result = as_query(load->conn, sql_load_bulk_odometer, 0, NULL);
	fall = *PQgetvalue(result, 0, 0) == 't';
	PQclear(result);
	return fall;
}

/* As if nothing had been read. */
static BulkOutcome
give_up(Load *load)
{
	reject_free(&load->rejects);
	load->warnings = (RuleWarnings) {0};
	load->read = load->skipped = load->idle = 0;
	load->bulk = load->refused = false;
	load->grouped = NULL;
	return BULK_GAVE_UP;
}

BulkOutcome
bulk_load(Load *load)
{
	if (!begin_bulk(load))
		return BULK_IMPOSSIBLE;
	merge_begin_batch(load);
	load->bulk = true;
	if (!stage_file(load))
		return BULK_UNREADABLE;
	if (load->refused || odometers_fall(load))
		return give_up(load);
	progress_phase("making keys");
	if (!end_bulk(load))
		return give_up(load);
	end_batch(load);
	load->bulk = false;
	return BULK_LOADED;
}
