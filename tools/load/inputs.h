/*-------------------------------------------------------------------------
 *
 * inputs.h
 *		The files of one run, and the table of each.
 *
 *-------------------------------------------------------------------------
 */
#ifndef INPUTS_H
#define INPUTS_H

#include "load.h"

#include <sys/stat.h>

typedef struct Input
{
	char	   *path;
	struct stat status;
	char	   *rejects;		/* where its rejected rows would go */
	Table	   *table;			/* NULL: by the file's name */
} Input;

typedef struct InputList
{
	Input	   *items;
	int			count;
} InputList;

/* The files named, and those of the folders named. Exits with AS_USAGE, after a message, if one is none. */
extern InputList inputs_collect(int count, char **paths);

/*
 * The files of a folder that others put files into: *.csv, *.csv.gz, *.xlsx and
 * corrected *.rejects, in letters of either case, in the order of their names;
 * perhaps none. Of these, what is no regular file is passed over with a warning.
 */
extern InputList inputs_arrived(const char *path);

/* The other files of such a folder, those apart whose names begin with . or ~. */
extern InputList inputs_foreign(const char *path);

/* Exits with AS_USAGE if rejected rows of an input would replace another input or its rejected rows. */
extern void inputs_place_rejects(InputList *inputs, const char *directory);

/* The table named by option, mapping file or argument; exits if there is none. */
extern Table *named_table(const TableList *tables, const char *name);

/* The table of an input; NULL if its name does not tell. */
extern Table *inputs_table(const Input *input, const TableList *tables, const LoadOptions *options);

/* Finds the table of each input; exits if a name does not tell. */
extern void inputs_find_tables(const InputList *inputs, const TableList *tables, const LoadOptions *options);

#endif							/* INPUTS_H */
