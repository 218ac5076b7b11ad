/*-------------------------------------------------------------------------
 *
 * cell.h
 *		What people write into cells and behind options, and what the database
 *		has for it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CELL_H
#define CELL_H

typedef enum CellKind
{
	CELL_TEXT,
	CELL_WORD,					/* one of some words */
	CELL_YES_NO,
	CELL_DAY,
	CELL_NUMBER					/* a whole one from 0 on */
} CellKind;

typedef struct CellWord
{
	const char *word;			/* as people write it */
	const char *value;			/* as the database has it; is read as well */
} CellWord;

typedef struct CellType
{
	CellKind	kind;
	const CellWord *words;		/* of CELL_WORD, {NULL, NULL} at the end; of several for one value the first is written */
	int64		max;			/* of CELL_NUMBER */
} CellType;

typedef struct CellFault
{
	const char *code;			/* SQLSTATE */
	const char *message;		/* "is not ...", quotes nothing of the cell */
} CellFault;

/* 是 and 否 */
extern const CellWord cell_yes_no[];

/*
 * What a text says, in the form of the database (days YYYY-MM-DD, true and
 * false, plain numbers), to be freed; days and numbers are read as
 * aftersales-load does. NULL with the fault, which lasts, if it is nothing of
 * the type.
 */
extern char *cell_read(const CellType *type, const char *text, CellFault *fault);

/* The word for a value of the database; the value itself if the type has none for it. */
extern const char *cell_show(const CellType *type, const char *value);

#endif							/* CELL_H */
