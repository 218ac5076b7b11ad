/*-------------------------------------------------------------------------
 *
 * main.c
 *		aftersales-load: loads dealers' files into the business tables.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include "batch.h"
#include "inbox.h"
#include "jobs.h"
#include "options.h"
#include "template.h"

#define STATUS_ROWS "20"

/* Loads the inputs, or those of an inbox. */
static AsExit
load(PGconn **conn, const LoadOptions *options, const TableList *tables, InputList *inputs, const char *inbox)
{
	AsExit		outcome;

	if (inbox == NULL)
		inputs_find_tables(inputs, tables, options);
	outcome = inbox ? inbox_run(conn, options, tables, inbox) : jobs_run(conn, options, inputs, tables);
	if (options->refresh && (inbox || outcome != AS_FAILED) && !options->dry_run)
		as_command(*conn, "CALL aftersales.refresh()");
	return outcome;
}

/* The commands that load nothing. */
static void
run_command(PGconn *conn, const LoadOptions *options, const TableList *tables, const char *name, const char *argument)
{
	if (strcmp(name, "template") == 0)
	{
		if (argument)
			template_print(conn, named_table(tables, argument));
		else
			for (int i = 0; i < tables->count; i++)
				puts(tables->tables[i].name);
	}
	else if (strcmp(name, "status") == 0)
		batch_status(conn, argument ? argument : STATUS_ROWS, options->json);
	else
		batch_undo(conn, argument, options->json);
}

static bool
load_takes(const char *option)
{
	return strcmp(option, "settle") != 0;
}

/* Each pass has a folder for its rejects; a trial would leave the files for the next one. */
static bool
inbox_takes(const char *option)
{
	return strcmp(option, "rejects") != 0 && strcmp(option, "dry-run") != 0;
}

static bool
record_takes(const char *option)
{
	return strcmp(option, "json") == 0;
}

static bool
takes_none(const char *option)
{
	return false;
}

typedef struct Command
{
	const char *name;
	bool		(*takes) (const char *option);
	int			min_arguments;
	int			max_arguments;
	const char *complaint;
} Command;

/* The command of that name, NULL if it is none; exits if it takes not so many arguments. */
static const Command *
find_command(const char *name, int arguments)
{
	static const Command commands[] = {
		{"inbox", inbox_takes, 1, 1, "inbox takes one folder"},
		{"status", record_takes, 0, 1, "status takes no more than a number of loads"},
		{"template", takes_none, 0, 1, "template takes no more than the name of a table"},
		{"undo", record_takes, 1, 1, "undo takes the number of one load"}
	};

	for (int i = 0; i < lengthof(commands); i++)
	{
		const Command *command = &commands[i];

		if (strcmp(command->name, name) != 0)
			continue;
		if (arguments >= command->min_arguments && arguments <= command->max_arguments)
			return command;
		pg_log_error("%s", command->complaint);
		as_usage_error();
	}
	return NULL;
}

int
main(int argc, char **argv)
{
	LoadOptions options = options_default;
	InputList	inputs = {0};
	TableList	tables;
	PGconn	   *conn;
	const Command *command;
	const char *argument;
	const char *inbox;
	AsExit		outcome = AS_DONE;

	as_start(argc, argv, options_help);
	as_needed_role = "aftersales_loader";
	options_read(argc, argv, &options);
	command = find_command(argv[optind], argc - optind - 1);
	options_refuse(command ? command->name : "a load of files", command ? command->takes : load_takes);
	argument = argv[optind + 1];
	inbox = command && strcmp(command->name, "inbox") == 0 ? argument : NULL;
	if (command == NULL)
	{
		inputs = inputs_collect(argc - optind, argv + optind);
		inputs_place_rejects(&inputs, options.reject_directory);
	}
	conn = as_connect(&options.connection);
	tables = table_list(conn);
	if (command == NULL || inbox != NULL)
		outcome = load(&conn, &options, &tables, &inputs, inbox);
	else
		run_command(conn, &options, &tables, command->name, argument);
	PQfinish(conn);
	return as_finish(outcome);
}
