/*-------------------------------------------------------------------------
 *
 * bootstrap.c
 *		Quantiles of the demand of several months, from the history itself.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "bootstrap.h"
#include "checks.h"
#include "forecast.h"
#include "months.h"

#include "miscadmin.h"

#define MAX_REPLICATES 1000000
#define BATCH 1000				/* replicates between looks for an interrupt */

PG_FUNCTION_INFO_V1(aftersales_bootstrap_demand_quantile);
PG_FUNCTION_INFO_V1(aftersales_empirical_demand_quantile);

static double
sample_quantile(const double *sample, int32 n, double probability)
{
	int64	   *keys = palloc(2 * n * sizeof(int64));

	return aftersales_sample_quantile(sample, keys, keys + n, n, probability);
}

/* bootstrap_demand_quantile(quantities, months, probability, replicates, seed): NULL without history */
Datum
aftersales_bootstrap_demand_quantile(PG_FUNCTION_ARGS)
{
	aftersales_months history = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));
	int32		months = aftersales_check_count(PG_GETARG_INT32(1), AFTERSALES_MAX_MONTHS, "months");
	double		probability = aftersales_check_probability(PG_GETARG_FLOAT8(2), "probability");
	int32		replicates = aftersales_check_count(PG_GETARG_INT32(3), MAX_REPLICATES, "replicates");
	uint64		random = (uint64) PG_GETARG_INT64(4);
	double	   *sums;

	if (history.n == 0)
		PG_RETURN_NULL();
	sums = palloc(replicates * sizeof(double));
	for (int32 done = 0; done < replicates; done += BATCH)
	{
		CHECK_FOR_INTERRUPTS();
		aftersales_bootstrap_sums(history.value, history.n, months, &random, sums + done, Min(BATCH, replicates - done));
	}
	PG_RETURN_FLOAT8(sample_quantile(sums, replicates, probability));
}

/* empirical_demand_quantile(quantities, months, probability): NULL for a history shorter than months */
Datum
aftersales_empirical_demand_quantile(PG_FUNCTION_ARGS)
{
	aftersales_months history = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));
	int32		months = aftersales_check_count(PG_GETARG_INT32(1), AFTERSALES_MAX_MONTHS, "months");
	double		probability = aftersales_check_probability(PG_GETARG_FLOAT8(2), "probability");
	double		sums[AFTERSALES_MAX_MONTHS];

	if (history.n < months)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sample_quantile(sums, aftersales_window_sums(history.value, history.n, months, sums), probability));
}
