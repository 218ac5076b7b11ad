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
"      --as-of=DATE         the day (default: today in the database's time zone)\n"
"      --before=DATE        the day\n"
"      --by-person          a sheet for each person, in a workbook\n"
"      --dealer=CODE        tasks of one station (default: all)\n"
"      --dissatisfied       the customer was not satisfied: opens a complaint\n"
"      --dry-run            change nothing, tell what would be done\n"
"      --encoding=NAME      of a CSV file: UTF-8 (default, with byte order mark) or GB18030;\n"
"                           of a file read: found out unless given\n"
"      --loss-reason=TEXT   why the customer went away\n"
"      --note=TEXT          what was said\n"
"      --outcome=OUTCOME    reached, no_answer, refused, wrong_number, empty_number or cannot_reach\n"
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
#define ANSWERS (BIT(OPT_DISSATISFIED) | BIT(OPT_LOSS_REASON) | BIT(OPT_RECOMMEND) | BIT(OPT_RECOVERABLE) | BIT(OPT_SATISFACTION))

typedef struct Command
{
	const char *name;			/* of one word or two */
	const char *operand;		/* name of its operand, NULL: none */
	int			takes;			/* BIT()s of its options */
	int			needs;			/* those it cannot do without */
	AsExit		(*run) (PGconn *conn, const FollowupOptions *options);
} Command;

static const Command commands[] = {
	{"generate", NULL, BIT(OPT_AS_OF) | BIT(OPT_WAIT), 0, followup_generate},
	{"assign", NULL, BIT(OPT_AS_OF) | BIT(OPT_DEALER), 0, followup_assign},
	{"list", NULL, BIT(OPT_AS_OF) | BIT(OPT_DEALER) | BIT(OPT_REVEAL), 0, followup_list},
	{"export", "FILE", BIT(OPT_AS_OF) | BIT(OPT_DEALER) | BIT(OPT_REVEAL) | BIT(OPT_ENCODING) | BIT(OPT_BY_PERSON), 0, followup_export},
	{"import", "FILE", BIT(OPT_AS_OF) | BIT(OPT_ENCODING) | BIT(OPT_PARTIAL) | BIT(OPT_DRY_RUN), 0, followup_import},
	{"record", "ID", BIT(OPT_AS_OF) | BIT(OPT_OUTCOME) | BIT(OPT_NOTE) | ANSWERS, BIT(OPT_OUTCOME), followup_record},
	{"status", NULL, BIT(OPT_AS_OF) | BIT(OPT_DEALER), 0, followup_status},
	{"explain", "ID", 0, 0, followup_explain},
	{"calendar load", "FILE", BIT(OPT_ENCODING), 0, followup_calendar_load},
	{"privacy report", NULL, BIT(OPT_AS_OF), 0, followup_privacy_report},
	{"privacy purge", NULL, BIT(OPT_BEFORE) | BIT(OPT_DRY_RUN), BIT(OPT_BEFORE), followup_privacy_purge},
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

	conn = as_connect(&params);
	/* "today" is that of the database or the user, not the UTC of the programs' sessions */
	as_command(conn, "RESET TimeZone");
	outcome = command->run(conn, &options);
	PQfinish(conn);
	return as_finish(outcome);
}
