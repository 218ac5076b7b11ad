/*-------------------------------------------------------------------------
 *
 * encoder.c
 *		The way back of decoder.c.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <iconv.h>

#include "common/logging.h"
#include "encoder.h"
#include "escape.h"

struct Encoder
{
	FILE	   *out;
	bool		converts;		/* else the text is as the file's */
	iconv_t		conversion;
};

/* A piece without escaped bytes. */
static void
write_piece(Encoder *encoder, const char *text, size_t length)
{
	char		buffer[4096];
	char	   *next = (char *) text;

	if (!encoder->converts)
	{
		fwrite(text, 1, length, encoder->out);
		return;
	}
	while (length > 0)
	{
		char	   *out = buffer;
		size_t		room = sizeof(buffer);
		bool		stuck = iconv(encoder->conversion, &next, &length, &out, &room) == (size_t) -1 && errno != E2BIG;

		fwrite(buffer, 1, out - buffer, encoder->out);
		if (stuck)
		{
			/* it came from this encoding, so this is no character of it */
			putc(*next++, encoder->out);
			length--;
		}
	}
}

Encoder *
encoder_open(FILE *out, const InputFormat *format)
{
	Encoder    *encoder = pg_malloc0(sizeof(*encoder));

	encoder->out = out;
	encoder->converts = strcmp(format->encoding, "UTF-8") != 0;
	if (encoder->converts)
	{
		encoder->conversion = iconv_open(format->encoding, "UTF-8");
		if (encoder->conversion == (iconv_t) - 1)
			pg_fatal("cannot write encoding \"%s\"", format->encoding);
	}
	if (format->mark || format->container == CONTAINER_XLSX)
		write_piece(encoder, "\xEF\xBB\xBF", 3);
	return encoder;
}

void
encoder_write(Encoder *encoder, const char *text, size_t length)
{
	const char *end = text + length;
	const char *escape = text;

	if (encoder->converts)
		while ((escape = memchr(escape, 0xFF, end - escape)) != NULL)
		{
			if (!is_escape(escape, end - escape))
			{
				escape++;
				continue;
			}
			write_piece(encoder, text, escape - text);
			putc(unescape_byte(escape), encoder->out);
			text = escape = escape + ESCAPE_SIZE;
		}
	write_piece(encoder, text, end - text);
}

void
encoder_close(Encoder *encoder)
{
	if (encoder->converts)
		iconv_close(encoder->conversion);
	pg_free(encoder);
}
