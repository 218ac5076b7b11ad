/*-------------------------------------------------------------------------
 *
 * output.c
 *		See output.h.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/logging.h"
#include "output.h"

FILE *
output_create(const char *path)
{
	int			fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
	if (fd >= 0)
		return fdopen(fd, "w");
	pg_log_error("could not create file \"%s\": %m", path);
	return NULL;
}

bool
output_finish(FILE *out, bool ok, const char *path)
{
	ok = fflush(out) == 0 && !ferror(out) && ok;
	/* a pipe has no disk */
	ok = (fsync(fileno(out)) == 0 || errno == EINVAL) && ok;
	ok = fclose(out) == 0 && ok;
	if (!ok)
		pg_log_error("could not write file \"%s\": %m", path);
	return ok;
}

void
output_quoted(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++)
	{
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	putc('"', out);
}
