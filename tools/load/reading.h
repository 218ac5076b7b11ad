/*-------------------------------------------------------------------------
 *
 * reading.h
 *		Options that say how files are read and checked.
 *
 *-------------------------------------------------------------------------
 */
#ifndef READING_H
#define READING_H

#include "load.h"

/* for getopt_long() and for the text of --help */
enum
{
	READING_AS_OF = 512,
	READING_ENCODING,
	READING_RULE,
	READING_RULES,
	READING_SHEET
};
#define READING_LONG \
	{"as-of", required_argument, NULL, READING_AS_OF}, \
	{"encoding", required_argument, NULL, READING_ENCODING}, \
	{"map", required_argument, NULL, 'm'}, \
	{"rule", required_argument, NULL, READING_RULE}, \
	{"rules", no_argument, NULL, READING_RULES}, \
	{"sheet", required_argument, NULL, READING_SHEET}
#define READING_HELP \
	"\nReading and checking:\n" \
	"      --as-of=DATE         days after DATE lie in the future (default: today)\n" \
	"      --encoding=NAME      encoding of the files (default: found out)\n" \
	"  -m, --map=FILE           take columns, constants and words as FILE says\n" \
	"      --rule=NAME=off|warning|reject\n" \
	"                           what a rule does to rows that break it\n" \
	"      --rules              list the rules, then exit\n" \
	"      --sheet=NAME         sheet of .xlsx files (default: the first)\n"

/* Takes one option of getopt_long(); false if it is none of these. Exits after --rules and after a wrong value. */
extern bool reading_option(LoadOptions *options, int option, const char *argument);

#endif							/* READING_H */
