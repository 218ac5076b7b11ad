/*-------------------------------------------------------------------------
 *
 * statement.h
 *		Fits the statements of sql/queries/load_*.sql to a table and to the
 *		columns a file gives.
 *
 * Placeholders; a and b are aliases in the statement, L is a list of columns:
 * given (the file gives them), all, key, rest (not in the key), new (given
 * and not in the key), set (those that name a set of lines):
 *
 *		{table}				the table
 *		{columns L a}		a.x, a.y (without an alias: x, y)
 *		{match L a b}		a.x = b.x AND a.y = b.y
 *		{differ L a b}		whether any of them differs
 *		{assign L a}		x = a.x, y = a.y
 *		{first_key}			first column of the key
 *		{future}			of s (the file) and t (the table, all NULL for a new
 *							row) every column as it will be
 *		{is_voided_by_load}	whether t is voided, as the last file that mentioned its set left it out or was taken back
 *		{unvoid}			an assignment that makes the row valid again
 *		{old_day}			the day of t for which kept states depend on it, if
 *							a change of the row can change it, else NULL
 *		{day} {day_join}	the day of c, which may need the join
 *		{day_columns}		the columns of c that tell its station and day
 *		{days}				a query of dealer_code and day of all rows
 *
 *-------------------------------------------------------------------------
 */
#ifndef STATEMENT_H
#define STATEMENT_H

#include "mapper.h"

/* How changes of a table concern kept states. */
typedef struct KeptRule
{
	const char *table;
	const char *kept;			/* the kept tables, as the text of an array; NULL: none */
	const char *old_day;
	const char *day;
	const char *day_join;
	const char *day_columns;
	const char *days;
	const char *lock;			/* the table whose days count: loads of both take turns */
} KeptRule;

extern KeptRule kept_rule(const Table *table);

/* The statement made of a template; to be freed. */
extern char *statement_make(const char *sql, const Table *table, const Mapper *mapper);

#endif							/* STATEMENT_H */
