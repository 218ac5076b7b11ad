/*-------------------------------------------------------------------------
 *
 * report.c
 *		The outcome of a file.
 *
 *-------------------------------------------------------------------------
 */
#include "report.h"

#include "json.h"
#include "progress.h"

static const Load *unfinished;

static void
report_exit(void)
{
	if (unfinished != NULL)
		report_failed(unfinished);
}

void
report_begin(const Load *load)
{
	static bool registered;

	if (!registered && load->options->json)
		atexit(report_exit);
	registered = true;
	unfinished = load;
}

/* What every outcome has in JSON; the object stays open. */
static void
begin_object(const Load *load, const char *outcome)
{
	printf("{\"file\": ");
	json_string(stdout, load->file_name);
	printf(", \"table\": ");
	json_string(stdout, load->table->name);
	printf(", \"outcome\": \"%s\"", outcome);
}

static void
finish_line(void)
{
	fflush(stdout);
	unfinished = NULL;
}

static void
print_object(const Load *load)
{
	begin_object(load, load->options->dry_run ? "dry_run" : "loaded");
	printf(", \"batch\": %s, \"read\": " INT64_FORMAT ", \"inserted\": %s, \"updated\": %s, \"unchanged\": %s, \"voided\": %s"
		   ", \"rejected\": " INT64_FORMAT ", \"skipped\": " INT64_FORMAT ", \"idle\": " INT64_FORMAT ", \"created\": " INT64_FORMAT ", \"seconds\": %.1f, \"format\": ",
		   load->options->dry_run ? "null" : load->batch, load->read, load->inserted, load->updated, load->unchanged,
		   load->voided ? load->voided : "0", load->rejects.rows, load->skipped, load->idle, load->created, progress_seconds());
	json_string(stdout, input_describe(&load->format));
	printf("}\n");
}

static void
print_line(const Load *load)
{
	printf("%s -> %s: " INT64_FORMAT " rows read, %s inserted, %s updated, %s unchanged, " INT64_FORMAT " rejected",
		   load->file_name, load->table->name, load->read, load->inserted, load->updated, load->unchanged, load->rejects.rows);
	if (load->voided && strcmp(load->voided, "0") != 0)
		printf(", %s voided", load->voided);
	if (load->skipped > 0)
		printf(", " INT64_FORMAT " skipped", load->skipped);
	if (load->idle > 0)
		printf(", " INT64_FORMAT " blank or totals", load->idle);
	if (load->created > 0)
		printf(", " INT64_FORMAT " missing ones created", load->created);
	printf(" (batch %s, %.1f s, %s)%s\n", load->batch, progress_seconds(), input_describe(&load->format),
		   load->options->dry_run ? ", dry run: nothing kept" : "");
}

void
report_loaded(const Load *load)
{
	progress_clear();
	if (load->options->json)
		print_object(load);
	else
		print_line(load);
	finish_line();
}

void
report_known(const Load *load, const char *batch)
{
	progress_clear();
	if (load->options->json)
	{
		begin_object(load, "already_loaded");
		printf(", \"batch\": %s}\n", batch);
	}
	else
		printf("%s -> %s: already loaded as batch %s; --again loads it once more\n", load->file_name, load->table->name, batch);
	finish_line();
}

void
report_failed(const Load *load)
{
	progress_clear();
	if (load->options->json)
	{
		begin_object(load, "failed");
		printf(", \"read\": " INT64_FORMAT ", \"rejected\": " INT64_FORMAT "}\n", load->read, load->rejects.rows);
	}
	finish_line();
}
