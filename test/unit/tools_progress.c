/*-------------------------------------------------------------------------
 *
 * tools_progress.c
 *		Tests of the progress of aftersales-load, by a clock of their own.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <time.h>
#include <unistd.h>

static time_t now;
static int	terminal;
void		(*as_idle) (void);

static int
test_clock(clockid_t id, struct timespec *time)
{
	*time = (struct timespec)
	{
		.tv_sec = now
	};
	return 0;
}

static int
test_isatty(int fd)
{
	return terminal;
}

#define clock_gettime test_clock
#define isatty test_isatty
#include "progress.c"
#undef clock_gettime
#undef isatty

#include "tap.h"

/* What was written to stderr since the last call. */
static const char *
written(void)
{
	static char out[4096];
	size_t		length;

	fflush(stderr);
	rewind(stderr);
	length = fread(out, 1, sizeof(out) - 1, stderr);
	out[length] = '\0';

	rewind(stderr);
	if (ftruncate(fileno(stderr), 0) != 0)
		out[0] = '\0';
	return out;
}

static void
is(const char *wanted, const char *what)
{
	const char *got = written();

	if (!ok(strcmp(got, wanted) == 0, "%s", what))
		printf("# got: %s\n# wanted: %s\n", got, wanted);
}

int
main(void)
{
	char		file[] = "/tmp/aftersales-progress.XXXXXX";

	if (mkstemp(file) < 0 || freopen(file, "w+", stderr) == NULL)
		return 1;
	unlink(file);

	now = 1000;
	progress_start("visit.csv", 200000000);
	now += 29;
	progress_show(1000, 1000000, 0);
	is("", "elsewhere than on a terminal: nothing for half a minute");
	now += 1;
	progress_show(3000000, 50000000, 7);
	is("visit.csv: 3000000 rows, 50.0 MB, 100000 rows/s, 7 rejected, 90 s left to read\n", "then a line");
	now += 20;
	progress_show(4000000, 60000000, 7);
	is("", "nothing for another half minute");
	progress_phase("checking");
	now += 5;
	as_idle();
	is("", "a phase in the server begins no line");
	now += 5;
	as_idle();
	is("visit.csv: checking, 10 s\n", "but has one when it is due");
	progress_clear();
	is("", "there is nothing to clear");

	terminal = 1;
	progress_start("visit.csv", -1);
	now += 1;
	progress_show(10, 1000, 0);
	is("\r\033[Kvisit.csv: 10 rows, 0.0 MB, 10 rows/s, 0 rejected", "on a terminal: a line after a second; no forecast for what has no size");
	progress_show(20, 2000, 0);
	is("", "none in the same second");
	progress_phase("writing");
	is("\r\033[Kvisit.csv: writing", "a phase shows at once");
	now += 3;
	as_idle();
	is("\r\033[Kvisit.csv: writing, 3 s", "and how long it takes");
	progress_clear();
	is("\r\033[K", "the line is taken away");
	progress_clear();
	is("", "once");

	progress_share();
	progress_start("visit.csv", 100);
	now += 1;
	progress_show(1, 50, 0);
	is("", "processes that share a terminal write lines every half minute");
	now += 30;
	progress_show(1, 150, 0);
	is("visit.csv: 1 rows, 0.0 MB, 0 rows/s, 0 rejected\n", "no forecast beyond the size either");
	return done_testing();
}
