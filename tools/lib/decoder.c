/*-------------------------------------------------------------------------
 *
 * decoder.c
 *		Sources that unpack and decode another one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <iconv.h>
#include <zlib.h>

#include "common/logging.h"
#include "escape.h"
#include "source.h"

#define PIECE (64 * 1024)
#define GZIP_WINDOW (15 + 16)	/* largest window, gzip format only */
#define MAX_CHARACTER 16		/* bytes of UTF-8 that one character may become */

typedef struct GzipDecoder
{
	Source		base;
	Source	   *bytes;
	z_stream	stream;
	bool		between;		/* a member has ended, or none begun */
	bool		any;			/* a member has ended */
	char		piece[PIECE];
} GzipDecoder;

typedef struct Utf8Decoder
{
	Source		base;
	Source	   *bytes;
	bool		started;		/* the mark was looked for */
} Utf8Decoder;

typedef struct IconvDecoder
{
	Source		base;
	Source	   *bytes;
	iconv_t		conversion;
	bool		started;		/* the mark was looked for */
	bool		at_end;			/* of the bytes */
	int			unit;			/* bytes that belong together */
	char	   *next;			/* bytes not yet decoded */
	size_t		left;
	char		piece[PIECE];
} IconvDecoder;

static ssize_t
fail(Source *self, const char *fault)
{
	self->fault = fault;
	return -1;
}

/* More bytes for the stream; false at their end or on failure. */
static bool
gzip_refill(GzipDecoder *decoder)
{
	ssize_t		got = decoder->bytes->read(decoder->bytes, decoder->piece, PIECE);

	if (got < 0)
		decoder->base.fault = decoder->bytes->fault;
	decoder->stream.next_in = (Bytef *) decoder->piece;
	decoder->stream.avail_in = Max(got, 0);
	return got > 0;
}

static ssize_t
gzip_read(Source *self, char *buffer, size_t size)
{
	GzipDecoder *decoder = (GzipDecoder *) self;
	z_stream   *stream = &decoder->stream;

	stream->next_out = (Bytef *) buffer;
	stream->avail_out = size;
	while (stream->avail_out == size)
	{
		int			status;

		if (stream->avail_in == 0 && !gzip_refill(decoder))
		{
			if (self->fault)
				return -1;
			return decoder->between && decoder->any ? 0 : fail(self, "the gzip data end too early");
		}
		/* what follows the last member, zeros of a tape or not, is no data */
		if (decoder->between && decoder->any && *stream->next_in != 0x1F)
			return 0;
		decoder->between = false;
		status = inflate(stream, Z_NO_FLUSH);
		if (status == Z_STREAM_END)
		{
			decoder->between = decoder->any = true;
			status = inflateReset(stream);
		}
		if (status != Z_OK && status != Z_BUF_ERROR)
			return fail(self, "the gzip data are damaged");
	}
	return size - stream->avail_out;
}

static void
gzip_close(Source *self)
{
	GzipDecoder *decoder = (GzipDecoder *) self;

	inflateEnd(&decoder->stream);
	decoder->bytes->close(decoder->bytes);
	pg_free(decoder);
}

Source *
gzip_decoder(Source *bytes)
{
	GzipDecoder *decoder = pg_malloc0(sizeof(*decoder));

	decoder->base = (Source) {.read = gzip_read, .close = gzip_close};
	decoder->bytes = bytes;
	decoder->between = true;
	if (inflateInit2(&decoder->stream, GZIP_WINDOW) != Z_OK)
		pg_fatal("out of memory");
	return &decoder->base;
}

static ssize_t
utf8_read(Source *self, char *buffer, size_t size)
{
	Utf8Decoder *decoder = (Utf8Decoder *) self;
	ssize_t		got;

	if (decoder->started)
		got = decoder->bytes->read(decoder->bytes, buffer, size);
	else
	{
		got = source_fill(decoder->bytes, buffer, Min(size, PIECE));
		decoder->started = true;
		if (got >= 3 && memcmp(buffer, "\xEF\xBB\xBF", 3) == 0)
		{
			memmove(buffer, buffer + 3, got - 3);
			got -= 3;
		}
	}
	self->fault = decoder->bytes->fault;
	return got;
}

static void
utf8_close(Source *self)
{
	Utf8Decoder *decoder = (Utf8Decoder *) self;

	decoder->bytes->close(decoder->bytes);
	pg_free(decoder);
}

Source *
utf8_decoder(Source *bytes)
{
	Utf8Decoder *decoder = pg_malloc0(sizeof(*decoder));

	decoder->base = (Source) {.read = utf8_read, .close = utf8_close};
	decoder->bytes = bytes;
	return &decoder->base;
}

/* More bytes behind those that are left; false on failure. */
static bool
iconv_refill(IconvDecoder *decoder)
{
	ssize_t		got;

	memmove(decoder->piece, decoder->next, decoder->left);
	decoder->next = decoder->piece;
	got = decoder->bytes->read(decoder->bytes, decoder->piece + decoder->left, PIECE - decoder->left);
	if (got < 0)
	{
		decoder->base.fault = decoder->bytes->fault;
		return false;
	}
	decoder->at_end = got == 0;
	decoder->left += got;
	return true;
}

/* Decodes what is there; out must have room for one character more. False on failure. */
static bool
iconv_step(IconvDecoder *decoder, char **out, size_t *room)
{
	if (iconv(decoder->conversion, &decoder->next, &decoder->left, out, room) != (size_t) -1 || errno == E2BIG)
		return true;
	if (errno == EINVAL && !decoder->at_end)
		return iconv_refill(decoder);
	/* what begins no character, or a character that the end cuts off */
	for (int i = 0; i < decoder->unit && decoder->left > 0; i++)
	{
		escape_byte(*out, (unsigned char) *decoder->next);
		*out += ESCAPE_SIZE;
		*room -= ESCAPE_SIZE;
		decoder->next++;
		decoder->left--;
	}
	return true;
}

static ssize_t
iconv_read(Source *self, char *buffer, size_t size)
{
	IconvDecoder *decoder = (IconvDecoder *) self;
	char	   *out = buffer;
	size_t		room = size;

	Assert(size >= MAX_CHARACTER);
	while (room >= MAX_CHARACTER)
	{
		if (decoder->left == 0)
		{
			/* what there is goes first */
			if (out > buffer)
				break;
			if (!iconv_refill(decoder))
				return -1;
			if (decoder->at_end)
				return 0;
		}
		if (!iconv_step(decoder, &out, &room))
			return -1;
		if (!decoder->started && out > buffer)
		{
			decoder->started = true;
			if (out - buffer >= 3 && memcmp(buffer, "\xEF\xBB\xBF", 3) == 0)
			{
				memmove(buffer, buffer + 3, out - buffer - 3);
				out -= 3;
				room += 3;
			}
		}
	}
	return out - buffer;
}

static void
iconv_source_close(Source *self)
{
	IconvDecoder *decoder = (IconvDecoder *) self;

	iconv_close(decoder->conversion);
	decoder->bytes->close(decoder->bytes);
	pg_free(decoder);
}

Source *
iconv_decoder(Source *bytes, const char *encoding)
{
	iconv_t		conversion = iconv_open("UTF-8", encoding);
	IconvDecoder *decoder;

	if (conversion == (iconv_t) - 1)
		return NULL;
	decoder = pg_malloc0(sizeof(*decoder));
	decoder->base = (Source) {.read = iconv_read, .close = iconv_source_close};
	decoder->bytes = bytes;
	decoder->conversion = conversion;
	decoder->next = decoder->piece;
	decoder->unit = strncmp(encoding, "UTF-16", 6) == 0 ? 2 : strncmp(encoding, "UTF-32", 6) == 0 ? 4 : 1;
	return &decoder->base;
}
