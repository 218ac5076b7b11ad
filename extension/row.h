/*-------------------------------------------------------------------------
 *
 * row.h
 *		Results of several columns.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_ROW_H
#define AFTERSALES_ROW_H

#include "fmgr.h"

extern Datum aftersales_row(FunctionCallInfo fcinfo, const Datum *values, const bool *nulls);

#endif							/* AFTERSALES_ROW_H */
