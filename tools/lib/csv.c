/*-------------------------------------------------------------------------
 *
 * csv.c
 *		Tokenizer. A window of fixed size slides over the source; a record
 *		that the window holds in part is split again once the rest is read.
 *		Memory does not depend on the input.
 *
 * A field is quoted if a quote is its first character; a quote elsewhere is
 * text. Lines end in LF or CR LF. Fields are separated by what the first line
 * that has any of DELIMITERS has most of.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "csv.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"

#define WINDOW (2 * CSV_MAX_RECORD)
#define WORD sizeof(uint64)		/* bytes that are looked at together; they may lie behind the window's end */
#define DELIMITERS ",;\t|"

/* a word of eight equal bytes */
#define REPEAT(byte) ((unsigned char) (byte) * UINT64CONST(0x0101010101010101))

struct CsvReader
{
	Source	   *source;
	char	   *window;			/* WINDOW + WORD bytes */
	char	   *text;			/* WINDOW bytes for fields with doubled quotes */
	size_t		start;			/* of the next record in the window */
	size_t		end;			/* of the bytes in the window */
	int64		line;			/* of the next record */
	int64		position;		/* bytes before start */
	bool		at_end;			/* the source has no more */
	char		delimiter;		/* NUL: not known yet */
	int			wanted;			/* fields; 0: all */
};

/* A cursor over the record that is being split. */
typedef struct Cursor
{
	char	   *p;
	char	   *end;
	char	   *text;			/* where the next unquoted text goes */
	uint64		delimiters;		/* the delimiter, repeated */
	int64		lines;			/* ends of lines passed inside quotes */
} Cursor;

typedef enum FieldEnd
{
	FIELD_DELIMITER,
	FIELD_LINE,
	FIELD_INPUT,				/* the window's end came first, outside quotes */
	FIELD_QUOTE_OPEN			/* ... inside quotes */
} FieldEnd;

CsvReader *
csv_open(Source *source)
{
	CsvReader  *reader = pg_malloc0(sizeof(*reader));

	reader->source = source;
	reader->window = pg_malloc(WINDOW + WORD);
	memset(reader->window + WINDOW, 0, WORD);
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

int64
csv_line(const CsvReader *reader)
{
	return reader->line;
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

/* The high bit of each byte of the word that equals those of the pattern. */
static inline uint64
equal_bytes(uint64 word, uint64 pattern)
{
	uint64		differ = word ^ pattern;

	return ~(((differ & REPEAT(0x7F)) + REPEAT(0x7F)) | differ | REPEAT(0x7F));
}

/* The first delimiter or end of line, or the end. */
static inline char *
find_field_end(char *p, char *end, uint64 delimiters)
{
	for (; p < end; p += WORD)
	{
		uint64		word;
		uint64		found;

		memcpy(&word, p, WORD);
#ifdef WORDS_BIGENDIAN
		word = pg_bswap64(word);
#endif
		found = equal_bytes(word, delimiters) | equal_bytes(word, REPEAT('\n'));
		if (found)
			return Min(p + pg_rightmost_one_pos64(found) / BITS_PER_BYTE, end);
	}
	return end;
}

/* Reads up to a delimiter or the end of the line, which is passed. */
static FieldEnd
plain_field(Cursor *cursor, CsvField *field)
{
	char	   *start = cursor->p;
	char	   *p = find_field_end(start, cursor->end, cursor->delimiters);
	char	   *stop = p;

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
	return *p == '\n' ? FIELD_LINE : FIELD_DELIMITER;
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
	} while (end == FIELD_DELIMITER);
	return end;
}

/* Splits the first fields only; false if there are quotes, so that the record may go on behind its line, or the line's end is not in the window. */
static bool
skim(Cursor *cursor, CsvRecord *record, int wanted)
{
	char	   *line_end = memchr(cursor->p, '\n', cursor->end - cursor->p);

	if (line_end == NULL || memchr(cursor->p, '"', line_end - cursor->p) != NULL)
		return false;
	record->nfields = 0;
	record->malformed = false;
	while (plain_field(cursor, &record->fields[record->nfields++]) == FIELD_DELIMITER && record->nfields < wanted)
		;
	cursor->p = line_end + 1;
	return true;
}

/* What the first complete line that has delimiters has most of, outside quotes; NUL if none is in the window. */
static char
window_delimiter(const CsvReader *reader)
{
	int			counts[sizeof(DELIMITERS)] = {0};
	const char *end = reader->window + reader->end;
	bool		quoted = false;
	int			most = 0;

	for (const char *p = reader->window + reader->start; p < end || reader->at_end; p++)
	{
		const char *delimiter = p < end && *p != '\0' && !quoted ? strchr(DELIMITERS, *p) : NULL;

		if (delimiter)
			counts[delimiter - DELIMITERS]++;
		if (p < end && *p == '"')
			quoted = !quoted;
		if (p < end && (*p != '\n' || quoted))
			continue;
		for (int i = 0; DELIMITERS[i]; i++)
			if (counts[i] > counts[most])
				most = i;
		if (counts[most] > 0)
			return DELIMITERS[most];
		if (p >= end)
			break;
	}
	return '\0';
}

/* Reads as far as it takes to know the delimiter; a comma, if nothing tells. False if reading fails. */
static bool
find_delimiter(CsvReader *reader)
{
	while ((reader->delimiter = window_delimiter(reader)) == '\0' && !reader->at_end && reader->end < CSV_MAX_RECORD)
		if (!refill(reader))
			return false;
	if (reader->delimiter == '\0')
		reader->delimiter = DELIMITERS[0];
	return true;
}

static CsvStatus
next_record(CsvReader *reader, CsvRecord *record)
{
	if (reader->delimiter == '\0' && !find_delimiter(reader))
		return CSV_READ_FAILED;
	for (;;)
	{
		Cursor		cursor = {reader->window + reader->start, reader->window + reader->end, reader->text, REPEAT(reader->delimiter), 0};
		FieldEnd	end;
		size_t		length;

		record->line = reader->line;
		record->raw = reader->window + reader->start;
		record->raw_length = reader->end - reader->start;
		if (reader->at_end && reader->start == reader->end)
			return CSV_END;
		end = reader->wanted > 0 && skim(&cursor, record, reader->wanted) ? FIELD_LINE : split(&cursor, record);
		length = cursor.p - (reader->window + reader->start);
		if (end == FIELD_LINE || (end == FIELD_INPUT && reader->at_end))
		{
			if (length > CSV_MAX_RECORD)
				return CSV_TOO_LONG;
			record->raw_length = length;
			reader->start += length;
			reader->position += length;
			reader->line += (reader->source->counts_rows ? 0 : cursor.lines) + 1;
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

void
csv_skim(CsvReader *reader, int nfields)
{
	/* one empty field is an empty line, if there is no other */
	reader->wanted = Max(nfields, 2);
}

const char *
csv_fault(const CsvReader *reader)
{
	return reader->source->fault;
}

char
csv_delimiter(const CsvReader *reader)
{
	return reader->delimiter;
}
