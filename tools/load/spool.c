/*-------------------------------------------------------------------------
 *
 * spool.c
 *		See spool.h.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <fcntl.h>
#include <unistd.h>

#include "spool.h"

#define PIECE (64 * 1024)

static char *folder;			/* NULL: none was made */
static char *path;
static pid_t owner;				/* children leave it alone */

static void
remove_spool(void)
{
	if (getpid() != owner)
		return;
	unlink(path);
	rmdir(folder);
}

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

char *
spool_stdin(void)
{
	const char *parent = getenv("TMPDIR");
	char	   *piece = pg_malloc(PIECE);
	ssize_t		got;
	int			fd;

	folder = psprintf("%s/aftersales-load.XXXXXX", parent && *parent ? parent : "/tmp");
	if (mkdtemp(folder) == NULL)
		spool_failed("could not make a folder for standard input");
	path = psprintf("%s/stdin", folder);
	owner = getpid();
	atexit(remove_spool);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		spool_failed("could not create a file for standard input");
	while ((got = read(STDIN_FILENO, piece, PIECE)) != 0)
	{
		as_check_interrupt();
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			spool_failed("could not read standard input");
		if (!write_all(fd, piece, got))
			spool_failed("could not keep standard input");
	}
	close(fd);
	pg_free(piece);
	return path;
}
