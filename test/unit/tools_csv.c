/*-------------------------------------------------------------------------
 *
 * tools_csv.c
 *		Tests of the tokenizer and the decoder of aftersales-load: the same
 *		records whatever pieces the input comes in.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "csv.h"
#include "tap.h"

/* A source of bytes in memory, piece by piece. */
typedef struct MemorySource
{
	Source		base;
	const char *bytes;
	size_t		left;
	size_t		piece;
} MemorySource;

static ssize_t
memory_read(Source *self, char *buffer, size_t size)
{
	MemorySource *memory = (MemorySource *) self;
	size_t		n = Min(Min(size, memory->piece), memory->left);

	memcpy(buffer, memory->bytes, n);
	memory->bytes += n;
	memory->left -= n;
	return n;
}

static void
memory_close(Source *self)
{
	pg_free(self);
}

static CsvReader *
open_bytes(const char *bytes, size_t length, size_t piece)
{
	MemorySource *memory = pg_malloc0(sizeof(*memory));

	memory->base = (Source) {.read = memory_read, .close = memory_close};
	memory->bytes = bytes;
	memory->left = length;
	memory->piece = piece;
	return csv_open(utf8_decoder(&memory->base));
}

/* "line:field|field;line:..." and how it ended. */
static char *
describe(const char *bytes, size_t length, size_t piece)
{
	static const char *const ends[] = {"", "end", "failed", "too long", "unterminated"};
	static char text[4096];
	CsvReader  *csv = open_bytes(bytes, length, piece);
	CsvRecord  *record = pg_malloc(sizeof(*record));
	CsvStatus	status;
	char	   *p = text;

	while ((status = csv_next(csv, record)) == CSV_RECORD)
	{
		p += sprintf(p, "%d%s:", (int) record->line, record->malformed ? "!" : "");
		for (int i = 0; i < record->nfields; i++)
			p += sprintf(p, "%s%.*s", i ? "|" : "", record->fields[i].length, record->fields[i].text);
		*p++ = ';';
	}
	sprintf(p, "%s", ends[status]);
	csv_close(csv);
	pg_free(record);
	return text;
}

static void
check(const char *input, const char *wanted, const char *what)
{
	bool		good = true;

	for (size_t piece = 1; piece <= strlen(input) + 1; piece++)
		good = good && strcmp(describe(input, strlen(input), piece), wanted) == 0;
	if (!ok(good, "%s", what))
		printf("# got %s\n", describe(input, strlen(input), strlen(input) + 1));
}

/* One field of n characters, in quotes or not. */
static const char *
long_field(size_t n, bool quoted)
{
	char	   *input = pg_malloc(n + 8);
	CsvReader  *csv;
	CsvRecord  *record = pg_malloc(sizeof(*record));
	CsvStatus	status;
	const char *outcome;

	memset(input, 'x', n + 3);
	if (quoted)
		input[0] = input[n + 1] = '"';
	input[n + (quoted ? 2 : 0)] = '\n';
	csv = open_bytes(input, n + (quoted ? 3 : 1), 65536);
	status = csv_next(csv, record);
	outcome = status == CSV_RECORD && record->fields[0].length == n ? "read" :
		status == CSV_TOO_LONG ? "too long" : status == CSV_UNTERMINATED ? "unterminated" : "other";
	csv_close(csv);
	pg_free(record);
	pg_free(input);
	return outcome;
}

/* Random fields, written and read again. */
static bool
round_trip(unsigned int seed)
{
	static const char alphabet[] = "ab,\"\n\r \xe4";
	char		fields[200][8];
	char		input[8192];
	char	   *p = input;
	CsvReader  *csv;
	CsvRecord  *record = pg_malloc(sizeof(*record));
	bool		good = true;

	srand(seed);
	for (int i = 0; i < 200; i++)
	{
		int			length = 1 + rand() % 7;

		*p++ = '"';
		for (int k = 0; k < length; k++)
		{
			fields[i][k] = alphabet[rand() % (sizeof(alphabet) - 1)];
			if (fields[i][k] == '"')
				*p++ = '"';
			*p++ = fields[i][k];
		}
		fields[i][length] = '\0';
		*p++ = '"';
		*p++ = i % 4 < 3 ? ',' : '\n';
	}
	csv = open_bytes(input, p - input, 1 + rand() % 100);
	for (int i = 0; i < 200; i++)
	{
		if (i % 4 == 0)
			good = good && csv_next(csv, record) == CSV_RECORD && record->nfields == 4 && !record->malformed;
		good = good && record->fields[i % 4].length == strlen(fields[i]) &&
			memcmp(record->fields[i % 4].text, fields[i], strlen(fields[i])) == 0;
	}
	good = good && csv_next(csv, record) == CSV_END && csv_position(csv) == p - input;
	csv_close(csv);
	pg_free(record);
	return good;
}

int
main(void)
{
	int			failed = 0;

	check("a,b\nc,d\n", "1:a|b;2:c|d;end", "plain fields");
	check("a,b\r\nc,d", "1:a|b;2:c|d;end", "CR LF, no end of the last line");
	check("a\rb,c\r", "1:a\rb|c;end", "CR inside a field is text");
	check("\xEF\xBB\xBF" "a\n", "1:a;end", "byte order mark");
	check("\xEF\xBB\xBF", "end", "a byte order mark alone");
	check("\xEF\xBBz\n", "1:\xEF\xBBz;end", "half a byte order mark is text");
	check("", "end", "nothing");
	check("\n\r\n\"\"\na\n", "4:a;end", "empty lines");
	check(",\n,,", "1:|;2:||;end", "empty fields");
	check("\"a,\"\"b\"\"\",\"\"\"\"\n", "1:a,\"b\"|\";end", "quotes in quotes");
	check("\"a\n\nb\",c\nd", "1:a\n\nb|c;4:d;end", "line breaks in quotes count");
	check("a\"b\"c,\"d\"e\nf", "1!:a\"b\"c|d;2:f;end", "a quote inside a field is text, text after quotes is a fault");
	check("a,\"b\nc\n", "unterminated", "a quote that is not closed");
	check("a\n\"", "1:a;unterminated", "a quote at the end");
	ok(strcmp(long_field(CSV_MAX_RECORD - 1, false), "read") == 0, "the longest row");
	ok(strcmp(long_field(CSV_MAX_RECORD, false), "too long") == 0, "a row longer by a byte");
	ok(strcmp(long_field(CSV_MAX_RECORD - 3, true), "read") == 0, "the longest row of one quoted field");
	ok(strcmp(long_field(CSV_MAX_RECORD * 3, true), "too long") == 0, "a quoted field beyond the window");
	ok(strcmp(long_field(CSV_MAX_RECORD * 3, false), "too long") == 0, "a row beyond the window");
	for (unsigned int seed = 1; seed <= 300; seed++)
		failed += !round_trip(seed);
	ok(failed == 0, "300 files of random fields are read as written");
	return done_testing();
}
