/*-------------------------------------------------------------------------
 *
 * retention_model.c
 *		What the models say, whichever of them it is; see retention_model.h.
 *
 *-------------------------------------------------------------------------
 */
#include "retention_model.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "beta_geometric.h"
#include "gamma_functions.h"
#include "pareto.h"
#include "quadrature.h"

const aftersales_model_description aftersales_model_descriptions[AFTERSALES_MODEL_KINDS] = {
	[AFTERSALES_BGNBD] = {"bgnbd", 4, {"r", "alpha", "a", "b"}},
	[AFTERSALES_MBGNBD] = {"mbgnbd", 4, {"r", "alpha", "a", "b"}},
	[AFTERSALES_PARETO_NBD] = {"pareto_nbd", 4, {"r", "alpha", "s", "beta"}},
	[AFTERSALES_BGCNBD] = {"bgcnbd", 5, {"k", "r", "alpha", "a", "b"}},
	[AFTERSALES_MBGCNBD] = {"mbgcnbd", 5, {"k", "r", "alpha", "a", "b"}},
	[AFTERSALES_GAMMA_GAMMA] = {"gamma_gamma", 3, {"p", "q", "gamma"}},
};

/* periods a discounted sum computes at a time */
#define PERIODS 32

/* e^-FAR does not matter any more */
#define FAR 40

/* below this rate the future has no end in double */
#define LEAST_RATE 1e-200

/* Are the parameters in their range, k a whole number? */
bool
aftersales_model_valid(const aftersales_model *model)
{
	if ((unsigned int) model->kind >= AFTERSALES_MODEL_KINDS)
		return false;
	for (int i = 0; i < aftersales_model_descriptions[model->kind].parameters; i++)
		if (!(model->parameter[i] >= AFTERSALES_LEAST_PARAMETER && model->parameter[i] <= AFTERSALES_GREATEST_PARAMETER))
			return false;
	if (model->kind == AFTERSALES_BGCNBD || model->kind == AFTERSALES_MBGCNBD)
		return model->parameter[0] == floor(model->parameter[0]) && model->parameter[0] <= AFTERSALES_MAX_REGULARITY;
	return true;
}

/* Logarithm of the likelihood of what is known about a customer. */
double
aftersales_log_likelihood(const aftersales_model *model, const aftersales_customer *customer)
{
	aftersales_beta_geometric bg;

	if (model->kind == AFTERSALES_PARETO_NBD)
		return aftersales_pareto_log_likelihood(model->parameter, customer);
	bg = aftersales_get_beta_geometric(model);
	return aftersales_bg_log_likelihood(&bg, customer);
}

/* Probability that the customer is not lost. */
double
aftersales_p_alive(const aftersales_model *model, const aftersales_customer *customer)
{
	aftersales_beta_geometric bg;

	if (model->kind == AFTERSALES_PARETO_NBD)
		return aftersales_pareto_p_alive(model->parameter, customer);
	bg = aftersales_get_beta_geometric(model);
	return aftersales_bg_p_alive(&bg, customer);
}

/* Expected number of visits from now to each of n horizons. */
void
aftersales_expected_visits(const aftersales_model *model, const aftersales_customer *customer,
						   const double *horizon, int n, double *expected)
{
	if (model->kind == AFTERSALES_PARETO_NBD)
	{
		double		p_alive = aftersales_pareto_p_alive(model->parameter, customer);

		for (int i = 0; i < n; i++)
			expected[i] = p_alive * aftersales_pareto_expected_visits(model->parameter, customer, horizon[i]);
	}
	else
	{
		aftersales_beta_geometric bg = aftersales_get_beta_geometric(model);

		aftersales_bg_expected_visits(&bg, customer, horizon, n, expected);
	}
}

/*
 * Expected visits of so many periods, each discounted to now: the sum over i
 * of (E(i period) - E((i-1) period)) / (1+discount)^i.  Summed by parts, so
 * that nothing is subtracted.
 */
double
aftersales_discounted_visits(const aftersales_model *model, const aftersales_customer *customer,
							 double period, int periods, double discount)
{
	double		horizon[PERIODS];
	double		expected[PERIODS];
	double		factor = 1;
	double		sum = 0;

	for (int first = 1; first <= periods && !isnan(sum); first += PERIODS)
	{
		int			n = first + PERIODS > periods ? periods - first + 1 : PERIODS;

		for (int i = 0; i < n; i++)
			horizon[i] = (first + i) * period;
		aftersales_expected_visits(model, customer, horizon, n, expected);
		for (int i = 0; i < n; i++)
		{
			factor /= 1 + discount;
			sum += expected[i] * factor * (first + i < periods ? discount / (1 + discount) : 1);
		}
	}
	return sum;
}

/* times in which the expected visits of a customer who is alive change their course */
typedef struct time_scales
{
	double		loss;			/* losses begin to show, about */
	double		visit;			/* between visits that are regular */
	double		regular;		/* until then one knows about when they come; 0 if they are not regular */
} time_scales;

static time_scales
get_time_scales(const aftersales_model *model, const aftersales_customer *customer)
{
	aftersales_beta_geometric bg;
	double		visits;			/* in the time alpha + T */
	double		loss;			/* after each */
	time_scales times = {0};

	if (model->kind == AFTERSALES_PARETO_NBD)
	{
		times.loss = (model->parameter[PARETO_BETA] + customer->t) / fmax(model->parameter[PARETO_S], 1);
		return times;
	}
	bg = aftersales_get_beta_geometric(model);
	visits = bg.r / bg.k + customer->x;
	loss = bg.a / (bg.a + bg.b + customer->x + bg.first);
	times.loss = (bg.alpha + customer->t) / fmax(visits * loss, 1);
	/* the longer since the last visit the sooner the next one */
	times.visit = (bg.alpha + customer->t) / (visits + 1);
	times.regular = bg.k > 1 ? 2 * bg.k * times.visit : 0;
	return times;
}

/*
 * Expected visits of all the future, discounted to now at a continuous rate
 * above 0: the integral over t of rate E(t) e^(-rate t), which is that of
 * e^(-rate t) dE(t) by parts.  DERT of Fader, Hardie and Lee (2005), RFM and
 * CLV: Using Iso-Value Curves, for every model.  With t = scale (e^y - 1) the
 * integrand ends by itself.  NAN if that is out of reach (see
 * aftersales_bg_expected_visits).
 */
double
aftersales_residual_visits(const aftersales_model *model, const aftersales_customer *customer, double rate)
{
	time_scales times = get_time_scales(model, customer);
	double		scale = times.loss;
	double		end = log1p(FAR / (rate * scale));
	double		sum = 0;
	double		length;

	if (rate < LEAST_RATE)
		return NAN;
	for (double y = 0; y < end; y += length)
	{
		double		horizon[AFTERSALES_NODES];
		double		expected[AFTERSALES_NODES];

		length = fmin(1, end - y);
		if (scale * expm1(y) < times.regular)
			length = fmin(length, log1p(times.visit / (scale * exp(y))));
		for (int i = 0; i < 2; i++)
			length = fmin(length, AFTERSALES_PANEL_DROP / (rate * scale * exp(y + i * length)));
		for (int i = 0; i < AFTERSALES_NODES; i++)
			horizon[i] = scale * expm1(y + length / 2 * (1 + aftersales_node[i]));
		aftersales_expected_visits(model, customer, horizon, AFTERSALES_NODES, expected);
		if (isnan(expected[AFTERSALES_NODES - 1]))
			return NAN;
		for (int i = 0; i < AFTERSALES_NODES; i++)
			sum += length / 2 * aftersales_weight[i] * rate * (horizon[i] + scale) * expected[i] * exp(-rate * horizon[i]);
	}
	return sum;
}

/*
 * Logarithm of the density of the mean spend of x > 0 visits, spend > 0:
 * Fader and Hardie (2013), equation 1a.
 */
double
aftersales_spend_log_likelihood(const aftersales_model *model, double x, double spend)
{
	double		p = model->parameter[0];
	double		q = model->parameter[1];
	double		gamma = model->parameter[2];

	return -gsl_sf_lnbeta(p * x, q) - log(spend) -
		q * log1p(x * spend / gamma) - p * x * log1p(gamma / (x * spend));
}

/*
 * Expected mean spend of a visit, given the mean spend of x visits:
 * p (gamma + x spend) / (p x + q - 1), equation 5; NAN if it is infinite.
 */
double
aftersales_expected_spend(const aftersales_model *model, double x, double spend)
{
	double		p = model->parameter[0];
	double		weight = p * x + (model->parameter[1] - 1);

	return weight > 0 ? p * (model->parameter[2] + x * spend) / weight : NAN;
}
