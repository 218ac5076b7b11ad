/*-------------------------------------------------------------------------
 *
 * pareto.c
 *		Likelihood, P(alive) and expectation of the Pareto/NBD model; see
 *		pareto.h.
 *
 * With R = r + x the likelihood of a customer is
 *
 *	Gamma(R) / Gamma(r) * alpha^r beta^s / ((alpha+T)^R (beta+T)^s) * (1 + odds)
 *	odds = s * integral over u from t_x to T of
 *		   ((alpha+T) / (alpha+u))^R ((beta+T) / (beta+u))^s du / (beta+u)
 *
 * (Fader and Hardie 2005, A Note on Deriving the Pareto/NBD Model, equation 18
 * before its integral is solved), odds being those of being lost.  The
 * difference of two 2F1, in which the integral is mostly written, loses digits
 * or overflows.
 *
 *-------------------------------------------------------------------------
 */
#include "pareto.h"

#include <math.h>
#include <string.h>

#include "gamma_functions.h"
#include "logistic.h"
#include "quadrature.h"

#define NEGLIGIBLE 1e-17

/*
 * The integrand f(u) = (alpha+u)^-p (beta+u)^-q, p = R, q = s + 1, relative to
 * its value at t_x and over y = ln((m+u) / (m+t_x)), m = min(alpha, beta): its
 * logarithm is concave in y and has no singularity nearer than pi.
 */
typedef struct pareto_integrand
{
	double		alpha;			/* alpha + t_x */
	double		beta;			/* beta + t_x */
	double		lesser;			/* m + t_x */
	double		p;
	double		q;
} pareto_integrand;

/* sums over the nodes: of f, and of f times what derivatives need */
typedef struct pareto_sums
{
	double		mass;
	double		log_alpha;		/* ln((alpha+u) / (alpha+t_x)) */
	double		log_beta;
	double		inverse_alpha;	/* 1 / (alpha+u) */
	double		inverse_beta;
	double		product[PARETO_PARAMETERS][PARETO_PARAMETERS];	/* of these four */
} pareto_sums;

/* How fast the logarithm of the integrand falls at y; it never falls slower later on. */
static double
fall(const pareto_integrand *f, double y)
{
	double		lesser = f->lesser * exp(y);
	double		passed = f->lesser * expm1(y);

	return f->p * lesser / (f->alpha + passed) + f->q * lesser / (f->beta + passed) - 1;
}

static void
add_moments(pareto_sums *sums, double weight, double log_alpha, double log_beta, double inverse_alpha, double inverse_beta)
{
	double		factor[PARETO_PARAMETERS] = {log_alpha, inverse_alpha, log_beta, inverse_beta};

	sums->log_alpha += weight * log_alpha;
	sums->log_beta += weight * log_beta;
	sums->inverse_alpha += weight * inverse_alpha;
	sums->inverse_beta += weight * inverse_beta;
	for (int i = 0; i < PARETO_PARAMETERS; i++)
		for (int j = 0; j <= i; j++)
			sums->product[i][j] += weight * factor[i] * factor[j];
}

/* Adds the nodes of one panel to the sums; returns what the panel adds to the mass. */
static double
add_panel(const pareto_integrand *f, double y, double length, bool moments, pareto_sums *sums)
{
	double		mass = 0;

	for (int i = 0; i < AFTERSALES_NODES; i++)
	{
		double		at = y + length / 2 * (1 + aftersales_node[i]);
		double		passed = f->lesser * expm1(at);
		double		log_alpha = f->lesser == f->alpha ? at : log1p(passed / f->alpha);
		double		log_beta = f->lesser == f->beta ? at : log1p(passed / f->beta);
		double		weight = length / 2 * aftersales_weight[i] * exp(at - f->p * log_alpha - f->q * log_beta);

		mass += weight;
		if (moments)
			add_moments(sums, weight, log_alpha, log_beta, 1 / (f->alpha + passed), 1 / (f->beta + passed));
	}
	sums->mass += mass;
	return mass;
}

/* The integral from t_x to T, in units of f(t_x) (m+t_x), panel by panel until the rest does not matter. */
static void
integrate(const pareto_integrand *f, double span, bool moments, pareto_sums *sums)
{
	double		end = log1p(span / f->lesser);
	double		y = 0;

	memset(sums, 0, sizeof *sums);
	while (y < end)
	{
		double		length = fmin(3, end - y);
		double		mass;

		length = fmin(length, AFTERSALES_PANEL_DROP / fmax(fall(f, y), 1));
		length = fmin(length, AFTERSALES_PANEL_DROP / fmax(fall(f, y + length), 1));
		mass = add_panel(f, y, length, moments, sums);
		y += length;
		if (mass < NEGLIGIBLE * sums->mass && fall(f, y) > 0)
			break;
	}
}

static pareto_integrand
get_integrand(const double *parameter, const aftersales_customer *customer)
{
	double		alpha = parameter[PARETO_ALPHA] + customer->t_x;
	double		beta = parameter[PARETO_BETA] + customer->t_x;
	pareto_integrand f;

	f.alpha = alpha;
	f.beta = beta;
	f.lesser = fmin(alpha, beta);
	f.p = parameter[PARETO_R] + customer->x;
	f.q = parameter[PARETO_S] + 1;
	return f;
}

/* ln of the odds of being lost with t_x for T in front of their integral */
static double
log_loss(const pareto_integrand *f, const double *parameter, double mass)
{
	return log(parameter[PARETO_S] * mass * (f->lesser / f->beta));
}

/* Logarithm of the odds of being lost, from the integral. */
static double
log_odds(const pareto_integrand *f, const double *parameter, double span, double mass)
{
	return log_loss(f, parameter, mass) +
		f->p * log1p(span / f->alpha) + parameter[PARETO_S] * log1p(span / f->beta);
}

/* Logarithm of the odds and its first and second derivatives; the customer has t_x < T. */
void
aftersales_pareto_derivatives(const double *parameter, const aftersales_customer *customer, aftersales_pareto_odds *odds)
{
	pareto_integrand f = get_integrand(parameter, customer);
	double		span = customer->t - customer->t_x;
	double		alpha = parameter[PARETO_ALPHA] + customer->t;
	double		beta = parameter[PARETO_BETA] + customer->t;
	double		s = parameter[PARETO_S];
	double		mean[PARETO_PARAMETERS];
	double		scale[PARETO_PARAMETERS] = {-1, -f.p, -1, -f.q};
	pareto_sums sums;

	integrate(&f, span, true, &sums);
	odds->log_odds = log_odds(&f, parameter, span, sums.mass);
	mean[PARETO_R] = sums.log_alpha / sums.mass;
	mean[PARETO_ALPHA] = sums.inverse_alpha / sums.mass;
	mean[PARETO_S] = sums.log_beta / sums.mass;
	mean[PARETO_BETA] = sums.inverse_beta / sums.mass;

	odds->gradient[PARETO_R] = log1p(span / f.alpha) - mean[PARETO_R];
	odds->gradient[PARETO_ALPHA] = f.p / alpha - f.p * mean[PARETO_ALPHA];
	odds->gradient[PARETO_S] = 1 / s + log1p(span / f.beta) - mean[PARETO_S];
	odds->gradient[PARETO_BETA] = s / beta - f.q * mean[PARETO_BETA];

	/* covariances of the derivatives of ln f, and means of its second derivatives */
	for (int i = 0; i < PARETO_PARAMETERS; i++)
		for (int j = 0; j <= i; j++)
			odds->hessian[i][j] = odds->hessian[j][i] =
				scale[i] * scale[j] * (sums.product[i][j] / sums.mass - mean[i] * mean[j]);
	odds->hessian[PARETO_ALPHA][PARETO_ALPHA] += f.p * sums.product[PARETO_ALPHA][PARETO_ALPHA] / sums.mass - f.p / (alpha * alpha);
	odds->hessian[PARETO_BETA][PARETO_BETA] += f.q * sums.product[PARETO_BETA][PARETO_BETA] / sums.mass - s / (beta * beta);
	odds->hessian[PARETO_S][PARETO_S] -= 1 / (s * s);
	odds->hessian[PARETO_R][PARETO_ALPHA] += 1 / alpha - mean[PARETO_ALPHA];
	odds->hessian[PARETO_S][PARETO_BETA] += 1 / beta - mean[PARETO_BETA];
	odds->hessian[PARETO_ALPHA][PARETO_R] = odds->hessian[PARETO_R][PARETO_ALPHA];
	odds->hessian[PARETO_BETA][PARETO_S] = odds->hessian[PARETO_S][PARETO_BETA];
}

/* Probability of a second visit up to t: r alpha^r beta^s times the integral of (alpha+u)^-(r+1) (beta+u)^-s. */
static double
next_visit(const double *parameter, double t)
{
	pareto_integrand f = get_integrand(parameter, &(aftersales_customer) {.t = t});
	pareto_sums sums;

	f.p++;
	f.q = parameter[PARETO_S];
	integrate(&f, t, false, &sums);
	return parameter[PARETO_R] * sums.mass * (f.lesser / f.alpha);
}

/* What has the larger share, to be lost or to be alive, is written without the other. */
double
aftersales_pareto_log_likelihood(const double *parameter, const aftersales_customer *customer)
{
	pareto_integrand f = get_integrand(parameter, customer);
	double		span = customer->t - customer->t_x;
	double		odds;
	double		last;
	pareto_sums sums;

	if (customer->x == 0)
	{
		double		back = next_visit(parameter, customer->t);

		if (back < 0.5)
			return back > 0 ? log1p(-back) : 0;
	}
	integrate(&f, span, false, &sums);
	odds = span > 0 ? log_odds(&f, parameter, span, sums.mass) : -INFINITY;
	last = odds > 0 ? customer->t_x : customer->t;
	return aftersales_log_rising(parameter[PARETO_R], customer->x) -
		parameter[PARETO_R] * log1p(last / parameter[PARETO_ALPHA]) - customer->x * log(parameter[PARETO_ALPHA] + last) -
		parameter[PARETO_S] * log1p(last / parameter[PARETO_BETA]) +
		(odds > 0 ? log_loss(&f, parameter, sums.mass) : 0) + log1p(exp(-fabs(odds)));
}

double
aftersales_pareto_p_alive(const double *parameter, const aftersales_customer *customer)
{
	pareto_integrand f = get_integrand(parameter, customer);
	double		span = customer->t - customer->t_x;
	double		odds;
	pareto_sums sums;

	if (span == 0)
		return 1;
	integrate(&f, span, false, &sums);
	odds = log_odds(&f, parameter, span, sums.mass);
	return odds > 700 ? exp(-odds) : 1 / (1 + exp(odds));
}

/*
 * Expected visits of a customer who is alive to the horizon t:
 * (r+x) (beta+T) / (alpha+T) * (1 - ((beta+T) / (beta+T+t))^(s-1)) / (s-1),
 * Fader and Hardie (2005), equation 41.
 */
double
aftersales_pareto_expected_visits(const double *parameter, const aftersales_customer *customer, double horizon)
{
	double		rate = (parameter[PARETO_R] + customer->x) / (parameter[PARETO_ALPHA] + customer->t);
	double		beta = parameter[PARETO_BETA] + customer->t;
	double		time = log1p(horizon / beta);
	double		s = parameter[PARETO_S] - 1;

	return rate * beta * (s == 0 ? time : -expm1(-s * time) / s);
}
