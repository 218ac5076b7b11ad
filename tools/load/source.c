/*-------------------------------------------------------------------------
 *
 * source.c
 *		Files, their hash, and the UTF-8 decoder.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <fcntl.h>
#include <unistd.h>

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "source.h"

#define HASH_BLOCK (256 * 1024)

typedef struct FileSource
{
	Source		base;
	int			fd;
} FileSource;

typedef struct Utf8Decoder
{
	Source		base;
	Source	   *bytes;
	bool		started;		/* the mark was looked for */
} Utf8Decoder;

static ssize_t
file_read(Source *self, char *buffer, size_t size)
{
	ssize_t		got;

	do
		got = read(((FileSource *) self)->fd, buffer, size);
	while (got < 0 && errno == EINTR);
	return got;
}

static void
file_close(Source *self)
{
	close(((FileSource *) self)->fd);
	pg_free(self);
}

Source *
file_source(const char *path)
{
	FileSource *file;
	int			fd = open(path, O_RDONLY, 0);

	if (fd < 0)
		return NULL;
	file = pg_malloc(sizeof(*file));
	file->base = (Source) {.read = file_read, .close = file_close};
	file->fd = fd;
	return &file->base;
}

static ssize_t
utf8_read(Source *self, char *buffer, size_t size)
{
	Utf8Decoder *decoder = (Utf8Decoder *) self;
	ssize_t		got = decoder->bytes->read(decoder->bytes, buffer, size);
	static const char mark[] = "\xEF\xBB\xBF";

	if (decoder->started || got <= 0)
		return got;
	decoder->started = true;
	while (got < 3)
	{
		ssize_t		more = decoder->bytes->read(decoder->bytes, buffer + got, size - got);

		if (more < 0)
			return more;
		if (more == 0)
			break;
		got += more;
	}
	if (got < 3 || memcmp(buffer, mark, 3) != 0)
		return got;
	if (got == 3)
		return decoder->bytes->read(decoder->bytes, buffer, size);
	memmove(buffer, buffer + 3, got - 3);
	return got - 3;
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

bool
file_hash(const char *path, const char *suffix, char hash[FILE_HASH_SIZE])
{
	Source	   *file = file_source(path);
	pg_cryptohash_ctx *context;
	char	   *block;
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	ssize_t		got;
	bool		ok;

	if (file == NULL)
		return false;
	block = pg_malloc(HASH_BLOCK);
	context = pg_cryptohash_create(PG_SHA256);
	ok = context != NULL && pg_cryptohash_init(context) >= 0;
	while (ok && (got = file->read(file, block, HASH_BLOCK)) != 0)
		ok = got > 0 && pg_cryptohash_update(context, (uint8 *) block, got) >= 0;
	ok = ok && pg_cryptohash_update(context, (const uint8 *) suffix, strlen(suffix)) >= 0 &&
		pg_cryptohash_final(context, digest, sizeof(digest)) >= 0;
	for (int i = 0; ok && i < sizeof(digest); i++)
		snprintf(hash + 2 * i, 3, "%02x", digest[i]);
	if (context)
		pg_cryptohash_free(context);
	pg_free(block);
	file->close(file);
	return ok;
}
