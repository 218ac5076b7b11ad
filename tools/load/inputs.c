/*-------------------------------------------------------------------------
 *
 * inputs.c
 *		The files of one run.
 *
 *-------------------------------------------------------------------------
 */
#include "inputs.h"

#include <dirent.h>

#include "spool.h"

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
add_file(InputList *inputs, char *path, struct stat status)
{
	inputs->items = pg_realloc(inputs->items, (inputs->count + 1) * sizeof(Input));
	inputs->items[inputs->count++] = (Input) {.path = path, .status = status};
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
	add_file(inputs, path, status);
}

static bool
ends_in(const char *name, const char *end)
{
	return strlen(name) > strlen(end) && pg_strcasecmp(name + strlen(name) - strlen(end), end) == 0;
}

/* By the name's end: *.csv, *.csv.gz, *.xlsx. */
static int
is_input(const struct dirent *entry)
{
	const char *name = entry->d_name;

	/* ~$visit.xlsx marks visit.xlsx as open */
	return name[0] != '~' && (ends_in(name, ".csv") || ends_in(name, ".csv.gz") || ends_in(name, ".xlsx"));
}

/* Into an inbox rejected rows, too, are put on purpose. */
static int
is_arrival(const struct dirent *entry)
{
	return is_input(entry) || (entry->d_name[0] != '~' && ends_in(entry->d_name, REJECTS_SUFFIX));
}

/* Neither an arrival nor what programs hide. */
static int
is_foreign(const struct dirent *entry)
{
	return !strchr(".~", entry->d_name[0]) && !is_arrival(entry);
}

/* The regular files of a folder that are wanted; others that are, a broken link say, are passed over, with a warning if anybody expects them. */
static InputList
read_directory(const char *path, int (*wanted) (const struct dirent *entry), bool expected)
{
	InputList	inputs = {0};
	struct dirent **entries;
	int			count = scandir(path, &entries, wanted, alphasort);

	if (count < 0)
	{
		pg_log_error("could not read directory \"%s\": %m", path);
		exit(AS_USAGE);
	}
	for (int i = 0; i < count; i++)
	{
		char	   *file = psprintf("%s/%s", path, entries[i]->d_name);
		struct stat status;

		if (stat(file, &status) == 0 && S_ISREG(status.st_mode))
			add_file(&inputs, file, status);
		else if (expected && lstat(file, &status) == 0)
			pg_log_warning("\"%s\" is no regular file and is passed over", file);
		free(entries[i]);
	}
	free(entries);
	return inputs;
}

InputList
inputs_arrived(const char *path)
{
	return read_directory(path, is_arrival, true);
}

InputList
inputs_foreign(const char *path)
{
	return read_directory(path, is_foreign, false);
}

/* The files to load of a folder; there must be one. */
static void
add_directory(InputList *inputs, const char *path)
{
	InputList	own = read_directory(path, is_input, true);

	if (own.count == 0)
	{
		pg_log_error("no *.csv, *.csv.gz or *.xlsx in directory \"%s\"", path);
		exit(AS_USAGE);
	}
	for (int i = 0; i < own.count; i++)
		add_file(inputs, own.items[i].path, own.items[i].status);
	pg_free(own.items);
}

InputList
inputs_collect(int count, char **paths)
{
	InputList	inputs = {0};

	for (int i = 0; i < count; i++)
		if (strcmp(paths[i], "-") == 0)
			add_input(&inputs, spool_stdin());
		else if (S_ISDIR(file_status(paths[i]).st_mode))
			add_directory(&inputs, paths[i]);
		else
			add_input(&inputs, paths[i]);
	return inputs;
}

void
inputs_place_rejects(InputList *inputs, const char *directory)
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

Table *
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

Table *
inputs_table(const Input *input, const TableList *tables, const LoadOptions *options)
{
	const char *name = options->table || !options->map ? options->table : options->map->table;

	return name ? named_table(tables, name) : table_of_file(tables, file_name_of(input->path));
}

void
inputs_find_tables(const InputList *inputs, const TableList *tables, const LoadOptions *options)
{
	for (int i = 0; i < inputs->count; i++)
	{
		Input	   *input = &inputs->items[i];

		input->table = inputs_table(input, tables, options);
		if (input->table == NULL)
		{
			pg_log_error("the name of \"%s\" does not tell the table", file_name_of(input->path));
			pg_log_error_hint("Name the file TABLE.csv or TABLE-something.csv, or use --table. \"aftersales-load template\" lists the tables.");
			exit(AS_USAGE);
		}
	}
}
