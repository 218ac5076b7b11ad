/*-------------------------------------------------------------------------
 *
 * reject.c
 *		Keeps reasons while a file is loaded, then reads the file once more
 *		for the rows themselves.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "common/logging.h"

#include <unistd.h>

#include "csv.h"
#include "encoder.h"
#include "output.h"
#include "pqexpbuffer.h"
#include "reject.h"
#include "spool.h"

void
reject_add(RejectList *list, int64 line, const char *columns, const char *code, const char *message)
{
	if (list->count == 0 || list->items[list->count - 1].line != line)
		list->rows++;
	if (list->count == list->size)
	{
		list->size = Max(2 * list->size, 64);
		list->items = pg_realloc(list->items, list->size * sizeof(Reject));
	}
	list->items[list->count++] = (Reject) {line, columns, code, message};
}

void
reject_free(RejectList *list)
{
	pg_free(list->items);
	*list = (RejectList) {0};
}

char *
reject_lines(const RejectList *list)
{
	PQExpBufferData text;

	initPQExpBuffer(&text);
	appendPQExpBufferChar(&text, '{');
	for (int i = 0; i < list->count; i++)
		appendPQExpBuffer(&text, "%s" INT64_FORMAT, i ? "," : "", list->items[i].line);
	appendPQExpBufferChar(&text, '}');
	if (PQExpBufferDataBroken(text))
		pg_fatal("out of memory");
	return text.data;
}

static int
compare_rejects(const void *a, const void *b)
{
	const Reject *x = a;
	const Reject *y = b;

	return x->line != y->line ? (x->line > y->line ? 1 : -1) : strcmp(x->columns, y->columns);
}

static void
write_reasons(const RejectList *list, FILE *out)
{
	fputs("line,column,code,message\n", out);
	for (int i = 0; i < list->count; i++)
	{
		const Reject *reject = &list->items[i];

		fprintf(out, INT64_FORMAT ",", reject->line);
		output_quoted(out, reject->columns);
		fprintf(out, ",%s,", reject->code);
		output_quoted(out, reject->message);
		putc('\n', out);
	}
}

/* The rows up to the header and the rejected ones as they stand in the file; each ends its line. */
static bool
write_rows(const RejectList *list, const char *path, const InputFormat *format, FILE *out)
{
	Source	   *source = input_open(path, format);
	Encoder    *encoder;
	CsvReader  *csv;
	CsvRecord	record;
	int			next = 0;

	if (source == NULL)
		return false;
	csv = csv_open(source);
	encoder = encoder_open(out, format);
	while (next < list->count && csv_next(csv, &record) == CSV_RECORD)
	{
		/* the header, with titles above it */
		if (record.line > format->header_line && record.line != list->items[next].line)
			continue;
		encoder_write(encoder, record.raw, record.raw_length);
		if (record.raw[record.raw_length - 1] != '\n')
			encoder_write(encoder, "\n", 1);
		while (next < list->count && list->items[next].line == record.line)
			next++;
	}
	encoder_close(encoder);
	csv_close(csv);
	return next == list->count;
}

char *
reject_path(const char *path, const char *directory, const char *suffix)
{
	if (directory == NULL && !is_spooled(path))
		return psprintf("%s%s", path, suffix);
	return psprintf("%s/%s%s", directory ? directory : ".", file_name_of(path), suffix);
}

/* Makes a file of rejects; NULL after a message. */
static FILE *
create(const char *path)
{
	FILE	   *out = output_create(path);

	if (out == NULL)
		pg_log_error_hint("Name a folder for the rejected rows with --rejects.");
	return out;
}

bool
reject_write(RejectList *list, const char *path, const InputFormat *format, const char *directory)
{
	char	   *rejects_path = reject_path(path, directory, REJECTS_SUFFIX);
	char	   *reasons_path = reject_path(path, directory, REASONS_SUFFIX);
	FILE	   *out;
	bool		ok;

	qsort(list->items, list->count, sizeof(Reject), compare_rejects);
	out = create(rejects_path);
	ok = out != NULL && output_finish(out, write_rows(list, path, format, out), rejects_path);
	out = ok ? create(reasons_path) : NULL;
	if (out != NULL)
		write_reasons(list, out);
	ok = out != NULL && output_finish(out, true, reasons_path);
	if (ok)
		pg_log_error_detail("Rejected rows are in \"%s\", the reasons in \"%s\".", rejects_path, reasons_path);
	pg_free(rejects_path);
	pg_free(reasons_path);
	return ok;
}

static void
remove_file(const char *path, const char *directory, const char *suffix)
{
	char	   *name = reject_path(path, directory, suffix);

	if (unlink(name) != 0 && errno != ENOENT)
		pg_log_warning("could not remove file \"%s\" of an earlier run: %m", name);
	pg_free(name);
}

void
reject_remove(const char *path, const char *directory)
{
	remove_file(path, directory, REJECTS_SUFFIX);
	remove_file(path, directory, REASONS_SUFFIX);
}
