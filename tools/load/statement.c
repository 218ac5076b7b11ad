/*-------------------------------------------------------------------------
 *
 * statement.c
 *		Expands the placeholders described in statement.h. Identifiers are
 *		quoted in table.c; values never get into a statement.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include "pqexpbuffer.h"
#include "statement.h"

#define MAX_WORDS 4

/* a load voids at the start of its transaction, so does taking it back, and its batch says when that was */
#define VOIDED_BY_LOAD \
	"t.voided_at IS NOT NULL AND EXISTS (SELECT 1 FROM aftersales.load_batch b WHERE b.load_batch = t.load_batch AND t.voided_at IN (b.loaded_at, b.undone_at))"

static const KeptRule kept_rules[] =
{
	{
		.table = "visit", .kept = "{part_demand,vehicle_history,vehicle_state}", .lock = "visit",
		.old_day = "t.opened_on", .day = "c.opened_on", .day_join = "", .day_columns = "dealer_code, opened_on",
		.days = "SELECT v.dealer_code, v.opened_on AS day FROM aftersales.visit v"
	},
	{
		.table = "visit_line", .kept = "{part_demand}", .lock = "visit",
		.old_day = "NULL::date", .day = "v.opened_on",
		.day_join = "JOIN aftersales.visit v ON v.dealer_code = c.dealer_code AND v.visit_no = c.visit_no",
		.day_columns = "dealer_code, visit_no",
		/* those without lines do no harm */
		.days = "SELECT v.dealer_code, v.opened_on AS day FROM aftersales.visit v"
	},
	{
		.table = "counter_sale", .kept = "{part_demand}", .lock = "counter_sale",
		.old_day = "t.sold_on", .day = "c.sold_on", .day_join = "", .day_columns = "dealer_code, sold_on",
		.days = "SELECT s.dealer_code, s.sold_on AS day FROM aftersales.counter_sale s"
	},
	{
		.table = "lost_sale", .kept = "{part_demand}", .lock = "lost_sale",
		.old_day = "t.asked_on", .day = "c.asked_on", .day_join = "", .day_columns = "dealer_code, asked_on",
		.days = "SELECT s.dealer_code, s.asked_on AS day FROM aftersales.lost_sale s"
	}
};

KeptRule
kept_rule(const Table *table)
{
	for (int i = 0; i < lengthof(kept_rules); i++)
		if (strcmp(kept_rules[i].table, table->name) == 0)
			return kept_rules[i];
	return (KeptRule) {
		.table = table->name, .lock = table->name,
		.old_day = "NULL::date", .day = "NULL::date", .day_join = ""
	};
}

static bool
is_listed(const char *list, const Table *table, const Mapper *mapper, const Column *column)
{
	if (strcmp(list, "all") == 0)
		return true;
	if (strcmp(list, "key") == 0)
		return column->key_place > 0;
	if (strcmp(list, "rest") == 0)
		return column->key_place == 0;
	if (strcmp(list, "set") == 0)
		return column->key_place > 0 && column->key_place <= table->set_columns;
	if (strcmp(list, "new") == 0)
		return column->key_place == 0 && mapper_gives(mapper, column);
	Assert(strcmp(list, "given") == 0);
	return mapper_gives(mapper, column);
}

/* Appends left.x middle right.x for each listed column x; no more than x for an empty left, nothing for a right of NULL. */
static int
append_each(PQExpBuffer out, const char *list, const Table *table, const Mapper *mapper,
			const char *separator, const char *left, const char *middle, const char *right)
{
	int			n = 0;

	for (int i = 0; i < table->ncolumns; i++)
	{
		const Column *column = &table->columns[i];

		if (!is_listed(list, table, mapper, column))
			continue;
		appendPQExpBufferStr(out, n++ > 0 ? separator : "");
		appendPQExpBuffer(out, "%s%s%s", left, *left ? "." : "", column->quoted);
		appendPQExpBufferStr(out, middle);
		if (right)
			appendPQExpBuffer(out, "%s.%s", right, column->quoted);
	}
	return n;
}

/* Every column as it will be once the file is loaded. */
static void
append_future(PQExpBuffer out, const Table *table, const Mapper *mapper, const char *first_key)
{
	for (int i = 0; i < table->ncolumns; i++)
	{
		const Column *column = &table->columns[i];

		appendPQExpBufferStr(out, i ? ", " : "");
		if (mapper_gives(mapper, column))
			appendPQExpBuffer(out, "s.%s", column->quoted);
		else if (column->default_expression)
			appendPQExpBuffer(out, "CASE WHEN t.%s IS NULL THEN %s ELSE t.%s END AS %s",
							  first_key, column->default_expression, column->quoted, column->quoted);
		else
			appendPQExpBuffer(out, "t.%s", column->quoted);
	}
}

static const char *
first_key(const Table *table)
{
	for (int i = 0; i < table->ncolumns; i++)
		if (table->columns[i].key_place == 1)
			return table->columns[i].quoted;
	pg_fatal("table \"%s\" has no key", table->name);
}

/* words[0] is the placeholder's name, the others are its arguments or empty. */
static void
append_placeholder(PQExpBuffer out, char *const *words, const Table *table, const Mapper *mapper)
{
	const char *name = words[0];
	KeptRule	kept = kept_rule(table);

	if (strcmp(name, "table") == 0)
		appendPQExpBufferStr(out, table->quoted);
	else if (strcmp(name, "columns") == 0)
		append_each(out, words[1], table, mapper, ", ", words[2], "", NULL);
	else if (strcmp(name, "match") == 0)
		append_each(out, words[1], table, mapper, " AND ", words[2], " = ", words[3]);
	else if (strcmp(name, "differ") == 0)
	{
		if (append_each(out, words[1], table, mapper, " OR ", words[2], " IS DISTINCT FROM ", words[3]) == 0)
			appendPQExpBufferStr(out, "false");
	}
	else if (strcmp(name, "assign") == 0)
		append_each(out, words[1], table, mapper, ", ", "", " = ", words[2]);
	else if (strcmp(name, "first_key") == 0)
		appendPQExpBufferStr(out, first_key(table));
	else if (strcmp(name, "future") == 0)
		append_future(out, table, mapper, first_key(table));
	else if (strcmp(name, "is_voided_by_load") == 0)
		appendPQExpBufferStr(out, table->voidable ? VOIDED_BY_LOAD : "false");
	else if (strcmp(name, "unvoid") == 0)
		appendPQExpBufferStr(out, table->voidable ? ", voided_at = NULL" : "");
	else if (strcmp(name, "old_day") == 0)
		appendPQExpBufferStr(out, kept.old_day);
	else if (strcmp(name, "day") == 0)
		appendPQExpBufferStr(out, kept.day);
	else if (strcmp(name, "day_join") == 0)
		appendPQExpBufferStr(out, kept.day_join);
	else if (strcmp(name, "day_columns") == 0)
		appendPQExpBufferStr(out, kept.day_columns);
	else if (strcmp(name, "days") == 0)
		appendPQExpBufferStr(out, kept.days);
	else
		pg_fatal("unknown placeholder \"%s\"", name);
}

char *
statement_make(const char *sql, const Table *table, const Mapper *mapper)
{
	PQExpBufferData out;
	const char *brace;

	initPQExpBuffer(&out);
	for (; (brace = strchr(sql, '{')) != NULL; sql = strchr(brace, '}') + 1)
	{
		char	   *text = pnstrdup(brace + 1, strchr(brace, '}') - brace - 1);
		char	   *rest = text;
		char	   *words[MAX_WORDS];

		for (int i = 0; i < MAX_WORDS; i++)
		{
			words[i] = strsep(&rest, " ");
			if (words[i] == NULL)
				words[i] = "";
		}
		appendBinaryPQExpBuffer(&out, sql, brace - sql);
		append_placeholder(&out, words, table, mapper);
		pg_free(text);
	}
	appendPQExpBufferStr(&out, sql);
	if (PQExpBufferDataBroken(out))
		pg_fatal("out of memory");
	return out.data;
}
