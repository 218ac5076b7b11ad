/*-------------------------------------------------------------------------
 *
 * merge.c
 *		Checks and writes the staged rows set by set.
 *
 * Loads of one table take turns from here on (advisory lock), so what is
 * found out about the table's rows holds until the end of the transaction.
 *
 *-------------------------------------------------------------------------
 */
#include "merge.h"

#include "progress.h"
#include "queries.h"
#include "statement.h"

/* Runs a template of sql/queries. */
static PGresult *
run(Load *load, const char *sql, int nparams, const char *const *values)
{
	char	   *statement = statement_make(sql, load->table, load->mapper);
	PGresult   *result = as_query(load->conn, statement, nparams, values);

	pg_free(statement);
	return result;
}

void
merge_lock(Load *load)
{
	const char *table = kept_rule(load->table).lock;

	PQclear(as_query(load->conn, "SELECT pg_advisory_xact_lock(hashtextextended('aftersales.load.' || $1::text, 0))", 1, &table));
}

/* How many more rejects are to be listed, as a parameter. */
static const char *
room_for_rejects(const Load *load)
{
	static char text[24];

	snprintf(text, sizeof(text), INT64_FORMAT, reject_room(load));
	return text;
}

/* Rejects the lines of a column of the result. */
static int
reject_result(Load *load, PGresult *result, int column, const char *columns, const char *code, const char *message)
{
	int			found = 0;

	for (int i = 0; i < PQntuples(result); i++)
		if (!PQgetisnull(result, i, column))
		{
			reject_add(&load->rejects, strtoll(PQgetvalue(result, i, column), NULL, 10), columns, code, message);
			found++;
		}
	PQclear(result);
	return found;
}

/* Identical rows count as unchanged; a key that comes again with other values is rejected. */
static void
reject_repeated(Load *load)
{
	char	   *lines = reject_lines(&load->rejects);
	const char *values[] = {lines, room_for_rejects(load)};

	reject_result(load, run(load, sql_load_repeat, lengthof(values), values), 1, "", "21000",
				  "an earlier row of the file has the same key and other values");
	pg_free(lines);
}

static void
make_change(Load *load)
{
	char	   *lines = reject_lines(&load->rejects);
	const char *values[] = {lines};

	PQclear(run(load, sql_load_change, lengthof(values), values));
	PQclear(as_query(load->conn, "ANALYZE pg_temp.change", 0, NULL));
	pg_free(lines);
}

static void
take_out_rejects(Load *load)
{
	char	   *lines = reject_lines(&load->rejects);
	const char *values[] = {lines};

	PQclear(as_query(load->conn, "DELETE FROM pg_temp.change c WHERE c.file_line = ANY ($1::bigint[])",
					 lengthof(values), values));
	pg_free(lines);
}

/* Rejects what breaks a constraint. True if anything does: a row that refers to a rejected one is found next time. */
static bool
apply_rules(Load *load)
{
	bool		found = false;

	for (int i = 0; i < load->table->nrules && reject_room(load) > 0; i++)
	{
		const Rule *rule = &load->table->rules[i];
		char	   *query = psprintf("%s LIMIT $1", rule->query);
		const char *values[] = {room_for_rejects(load)};
		PGresult   *result = as_query(load->conn, query, lengthof(values), values);

		pg_free(query);
		if (reject_result(load, result, 0, rule->columns, rule->code, rule->message) > 0)
		{
			take_out_rejects(load);
			found = true;
		}
	}
	return found;
}

/* Rule odometer_falls. True if it rejected a visit. */
static bool
check_odometers(Load *load)
{
	const CheckRule *rule = rule_get(RULE_ODOMETER_FALLS);
	const char *values[] = {room_for_rejects(load)};
	PGresult   *result;

	if (rule->severity == SEVERITY_OFF || strcmp(load->table->name, "visit") != 0)
		return false;
	result = as_query(load->conn, sql_load_odometer, lengthof(values), values);
	if (rule->severity == SEVERITY_WARNING)
	{
		load->warnings.counts[RULE_ODOMETER_FALLS] = 0;
		for (int i = 0; i < PQntuples(result); i++)
			rule_warn(&load->warnings, RULE_ODOMETER_FALLS, strtoll(PQgetvalue(result, i, 0), NULL, 10));
		PQclear(result);
		return false;
	}
	if (reject_result(load, result, 0, "odometer", rule->name, rule->message) == 0)
		return false;
	take_out_rejects(load);
	return true;
}

/* A set of lines is loaded as a whole, so that the rejects file can be corrected and loaded as it is. */
static void
reject_mates(Load *load)
{
	char	   *lines = reject_lines(&load->rejects);
	const char *values[] = {lines, room_for_rejects(load)};

	if (reject_result(load, run(load, sql_load_mates, lengthof(values), values), 0, "", "21000",
					  "another line of the same document is rejected") > 0)
		take_out_rejects(load);
	pg_free(lines);
}

/* Adds what one reference misses, under a batch of its own, which can be taken back while nothing refers to it. */
static void
create_missing(Load *load, const char *table, const char *count_query, const char *insert)
{
	PGresult   *result = as_query(load->conn, count_query, 0, NULL);
	char	   *count = pg_strdup(PQgetvalue(result, 0, 0));
	const char *values[] = {table, load->file_name, input_describe(&load->format), count};

	PQclear(result);
	if (strcmp(count, "0") != 0)
	{
		const char *batch;

		PQclear(as_query(load->conn, "SELECT pg_advisory_xact_lock(hashtextextended('aftersales.load.' || $1::text, 0))", 1, &table));
		result = as_query(load->conn, sql_load_missing_batch, lengthof(values), values);
		batch = PQgetvalue(result, 0, 0);
		PQclear(as_query(load->conn, insert, 1, &batch));
		PQclear(result);
		load->created += strtoll(count, NULL, 10);
		load->created_where = psprintf("%s%s%s in table \"%s\"", load->created_where ? load->created_where : "",
									   load->created_where ? ", " : "", count, table);
	}
	pg_free(count);
}

/* Adds rows to the tables that may get them, so that references hold. */
static void
create_all_missing(Load *load)
{
	const char *values[] = {load->table->name, load->options->create_missing};
	PGresult   *result = as_query(load->conn, sql_load_missing, lengthof(values), values);

	for (int i = 0; i < PQntuples(result); i++)
		create_missing(load, PQgetvalue(result, i, 0), PQgetvalue(result, i, 1), PQgetvalue(result, i, 2));
	PQclear(result);
}

void
merge_check(Load *load)
{
	PQclear(as_query(load->conn, "ANALYZE pg_temp.stage", 0, NULL));
	reject_repeated(load);
	make_change(load);
	if (load->options->create_missing)
		create_all_missing(load);
	while (apply_rules(load) || check_odometers(load))
		 /* again */ ;
	if (load->table->set_columns > 0 && load->rejects.count > 0)
		reject_mates(load);
}

/* Records the load; the counts come from what is about to be written. */
static void
write_batch(Load *load)
{
	char	   *read = psprintf(INT64_FORMAT, load->read);
	char	   *rejected = psprintf(INT64_FORMAT, load->rejects.rows);
	const char *values[] = {load->table->name, load->file_name, load->hash, read, rejected, input_describe(&load->format)};
	PGresult   *result = as_query(load->conn, sql_load_batch, lengthof(values), values);

	load->batch = pg_strdup(PQgetvalue(result, 0, 0));
	load->inserted = pg_strdup(PQgetvalue(result, 0, 1));
	load->updated = pg_strdup(PQgetvalue(result, 0, 2));
	load->unchanged = pg_strdup(PQgetvalue(result, 0, 3));
	PQclear(result);
	pg_free(read);
	pg_free(rejected);
}

/* Before new lines are added: only older ones can be missing from the file. */
static void
void_missing_lines(Load *load)
{
	char	   *lines = reject_lines(&load->rejects);
	const char *values[] = {lines};
	PGresult   *result = run(load, sql_load_gone, lengthof(values), values);
	const char *kept = kept_rule(load->table).kept;

	load->voided = pg_strdup(PQcmdTuples(result));
	if (strcmp(load->voided, "0") != 0)
	{
		const char *counts[] = {load->batch, load->voided};

		PQclear(run(load, sql_load_gone_image, 1, &load->batch));
		PQclear(run(load, sql_load_gone_void, 1, &load->batch));
		PQclear(run(load, sql_load_gone_dirty, 1, &kept));
		PQclear(run(load, sql_load_gone_count, lengthof(counts), counts));
	}
	PQclear(result);
	pg_free(lines);
}

void
merge_begin_batch(Load *load)
{
	const char *values[] = {load->table->name, load->file_name, load->hash, input_describe(&load->format)};
	PGresult   *result = as_query(load->conn, sql_load_bulk_batch, lengthof(values), values);

	load->batch = pg_strdup(PQgetvalue(result, 0, 0));
	load->batch_number = strtoll(load->batch, NULL, 10);
	PQclear(result);
}

void
merge_end_batch(Load *load)
{
	const char *values[] = {load->batch, NULL};

	load->updated = load->unchanged = "0";
	load->inserted = values[1] = psprintf(INT64_FORMAT, load->read);
	PQclear(as_query(load->conn, sql_load_bulk_counts, lengthof(values), values));
}

/* Whether the file seems to bring rows that are there: a sample tells before all of them are tried. */
static bool
overlaps(Load *load)
{
	PGresult   *result = run(load, sql_load_overlap, 0, NULL);
	bool		found = *PQgetvalue(result, 0, 0) == 't';

	PQclear(result);
	return found;
}

bool
merge_append(Load *load)
{
	const char *kept = kept_rule(load->table).kept;
	char	   *statement;
	PGresult   *result;
	bool		ok;

	if (load->table->set_columns == 0 || load->rejects.rows > 0 || load->options->create_missing || overlaps(load))
		return false;
	as_command(load->conn, "ANALYZE pg_temp.stage; SAVEPOINT append");
	merge_begin_batch(load);
	void_missing_lines(load);
	statement = statement_make(sql_load_append, load->table, load->mapper);
	result = as_try_query(load->conn, statement, 1, &load->batch);
	ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!ok && !load_row_refused(load, result))
		as_query_failed(load->conn, result);
	PQclear(result);
	pg_free(statement);
	if (!ok)
	{
		as_command(load->conn, "ROLLBACK TO SAVEPOINT append");
		return false;
	}
	merge_end_batch(load);
	if (kept != NULL)
		PQclear(run(load, sql_load_append_dirty, 1, &kept));
	return true;
}

void
merge_write(Load *load)
{
	const char *kept = kept_rule(load->table).kept;

	write_batch(load);
	if (load->table->set_columns > 0)
		void_missing_lines(load);
	PQclear(run(load, sql_load_image, 1, &load->batch));
	PQclear(run(load, sql_load_update, 1, &load->batch));
	PQclear(run(load, sql_load_insert, 1, &load->batch));
	if (kept != NULL)
		PQclear(run(load, sql_load_dirty, 1, &kept));
}
