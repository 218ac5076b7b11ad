/*-------------------------------------------------------------------------
 *
 * likelihood_spend.c
 *		Log-likelihood of Gamma-Gamma with its derivatives; see likelihood.h,
 *		and aftersales_spend_log_likelihood for the formula.
 *
 *-------------------------------------------------------------------------
 */
#include "likelihood.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "gamma_functions.h"
#include "interrupt.h"

enum
{
	P, Q, GAMMA
};

/* entries between two calls of poll */
#define POLL 65536

/* hundredths in a unit of currency */
#define HUNDREDTHS 100.0

/* What depends on x only, times the number of customers. */
static void
add_common(aftersales_evaluation *result, const double *parameter, double x, double customers)
{
	double		px = parameter[P] * x;
	double		q = parameter[Q];
	double		trigamma = aftersales_trigamma(px + q);

	result->value += customers * -gsl_sf_lnbeta(px, q);
	result->gradient[P] += customers * x * (aftersales_digamma(px + q) - aftersales_digamma(px));
	result->gradient[Q] += customers * (aftersales_digamma(px + q) - aftersales_digamma(q));
	result->hessian[P][P] += customers * x * x * (trigamma - aftersales_trigamma(px));
	result->hessian[Q][P] += customers * x * trigamma;
	result->hessian[Q][Q] += customers * (trigamma - aftersales_trigamma(q));
}

/* Customers of x visits and a sum of spend: q ln(gamma / (gamma+sum)) + p x ln(sum / (gamma+sum)) - ln(sum / x) */
static void
add_spend(aftersales_evaluation *result, const double *parameter, double x, double sum, double count)
{
	double		p = parameter[P];
	double		q = parameter[Q];
	double		gamma = parameter[GAMMA];
	double		inverse = 1 / (gamma + sum);
	double		log_share = -log1p(gamma / sum);
	double		log_rest = -log1p(sum / gamma);

	result->value += count * (q * log_rest + p * x * log_share - log(sum / x));
	result->gradient[P] += count * x * log_share;
	result->gradient[Q] += count * log_rest;
	result->gradient[GAMMA] += count * (q / gamma - (p * x + q) * inverse);
	result->hessian[GAMMA][P] -= count * x * inverse;
	result->hessian[GAMMA][Q] += count * (1 / gamma - inverse);
	result->hessian[GAMMA][GAMMA] += count * ((p * x + q) * inverse * inverse - q / (gamma * gamma));
}

/* The log-likelihood and its derivatives by p, q, gamma. */
void
aftersales_spend_likelihood(const double *parameter, const void *arg, aftersales_evaluation *result)
{
	const aftersales_likelihood *context = arg;
	const aftersales_count *entries = context->input->entries;

	for (size_t i = 0; i < context->n;)
	{
		int32_t		x = aftersales_key_frequency(entries[i].key);
		double		customers = 0;

		for (size_t next = 0; i < context->n && aftersales_key_frequency(entries[i].key) == x; i += context->stride)
		{
			double		count = (double) entries[i].count;

			if (next++ % POLL == 0)
				aftersales_poll();
			customers += count;
			add_spend(result, parameter, x, (entries[i].key & AFTERSALES_MAX_SPEND) / HUNDREDTHS, count);
		}
		add_common(result, parameter, x, customers);
	}
}
