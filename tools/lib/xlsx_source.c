/*-------------------------------------------------------------------------
 *
 * xlsx_source.c
 *		A sheet as CSV, for the tokenizer. Rows have as many fields as the
 *		longest before them.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "pqexpbuffer.h"
#include "source.h"
#include "xlsx.h"

#define PIECE (32 * 1024)

typedef struct XlsxSource
{
	Source		base;
	XlsxReader *reader;
	PQExpBufferData text;		/* rows not yet delivered */
	size_t		delivered;
	int			line;			/* rows written */
	int			width;			/* fields of a row */
} XlsxSource;

static void
append_cell(PQExpBuffer out, const XlsxCell *cell)
{
	const char *segment = cell->text;
	const char *end = segment + cell->length;
	const char *quote;

	appendPQExpBufferChar(out, '"');
	while ((quote = memchr(segment, '"', end - segment)) != NULL)
	{
		appendBinaryPQExpBuffer(out, segment, quote + 1 - segment);
		appendPQExpBufferChar(out, '"');
		segment = quote + 1;
	}
	appendBinaryPQExpBuffer(out, segment, end - segment);
	appendPQExpBufferChar(out, '"');
}

/* An empty line for each row that is left out, then the row. */
static void
append_row(XlsxSource *source, const XlsxRow *row)
{
	source->width = Max(source->width, row->ncells);
	for (; source->line < row->number - 1; source->line++)
		appendPQExpBufferChar(&source->text, '\n');
	for (int i = 0; row->ncells > 0 && i < source->width; i++)
	{
		if (i > 0)
			appendPQExpBufferChar(&source->text, ',');
		if (i < row->ncells && row->cells[i].length > 0)
			append_cell(&source->text, &row->cells[i]);
	}
	appendPQExpBufferChar(&source->text, '\n');
	source->line++;
}

static ssize_t
xlsx_read(Source *self, char *buffer, size_t size)
{
	XlsxSource *source = (XlsxSource *) self;
	XlsxRow		row;
	size_t		n;

	if (source->delivered == source->text.len)
	{
		resetPQExpBuffer(&source->text);
		source->delivered = 0;
		while (source->text.len < PIECE && xlsx_next(source->reader, &row))
			append_row(source, &row);
		self->fault = PQExpBufferDataBroken(source->text) ? "out of memory" : xlsx_error(source->reader);
		if (self->fault && source->text.len == 0)
			return -1;
	}
	n = Min(size, source->text.len - source->delivered);
	memcpy(buffer, source->text.data + source->delivered, n);
	source->delivered += n;
	return n;
}

static void
xlsx_source_close(Source *self)
{
	XlsxSource *source = (XlsxSource *) self;

	xlsx_close(source->reader);
	termPQExpBuffer(&source->text);
	pg_free(source);
}

Source *
xlsx_source(const char *path, const char *sheet)
{
	XlsxSource *source = pg_malloc0(sizeof(*source));

	source->base = (Source) {.read = xlsx_read, .close = xlsx_source_close, .counts_rows = true};
	source->reader = xlsx_open(path, sheet);
	initPQExpBuffer(&source->text);
	return &source->base;
}
