/*-------------------------------------------------------------------------
 *
 * main.c
 *		aftersales-load: loads dealers' files into the business tables.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <dirent.h>
#include <sys/stat.h>

#include "fe_utils/option_utils.h"
#include "getopt_long.h"
#include "load.h"
#include "template.h"

#define MAX_MAX_ERRORS 1000000

static const char help[] =
"aftersales-load loads CSV files and .xlsx workbooks into the tables of aftersales.\n"
"\nUsage:\n"
"  aftersales-load [OPTION]... FILE|DIR...\n"
"  aftersales-load [OPTION]... template TABLE\n"
"\nOptions:\n"
"      --again              load files again that are loaded already\n"
"      --encoding=NAME      encoding of the files (default: found out)\n"
"  -m, --map=FILE           take columns and constants as FILE says\n"
"  -n, --dry-run            do everything but keep the result\n"
"      --max-errors=N       keep the good rows of a file if N or fewer are rejected (default 0)\n"
"      --refresh            bring the kept states up to date at the end\n"
"      --rejects=DIR        write rejected rows and reasons to DIR (default: beside the file)\n"
"      --sheet=NAME         sheet of .xlsx files (default: the first)\n"
"  -t, --table=TABLE        load into TABLE (default: by the file's name)\n"
AS_CONNECT_HELP
"\nTables are known by the file's name: visit.csv, visit-2026-01.csv. Of a folder every *.csv, *.csv.gz and *.xlsx is loaded.\n"
"Exit codes: 0 done, 1 usage, 2 connection, 3 done with rejects, 4 error and nothing of the file kept,\n"
"5 extension or schema missing or of another version, 6 a lock was not available in time, 130 interrupted.\n";

typedef struct Input
{
	char	   *path;
	struct stat status;
	char	   *rejects;		/* where its rejected rows would go */
	Table	   *table;			/* NULL: by the file's name */
} Input;

typedef struct InputList
{
	Input	   *items;
	int			count;
} InputList;

static const char *table_name;
static bool refresh;

static void
parse_options(int argc, char **argv, LoadOptions *options)
{
	enum
	{
		OPT_AGAIN = 256, OPT_ENCODING, OPT_MAX_ERRORS, OPT_REFRESH, OPT_REJECTS, OPT_SHEET
	};
	static const struct option long_options[] = {
		AS_CONNECT_LONG,
		{"again", no_argument, NULL, OPT_AGAIN},
		{"dry-run", no_argument, NULL, 'n'},
		{"encoding", required_argument, NULL, OPT_ENCODING},
		{"map", required_argument, NULL, 'm'},
		{"max-errors", required_argument, NULL, OPT_MAX_ERRORS},
		{"refresh", no_argument, NULL, OPT_REFRESH},
		{"rejects", required_argument, NULL, OPT_REJECTS},
		{"sheet", required_argument, NULL, OPT_SHEET},
		{"table", required_argument, NULL, 't'},
		{NULL}
	};
	int			c;

	while ((c = getopt_long(argc, argv, AS_CONNECT_SHORT "m:nt:", long_options, NULL)) != -1)
	{
		if (as_connect_option(&options->connection, c, optarg))
			continue;
		switch (c)
		{
			case 'm':
				options->map = map_read(optarg);
				break;
			case 'n':
				options->dry_run = true;
				break;
			case 't':
				table_name = optarg;
				break;
			case OPT_AGAIN:
				options->again = true;
				break;
			case OPT_ENCODING:
				options->input.encoding = optarg;
				if (!input_encoding_known(optarg))
				{
					pg_log_error("unknown encoding \"%s\"", optarg);
					as_usage_error();
				}
				break;
			case OPT_MAX_ERRORS:
				if (!option_parse_int(optarg, "--max-errors", 0, MAX_MAX_ERRORS, &options->max_errors))
					as_usage_error();
				break;
			case OPT_REFRESH:
				refresh = true;
				break;
			case OPT_REJECTS:
				options->reject_directory = optarg;
				break;
			case OPT_SHEET:
				options->input.sheet = optarg;
				break;
			default:
				as_usage_error();
		}
	}
	if (optind == argc)
	{
		pg_log_error("no file given");
		as_usage_error();
	}
}

static struct stat
file_status(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
	{
		pg_log_error("could not find \"%s\": %m", path);
		exit(AS_USAGE);
	}
	return status;
}

static void
add_input(InputList *inputs, char *path)
{
	struct stat status = file_status(path);

	if (!S_ISREG(status.st_mode))
	{
		/* a file is read more than once */
		pg_log_error("\"%s\" is no regular file", path);
		exit(AS_USAGE);
	}
	inputs->items = pg_realloc(inputs->items, (inputs->count + 1) * sizeof(Input));
	inputs->items[inputs->count++] = (Input) {.path = path, .status = status};
}

/* By the name's end: *.csv, *.csv.gz, *.xlsx. */
static int
is_input(const struct dirent *entry)
{
	static const char *const ends[] = {".csv", ".csv.gz", ".xlsx"};
	size_t		length = strlen(entry->d_name);

	/* ~$visit.xlsx marks visit.xlsx as open */
	for (int i = 0; i < lengthof(ends) && entry->d_name[0] != '~'; i++)
		if (length > strlen(ends[i]) && pg_strcasecmp(entry->d_name + length - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

/* Every file to load of a folder, in letters of either case, in the order of their names. There must be one. */
static void
add_directory(InputList *inputs, const char *path)
{
	struct dirent **entries;
	int			count = scandir(path, &entries, is_input, alphasort);

	if (count < 0)
	{
		pg_log_error("could not read directory \"%s\": %m", path);
		exit(AS_USAGE);
	}
	if (count == 0)
	{
		pg_log_error("no *.csv, *.csv.gz or *.xlsx in directory \"%s\"", path);
		exit(AS_USAGE);
	}
	for (int i = 0; i < count; i++)
	{
		add_input(inputs, psprintf("%s/%s", path, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

static InputList
collect_inputs(int count, char **paths)
{
	InputList	inputs = {0};

	for (int i = 0; i < count; i++)
		if (S_ISDIR(file_status(paths[i]).st_mode))
			add_directory(&inputs, paths[i]);
		else
			add_input(&inputs, paths[i]);
	return inputs;
}

/* The rejected rows of one input must replace neither another input nor its rejected rows. */
static void
place_rejects(InputList *inputs, const char *directory)
{
	for (int i = 0; i < inputs->count; i++)
	{
		Input	   *input = &inputs->items[i];
		struct stat status = {0};

		input->rejects = reject_path(input->path, directory, REJECTS_SUFFIX);
		if (stat(input->rejects, &status) != 0 && errno != ENOENT)
			continue;			/* creating it will fail, if it comes to that */
		for (int j = 0; j < inputs->count; j++)
		{
			const Input *other = &inputs->items[j];

			if (status.st_ino == other->status.st_ino && status.st_dev == other->status.st_dev)
			{
				pg_log_error("rejected rows of \"%s\" would replace \"%s\"", input->path, other->path);
				exit(AS_USAGE);
			}
			if (j < i && strcmp(input->rejects, other->rejects) == 0 && strcmp(input->path, other->path) != 0)
			{
				pg_log_error("rejected rows of \"%s\" and \"%s\" would go to the same file", other->path, input->path);
				pg_log_error_hint("Load them one by one, with a folder each for --rejects.");
				exit(AS_USAGE);
			}
		}
	}
}

/* The table named by option, mapping file or argument. */
static Table *
named_table(const TableList *tables, const char *name)
{
	Table	   *table = table_find(tables, name);

	if (table == NULL)
	{
		pg_log_error("there is no table \"%s\" to load", name);
		as_usage_error();
	}
	return table;
}

static void
find_tables(const InputList *inputs, const TableList *tables, const LoadOptions *options)
{
	const char *name = table_name || !options->map ? table_name : options->map->table;

	for (int i = 0; i < inputs->count; i++)
	{
		Input	   *input = &inputs->items[i];
		const char *slash = strrchr(input->path, '/');

		input->table = name ? named_table(tables, name) : table_of_file(tables, slash ? slash + 1 : input->path);
		if (input->table == NULL)
		{
			pg_log_error("the name of \"%s\" does not tell the table", input->path);
			pg_log_error_hint("Name the file TABLE.csv or TABLE-something.csv, or use --table.");
			exit(AS_USAGE);
		}
	}
}

/* Tables in the order of their references, the files of a table as they were given. A failure ends the work. */
static AsExit
load_inputs(PGconn **conn, const LoadOptions *options, const InputList *inputs, const TableList *tables)
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

int
main(int argc, char **argv)
{
	LoadOptions options = {0};
	bool		template;
	InputList	inputs = {0};
	TableList	tables;
	PGconn	   *conn;
	AsExit		outcome = AS_DONE;

	as_start(argc, argv, help);
	parse_options(argc, argv, &options);
	template = strcmp(argv[optind], "template") == 0;
	if (template && optind + 2 != argc)
	{
		pg_log_error("template takes the name of one table");
		as_usage_error();
	}
	if (!template)
	{
		inputs = collect_inputs(argc - optind, argv + optind);
		place_rejects(&inputs, options.reject_directory);
	}
	conn = as_connect(&options.connection);
	tables = table_list(conn);
	if (template)
		template_print(conn, named_table(&tables, argv[optind + 1]));
	else
	{
		find_tables(&inputs, &tables, &options);
		outcome = load_inputs(&conn, &options, &inputs, &tables);
		if (refresh && outcome != AS_FAILED && !options.dry_run)
			as_command(conn, "CALL aftersales.refresh()");
	}
	PQfinish(conn);
	return as_finish(outcome);
}
