/*-------------------------------------------------------------------------
 *
 * source.c
 *		Files and their hash.
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

static ssize_t
file_read(Source *self, char *buffer, size_t size)
{
	ssize_t		got;

	do
		got = read(((FileSource *) self)->fd, buffer, size);
	while (got < 0 && errno == EINTR);
	self->fault = got < 0 ? strerror(errno) : NULL;
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

ssize_t
source_fill(Source *source, char *buffer, size_t size)
{
	size_t		filled = 0;
	ssize_t		got;

	while (filled < size && (got = source->read(source, buffer + filled, size - filled)) != 0)
	{
		if (got < 0)
			return -1;
		filled += got;
	}
	return filled;
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
