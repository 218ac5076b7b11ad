/*-------------------------------------------------------------------------
 *
 * likelihood.h
 *		Log-likelihood of many customers and its derivatives: what the fits
 *		maximise.
 *
 * Customers come sorted by x, T and t_x, so that what depends on x alone is
 * computed once for each x.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_LIKELIHOOD_H
#define AFTERSALES_LIKELIHOOD_H

#include "model_fit.h"

/* the context of each function: aftersales_objective.evaluate */
typedef struct aftersales_likelihood
{
	const aftersales_fit_input *input;
	size_t		n;				/* entries of customers; intervals follow */
	size_t		stride;			/* every so many-th entry counts */
	int			k;				/* regularity, 1: none */
	int			first;			/* may the first visit lose the customer? 0 or 1 */
} aftersales_likelihood;

/* what a key of visits holds */
typedef struct aftersales_visits
{
	int32_t		x;
	int32_t		t_x;
	int32_t		t;
} aftersales_visits;

static inline aftersales_visits
aftersales_get_visits(uint64_t key)
{
	aftersales_visits visits;

	visits.x = aftersales_key_frequency(key);
	visits.t = key >> 24 & AFTERSALES_MAX_TENURE;
	visits.t_x = key & AFTERSALES_MAX_TENURE;
	return visits;
}

extern void aftersales_bg_likelihood(const double *parameter, const void *context, aftersales_evaluation *result);
extern void aftersales_pareto_likelihood(const double *parameter, const void *context, aftersales_evaluation *result);
extern void aftersales_spend_likelihood(const double *parameter, const void *context, aftersales_evaluation *result);

#endif							/* AFTERSALES_LIKELIHOOD_H */
