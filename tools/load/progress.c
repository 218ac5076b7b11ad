/*-------------------------------------------------------------------------
 *
 * progress.c
 *		Progress of a file.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <time.h>
#include <unistd.h>

#include "progress.h"

#define CLEAR_LINE "\r\033[K"
#define TERMINAL_SECONDS 1
#define LOG_SECONDS 30

static const char *name;
static int64 total;
static double started;
static double shown;
static bool shared;
static bool on_terminal;
static bool visible;			/* a line stands on the terminal */
static const char *phase;
static double phase_started;

double
progress_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

void
progress_share(void)
{
	shared = true;
}

void
progress_clear(void)
{
	if (visible)
		fputs(CLEAR_LINE, stderr);
	visible = false;
}

/* Begins a line if one is due. */
static bool
begin_line(void)
{
	double		now = progress_clock();

	if (now - shown < (on_terminal ? TERMINAL_SECONDS : LOG_SECONDS))
		return false;
	shown = now;
	fprintf(stderr, "%s%s: ", on_terminal ? CLEAR_LINE : "", name);
	return true;
}

static void
end_line(void)
{
	if (!on_terminal)
		putc('\n', stderr);
	fflush(stderr);
	visible = on_terminal;
}

/* While the server works. */
static void
show_phase(void)
{
	if (phase == NULL || !begin_line())
		return;
	fprintf(stderr, "%s, %.0f s", phase, progress_clock() - phase_started);
	end_line();
}

void
progress_start(const char *file_name, int64 size)
{
	static bool registered;

	name = file_name;
	total = size;
	started = shown = progress_clock();
	on_terminal = isatty(STDERR_FILENO) && !shared;
	phase = NULL;
	as_idle = show_phase;
	if (on_terminal && !registered)
		atexit(progress_clear);
	registered = true;
}

double
progress_seconds(void)
{
	return progress_clock() - started;
}

void
progress_show(int64 rows, int64 bytes, int64 rejects)
{
	double		seconds = progress_seconds();

	if (!begin_line())
		return;
	fprintf(stderr, INT64_FORMAT " rows, %.1f MB, %.0f rows/s, " INT64_FORMAT " rejected", rows, bytes / 1e6, rows / seconds, rejects);
	if (bytes > 0 && bytes <= total)
		fprintf(stderr, ", %.0f s left to read", seconds * (total - bytes) / bytes);
	end_line();
}

void
progress_phase(const char *phase_name)
{
	phase = phase_name;
	phase_started = progress_clock();
	if (!on_terminal)
		return;
	fprintf(stderr, CLEAR_LINE "%s: %s", name, phase);
	end_line();
}
