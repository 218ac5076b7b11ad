/*-------------------------------------------------------------------------
 *
 * row.c
 *		Results of several columns.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "row.h"

#include "access/htup_details.h"
#include "funcapi.h"

/* A row of the function's OUT columns; nulls may be NULL: no column is. */
Datum
aftersales_row(FunctionCallInfo fcinfo, const Datum *values, const bool *nulls)
{
	static const bool none[MaxTupleAttributeNumber];
	TupleDesc	tupdesc;

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc), unconstify(Datum *, values),
											 unconstify(bool *, nulls ? nulls : none)));
}
