/*-------------------------------------------------------------------------
 *
 * input.c
 *		Formats of files: containers and encodings.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <iconv.h>

#include "common/logging.h"
#include "input.h"
#include "mb/pg_wchar.h"

#define MAGIC 8					/* bytes that tell a container */
#define PIECE (256 * 1024)
#define MAX_CHARACTER 4			/* bytes of a character in UTF-8 */
#define FAULTY_UTF8 10			/* characters for each fault that still make it UTF-8 */

/* How much of a text is UTF-8. */
typedef struct Utf8Count
{
	int64		characters;		/* that are not ASCII */
	int64		faults;			/* bytes that are no character */
} Utf8Count;

/* The first bytes of a piece that are ASCII and not NUL, in words. */
static size_t
ascii_length(const char *piece, size_t length)
{
	size_t		i = 0;

	for (; i + sizeof(uint64) <= length; i += sizeof(uint64))
	{
		uint64		word;

		memcpy(&word, piece + i, sizeof(word));
		/* the high bit of a byte is set in it, or appears as the byte is 0 */
		if ((word | (word - UINT64CONST(0x0101010101010101))) & UINT64CONST(0x8080808080808080))
			break;
	}
	return i;
}

/* Counts in a piece; returns the bytes at its end that are left for the next, as a character may go on there. */
static size_t
count_utf8(Utf8Count *count, const char *piece, size_t length, bool at_end)
{
	size_t		i = 0;

	while (i < length)
	{
		int			n;

		i += ascii_length(piece + i, length - i);
		if (i == length)
			break;
		if (length - i < MAX_CHARACTER && !at_end)
			return length - i;
		n = piece[i] != '\0' && !IS_HIGHBIT_SET(piece[i]) ? 1 : pg_encoding_verifymbchar(PG_UTF8, piece + i, length - i);
		count->characters += n > 1;
		count->faults += n < 1;
		i += Max(n, 1);
	}
	return 0;
}

/* Reads a text to its end; false if that fails. */
static bool
count_text(Source *text, Utf8Count *count)
{
	char	   *piece = pg_malloc(PIECE);
	size_t		left = 0;
	ssize_t		got;

	do
	{
		got = text->read(text, piece + left, PIECE - left);

		if (got >= 0)
		{
			size_t		length = left + got;

			left = count_utf8(count, piece, length, got == 0);
			memmove(piece, piece + length - left, left);
		}
	} while (got > 0);
	pg_free(piece);
	return got == 0;
}

static Source *
open_bytes(const char *path, Container container)
{
	Source	   *file = file_source(path);

	return file && container == CONTAINER_GZIP ? gzip_decoder(file) : file;
}

/* Up to MAGIC bytes from the start, zeros behind them; false after a message. */
static bool
read_magic(const char *path, Container container, char magic[MAGIC])
{
	Source	   *source = open_bytes(path, container);
	ssize_t		got;

	if (source == NULL)
	{
		pg_log_error("could not open file \"%s\": %m", path);
		return false;
	}
	memset(magic, 0, MAGIC);
	got = source_fill(source, magic, MAGIC);
	if (got < 0)
		pg_log_error("could not read file \"%s\": %s", path, source->fault);
	source->close(source);
	return got >= 0;
}

/* By its byte order mark; NULL if it has none. */
static const char *
marked_encoding(const char magic[MAGIC])
{
	if (memcmp(magic, "\xEF\xBB\xBF", 3) == 0)
		return "UTF-8";
	if (memcmp(magic, "\xFF\xFE", 2) == 0)
		return "UTF-16LE";
	if (memcmp(magic, "\xFE\xFF", 2) == 0)
		return "UTF-16BE";
	if (memcmp(magic, "\x84\x31\x95\x33", 4) == 0)
		return "GB18030";
	return NULL;
}

/* By all of it; NULL after a message. */
static const char *
guess_encoding(const char *path, Container container)
{
	Utf8Count	count = {0};
	Source	   *bytes = open_bytes(path, container);
	bool		ok = bytes && count_text(bytes, &count);

	if (bytes == NULL)
		pg_log_error("could not open file \"%s\": %m", path);
	else if (!ok)
		pg_log_error("could not read file \"%s\": %s", path, bytes->fault);
	if (bytes)
		bytes->close(bytes);
	if (!ok)
		return NULL;
	return count.characters >= count.faults * FAULTY_UTF8 ? "UTF-8" : "GB18030";
}

/* The name in the user's option, with which a byte order mark tells the order of bytes. */
static const char *
chosen_encoding(const char *name, const char *marked)
{
	if (pg_strcasecmp(name, "UTF8") == 0 || pg_strcasecmp(name, "UTF-8") == 0)
		return "UTF-8";
	/* iconv drops the mark it takes the order from, but there may be none */
	if (pg_strcasecmp(name, "UTF-16") == 0 || pg_strcasecmp(name, "UTF16") == 0)
		return marked && strncmp(marked, "UTF-16", 6) == 0 ? marked : "UTF-16LE";
	if (pg_strcasecmp(name, "GBK") == 0 || pg_strcasecmp(name, "GB2312") == 0)
		return "GB18030";
	return name;
}

/* By its first bytes: what some systems export under a spreadsheet's name. */
static bool
is_markup(const char magic[MAGIC])
{
	static const char *const starts[] = {"<html", "<table", "<!doct", "<?xml", "<meta", "<style"};
	const char *text = memcmp(magic, "\xEF\xBB\xBF", 3) == 0 ? magic + 3 : magic;

	for (int i = 0; i < lengthof(starts); i++)
		if (pg_strncasecmp(text, starts[i], Min(strlen(starts[i]), magic + MAGIC - text)) == 0)
			return true;
	return false;
}

bool
input_examine(const char *path, const InputOptions *options, InputFormat *format)
{
	char		magic[MAGIC];
	const char *marked;

	*format = (InputFormat) {.encoding = "UTF-8", .sheet = options->sheet};
	if (!read_magic(path, CONTAINER_NONE, magic))
		return false;
	if (memcmp(magic, "PK\3\4", 4) == 0)
	{
		format->container = CONTAINER_XLSX;
		return true;
	}
	if (memcmp(magic, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
	{
		pg_log_error("\"%s\" is an .xls file or a workbook with a password", path);
		pg_log_error_hint("Save it as .xlsx without a password, or as CSV.");
		return false;
	}
	if (is_markup(magic))
	{
		pg_log_error("\"%s\" is a page of HTML or XML, whatever its name says", path);
		pg_log_error_hint("Open it with a spreadsheet program and save it as .xlsx or CSV.");
		return false;
	}
	if (memcmp(magic, "\x1F\x8B", 2) == 0)
	{
		format->container = CONTAINER_GZIP;
		if (!read_magic(path, CONTAINER_GZIP, magic))
			return false;
	}
	marked = marked_encoding(magic);
	if (options->encoding)
		format->encoding = chosen_encoding(options->encoding, marked);
	else
		format->encoding = marked ? marked : guess_encoding(path, format->container);
	format->mark = format->encoding && marked && strcmp(marked, format->encoding) == 0;
	return format->encoding != NULL;
}

Source *
input_decode(Source *bytes, const InputFormat *format)
{
	return strcmp(format->encoding, "UTF-8") == 0 ? utf8_decoder(bytes) : iconv_decoder(bytes, format->encoding);
}

Source *
input_open(const char *path, const InputFormat *format)
{
	Source	   *bytes;

	if (format->container == CONTAINER_XLSX)
		return xlsx_source(path, format->sheet);
	bytes = open_bytes(path, format->container);
	if (bytes == NULL)
		return NULL;
	return input_decode(bytes, format);
}

const char *
input_describe(const InputFormat *format)
{
	static char text[80];

	if (format->container == CONTAINER_XLSX)
		return ".xlsx";
	snprintf(text, sizeof(text), "%s%s", format->encoding, format->container == CONTAINER_GZIP ? " in gzip" : "");
	return text;
}

bool
input_encoding_known(const char *encoding)
{
	iconv_t		conversion = iconv_open("UTF-8", encoding);

	if (conversion == (iconv_t) - 1)
		return false;
	iconv_close(conversion);
	return true;
}
