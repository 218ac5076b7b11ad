/*-------------------------------------------------------------------------
 *
 * progress.c
 *		Progress on a terminal.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <time.h>
#include <unistd.h>

#include "progress.h"

#define CLEAR_LINE "\r\033[K"

static const char *name;
static double started;
static double shown;
static bool on_terminal;
static bool visible;

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

void
progress_start(const char *file_name)
{
	static bool registered;

	name = file_name;
	started = shown = seconds();
	on_terminal = isatty(STDERR_FILENO);
	if (on_terminal && !registered)
		atexit(progress_clear);
	registered = true;
}

double
progress_seconds(void)
{
	return seconds() - started;
}

void
progress_show(int64 rows, int64 bytes)
{
	double		now;

	if (!on_terminal || (now = seconds()) - shown < 1)
		return;
	fprintf(stderr, CLEAR_LINE "%s: " INT64_FORMAT " rows, %.1f MB, %.0f rows/s",
			name, rows, bytes / 1e6, rows / (now - started));
	fflush(stderr);
	shown = now;
	visible = true;
}

void
progress_phase(const char *phase)
{
	if (!on_terminal)
		return;
	fprintf(stderr, CLEAR_LINE "%s: %s", name, phase);
	fflush(stderr);
	visible = true;
}

void
progress_clear(void)
{
	if (visible)
		fputs(CLEAR_LINE, stderr);
	visible = false;
}
