/*-------------------------------------------------------------------------
 *
 * spool.c
 *		See spool.h.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <unistd.h>

#include "spool.h"

#define PIECE (64 * 1024)
#define OPEN_FILES "/dev/fd/"

static void
spool_failed(const char *message)
{
	pg_log_error("%s: %m", message);
	exit(AS_FAILED);
}

/* Writes all of a piece; false if that fails. */
static bool
write_all(int fd, const char *piece, ssize_t length)
{
	while (length > 0)
	{
		ssize_t		written = write(fd, piece, length);

		if (written < 0 && errno != EINTR)
			return false;
		piece += Max(written, 0);
		length -= Max(written, 0);
	}
	return true;
}

/* A new file without a name. */
static int
nameless_file(void)
{
	const char *parent = getenv("TMPDIR");
	char	   *path = psprintf("%s/aftersales-load.XXXXXX", parent && *parent ? parent : "/tmp");
	int			fd = mkstemp(path);

	if (fd < 0 || unlink(path) != 0)
		spool_failed("could not create a file for standard input");
	pg_free(path);
	return fd;
}

char *
spool_stdin(void)
{
	int			fd = nameless_file();
	char	   *piece = pg_malloc(PIECE);
	ssize_t		got;

	while ((got = read(STDIN_FILENO, piece, PIECE)) != 0)
	{
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			spool_failed("could not read standard input");
		if (!write_all(fd, piece, got))
			spool_failed("could not keep standard input");
	}
	pg_free(piece);
	return psprintf(OPEN_FILES "%d", fd);
}

bool
is_spooled(const char *path)
{
	return strncmp(path, OPEN_FILES, strlen(OPEN_FILES)) == 0;
}

const char *
file_name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return is_spooled(path) ? "stdin" : slash ? slash + 1 : path;
}
