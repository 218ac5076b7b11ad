/*-------------------------------------------------------------------------
 *
 * likelihood_pareto.c
 *		Log-likelihood of Pareto/NBD with its derivatives; see likelihood.h,
 *		and pareto.c for the formula.
 *
 *-------------------------------------------------------------------------
 */
#include "likelihood.h"

#include <math.h>

#include "gamma_functions.h"
#include "logistic.h"
#include "pareto.h"
#include "interrupt.h"

/* customers between two calls of poll */
#define POLL 4096

/* What depends on x only, times the number of customers. */
static void
add_common(aftersales_evaluation *result, const double *parameter, double x, double customers)
{
	double		r = parameter[PARETO_R];

	result->value += customers * aftersales_log_rising(r, x);
	result->gradient[PARETO_R] += customers * (aftersales_digamma(r + x) - aftersales_digamma(r));
	result->hessian[PARETO_R][PARETO_R] += customers * (aftersales_trigamma(r + x) - aftersales_trigamma(r));
}

/* -(r+x) ln(alpha+T) + r ln alpha - s ln((beta+T) / beta) */
static void
add_times(aftersales_evaluation *result, const double *parameter, const aftersales_customer *customer, double count)
{
	double		r = parameter[PARETO_R];
	double		s = parameter[PARETO_S];
	double		alpha = parameter[PARETO_ALPHA];
	double		beta = parameter[PARETO_BETA];
	double		alpha_now = alpha + customer->t;
	double		beta_now = beta + customer->t;

	result->value -= count * (r * log1p(customer->t / alpha) + customer->x * log(alpha_now) + s * log1p(customer->t / beta));
	result->gradient[PARETO_R] -= count * log1p(customer->t / alpha);
	result->gradient[PARETO_ALPHA] += count * (r / alpha - (r + customer->x) / alpha_now);
	result->gradient[PARETO_S] -= count * log1p(customer->t / beta);
	result->gradient[PARETO_BETA] += count * s * (1 / beta - 1 / beta_now);
	result->hessian[PARETO_ALPHA][PARETO_R] += count * (1 / alpha - 1 / alpha_now);
	result->hessian[PARETO_ALPHA][PARETO_ALPHA] += count * ((r + customer->x) / (alpha_now * alpha_now) - r / (alpha * alpha));
	result->hessian[PARETO_BETA][PARETO_S] += count * (1 / beta - 1 / beta_now);
	result->hessian[PARETO_BETA][PARETO_BETA] += count * s * (1 / (beta_now * beta_now) - 1 / (beta * beta));
}

/* ln(1 + odds) */
static void
add_odds(aftersales_evaluation *result, const double *parameter, const aftersales_customer *customer, double count)
{
	aftersales_pareto_odds odds;
	aftersales_logistic lost;

	aftersales_pareto_derivatives(parameter, customer, &odds);
	lost = aftersales_get_logistic(odds.log_odds);
	result->value += count * lost.softplus;
	for (int i = 0; i < PARETO_PARAMETERS; i++)
	{
		result->gradient[i] += count * lost.p * odds.gradient[i];
		for (int j = 0; j <= i; j++)
			result->hessian[i][j] += count * (lost.p * odds.hessian[i][j] + lost.q * odds.gradient[i] * odds.gradient[j]);
	}
}

/* The log-likelihood and its derivatives by r, alpha, s, beta. */
void
aftersales_pareto_likelihood(const double *parameter, const void *arg, aftersales_evaluation *result)
{
	const aftersales_likelihood *context = arg;
	const aftersales_count *entries = context->input->entries;
	double		ticks = context->input->ticks;

	for (size_t i = 0; i < context->n;)
	{
		int32_t		x = aftersales_key_frequency(entries[i].key);
		double		customers = 0;

		for (size_t next = 0; i < context->n && aftersales_key_frequency(entries[i].key) == x; i += context->stride)
		{
			aftersales_visits visits = aftersales_get_visits(entries[i].key);
			aftersales_customer customer = {.x = visits.x, .t_x = visits.t_x / ticks, .t = visits.t / ticks};
			double		count = (double) entries[i].count;

			if (next++ % POLL == 0)
				aftersales_poll();
			customers += count;
			add_times(result, parameter, &customer, count);
			if (visits.t_x < visits.t)
				add_odds(result, parameter, &customer, count);
		}
		add_common(result, parameter, x, customers);
	}
}
