/*-------------------------------------------------------------------------
 *
 * fuzz.h
 *		What the fuzz targets share: a source of bytes in memory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "postgres_fe.h"

#include "common/logging.h"
#include "source.h"

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern int	LLVMFuzzerInitialize(int *argc, char ***argv);

/* True, or the input is a finding. */
#define CHECK(condition) \
	do { if (!(condition)) { fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); abort(); } } while (0)

typedef struct MemorySource
{
	Source		base;
	const char *bytes;
	size_t		left;
	size_t		piece;			/* most bytes of a read */
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

static inline Source *
memory_source(const void *bytes, size_t size, size_t piece)
{
	MemorySource *memory = pg_malloc0(sizeof(*memory));

	memory->base = (Source) {.read = memory_read, .close = memory_close};
	memory->bytes = bytes;
	memory->left = size;
	memory->piece = Max(piece, 1);
	return &memory->base;
}

/* Messages about bad input are no findings. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	pg_logging_init((*argv)[0]);
	pg_logging_set_level(PG_LOG_OFF);
	return 0;
}

#endif							/* FUZZ_H */
