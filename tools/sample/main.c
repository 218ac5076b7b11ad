/*
 * main.c
 *		aftersales-sample: writes a made-up network of stations as CSV files, one for each table, to try and to measure
 *		the system with. The same options give the same bytes on every machine.
 *
 * Names, companies and models are invented. Phone numbers begin with 154, a prefix no operator has; VINs with LZZ.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calendar.h"
#include "sample.h"

static const char usage[] =
"aftersales-sample writes a made-up network of stations as CSV files.\n"
"\n"
"Usage:\n"
"  aftersales-sample [OPTION]... DIR\n"
"\n"
"Options:\n"
"  --stations=N     stations, beside one depot (default 3)\n"
"  --vehicles=N     vehicles (default 200)\n"
"  --parts=N        parts; the first 13 are a fixed catalogue (default 13)\n"
"  --months=N       months of visits (default 24)\n"
"  --end=DATE       the day the sample is made for; visits come before it (default 2026-07-01)\n"
"  --seed=N         another number gives another network (default 1)\n"
"  -V, --version    output version information, then exit\n"
"  -?, --help       show this help, then exit\n";

/* Text to standard output, then exit. */
static void
show(const char *text)
{
	if (fputs(text, stdout) != EOF && fflush(stdout) == 0)
		exit(0);
	fprintf(stderr, "aftersales-sample: error: could not write to standard output\n");
	exit(4);
}

static void
usage_error(const char *message, const char *argument)
{
	fprintf(stderr, "aftersales-sample: error: %s \"%s\"\n", message, argument);
	fprintf(stderr, "aftersales-sample: hint: Try \"aftersales-sample --help\" for more information.\n");
	exit(1);
}

/* An option's value from low to high. */
static int
option_number(const char *name, const char *argument, int low, int high)
{
	char	   *end;
	long		value;

	errno = 0;
	value = strtol(argument, &end, 10);
	if (end == argument || *end != '\0' || errno != 0)
		usage_error("not a number:", argument);
	if (value < low || value > high)
	{
		fprintf(stderr, "aftersales-sample: error: --%s must be from %d to %d\n", name, low, high);
		exit(1);
	}
	return (int) value;
}

static uint64_t
option_seed(const char *argument)
{
	char	   *end;
	uint64_t	value;

	errno = 0;
	value = strtoull(argument, &end, 10);
	if (argument[0] < '0' || argument[0] > '9' || *end != '\0' || errno != 0)
		usage_error("not a seed:", argument);
	return value;
}

static void
parse_options(int argc, char **argv, Sample *sample)
{
	static const struct option options[] = {
		{"stations", required_argument, NULL, 's'},
		{"vehicles", required_argument, NULL, 'v'},
		{"parts", required_argument, NULL, 'p'},
		{"months", required_argument, NULL, 'm'},
		{"end", required_argument, NULL, 'e'},
		{"seed", required_argument, NULL, 'r'},
		{"version", no_argument, NULL, 'V'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0}
	};
	int			option;

	/* getopt_long() does not tell it from an option that is not known */
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "-?") == 0)
			show(usage);
	while ((option = getopt_long(argc, argv, "V", options, NULL)) != -1)
		switch (option)
		{
			case 's':
				sample->stations = option_number("stations", optarg, 1, 999);
				break;
			case 'v':
				sample->vehicles = option_number("vehicles", optarg, 1, MAX_VEHICLES);
				break;
			case 'p':
				sample->parts = option_number("parts", optarg, CATALOGUE_PARTS, 1000000);
				break;
			case 'm':
				sample->months = option_number("months", optarg, 1, 120);
				break;
			case 'e':
				if (!day_parse(optarg, &sample->end))
					usage_error("not a date (YYYY-MM-DD):", optarg);
				break;
			case 'r':
				sample->seed = option_seed(optarg);
				break;
			case 'V':
				show("aftersales-sample (aftersales) " VERSION "\n");
				break;
			case 'h':
				show(usage);
				break;
			default:
				exit(1);
		}
	if (argc - optind != 1)
		usage_error(optind == argc ? "missing argument" : "too many arguments, the second is", optind == argc ? "DIR" : argv[optind + 1]);
	sample->directory = argv[optind];
	sample->start = day_add_months(sample->end, -sample->months);
}

int
main(int argc, char **argv)
{
	Sample		sample = {
		.stations = 3,
		.vehicles = 200,
		.parts = CATALOGUE_PARTS,
		.months = 24,
		.end = day_of(2026, 7, 1),
		.seed = 1,
	};

	parse_options(argc, argv, &sample);
	if (mkdir(sample.directory, 0777) != 0 && errno != EEXIST)
	{
		fprintf(stderr, "aftersales-sample: error: could not create directory \"%s\": %s\n", sample.directory, strerror(errno));
		return 4;
	}
	write_dealers(&sample);
	write_staff(&sample);
	write_workdays(&sample);
	write_models(&sample);
	write_parts(&sample);
	write_stock(&sample);
	write_purchase_orders(&sample);
	write_counter_sales(&sample);
	write_lost_sales(&sample);
	write_vehicles(&sample);
	return 0;
}
