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

/* The type of the function's rows, looked up at the first row of a query. */
static TupleDesc
row_type(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	type;

		if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		fcinfo->flinfo->fn_extra = BlessTupleDesc(CreateTupleDescCopy(type));
		MemoryContextSwitchTo(caller);
	}
	return fcinfo->flinfo->fn_extra;
}

/* A row of the function's OUT columns; nulls may be NULL: no column is. */
Datum
aftersales_row(FunctionCallInfo fcinfo, const Datum *values, const bool *nulls)
{
	static const bool none[MaxTupleAttributeNumber];

	return HeapTupleGetDatum(heap_form_tuple(row_type(fcinfo), unconstify(Datum *, values),
											 unconstify(bool *, nulls ? nulls : none)));
}
