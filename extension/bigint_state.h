/*-------------------------------------------------------------------------
 *
 * bigint_state.h
 *		States of aggregates that are bigint[] and grow at their end.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_BIGINT_STATE_H
#define AFTERSALES_BIGINT_STATE_H

#include "fmgr.h"
#include "utils/array.h"

extern int64 *aftersales_get_bigints(ArrayType *state, int *n);
extern ArrayType *aftersales_grow_bigints(ArrayType *state, int n);
extern void aftersales_add_bigints(ArrayType *state, ArrayType *other, int first);
extern ArrayType *aftersales_composite_array(FunctionCallInfo fcinfo, int rows,
											 void (*fill) (int row, void *arg, Datum *values, bool *nulls), void *arg);

#endif							/* AFTERSALES_BIGINT_STATE_H */
