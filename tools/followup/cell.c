/*-------------------------------------------------------------------------
 *
 * cell.c
 *		See cell.h.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "calendar.h"
#include "cell.h"
#include "clean.h"
#include "common/logging.h"
#include "parse.h"
#include "pqexpbuffer.h"

#define FIRST_YEAR 1990			/* of days in tables */
#define LAST_YEAR 2089
#define MAX_DIGITS 18			/* of a number that fits into int64 */

const CellWord cell_yes_no[] = {{"是", "true"}, {"否", "false"}, {NULL, NULL}};

static char *
fail(CellFault *fault, const char *code, const char *message)
{
	*fault = (CellFault) {code, message};
	return NULL;
}

static bool
equal(CsvField text, const char *word)
{
	return text.length == strlen(word) && pg_strncasecmp(text.text, word, text.length) == 0;
}

/* The words to choose from: for each value the first. */
static char *
list_words(const CellWord *words)
{
	PQExpBufferData text;

	initPQExpBuffer(&text);
	for (const CellWord *word = words; word->word; word++)
	{
		const CellWord *first = words;

		while (strcmp(first->value, word->value) != 0)
			first++;
		if (first == word)
			appendPQExpBuffer(&text, "%s%s (%s)", text.len > 0 ? ", " : "", word->word, word->value);
	}
	if (PQExpBufferDataBroken(text))
		pg_fatal("out of memory");
	return text.data;
}

static char *
read_word(const CellType *type, CsvField text, CellFault *fault)
{
	for (const CellWord *word = type->words; word->word; word++)
		if (equal(text, word->word) || equal(text, word->value))
			return pg_strdup(word->value);
	return fail(fault, "22P02", psprintf("is none of %s", list_words(type->words)));
}

static char *
read_yes_no(CsvField text, CellFault *fault)
{
	bool		value;

	if (!parse_boolean(text.text, text.length, &value))
		return fail(fault, "22P02", "is neither 是 (yes) nor 否 (no)");
	return pg_strdup(value ? "true" : "false");
}

static char *
read_day(CsvField text, CellFault *fault)
{
	int32		day;
	int			month;
	ParseStatus status = parse_date(text.text, text.length, &day);

	if (status == PARSE_FORM)
		return fail(fault, "22007", "is not a day like 2026-07-01");
	if (status == PARSE_RANGE)
		return fail(fault, "22008", "is no day of the calendar");
	month = aftersales_month_of_day(day);
	if (month / 12 < FIRST_YEAR || month / 12 > LAST_YEAR)
		return fail(fault, "22008", "is no day of the years 1990 to 2089");
	return psprintf("%04d-%02d-%02d", month / 12, month % 12 + 1, day - aftersales_first_day(month) + 1);
}

static char *
read_number(const CellType *type, CsvField text, CellFault *fault)
{
	char		number[PARSE_NUMBER_SIZE];
	int			length = Max(parse_number(text.text, text.length, number), 0);
	char	   *dot;

	number[length] = '\0';
	dot = strchr(number, '.');
	if (dot && dot[strspn(dot, ".0")] == '\0')
		*dot = '\0';
	length = strlen(number);
	if (length == 0 || length > MAX_DIGITS || strspn(number, "0123456789") < length)
		return fail(fault, "22P02", "is not a whole number");
	if (strtoll(number, NULL, 10) > type->max)
		return fail(fault, "22003", psprintf("is not a number from 0 to " INT64_FORMAT, type->max));
	return pg_strdup(number);
}

char *
cell_read(const CellType *type, const char *text, CellFault *fault)
{
	CsvField	field = {text, strlen(text)};
	char	   *room;
	char	   *value;

	if (type->kind == CELL_TEXT)
		return pg_strdup(text);
	room = pg_malloc(field.length + 1);
	field = clean_code(field, room);
	switch (type->kind)
	{
		case CELL_WORD:
			value = read_word(type, field, fault);
			break;
		case CELL_YES_NO:
			value = read_yes_no(field, fault);
			break;
		case CELL_DAY:
			value = read_day(field, fault);
			break;
		case CELL_NUMBER:
			value = read_number(type, field, fault);
			break;
		default:
			pg_unreachable();
	}
	pg_free(room);
	return value;
}

const char *
cell_show(const CellType *type, const char *value)
{
	for (const CellWord *word = type->words; word && word->word; word++)
		if (strcmp(word->value, value) == 0)
			return word->word;
	return value;
}
