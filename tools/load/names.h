/*-------------------------------------------------------------------------
 *
 * names.h
 *		Other names of columns, and other words for values, that files of
 *		dealer systems have.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NAMES_H
#define NAMES_H

#include "csv.h"
#include "table.h"

/*
 * The column that a header's name means: its own, or one of names.c. Case,
 * blanks, hyphens, underscores, wide forms and a unit in parentheses do not
 * matter. NULL if it means none.
 */
extern const Column *names_column(const Table *table, CsvField name);

/* A word of a file and the value it stands for, neither terminated. */
typedef struct NameWord
{
	CsvField	word;
	CsvField	value;
} NameWord;

/* Appends the words for values of the column to an array, which grows. */
extern void names_add_words(const Table *table, const Column *column, NameWord **words, int *nwords);

#endif							/* NAMES_H */
