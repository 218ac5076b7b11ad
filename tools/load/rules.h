/*-------------------------------------------------------------------------
 *
 * rules.h
 *		The named checks of values beyond types, keys and references: what
 *		each does to a row, and how often it fired.
 *
 *-------------------------------------------------------------------------
 */
#ifndef RULES_H
#define RULES_H

#include "table.h"

typedef enum RuleId
{
	RULE_CELL_ERROR,
	RULE_DIGITS_LOST,
	RULE_VIN_FORMAT,
	RULE_VIN_CHECK_DIGIT,
	RULE_PLATE,
	RULE_PHONE,
	RULE_FUTURE_DATE,
	RULE_ODOMETER_RANGE,
	RULE_ODOMETER_FALLS,
	RULE_QUANTITY_RANGE,
	RULE_PRICE_RANGE,
	RULE_COUNT
} RuleId;

typedef enum Severity
{
	SEVERITY_OFF,
	SEVERITY_WARNING,
	SEVERITY_REJECT
} Severity;

typedef struct CheckRule
{
	const char *name;
	Severity	severity;
	const char *columns;		/* of which tables, for --rules */
	const char *message;		/* quotes no value */
} CheckRule;

/* The rule, with the severity it has now. */
extern const CheckRule *rule_get(RuleId id);

/* NAME=off|warning|reject; false, after a message, if it is not that. */
extern bool rule_set(const char *setting);

/* Prints the rules to stdout. */
extern void rule_list(void);

/* Warnings of one file by rule. */
typedef struct RuleWarnings
{
	int64		counts[RULE_COUNT];
	int64		first_lines[RULE_COUNT];
} RuleWarnings;

extern void rule_warn(RuleWarnings *warnings, RuleId id, int64 line);

/* Reports the warnings of a file on stderr: rule, number of rows, first line. */
extern void rule_report(const RuleWarnings *warnings, const char *file_name);

/* What a column is checked for beyond its type. */
typedef enum ColumnKind
{
	KIND_ANY,
	KIND_VIN,
	KIND_PLATE,
	KIND_PHONE,
	KIND_FACT_DATE,				/* a day of something that has happened */
	KIND_ODOMETER,
	KIND_QUANTITY,
	KIND_PRICE
} ColumnKind;

extern ColumnKind column_kind(const Table *table, const Column *column);

#endif							/* RULES_H */
