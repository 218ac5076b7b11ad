/*-------------------------------------------------------------------------
 *
 * table.h
 *		What the catalog says about the loadable tables. It is the only
 *		place the loader knows columns, types, keys and references from.
 *
 *-------------------------------------------------------------------------
 */
#ifndef TABLE_H
#define TABLE_H

#include "libpq-fe.h"

typedef struct Column
{
	const char *name;
	char	   *quoted;			/* as an SQL identifier */
	Oid			type;
	int			precision;		/* of numeric(precision, scale); 0: any */
	int			scale;
	bool		code;			/* a text of machines (COLLATE "C"), not of people */
	bool		not_null;
	const char *default_expression; /* NULL: none */
	const char *default_value;	/* its text, NULL: none */
	int			key_place;		/* 1 for the first column of the key, 0: not in it */
} Column;

/* A constraint: a query that gives the lines that break it. */
typedef struct Rule
{
	const char *columns;
	const char *code;			/* SQLSTATE */
	const char *message;
	const char *query;
} Rule;

typedef struct Table
{
	const char *name;
	char	   *quoted;			/* with its schema */
	bool		voidable;		/* rows are voided, never deleted */
	int			depth;			/* greater than that of the tables it refers to */
	int			set_columns;	/* first columns of the key that name a set of lines; 0: no sets */

	/* read by table_describe() */
	int			ncolumns;
	Column	   *columns;
	int			nrules;
	Rule	   *rules;
} Table;

typedef struct TableList
{
	int			count;
	Table	   *tables;			/* each after those it refers to */
} TableList;

extern TableList table_list(PGconn *conn);

/* The table of that name; NULL if there is none. */
extern Table *table_find(const TableList *list, const char *name);

/*
 * The table whose name, in letters of either case, followed by no letter,
 * digit or underscore, begins the file's; NULL if there is none.
 */
extern Table *table_of_file(const TableList *list, const char *file_name);

/* Reads columns and rules, once. */
extern void table_describe(PGconn *conn, Table *table);

#endif							/* TABLE_H */
