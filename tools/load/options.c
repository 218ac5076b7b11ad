/*-------------------------------------------------------------------------
 *
 * options.c
 *		Reads the command line.
 *
 *-------------------------------------------------------------------------
 */
#include "options.h"

#include "fe_utils/option_utils.h"
#include "getopt_long.h"
#include "reading.h"

#define MAX_MAX_ERRORS 999999
#define MAX_JOBS 64
#define MAX_SECONDS 86400
#define SETTLE_SECONDS 30

const LoadOptions options_default = {.jobs = 1, .settle_seconds = SETTLE_SECONDS};

const char	options_help[] =
"aftersales-load loads CSV files and .xlsx workbooks into the tables of aftersales.\n"
"\nUsage:\n"
"  aftersales-load [OPTION]... FILE|DIR...\n"
"  aftersales-load [OPTION]... inbox DIR        loads the files that arrived in a folder and puts them away\n"
"  aftersales-load [OPTION]... template [TABLE] prints a header and an example row; without TABLE, the tables' names\n"
"  aftersales-load [OPTION]... status [N]       shows the newest N loads (default 20)\n"
"  aftersales-load [OPTION]... undo BATCH       takes a load back\n"
"\nOptions:\n"
"      --again              load files again that are loaded already\n"
"      --create-missing=TABLES  add what files refer to and is missing: dealer, part, vehicle, customer\n"
"  -j, --jobs=N             load up to N files at the same time (default 1)\n"
"      --json               tell outcomes in JSON, one object a line\n"
"  -n, --dry-run            do everything but keep the result\n"
"      --max-errors=N       keep the good rows of a file if N or fewer are rejected (default 0)\n"
"      --partial            keep the good rows however many are rejected\n"
"      --refresh            bring the kept states up to date at the end\n"
"      --rejects=DIR        write rejected rows and reasons to DIR (default: beside the file)\n"
"      --retry=SECONDS      try a file again for so long if the connection is lost (default 0)\n"
"      --settle=SECONDS     inbox: leave files that changed so short a time ago (default 30)\n"
"  -t, --table=TABLE        load into TABLE (default: by the file's name)\n"
READING_HELP
AS_CONNECT_HELP
"\nA FILE - is standard input, which needs --table or a mapping file that names the table.\n"
"Tables are known by the file's name: visit.csv, visit-2026-01.csv. Of a folder every *.csv, *.csv.gz and *.xlsx is loaded.\n"
"Exit codes: 0 done, 1 usage, 2 connection, 3 done with rejects, 4 error and nothing of the file kept,\n"
"5 extension or schema missing or of another version, 6 a lock was not available in time, 130 interrupted.\n";

/* options without a letter */
enum
{
	OPT_AGAIN = 256, OPT_CREATE_MISSING, OPT_JSON,
	OPT_MAX_ERRORS, OPT_PARTIAL, OPT_REFRESH, OPT_REJECTS, OPT_RETRY,
	OPT_SETTLE
};

static int
whole_number(const char *text, const char *option, int min, int max)
{
	int			value = 0;

	if (!option_parse_int(text, option, min, max, &value))
		as_usage_error();
	return value;
}

/* The text of an array of the tables in a list with commas. */
static char *
missing_tables(const char *list)
{
	static const char *const known[] = {"dealer", "part", "vehicle", "customer"};
	char	   *rest = pg_strdup(list);
	char	   *name;

	while ((name = strsep(&rest, ",")) != NULL)
	{
		bool		ok = false;

		for (int i = 0; i < lengthof(known); i++)
			ok = ok || strcmp(name, known[i]) == 0;
		if (!ok)
		{
			pg_log_error("--create-missing adds no rows to a table \"%s\"", name);
			as_usage_error();
		}
	}
	return psprintf("{%s}", list);
}

static void
set_option(LoadOptions *options, int c)
{
	switch (c)
	{
		case 'j':
			options->jobs = whole_number(optarg, "--jobs", 1, MAX_JOBS);
			break;
		case 'n':
			options->dry_run = true;
			break;
		case 't':
			options->table = optarg;
			break;
		case OPT_AGAIN:
			options->again = true;
			break;
		case OPT_CREATE_MISSING:
			options->create_missing = missing_tables(optarg);
			break;
		case OPT_MAX_ERRORS:
			options->max_errors = whole_number(optarg, "--max-errors", 0, MAX_MAX_ERRORS);
			break;
		case OPT_JSON:
			options->json = true;
			break;
		case OPT_PARTIAL:
			options->max_errors = PG_INT64_MAX - 1;
			break;
		case OPT_RETRY:
			options->retry_seconds = whole_number(optarg, "--retry", 0, MAX_SECONDS);
			break;
		case OPT_REFRESH:
			options->refresh = true;
			break;
		case OPT_REJECTS:
			options->reject_directory = optarg;
			break;
		case OPT_SETTLE:
			options->settle_seconds = whole_number(optarg, "--settle", 0, MAX_SECONDS);
			break;
		default:
			as_usage_error();
	}
}

static const struct option long_options[] = {
	AS_CONNECT_LONG,
	READING_LONG,
	{"again", no_argument, NULL, OPT_AGAIN},
	{"create-missing", required_argument, NULL, OPT_CREATE_MISSING},
	{"dry-run", no_argument, NULL, 'n'},
	{"jobs", required_argument, NULL, 'j'},
	{"json", no_argument, NULL, OPT_JSON},
	{"max-errors", required_argument, NULL, OPT_MAX_ERRORS},
	{"partial", no_argument, NULL, OPT_PARTIAL},
	{"refresh", no_argument, NULL, OPT_REFRESH},
	{"rejects", required_argument, NULL, OPT_REJECTS},
	{"retry", required_argument, NULL, OPT_RETRY},
	{"settle", required_argument, NULL, OPT_SETTLE},
	{"table", required_argument, NULL, 't'},
	{NULL}
};

static bool given[lengthof(long_options)];	/* the option was given */

static void
note_given(int c)
{
	for (int i = 0; long_options[i].name; i++)
		given[i] = given[i] || long_options[i].val == c;
}

void
options_read(int argc, char **argv, LoadOptions *options)
{
	int			c;

	while ((c = getopt_long(argc, argv, AS_CONNECT_SHORT "j:m:nt:", long_options, NULL)) != -1)
		if (!as_connect_option(&options->connection, c, optarg))
		{
			if (!reading_option(options, c, optarg))
				set_option(options, c);
			note_given(c);
		}
	if (optind == argc)
	{
		pg_log_error("no file given");
		as_usage_error();
	}
}

void
options_refuse(const char *command, bool (*takes) (const char *option))
{
	for (int i = 0; long_options[i].name; i++)
		if (given[i] && !takes(long_options[i].name))
		{
			pg_log_error("%s takes no option --%s", command, long_options[i].name);
			as_usage_error();
		}
}
