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

typedef struct Inbox
{
	const char *directory;
	char	   *stamp;			/* of this pass: names its folders */
	AsExit		worst;
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

static void
load_one(PGconn **conn, Inbox *inbox, const LoadOptions *options, const Input *input)
{
	AsExit		outcome;

	if (!is_settled(input->path, options->settle_seconds))
		return;
	outcome = load_file(conn, options, input->path, input->table);
	inbox->worst = Max(inbox->worst, outcome);
	/* a file that is written to again, which may be why it failed, is for a later pass */
	if (outcome != AS_FAILED)
		put_away(inbox, input->path, "done");
	else if (is_same(&input->status, input->path))
		put_away(inbox, input->path, "failed");
}

/* Files that no table is known for. */
static void
refuse_unknown(Inbox *inbox, const InputList *inputs, const LoadOptions *options)
{
	for (int i = 0; i < inputs->count; i++)
	{
		const Input *input = &inputs->items[i];

		if (input->table != NULL || !is_settled(input->path, options->settle_seconds))
			continue;
		pg_log_error("the name of \"%s\" does not tell the table", input->path);
		put_away(inbox, input->path, "failed");
		inbox->worst = AS_FAILED;
	}
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
	Inbox		inbox = {.directory = directory, .stamp = time_stamp(), .worst = AS_DONE};
	InputList	inputs;
	char	   *failed;

	lock_inbox(directory);
	inputs = inputs_of_directory(directory);
	for (int i = 0; i < inputs.count; i++)
		inputs.items[i].table = inputs_table(&inputs.items[i], tables, options);
	if (inputs.count == 0)
		return AS_DONE;
	refuse_unknown(&inbox, &inputs, options);
	failed = make_folder(&inbox, "failed");
	own.reject_directory = failed;
	for (int t = 0; t < tables->count; t++)
		for (int i = 0; i < inputs.count; i++)
			if (inputs.items[i].table == &tables->tables[t])
				load_one(conn, &inbox, &own, &inputs.items[i]);
	/* stays if anything is in it */
	rmdir(failed);
	return inbox.worst;
}
