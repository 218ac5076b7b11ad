/*-------------------------------------------------------------------------
 *
 * inbox.c
 *		One pass over a folder of arriving files.
 *
 *-------------------------------------------------------------------------
 */
#include "inbox.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "jobs.h"

typedef struct Inbox
{
	const char *directory;
	char	   *stamp;			/* of this pass: names its folders */
	bool		unknown;		/* a file of no table was there */
} Inbox;

/* One pass at a time; the lock goes with the program. */
static void
lock_inbox(const char *directory)
{
	int			fd = open(directory, O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0)
	{
		pg_log_error("could not open directory \"%s\": %m", directory);
		exit(AS_USAGE);
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
	{
		pg_log_error("another run works on \"%s\"", directory);
		exit(AS_LOCKED);
	}
}

/* True if some process has the file open for writing, as far as that can be known: by its owner or root on Linux. */
static bool
is_being_written(const char *path)
{
	bool		written = false;
#ifdef F_SETLEASE
	int			fd = open(path, O_RDONLY | O_NONBLOCK, 0);

	if (fd < 0)
		return false;
	/* whoever opens it meanwhile would wake us by a signal */
	pqsignal(SIGIO, SIG_IGN);
	written = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
	close(fd);
#endif
	return written;
}

/* True if the file has been left alone for long enough. */
static bool
is_settled(const char *path, int seconds)
{
	struct stat status;

	return stat(path, &status) == 0 && time(NULL) - status.st_mtime >= seconds && !is_being_written(path);
}

/* INBOX/PLACE/TIME, which is made if need be. */
static char *
make_folder(const Inbox *inbox, const char *place)
{
	char	   *parent = psprintf("%s/%s", inbox->directory, place);
	char	   *folder = psprintf("%s/%s", parent, inbox->stamp);

	if ((mkdir(parent, 0700) != 0 && errno != EEXIST) || (mkdir(folder, 0700) != 0 && errno != EEXIST))
	{
		pg_log_error("could not create directory \"%s\": %m", folder);
		exit(AS_FAILED);
	}
	pg_free(parent);
	return folder;
}

/* Moves a file whose load came to an end. */
static void
put_away(const Inbox *inbox, const char *path, const char *place)
{
	char	   *folder = make_folder(inbox, place);
	char	   *target = psprintf("%s%s", folder, strrchr(path, '/'));

	if (rename(path, target) != 0)
	{
		pg_log_error("could not move file \"%s\" to \"%s\": %m", path, target);
		exit(AS_FAILED);
	}
	pg_free(target);
	pg_free(folder);
}

static bool
is_same(const struct stat *before, const char *path)
{
	struct stat now;

	return stat(path, &now) == 0 && now.st_size == before->st_size && now.st_mtime == before->st_mtime;
}

/* A JobFinished. */
static void
finished(void *state, const Input *input, AsExit outcome)
{
	const Inbox *inbox = state;

	if (outcome == AS_DONE || outcome == AS_LEFT_OUT)
		put_away(inbox, input->path, "done");
	/* a file that is written to again, which may be why it failed, is for a later pass */
	else if (outcome == AS_FAILED && is_same(&input->status, input->path))
		put_away(inbox, input->path, "failed");
}

/* Who put them there may wait for them. */
static void
report_foreign(const char *directory)
{
	InputList	foreign = inputs_foreign(directory);

	for (int i = 0; i < foreign.count; i++)
		pg_log_warning("\"%s\" is no .csv, .csv.gz or .xlsx and stays", foreign.items[i].path);
}

/* Leaves the inputs to load now; puts away those that no table is known for. */
static void
choose_inputs(Inbox *inbox, InputList *inputs, const TableList *tables, const LoadOptions *options)
{
	int			count = 0;

	for (int i = 0; i < inputs->count; i++)
	{
		Input		input = inputs->items[i];

		if (!is_settled(input.path, options->settle_seconds))
			continue;
		input.table = inputs_table(&input, tables, options);
		if (input.table != NULL)
			inputs->items[count++] = input;
		else
		{
			pg_log_error("the name of \"%s\" does not tell the table", input.path);
			put_away(inbox, input.path, "failed");
			inbox->unknown = true;
		}
	}
	inputs->count = count;
}

static char *
time_stamp(void)
{
	time_t		now = time(NULL);
	char		stamp[32];

	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime(&now));
	return psprintf("%s-%d", stamp, (int) getpid());
}

AsExit
inbox_run(PGconn **conn, const LoadOptions *options, const TableList *tables, const char *directory)
{
	LoadOptions own = *options;
	Inbox		inbox = {.directory = directory, .stamp = time_stamp()};
	InputList	inputs;
	AsExit		worst = AS_DONE;

	lock_inbox(directory);
	inputs = inputs_arrived(directory);
	report_foreign(directory);
	choose_inputs(&inbox, &inputs, tables, options);
	if (inputs.count > 0)
	{
		own.reject_directory = make_folder(&inbox, "failed");
		worst = jobs_run_each(conn, &own, &inputs, finished, &inbox);
		/* stays if anything is in it */
		rmdir(own.reject_directory);
	}
	return inbox.unknown ? AS_FAILED : worst;
}
