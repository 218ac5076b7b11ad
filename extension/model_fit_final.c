/*-------------------------------------------------------------------------
 *
 * model_fit_final.c
 *		Final functions of the aggregates that fit models.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "model_fit_data.h"
#include "model_type.h"

#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(aftersales_bgnbd_fit_final);
PG_FUNCTION_INFO_V1(aftersales_mbgnbd_fit_final);
PG_FUNCTION_INFO_V1(aftersales_pareto_nbd_fit_final);
PG_FUNCTION_INFO_V1(aftersales_bgcnbd_fit_final);
PG_FUNCTION_INFO_V1(aftersales_mbgcnbd_fit_final);
PG_FUNCTION_INFO_V1(aftersales_gamma_gamma_fit_final);

static const aftersales_model_status status_of[] = {
	[AFTERSALES_CONVERGED] = AFTERSALES_MODEL_CONVERGED,
	[AFTERSALES_ITERATION_LIMIT] = AFTERSALES_MODEL_ITERATION_LIMIT,
	[AFTERSALES_UNBOUNDED] = AFTERSALES_MODEL_UNBOUNDED,
	[AFTERSALES_FLAT] = AFTERSALES_MODEL_FLAT,
};

/* The model fitted to the state; NULL if it counts nobody.  The state stays as it is. */
static Datum
fit(FunctionCallInfo fcinfo, aftersales_model_kind kind)
{
	aftersales_fit_data *data = aftersales_check_fit_data((struct varlena *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0)));
	Size		size = data->used * sizeof(aftersales_count);
	aftersales_count *entries = MemoryContextAllocHuge(CurrentMemoryContext, Max(size, 1));
	aftersales_fit_input input = {.entries = entries, .ticks = data->ticks, .penalty = data->penalty};
	aftersales_fit result;
	aftersales_stored_model *stored;

	if ((kind == AFTERSALES_GAMMA_GAMMA) != (data->content == AFTERSALES_FIT_SPEND))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("state is that of another fit")));
	memcpy(entries, data->entry, size);
	input.n = aftersales_order_entries(entries, data->used);
	if (!aftersales_fit_model(kind, &input, &result))
		PG_RETURN_NULL();
	pfree(entries);

	stored = aftersales_new_model(&result.model, data->unit_days);
	stored->status = status_of[result.ending];
	memcpy(stored->error, result.error, sizeof stored->error);
	stored->log_likelihood = result.log_likelihood;
	stored->customers = result.customers;
	stored->distinct = result.distinct;
	stored->iterations = result.iterations;
	if (!aftersales_stored_model_valid(stored))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("likelihood of model %s is out of range of double precision", aftersales_model_descriptions[kind].name)));
	PG_RETURN_POINTER(stored);
}

Datum
aftersales_bgnbd_fit_final(PG_FUNCTION_ARGS)
{
	return fit(fcinfo, AFTERSALES_BGNBD);
}

Datum
aftersales_mbgnbd_fit_final(PG_FUNCTION_ARGS)
{
	return fit(fcinfo, AFTERSALES_MBGNBD);
}

Datum
aftersales_pareto_nbd_fit_final(PG_FUNCTION_ARGS)
{
	return fit(fcinfo, AFTERSALES_PARETO_NBD);
}

Datum
aftersales_bgcnbd_fit_final(PG_FUNCTION_ARGS)
{
	return fit(fcinfo, AFTERSALES_BGCNBD);
}

Datum
aftersales_mbgcnbd_fit_final(PG_FUNCTION_ARGS)
{
	return fit(fcinfo, AFTERSALES_MBGCNBD);
}

Datum
aftersales_gamma_gamma_fit_final(PG_FUNCTION_ARGS)
{
	return fit(fcinfo, AFTERSALES_GAMMA_GAMMA);
}
