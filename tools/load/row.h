/*-------------------------------------------------------------------------
 *
 * row.h
 *		From a record to a row of binary COPY: cleans cells, checks them by
 *		type and rule.
 *
 *-------------------------------------------------------------------------
 */
#ifndef ROW_H
#define ROW_H

#include "mapper.h"
#include "reject.h"
#include "rules.h"
#include "value.h"

/* What became of the rows of a file besides those that are fine. */
typedef struct RowReport
{
	RejectList *rejects;
	RuleWarnings *warnings;
} RowReport;

/*
 * Appends the fields of the mapper's cells, NULL for a bad one. Reports
 * rejects and warnings; false if any is a reject.
 */
extern bool row_append(CopyBuffer *buffer, const Mapper *mapper, const CsvRecord *record, const RowReport *report);

/* Dates from the day after this one on lie in the future (days from 2000-01-01; today unless set). */
extern void row_set_today(int32 day);

#endif							/* ROW_H */
