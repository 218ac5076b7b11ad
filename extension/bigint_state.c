/*-------------------------------------------------------------------------
 *
 * bigint_state.c
 *		States of aggregates that are bigint[], and results that are arrays of
 *		a composite type.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "bigint_state.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

/* The elements of a state, and their number. */
int64 *
aftersales_get_bigints(ArrayType *state, int *n)
{
	if (ARR_NDIM(state) != 1 || ARR_HASNULL(state) || ARR_ELEMTYPE(state) != INT8OID)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("aggregate state must be an array of one dimension without NULL")));
	*n = ARR_DIMS(state)[0];
	return (int64 *) ARR_DATA_PTR(state);
}

/* A state of n elements, those of the one given (which may be NULL) and then zeros. */
ArrayType *
aftersales_grow_bigints(ArrayType *state, int n)
{
	Size		size = ARR_OVERHEAD_NONULLS(1) + n * sizeof(int64);
	ArrayType  *larger = palloc0(size);
	int			used = 0;

	SET_VARSIZE(larger, size);
	larger->ndim = 1;
	larger->elemtype = INT8OID;
	ARR_DIMS(larger)[0] = n;
	ARR_LBOUND(larger)[0] = 1;
	if (state)
	{
		int64	   *old = aftersales_get_bigints(state, &used);

		memcpy(ARR_DATA_PTR(larger), old, used * sizeof(int64));
	}
	return larger;
}

/* Adds the elements from first on of another state to those of a state that has as many. */
void
aftersales_add_bigints(ArrayType *state, ArrayType *other, int first)
{
	int			n;
	int64	   *sum = aftersales_get_bigints(state, &n);
	int64	   *more = aftersales_get_bigints(other, &n);

	for (int i = first; i < n; i++)
		sum[i] += more[i];
}

/* What a function returns whose type is an array of a composite type: so many rows, each made by fill. */
ArrayType *
aftersales_composite_array(FunctionCallInfo fcinfo, int rows,
						   void (*fill) (int row, void *arg, Datum *values, bool *nulls), void *arg)
{
	Oid			type = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
	TupleDesc	tupdesc = lookup_rowtype_tupdesc(type, -1);
	Datum	   *elements = palloc(Max(rows, 1) * sizeof(Datum));
	Datum	   *values = palloc(tupdesc->natts * sizeof(Datum));
	bool	   *nulls = palloc(tupdesc->natts * sizeof(bool));
	ArrayType  *result;

	for (int row = 0; row < rows; row++)
	{
		memset(nulls, 0, tupdesc->natts * sizeof(bool));
		fill(row, arg, values, nulls);
		elements[row] = HeapTupleGetDatum(heap_form_tuple(tupdesc, values, nulls));
	}
	result = construct_array(elements, rows, type, -1, false, TYPALIGN_DOUBLE);
	ReleaseTupleDesc(tupdesc);
	return result;
}
