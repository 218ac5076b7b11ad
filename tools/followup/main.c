/*-------------------------------------------------------------------------
 *
 * main.c
 *		aftersales-followup: makes, shares out, shows and exports follow-up
 *		lists, takes outcomes back and accounts for personal data. The rules
 *		are in the database; see sql/schema/functions.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include "getopt_long.h"
#include "input.h"
#include "list_file.h"

static const char help[] =
"aftersales-followup makes the lists of follow-up calls and records their outcomes.\n"
"\n"
"Usage:\n"
"  aftersales-followup generate [--as-of=DATE] [--wait]\n"
"  aftersales-followup assign [--as-of=DATE] [--dealer=CODE]\n"
"  aftersales-followup list [--as-of=DATE] [--dealer=CODE] [--reveal=PURPOSE]\n"
"  aftersales-followup export [--as-of=DATE] [--dealer=CODE] [--reveal=PURPOSE]\n"
"                      [--encoding=NAME] [--by-person] FILE\n"
"  aftersales-followup import [--as-of=DATE] [--encoding=NAME] [--partial] [--dry-run] FILE\n"
"  aftersales-followup record --outcome=OUTCOME [--as-of=DATE] [--note=TEXT]\n"
"                      [--dissatisfied] [--recommend=N] [--satisfaction=N]\n"
"                      [--loss-reason=TEXT] [--recoverable=yes|no] ID\n"
"  aftersales-followup status [--as-of=DATE] [--dealer=CODE]\n"
"  aftersales-followup explain ID\n"
"  aftersales-followup calendar load [--encoding=NAME] FILE\n"
"  aftersales-followup privacy report [--as-of=DATE]\n"
"  aftersales-followup privacy purge --before=DATE [--dry-run]\n"
"\n"
"Commands:\n"
"  generate                 make the tasks of a day and of the days missed before it\n"
"  assign                   share them out among the people on duty\n"
"  list                     show the tasks to call\n"
"  export                   write them to FILE: a workbook if its name ends in .xlsx,\n"
"                           else CSV; to standard output if FILE is -\n"
"  import                   record the outcomes filled into an exported file\n"
"  record                   record the outcome of a call\n"
"  status                   what is open, late and done, by person; coverage of visits\n"
"  explain                  why a task is there, on its day, with its person\n"
"  calendar load            replace the holidays and make-up workdays of the years in FILE\n"
"  privacy report           personal data held, consents, accesses\n"
"  privacy purge            remove names and numbers of those not seen since a day\n"
"\n"
"Options:\n"
"      --as-of=DATE         the day, like 2026-07-01 (default: today at the stations)\n"
"      --before=DATE        the day\n"
"      --by-person          a sheet for each person, in a workbook\n"
"      --dealer=CODE        tasks of one station (default: all)\n"
"      --dissatisfied       the customer was not satisfied: opens a complaint\n"
"      --dry-run            change nothing, tell what would be done\n"
"      --encoding=NAME      of a CSV file: UTF-8 (default, with byte order mark) or GB18030;\n"
"                           of a file read: found out unless given\n"
"      --loss-reason=TEXT   why the customer went away\n"
"      --note=TEXT          what was said\n"
"      --outcome=OUTCOME    接通 reached, 未接 no_answer, 拒绝 refused, 空号 empty_number,\n"
"                           错号 wrong_number or 无法接通 cannot_reach; either word will do\n"
"      --partial            keep the good rows of a file with bad ones\n"
"      --recommend=N        would recommend the station, 0 to 10\n"
"      --recoverable=yes|no whether the customer may be won back\n"
"      --reveal=PURPOSE     names, numbers and plates unmasked; the database logs who, when and what for\n"
"      --satisfaction=N     satisfaction, 0 to 100\n"
"      --wait               wait for another run instead of leaving with exit code 6\n"
AS_CONNECT_HELP;

/* getopt_long() gives an option as OPT_FIRST + its FollowupOption */
#define OPT_FIRST 256

static const struct option long_options[] = {
	{"as-of", required_argument, NULL, OPT_FIRST + OPT_AS_OF},
	{"before", required_argument, NULL, OPT_FIRST + OPT_BEFORE},
	{"by-person", no_argument, NULL, OPT_FIRST + OPT_BY_PERSON},
	{"dealer", required_argument, NULL, OPT_FIRST + OPT_DEALER},
	{"dissatisfied", no_argument, NULL, OPT_FIRST + OPT_DISSATISFIED},
	{"dry-run", no_argument, NULL, OPT_FIRST + OPT_DRY_RUN},
	{"encoding", required_argument, NULL, OPT_FIRST + OPT_ENCODING},
	{"loss-reason", required_argument, NULL, OPT_FIRST + OPT_LOSS_REASON},
	{"note", required_argument, NULL, OPT_FIRST + OPT_NOTE},
	{"outcome", required_argument, NULL, OPT_FIRST + OPT_OUTCOME},
	{"partial", no_argument, NULL, OPT_FIRST + OPT_PARTIAL},
	{"recommend", required_argument, NULL, OPT_FIRST + OPT_RECOMMEND},
	{"recoverable", required_argument, NULL, OPT_FIRST + OPT_RECOVERABLE},
	{"reveal", required_argument, NULL, OPT_FIRST + OPT_REVEAL},
	{"satisfaction", required_argument, NULL, OPT_FIRST + OPT_SATISFACTION},
	{"wait", no_argument, NULL, OPT_FIRST + OPT_WAIT},
	AS_CONNECT_LONG,
	{NULL, 0, NULL, 0}
};

#define BIT(option) (1 << (option))
#define ADMIN "aftersales_admin"
#define ADMIN_OR_STATION "aftersales_admin or of the station's own"
#define READER "aftersales_reader"
#define ANSWERS (BIT(OPT_DISSATISFIED) | BIT(OPT_LOSS_REASON) | BIT(OPT_RECOMMEND) | BIT(OPT_RECOVERABLE) | BIT(OPT_SATISFACTION))

typedef struct Command
{
	const char *name;			/* of one word or two */
	const char *operand;		/* name of its operand, NULL: none */
	int			takes;			/* BIT()s of its options */
	int			needs;			/* those it cannot do without */
	const char *role;			/* whose members may run it */
	AsExit		(*run) (PGconn *conn, const FollowupOptions *options);
} Command;

static const Command commands[] = {
	{"generate", NULL, BIT(OPT_AS_OF) | BIT(OPT_WAIT), 0, ADMIN, followup_generate},
	{"assign", NULL, BIT(OPT_AS_OF) | BIT(OPT_DEALER), 0, ADMIN_OR_STATION, followup_assign},
	{"list", NULL, BIT(OPT_AS_OF) | BIT(OPT_DEALER) | BIT(OPT_REVEAL), 0, READER, followup_list},
	{"export", "FILE", BIT(OPT_AS_OF) | BIT(OPT_DEALER) | BIT(OPT_REVEAL) | BIT(OPT_ENCODING) | BIT(OPT_BY_PERSON), 0, READER, followup_export},
	{"import", "FILE", BIT(OPT_AS_OF) | BIT(OPT_ENCODING) | BIT(OPT_PARTIAL) | BIT(OPT_DRY_RUN), 0, ADMIN_OR_STATION, followup_import},
	{"record", "ID", BIT(OPT_AS_OF) | BIT(OPT_OUTCOME) | BIT(OPT_NOTE) | ANSWERS, BIT(OPT_OUTCOME), ADMIN_OR_STATION, followup_record},
	{"status", NULL, BIT(OPT_AS_OF) | BIT(OPT_DEALER), 0, READER, followup_status},
	{"explain", "ID", 0, 0, READER, followup_explain},
	{"calendar load", "FILE", BIT(OPT_ENCODING), 0, ADMIN, followup_calendar_load},
	{"privacy report", NULL, BIT(OPT_AS_OF), 0, ADMIN, followup_privacy_report},
	{"privacy purge", NULL, BIT(OPT_BEFORE) | BIT(OPT_DRY_RUN), BIT(OPT_BEFORE), ADMIN, followup_privacy_purge},
};

/* Reads the options into options and params; returns the set of those given, as BIT()s. */
static int
read_options(int argc, char **argv, FollowupOptions *options, ConnParams *params)
{
	int			given = 0;
	int			c;

	while ((c = getopt_long(argc, argv, AS_CONNECT_SHORT, long_options, NULL)) != -1)
	{
		if (c >= OPT_FIRST)
		{
			options->given[c - OPT_FIRST] = optarg ? optarg : "true";
			given |= BIT(c - OPT_FIRST);
		}
		else if (!as_connect_option(params, c, optarg))
			as_usage_error();
	}
	return given;
}

/* What options and operands say, but those that are text */
static const CellType *const option_types[OPT_COUNT] = {
	[OPT_AS_OF] = &fill_columns[FILL_TRIED_ON].type,
	[OPT_BEFORE] = &fill_columns[FILL_TRIED_ON].type,
	[OPT_OUTCOME] = &fill_columns[FILL_OUTCOME].type,
	[OPT_RECOMMEND] = &fill_columns[FILL_RECOMMEND].type,
	[OPT_RECOVERABLE] = &fill_columns[FILL_RECOVERABLE].type,
	[OPT_SATISFACTION] = &fill_columns[FILL_SATISFACTION].type,
};

/* The form of the database for what the user gave; ends the program if it says nothing. */
static const char *
read_value(const char *name, const CellType *type, const char *text)
{
	CellFault	fault;
	char	   *value = cell_read(type, text, &fault);

	if (value)
		return value;
	pg_log_error("%s \"%s\" %s", name, text, fault.message);
	as_usage_error();
}

static void
read_values(const Command *command, FollowupOptions *options)
{
	for (const struct option *option = long_options; option->val >= OPT_FIRST; option++)
	{
		int			i = option->val - OPT_FIRST;

		if (options->given[i] && option_types[i])
			options->given[i] = read_value(psprintf("--%s", option->name), option_types[i], options->given[i]);
	}
	if (command->operand && strcmp(command->operand, "ID") == 0)
		options->operand = read_value("ID", &list_column("follow_up")->type, options->operand);
	if (options->given[OPT_ENCODING] && !input_encoding_known(options->given[OPT_ENCODING]))
	{
		pg_log_error("encoding \"%s\" is not known", options->given[OPT_ENCODING]);
		as_usage_error();
	}
}

/* The command that the words begin with; passes over its words. */
static const Command *
find_command(char ***words)
{
	char	   *first = (*words)[0];
	char	   *both;

	if (first == NULL)
	{
		pg_log_error("no command given");
		as_usage_error();
	}
	both = (*words)[1] ? psprintf("%s %s", first, (*words)[1]) : first;
	for (int i = 0; i < lengthof(commands); i++)
	{
		bool		two = strchr(commands[i].name, ' ') != NULL;

		if (strcmp(commands[i].name, two ? both : first) == 0)
		{
			*words += two ? 2 : 1;
			return &commands[i];
		}
	}
	pg_log_error("unknown command \"%s\"", first);
	as_usage_error();
}

/* Complains about options and operands that the command does not take or lacks. */
static void
check_usage(const Command *command, int given, char **operands)
{
	for (const struct option *option = long_options; option->val >= OPT_FIRST; option++)
	{
		int			bit = BIT(option->val - OPT_FIRST);

		if (given & bit & ~command->takes)
			pg_log_error("command \"%s\" has no option --%s", command->name, option->name);
		else if (command->needs & bit & ~given)
			pg_log_error("command \"%s\" needs --%s", command->name, option->name);
		else
			continue;
		as_usage_error();
	}
	if (command->operand ? operands[0] == NULL || operands[1] != NULL : operands[0] != NULL)
	{
		if (command->operand)
			pg_log_error("command \"%s\" needs one %s", command->name, command->operand);
		else
			pg_log_error("command \"%s\" takes no operand", command->name);
		as_usage_error();
	}
}

int
main(int argc, char **argv)
{
	FollowupOptions options = {0};
	ConnParams	params = {0};
	const Command *command;
	char	  **words;
	int			given;
	PGconn	   *conn;
	AsExit		outcome;

	as_start(argc, argv, help);
	given = read_options(argc, argv, &options, &params);
	words = argv + optind;
	command = find_command(&words);
	check_usage(command, given, words);
	options.operand = words[0];
	read_values(command, &options);

	as_needed_role = options.given[OPT_REVEAL] ? "aftersales_revealer" : command->role;
	conn = as_connect(&params);
	/* "today" is that of the database or the user, not the UTC of the programs' sessions */
	as_command(conn, "RESET TimeZone");
	if (options.given[OPT_DEALER])
		followup_check_station(conn, options.given[OPT_DEALER]);
	outcome = command->run(conn, &options);
	PQfinish(conn);
	return as_finish(outcome);
}
