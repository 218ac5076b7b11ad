/*-------------------------------------------------------------------------
 *
 * mapper.h
 *		Which fields of a record make which columns of the table.
 *
 *-------------------------------------------------------------------------
 */
#ifndef MAPPER_H
#define MAPPER_H

#include "csv.h"
#include "map.h"
#include "names.h"
#include "rules.h"
#include "table.h"

/* A piece of a value: a field of the record or a constant. */
typedef struct CellPart
{
	int			field;			/* -1: the constant */
	CsvField	constant;
} CellPart;

typedef struct Cell
{
	const Column *column;
	ColumnKind	kind;
	const char *date_pattern;	/* NULL: none */
	int			nwords;
	NameWord   *words;			/* that stand for values */
	int			nparts;			/* 0: always empty, so the default */
	CellPart	parts[MAP_MAX_ITEMS];
} Cell;

typedef struct Skip
{
	int			field;
	CsvField	value;
} Skip;

typedef struct Mapper
{
	int			nfields;		/* that each record must have */
	int			ncells;
	Cell	   *cells;			/* in the order of the table's columns */
	int			nskips;
	Skip	   *skips;
	char	   *joined;			/* room for joined values */
} Mapper;

/* True if the record names all that is required, and all that the mapping file asks for: it can be the header. */
extern bool mapper_fits(const Table *table, const CsvRecord *header, const MapFile *map);

/*
 * Binds the header, and the mapping file if there is one, to the table.
 * Warns of columns that are left out. NULL, after messages, if a required
 * column is missing or a name is wrong.
 */
extern Mapper *mapper_bind(const char *file_name, const Table *table, const CsvRecord *header, const MapFile *map);
extern void mapper_free(Mapper *mapper);

/* True if the mapping file passes this record over. */
extern bool mapper_skips(const Mapper *mapper, const CsvRecord *record);

/*
 * True if the record holds no data: every field is blank, or it is a row of
 * totals (its first word is 合计, total or the like, and a required column is empty).
 */
extern bool mapper_is_idle(const Mapper *mapper, const CsvRecord *record);

/* The text of one cell, valid until the next call. */
extern CsvField mapper_value(const Mapper *mapper, const Cell *cell, const CsvRecord *record);

/* The field that alone gives the first column of a key of several; -1: there is none. */
extern int	mapper_group_field(const Mapper *mapper, const Table *table);

/* True if the mapper gives the column. */
extern bool mapper_gives(const Mapper *mapper, const Column *column);

#endif							/* MAPPER_H */
