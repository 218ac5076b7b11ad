/*-------------------------------------------------------------------------
 *
 * main.c
 *		aftersales-followup: makes, shows and exports follow-up lists and
 *		records outcomes. The rules are in the database; see
 *		sql/schema/functions.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include "getopt_long.h"

static const char help[] =
"aftersales-followup makes the lists of follow-up calls and records their outcomes.\n"
"\n"
"Usage:\n"
"  aftersales-followup generate [--as-of=DATE]\n"
"  aftersales-followup list [--as-of=DATE] [--dealer=CODE]\n"
"  aftersales-followup export [--as-of=DATE] [--dealer=CODE] FILE\n"
"  aftersales-followup record --outcome=OUTCOME [--note=TEXT] [--as-of=DATE] ID\n"
"\n"
"Commands:\n"
"  generate                 make the tasks of a day and of the days missed before it\n"
"  list                     show the tasks to call\n"
"  export                   write them as CSV to FILE, or to standard output if FILE is -\n"
"  record                   record the outcome of a call\n"
"\n"
"Options:\n"
"      --as-of=DATE         the day (default: today in the database's time zone)\n"
"      --dealer=CODE        tasks of one station (default: all)\n"
"      --outcome=OUTCOME    reached, no_answer, refused, wrong_number, empty_number or cannot_reach\n"
"      --note=TEXT          what was said\n"
AS_CONNECT_HELP;

/* values of the long options that have no letter; bits say which a command takes */
enum
{
	OPT_AS_OF = 256,
	OPT_DEALER,
	OPT_OUTCOME,
	OPT_NOTE
};
#define TAKES(option) (1 << ((option) - OPT_AS_OF))

typedef struct Command
{
	const char *name;
	const char *operand;		/* name of its operand, NULL: none */
	int			options;
	void		(*run) (PGconn *conn, const FollowupOptions *options);
} Command;

static const Command commands[] = {
	{"generate", NULL, TAKES(OPT_AS_OF), followup_generate},
	{"list", NULL, TAKES(OPT_AS_OF) | TAKES(OPT_DEALER), followup_list},
	{"export", "FILE", TAKES(OPT_AS_OF) | TAKES(OPT_DEALER), followup_export},
	{"record", "ID", TAKES(OPT_AS_OF) | TAKES(OPT_OUTCOME) | TAKES(OPT_NOTE), followup_record},
};

static const struct option long_options[] = {
	{"as-of", required_argument, NULL, OPT_AS_OF},
	{"dealer", required_argument, NULL, OPT_DEALER},
	{"outcome", required_argument, NULL, OPT_OUTCOME},
	{"note", required_argument, NULL, OPT_NOTE},
	AS_CONNECT_LONG,
	{NULL, 0, NULL, 0}
};

static const Command *
find_command(const char *name)
{
	for (int i = 0; i < lengthof(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	pg_log_error("unknown command \"%s\"", name);
	as_usage_error();
}

/* Reads the options into options and params; returns the set of those given, as TAKES() bits. */
static int
read_options(int argc, char **argv, FollowupOptions *options, ConnParams *params)
{
	const char **const targets[] = {&options->as_of, &options->dealer, &options->outcome, &options->note};
	int			given = 0;
	int			c;

	while ((c = getopt_long(argc, argv, AS_CONNECT_SHORT, long_options, NULL)) != -1)
	{
		if (c >= OPT_AS_OF)
		{
			*targets[c - OPT_AS_OF] = optarg;
			given |= TAKES(c);
		}
		else if (!as_connect_option(params, c, optarg))
			as_usage_error();
	}
	return given;
}

/* Complains about options and operands that the command does not take or lacks. */
static void
check_usage(const Command *command, int given, int operands)
{
	for (const struct option *option = long_options; option->val >= OPT_AS_OF; option++)
	{
		if (given & TAKES(option->val) & ~command->options)
		{
			pg_log_error("command \"%s\" has no option --%s", command->name, option->name);
			as_usage_error();
		}
	}
	if (operands != (command->operand != NULL))
	{
		if (command->operand)
			pg_log_error("command \"%s\" needs one %s", command->name, command->operand);
		else
			pg_log_error("command \"%s\" takes no operand", command->name);
		as_usage_error();
	}
	if ((command->options & TAKES(OPT_OUTCOME)) && !(given & TAKES(OPT_OUTCOME)))
	{
		pg_log_error("command \"%s\" needs --outcome", command->name);
		as_usage_error();
	}
}

int
main(int argc, char **argv)
{
	FollowupOptions options = {0};
	ConnParams	params = {0};
	const Command *command;
	int			given;
	PGconn	   *conn;

	as_start(argc, argv, help);
	given = read_options(argc, argv, &options, &params);
	if (optind == argc)
	{
		pg_log_error("no command given");
		as_usage_error();
	}
	command = find_command(argv[optind]);
	check_usage(command, given, argc - optind - 1);
	options.operand = argv[optind + 1];

	conn = as_connect(&params);
	/* "today" is that of the database or the user, not the UTC of the programs' sessions */
	as_command(conn, "RESET TimeZone");
	command->run(conn, &options);
	PQfinish(conn);
	return AS_DONE;
}
