/*-------------------------------------------------------------------------
 *
 * reading.c
 *		See reading.h.
 *
 *-------------------------------------------------------------------------
 */
#include "reading.h"

#include "parse.h"
#include "row.h"

static void
set_as_of(const char *date)
{
	int32		day;

	if (parse_date_as(date, strlen(date), "YYYY-MM-DD", &day) != PARSE_OK)
	{
		pg_log_error("--as-of needs a date like 2026-07-01");
		as_usage_error();
	}
	row_set_today(day);
}

/* The encoding, which must be known. */
static const char *
known_encoding(const char *name)
{
	if (!input_encoding_known(name))
	{
		pg_log_error("unknown encoding \"%s\"", name);
		as_usage_error();
	}
	return name;
}

bool
reading_option(LoadOptions *options, int option, const char *argument)
{
	switch (option)
	{
		case READING_AS_OF:
			set_as_of(argument);
			return true;
		case READING_ENCODING:
			options->input.encoding = known_encoding(argument);
			return true;
		case READING_RULE:
			if (!rule_set(argument))
				as_usage_error();
			return true;
		case READING_RULES:
			rule_list();
			exit(as_finish(AS_DONE));
		case READING_SHEET:
			options->input.sheet = argument;
			return true;
		case 'm':
			options->map = map_read(argument);
			if (options->map == NULL)
				as_usage_error();
			return true;
		default:
			return false;
	}
}
