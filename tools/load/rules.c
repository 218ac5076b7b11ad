/*-------------------------------------------------------------------------
 *
 * rules.c
 *		The table of rules, and which columns they are for.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "catalog/pg_type_d.h"
#include "common/logging.h"
#include "rules.h"

/* in the order of RuleId */
static CheckRule rules[RULE_COUNT] =
{
	{"cell_error", SEVERITY_REJECT, "every column", "holds an error of a spreadsheet (#N/A, #REF! ...)"},
	{"digits_lost", SEVERITY_REJECT, "codes, phones", "is a number like 1.38123E+10 whose last digits a spreadsheet has dropped"},
	{"vin_format", SEVERITY_REJECT, "vehicle.vin", "is no VIN: 17 digits and letters without I, O and Q"},
	{"vin_check_digit", SEVERITY_WARNING, "vehicle.vin", "the ninth character of the VIN is not its check digit"},
	{"plate", SEVERITY_WARNING, "vehicle.plate", "is no usual number plate"},
	{"phone", SEVERITY_WARNING, "customer.phone", "is no phone number"},
	{"future_date", SEVERITY_REJECT, "days of visits, sales, movements, orders, counts, consents, complaints, recall work", "lies in the future"},
	{"odometer_range", SEVERITY_WARNING, "visit.odometer", "is more than 2000000 km"},
	{"odometer_falls", SEVERITY_REJECT, "visit.odometer", "is less than at an earlier visit of the vehicle"},
	{"quantity_range", SEVERITY_WARNING, "quantities", "is more than 100000"},
	{"price_range", SEVERITY_WARNING, "prices, costs, amounts", "is more than 1000000"},
};

/* What the database keeps itself, by the code that a rejected row has then. */
static const struct
{
	const char *code;
	const char *columns;
	const char *message;
}			constraints[] =

{
	{"22xxx", "every column", "is no number, date, yes or no, too long, too large or not in the file's encoding"},
	{"23502", "required columns", "is empty"},
	{"23503", "codes of dealers, parts, vehicles, visits ...", "is not known (--create-missing adds what is missing)"},
	{"23505", "keys", "is there already, in the file (21000) or the table; 23P01: periods overlap"},
	{"23514", "kinds, days, amounts ...", "is none of the words or not in the range that the table allows"},
};

/* in the order of Severity */
static const char *const severities[] = {"off", "warning", "reject"};

/* A name of a table that is NULL stands for every table. */
static const struct
{
	const char *table;
	const char *column;
	ColumnKind	kind;
}			kinds[] =

{
	{"vehicle", "vin", KIND_VIN},
	{"vehicle", "plate", KIND_PLATE},
	{"customer", "phone", KIND_PHONE},
	{"visit", "opened_on", KIND_FACT_DATE},
	{"visit", "closed_on", KIND_FACT_DATE},
	{"counter_sale", "sold_on", KIND_FACT_DATE},
	{"lost_sale", "asked_on", KIND_FACT_DATE},
	{"stock_movement", "moved_on", KIND_FACT_DATE},
	{"stock_count", "counted_on", KIND_FACT_DATE},
	{"purchase_order", "ordered_on", KIND_FACT_DATE},
	{"consent", "recorded_on", KIND_FACT_DATE},
	{"complaint", "opened_on", KIND_FACT_DATE},
	{"complaint", "responded_on", KIND_FACT_DATE},
	{"complaint", "closed_on", KIND_FACT_DATE},
	{"recall_vehicle", "done_on", KIND_FACT_DATE},
	{"visit", "odometer", KIND_ODOMETER},
	{NULL, "quantity", KIND_QUANTITY},
	{NULL, "quantity_filled", KIND_QUANTITY},
	{NULL, "on_hand", KIND_QUANTITY},
	{NULL, "counted", KIND_QUANTITY},
	{NULL, "received", KIND_QUANTITY},
	{NULL, "unit_price", KIND_PRICE},
	{NULL, "unit_cost", KIND_PRICE},
	{NULL, "amount", KIND_PRICE},
	{"part", "price", KIND_PRICE},
	{"part", "cost", KIND_PRICE}
};

const CheckRule *
rule_get(RuleId id)
{
	return &rules[id];
}

bool
rule_set(const char *setting)
{
	const char *equals = strchr(setting, '=');
	size_t		length = equals ? equals - setting : strlen(setting);

	for (int i = 0; i < RULE_COUNT; i++)
	{
		if (strlen(rules[i].name) != length || memcmp(rules[i].name, setting, length) != 0)
			continue;
		for (int s = 0; equals && s < lengthof(severities); s++)
			if (strcmp(equals + 1, severities[s]) == 0)
			{
				rules[i].severity = s;
				return true;
			}
		pg_log_error("rule \"%s\" may be off, warning or reject", rules[i].name);
		return false;
	}
	for (int i = 0; i < lengthof(constraints); i++)
		if (strncmp(constraints[i].code, setting, length) == 0)
		{
			pg_log_error("rule \"%s\" is kept by the database and cannot be switched", constraints[i].code);
			return false;
		}
	pg_log_error("there is no rule \"%.*s\"", (int) length, setting);
	pg_log_error_hint("--rules lists them.");
	return false;
}

void
rule_list(void)
{
	for (int i = 0; i < RULE_COUNT; i++)
		printf("%-16s %-8s %s: %s\n", rules[i].name, severities[rules[i].severity], rules[i].columns, rules[i].message);
	for (int i = 0; i < lengthof(constraints); i++)
		printf("%-16s %-8s %s: %s\n", constraints[i].code, "always", constraints[i].columns, constraints[i].message);
}

void
rule_warn(RuleWarnings *warnings, RuleId id, int64 line)
{
	if (warnings->counts[id]++ == 0 || line < warnings->first_lines[id])
		warnings->first_lines[id] = line;
}

void
rule_report(const RuleWarnings *warnings, const char *file_name)
{
	for (int i = 0; i < RULE_COUNT; i++)
		if (warnings->counts[i] > 0)
			pg_log_warning("%s: rule %s: " INT64_FORMAT " rows, the first on line " INT64_FORMAT ": %s", file_name, rules[i].name,
						   warnings->counts[i], warnings->first_lines[i], rules[i].message);
}

static Oid
type_of_kind(ColumnKind kind)
{
	return kind == KIND_FACT_DATE ? DATEOID : kind == KIND_ODOMETER ? INT4OID : kind >= KIND_QUANTITY ? NUMERICOID : TEXTOID;
}

ColumnKind
column_kind(const Table *table, const Column *column)
{
	for (int i = 0; i < lengthof(kinds); i++)
		if (strcmp(kinds[i].column, column->name) == 0 && (kinds[i].table == NULL || strcmp(kinds[i].table, table->name) == 0) &&
			column->type == type_of_kind(kinds[i].kind))
			return kinds[i].kind;
	return KIND_ANY;
}
