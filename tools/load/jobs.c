/*-------------------------------------------------------------------------
 *
 * jobs.c
 *		Loads the files of one run.
 *
 *-------------------------------------------------------------------------
 */
#include "jobs.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "progress.h"

#define LOOK_MICROSECONDS 20000 /* between looks at the processes */
#define PAUSE_SECONDS 1			/* before a file is tried again */

/* The state of each input. */
typedef enum JobState
{
	JOB_WAITING,
	JOB_RUNNING,
	JOB_FINISHED
} JobState;

typedef struct Job
{
	const Input *input;
	JobState	state;
	pid_t		pid;
	double		not_before;		/* seconds of progress_clock() */
	double		retry_until;	/* 0: the connection was not lost yet */
} Job;

typedef struct JobList
{
	const LoadOptions *options;
	Job		   *jobs;
	int			count;
	int			running;
	JobFinished finished;		/* NULL: the first failure ends the work */
	void	   *finished_state;
	AsExit		outcome;		/* what ended the work, else the worst so far */
	bool		stopped;		/* nothing new is begun */
	bool		interrupted;	/* the processes know it */
} JobList;

static AsExit
run_in_turn(PGconn **conn, const LoadOptions *options, const InputList *inputs, const TableList *tables)
{
	AsExit		worst = AS_DONE;
	int			left = inputs->count;

	for (int t = 0; t < tables->count; t++)
		for (int i = 0; i < inputs->count; i++)
		{
			AsExit		outcome;

			if (inputs->items[i].table != &tables->tables[t])
				continue;
			outcome = load_file(conn, options, inputs->items[i].path, inputs->items[i].table);
			left--;
			if (outcome == AS_FAILED)
			{
				if (left > 0)
					pg_log_error_detail("Files not tried after this one: %d.", left);
				return outcome;
			}
			worst = Max(worst, outcome);
		}
	return worst;
}

/* In the process of a file. Dies with the program, so that nothing goes on behind its back. */
static void
run_job(const LoadOptions *options, const Input *input, pid_t parent)
{
	ConnParams	params = options->connection;
	PGconn	   *conn;
	AsExit		outcome;

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	if (getppid() != parent)
		_exit(AS_FAILED);
	progress_share();
	params.prompt_password = TRI_NO;
	conn = as_connect(&params);
	outcome = load_file(&conn, options, input->path, input->table);
	PQfinish(conn);
	exit(as_finish(outcome));
}

static void
start_job(JobList *list, Job *job)
{
	pid_t		parent = getpid();

	fflush(stdout);
	job->pid = fork();
	if (job->pid < 0)
		pg_fatal("could not start a process: %m");
	if (job->pid == 0)
		run_job(list->options, job->input, parent);
	job->state = JOB_RUNNING;
	list->running++;
}

/* Files of a table one after the other, tables after those they refer to; those of one lock take turns anyway. */
static bool
may_start(const JobList *list, const Job *job)
{
	if (job->state != JOB_WAITING || progress_clock() < job->not_before)
		return false;
	for (int i = 0; i < list->count; i++)
	{
		const Job  *other = &list->jobs[i];

		if (other == job || other->state == JOB_FINISHED)
			continue;
		if (other->input->table->depth < job->input->table->depth || (other->input->table == job->input->table && other < job))
			return false;
	}
	return true;
}

static void
start_jobs(JobList *list)
{
	for (int i = 0; i < list->count && list->running < list->options->jobs && !list->stopped; i++)
		if (may_start(list, &list->jobs[i]))
			start_job(list, &list->jobs[i]);
}

/* True if the job is to begin again: its connection was lost, and there is time left. */
static bool
try_again(const JobList *list, Job *job, AsExit outcome)
{
	double		now = progress_clock();

	if (outcome != AS_CONNECTION || list->stopped)
		return false;
	if (job->retry_until == 0)
		job->retry_until = now + list->options->retry_seconds;
	if (now + PAUSE_SECONDS > job->retry_until)
		return false;
	pg_log_warning("%s: trying again, for %.0f more seconds", job->input->path, job->retry_until - now);
	job->not_before = now + PAUSE_SECONDS;
	job->state = JOB_WAITING;
	return true;
}

static void
finish_job(JobList *list, Job *job, int status)
{
	AsExit		outcome = WIFEXITED(status) ? WEXITSTATUS(status) : AS_FAILED;

	list->running--;
	if (WIFSIGNALED(status))
		pg_log_error("the process that loaded \"%s\" was ended by signal %d", job->input->path, WTERMSIG(status));
	if (try_again(list, job, outcome))
		return;
	job->state = JOB_FINISHED;
	if (list->finished)
		list->finished(list->finished_state, job->input, outcome);
	if (outcome == AS_DONE || ((outcome == AS_LEFT_OUT || (outcome == AS_FAILED && list->finished)) && !list->stopped))
		list->outcome = Max(list->outcome, outcome);
	else if (!list->stopped)
	{
		list->outcome = outcome;
		list->stopped = true;
	}
}

/* Takes the outcomes of processes that ended. */
static void
collect(JobList *list)
{
	int			status;
	pid_t		pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < list->count; i++)
			if (list->jobs[i].state == JOB_RUNNING && list->jobs[i].pid == pid)
				finish_job(list, &list->jobs[i], status);
}

/* SIGINT from a terminal reaches the processes by itself, from elsewhere it does not. */
static void
pass_interrupt(JobList *list)
{
	if (!CancelRequested || list->interrupted)
		return;
	list->interrupted = list->stopped = true;
	for (int i = 0; i < list->count; i++)
		if (list->jobs[i].state == JOB_RUNNING)
			kill(list->jobs[i].pid, SIGINT);
}

static bool
work_left(const JobList *list)
{
	for (int i = 0; i < list->count && !list->stopped; i++)
		if (list->jobs[i].state == JOB_WAITING)
			return true;
	return list->running > 0;
}

static AsExit
run_at_once(const LoadOptions *options, const InputList *inputs, JobFinished finished, void *state)
{
	JobList		list = {.options = options, .count = inputs->count, .finished = finished, .finished_state = state};
	int			left = 0;

	list.jobs = pg_malloc0(list.count * sizeof(Job));
	for (int i = 0; i < list.count; i++)
		list.jobs[i].input = &inputs->items[i];
	while (work_left(&list))
	{
		start_jobs(&list);
		pg_usleep(LOOK_MICROSECONDS);
		pass_interrupt(&list);
		collect(&list);
	}
	as_check_interrupt();
	for (int i = 0; i < list.count; i++)
		left += list.jobs[i].state == JOB_WAITING;
	if (left > 0)
		pg_log_error_detail("Files not tried after this one: %d.", left);
	pg_free(list.jobs);
	return list.outcome;
}

AsExit
jobs_run_each(PGconn **conn, const LoadOptions *options, const InputList *inputs, JobFinished finished, void *state)
{
	ConnParams	params = options->connection;
	AsExit		outcome;

	/* a process would share it */
	PQfinish(*conn);
	outcome = run_at_once(options, inputs, finished, state);
	if (outcome != AS_DONE && outcome != AS_LEFT_OUT && (outcome != AS_FAILED || finished == NULL))
		exit(outcome);
	params.prompt_password = TRI_NO;
	*conn = as_connect(&params);
	return outcome;
}

AsExit
jobs_run(PGconn **conn, const LoadOptions *options, const InputList *inputs, const TableList *tables)
{
	if (options->jobs == 1 && options->retry_seconds == 0)
		return run_in_turn(conn, options, inputs, tables);
	return jobs_run_each(conn, options, inputs, NULL, NULL);
}
