/*-------------------------------------------------------------------------
 *
 * csv.c
 *		Tokenizer. A window of fixed size slides over the source; a record
 *		that the window holds in part is split again once the rest is read.
 *		Memory does not depend on the input.
 *
 * A field is quoted if a quote is its first character; a quote elsewhere is
 * text. Lines end in LF or CR LF.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "csv.h"

#define WINDOW (2 * CSV_MAX_RECORD)

struct CsvReader
{
	Source	   *source;
	char	   *window;			/* WINDOW bytes */
	char	   *text;			/* WINDOW bytes for fields with doubled quotes */
	size_t		start;			/* of the next record in the window */
	size_t		end;			/* of the bytes in the window */
	int64		line;			/* of the next record */
	int64		position;		/* bytes before start */
	bool		at_end;			/* the source has no more */
};

/* A cursor over the record that is being split. */
typedef struct Cursor
{
	char	   *p;
	char	   *end;
	char	   *text;			/* where the next unquoted text goes */
	int64		lines;			/* ends of lines passed inside quotes */
} Cursor;

typedef enum FieldEnd
{
	FIELD_COMMA,
	FIELD_LINE,
	FIELD_INPUT,				/* the window's end came first, outside quotes */
	FIELD_QUOTE_OPEN			/* ... inside quotes */
} FieldEnd;

CsvReader *
csv_open(Source *source)
{
	CsvReader  *reader = pg_malloc0(sizeof(*reader));

	reader->source = source;
	reader->window = pg_malloc(WINDOW);
	reader->text = pg_malloc(WINDOW);
	reader->line = 1;
	return reader;
}

void
csv_close(CsvReader *reader)
{
	reader->source->close(reader->source);
	pg_free(reader->window);
	pg_free(reader->text);
	pg_free(reader);
}

int64
csv_position(const CsvReader *reader)
{
	return reader->position;
}

/* Moves what is left to the front of the window and fills it up; false if that fails. */
static bool
refill(CsvReader *reader)
{
	ssize_t		got;

	memmove(reader->window, reader->window + reader->start, reader->end - reader->start);
	reader->end -= reader->start;
	reader->start = 0;
	got = reader->source->read(reader->source, reader->window + reader->end, WINDOW - reader->end);
	if (got < 0)
		return false;
	reader->at_end = got == 0;
	reader->end += got;
	return true;
}

/* Reads up to a comma or the end of the line, which is passed. */
static FieldEnd
plain_field(Cursor *cursor, CsvField *field)
{
	char	   *start = cursor->p;
	char	   *p = start;
	char	   *stop;

	while (p < cursor->end && *p != ',' && *p != '\n')
		p++;
	stop = p;
	if (p == cursor->end || *p == '\n')
	{
		if (stop > start && stop[-1] == '\r')
			stop--;
	}
	field->text = start;
	field->length = stop - start;
	if (p == cursor->end)
	{
		cursor->p = p;
		return FIELD_INPUT;
	}
	cursor->p = p + 1;
	return *p == ',' ? FIELD_COMMA : FIELD_LINE;
}

/* The same for a field that begins with a quote; malformed is set if text follows the closing quote. */
static FieldEnd
quoted_field(Cursor *cursor, CsvField *field, bool *malformed)
{
	char	   *segment = cursor->p + 1;
	char	   *text = cursor->text;
	bool		copied = false;
	CsvField	rest;
	FieldEnd	end;

	for (;;)
	{
		char	   *quote = memchr(segment, '"', cursor->end - segment);
		size_t		length;

		if (quote == NULL)
			return FIELD_QUOTE_OPEN;
		length = quote - segment;
		for (char *p = segment; (p = memchr(p, '\n', quote - p)) != NULL; p++)
			cursor->lines++;
		cursor->p = quote + 1;
		if (cursor->p < cursor->end && *cursor->p == '"')
		{
			/* a doubled quote stands for one */
			memcpy(cursor->text, segment, length + 1);
			cursor->text += length + 1;
			segment = quote + 2;
			copied = true;
			continue;
		}
		if (copied)
		{
			memcpy(cursor->text, segment, length);
			cursor->text += length;
		}
		field->text = copied ? text : segment;
		field->length = copied ? cursor->text - text : length;
		break;
	}
	end = plain_field(cursor, &rest);
	if (rest.length > 0)
		*malformed = true;
	return end;
}

/* Splits one record from the cursor on. */
static FieldEnd
split(Cursor *cursor, CsvRecord *record)
{
	FieldEnd	end;

	record->nfields = 0;
	record->malformed = false;
	do
	{
		CsvField	field;

		if (cursor->p < cursor->end && *cursor->p == '"')
			end = quoted_field(cursor, &field, &record->malformed);
		else
			end = plain_field(cursor, &field);
		if (end == FIELD_QUOTE_OPEN)
			return end;
		if (record->nfields < CSV_MAX_FIELDS)
			record->fields[record->nfields] = field;
		record->nfields++;
	} while (end == FIELD_COMMA);
	return end;
}

static CsvStatus
next_record(CsvReader *reader, CsvRecord *record)
{
	for (;;)
	{
		Cursor		cursor = {reader->window + reader->start, reader->window + reader->end, reader->text, 0};
		FieldEnd	end;
		size_t		length;

		record->line = reader->line;
		record->raw = reader->window + reader->start;
		record->raw_length = reader->end - reader->start;
		if (reader->at_end && reader->start == reader->end)
			return CSV_END;
		end = split(&cursor, record);
		length = cursor.p - (reader->window + reader->start);
		if (end == FIELD_LINE || (end == FIELD_INPUT && reader->at_end))
		{
			if (length > CSV_MAX_RECORD)
				return CSV_TOO_LONG;
			record->raw_length = length;
			reader->start += length;
			reader->position += length;
			reader->line += cursor.lines + 1;
			return CSV_RECORD;
		}
		if (reader->at_end)
			return CSV_UNTERMINATED;
		if (reader->end - reader->start > CSV_MAX_RECORD)
			return CSV_TOO_LONG;
		if (!refill(reader))
			return CSV_READ_FAILED;
	}
}

CsvStatus
csv_next(CsvReader *reader, CsvRecord *record)
{
	CsvStatus	status;

	do
		status = next_record(reader, record);
	while (status == CSV_RECORD && record->nfields == 1 && record->fields[0].length == 0);
	return status;
}
