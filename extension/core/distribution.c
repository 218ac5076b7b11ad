/*-------------------------------------------------------------------------
 *
 * distribution.c
 *		Probabilities, losses and quantiles; see distribution.h.
 *
 * Textbook forms of the loss, such as sd (phi(k) - k Q(k)), subtract nearly
 * equal numbers and lose all digits in the tail.  Here it is put together from
 * positive terms: sums over pieces outwards from x where demand is discrete,
 * continued fractions where it is continuous.  On the other side of the mean
 * the same is done for E max(x - D, 0), for E max(D - x, 0) = mean - x + that.
 *
 *-------------------------------------------------------------------------
 */
#include "distribution.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <gsl/gsl_sf_zeta.h>

#define ROOT_OF_2_PI 2.50662827463100050241576528481104525
#define SMALL_SHAPE 0.5			/* of a gamma distribution */
#define FAR_OUT 1e12			/* in pieces, or scales of a gamma distribution: nothing is left there that a double can hold */
#define MOST_STEPS 500			/* of the root finder: bisection alone needs 2100 at the very worst, 60 as a rule */

/* What is wrong with mean and variance; NULL if nothing. */
const char *
aftersales_distribution_fault(const aftersales_distribution *demand)
{
	if (demand->kind == AFTERSALES_NORMAL || demand->variance == 0)
		return NULL;
	if (demand->mean == 0)
		return "A mean of 0 has the variance 0.";
	if (demand->kind == AFTERSALES_POISSON && demand->variance != demand->mean)
		return "The variance of a Poisson distribution is its mean.";
	if (demand->kind == AFTERSALES_NEGATIVE_BINOMIAL && demand->variance < demand->mean)
		return "The variance of a negative binomial distribution is not below its mean.";
	if (demand->mean > AFTERSALES_MAX_MEAN || demand->variance / demand->mean > AFTERSALES_MAX_DISPERSION)
		return "But for the normal distribution, means up to 1e7 and variances up to 1e4 times the mean are supported.";
	if (demand->kind == AFTERSALES_GAMMA && demand->mean / demand->variance * demand->mean > AFTERSALES_MAX_SHAPE)
		return "Gamma distributions of a shape (mean^2 / variance) up to 1e9 are supported.";
	return NULL;
}

/* Is demand a number of pieces? */
bool
aftersales_is_discrete(const aftersales_distribution *demand)
{
	return demand->variance > 0 && (demand->kind == AFTERSALES_POISSON || demand->kind == AFTERSALES_NEGATIVE_BINOMIAL);
}

/* a log(expected / a) - (expected - a): the logarithm of the mass that a value keeps beside the mode, not above 0. */
static double
deviance(double a, double expected, double difference)
{
	if (fabs(difference) < a / 2)
		return a * gsl_sf_log_1plusx_mx(difference / a);
	return a * log(expected / a) - difference;
}

/*
 * mean^k e^-mean / Gamma(k + 1) for k >= 0, whole or not, in the saddle-point
 * form of C. Loader, "Fast and accurate computation of binomial probabilities"
 * (2000): no logarithms of large numbers are subtracted.
 */
static double
poisson_mass(double k, double mean)
{
	if (k == 0)
		return exp(-mean);
	return exp(deviance(k, mean, mean - k)) / (gsl_sf_gammastar(k) * sqrt(k) * ROOT_OF_2_PI);
}

/*
 * Negative binomial probability of k pieces: r / (r + k) times the binomial
 * probability of r in r + k (Loader's form again).
 */
static double
negative_binomial_mass(const aftersales_distribution *demand, double r, double failure, double k)
{
	double		success = demand->mean / demand->variance;
	double		n = r + k;
	double		difference = success * (demand->mean - k);

	if (k == 0)
		return exp(r * log1p(-failure));
	return r / n * exp(deviance(r, n * success, -difference) + deviance(k, n * failure, difference)) *
		gsl_sf_gammastar(n) / (gsl_sf_gammastar(r) * gsl_sf_gammastar(k)) * sqrt(n / (r * k)) / ROOT_OF_2_PI;
}

/* Negative binomial parameters; Poisson has r = infinity. */
static void
parameters(const aftersales_distribution *demand, double *r, double *failure)
{
	double		excess = demand->kind == AFTERSALES_POISSON ? 0 : demand->variance - demand->mean;

	*r = excess > 0 ? demand->mean / excess * demand->mean : INFINITY;
	*failure = excess > 0 ? excess / demand->variance : 0;
}

/* P(D = k + 1) / P(D = k) */
static double
step_up(const aftersales_distribution *demand, double r, double failure, double k)
{
	return isinf(r) ? demand->mean / (k + 1) : (k + r) / (k + 1) * failure;
}

static double
mass(const aftersales_distribution *demand, double r, double failure, double k)
{
	return isinf(r) ? poisson_mass(k, demand->mean) : negative_binomial_mass(demand, r, failure, k);
}

/* The smallest numbers of double are rounded back to themselves and fall no more. */
static bool
is_least(double term, double next)
{
	return next == term && term < DBL_MIN;
}

/* Discrete demand at a whole x. */
static aftersales_tail
pieces_tail(const aftersales_distribution *demand, double x)
{
	double		r;
	double		failure;
	double		probability = 0;
	double		moment = 0;

	if (x < 0)
		return (aftersales_tail) {.upto = 0, .above = 1, .loss = demand->mean - x};
	if (x > FAR_OUT)
		return (aftersales_tail) {.upto = 1};
	parameters(demand, &r, &failure);
	if (x >= demand->mean)
	{
		double		term = mass(demand, r, failure, x + 1);

		/* terms only fall from here on; the distance from x grows slower than they do in the end */
		for (double k = x + 1; term > 0; k++)
		{
			double		ratio = step_up(demand, r, failure, k);

			probability += term;
			moment += (k - x) * term;
			if (term * (k - x) < moment * (1 - ratio) * (DBL_EPSILON / 16) || is_least(term, term * ratio))
				break;
			term *= ratio;
		}
		return (aftersales_tail) {.upto = 1 - probability, .above = probability, .loss = moment};
	}
	/* downwards: P(D <= x) and E max(x - D, 0) */
	for (double k = x, term = mass(demand, r, failure, x); k >= 0 && term > 0; k--)
	{
		double		next = k == 0 ? 0 : term / step_up(demand, r, failure, k - 1);

		probability += term;
		moment += (x - k) * term;
		if (term * (x - k + 1) < probability * (DBL_EPSILON / 1024) || is_least(term, next))
			break;
		term = next;
	}
	return (aftersales_tail) {.upto = probability, .above = 1 - probability, .loss = demand->mean - x + moment};
}

/*
 * Standard normal demand at k >= 0: P(Z > k) and E max(Z - k, 0).  With the
 * continued fraction of Mills' ratio, 1 / (k + c), c = 1 / (k + 2 / (k + 3 /
 * ...)), the loss is phi(k) c / (k + c).
 */
static void
normal_upper(double k, double *above, double *loss)
{
	double		density = exp(-k * k / 2) / ROOT_OF_2_PI;
	double		c = 0;

	*above = gsl_cdf_ugaussian_Q(k);
	if (k < 2)
	{
		*loss = density - k * *above;
		return;
	}
	for (int i = 100; i >= 2; i--)
		c = i / (k + c);
	c = 1 / (k + c);
	*loss = density * c / (k + c);
}

static aftersales_tail
normal_tail(double mean, double sd, double x)
{
	aftersales_tail tail;
	double		k = (x - mean) / sd;

	normal_upper(fabs(k), &tail.above, &tail.loss);
	tail.loss *= sd;
	tail.upto = 1 - tail.above;
	if (k < 0)
	{
		double		above = tail.above;

		tail.above = tail.upto;
		tail.upto = above;
		tail.loss += mean - x;
	}
	return tail;
}

/*
 * Gamma demand of scale 1 at x: P(D > x) and E max(D - x, 0) for x above shape
 * + 1, by Legendre's continued fraction Q = w / (x - shape + c), where w = x^shape
 * e^-x / Gamma(shape) and c = 1 - (1 - shape) / (x + 3 - shape - 2 (2 - shape) /
 * (x + 5 - shape - ...)); the loss is w c / (x - shape + c).  The fraction is
 * evaluated by Steed's method.
 */
static void
gamma_upper(double shape, double x, double w, double *above, double *loss)
{
	double		b = x + 3 - shape;
	double		d = 1 / b;
	double		delta = (shape - 1) * d;
	double		c = 1 + delta;

	for (double i = 2; fabs(delta) > fabs(c) * (DBL_EPSILON / 16); i++)
	{
		double		a = i * (shape - i);

		b += 2;
		d = 1 / (b + a * d);
		delta *= b * d - 1;
		c += delta;
	}
	*above = w / (x - shape + c);
	*loss = *above * c;
}

/* ln Gamma(1 + a) for a <= 1/2, with all digits of a small a: -log(1 + a) + a (1 - gamma) + sum over k >= 2 of (zeta(k) - 1) (-a)^k / k. */
static double
log_gamma_1_plus(double a)
{
	double		sum = a * (1 - M_EULER) - log1p(a);
	double		power = -a;

	for (int k = 2; k <= 30; k++)
	{
		power *= -a;
		sum += gsl_sf_zetam1_int(k) * power / k;
	}
	return sum;
}

/*
 * P(D > x) of gamma demand of scale 1 for a small shape and x: it is of the size
 * of the shape, so 1 - P(D <= x) would lose its digits.  It is the sum of 1 -
 * x^shape / Gamma(1 + shape) and of the alternating rest of the series of the
 * incomplete gamma function.
 */
static double
gamma_upper_small(double shape, double x)
{
	double		log_power = shape * log(x) - log_gamma_1_plus(shape);
	double		term = 1;
	double		sum = 0;

	for (double n = 1; fabs(term) > DBL_EPSILON / 16; n++)
	{
		term *= -x / n;
		sum += term / (shape + n);
	}
	return -expm1(log_power) - exp(log_power) * shape * sum;
}

static aftersales_tail
gamma_tail(double mean, double variance, double amount)
{
	double		scale = variance / mean;
	double		shape = mean / scale;
	double		x = fmin(amount / scale, FAR_OUT);
	double		w = shape * poisson_mass(shape, x);
	aftersales_tail tail;

	if (amount <= 0)
		return (aftersales_tail) {.upto = 0, .above = 1, .loss = mean - amount};
	if (x > shape + 1)
	{
		gamma_upper(shape, x, w, &tail.above, &tail.loss);
		tail.upto = 1 - tail.above;
	}
	else
	{
		double		term = 1 / shape;
		double		sum = term;

		for (double i = 1; term > sum * (DBL_EPSILON / 16); i++)
		{
			term *= x / (shape + i);
			sum += term;
		}
		tail.upto = w * sum;
		tail.above = shape < SMALL_SHAPE && x > DBL_MIN ? gamma_upper_small(shape, x) : 1 - tail.upto;
		tail.loss = w + (shape - x) * tail.above;
	}
	tail.loss *= scale;
	return tail;
}

/* Demand that is certain. */
static aftersales_tail
point_tail(double mean, double x)
{
	return (aftersales_tail) {.upto = mean <= x, .above = mean > x, .loss = mean > x ? mean - x : 0};
}

/* Probabilities and loss at any finite x; the loss of pieces is linear between whole numbers. */
aftersales_tail
aftersales_tail_at(const aftersales_distribution *demand, double x)
{
	aftersales_tail tail;
	double		part = x - floor(x);

	if (demand->variance == 0)
		return point_tail(demand->mean, x);
	if (demand->kind == AFTERSALES_NORMAL)
		return normal_tail(demand->mean, sqrt(demand->variance), x);
	if (demand->kind == AFTERSALES_GAMMA)
		return gamma_tail(demand->mean, demand->variance, x);
	tail = pieces_tail(demand, floor(x));
	if (part > 0)
		tail.loss = (1 - part) * tail.loss + part * pieces_tail(demand, ceil(x)).loss;
	return tail;
}

/* Is P(D <= x) >= probability?  Asked on the side where the number is small. */
static bool
reaches(const aftersales_distribution *demand, double x, double probability)
{
	aftersales_tail tail = aftersales_tail_at(demand, x);

	return probability > 0.5 ? tail.above <= 1 - probability : tail.upto >= probability;
}

/* The smallest number of pieces that reaches a probability: from a guess on, in doubling steps, then halving. */
static double
pieces_quantile(const aftersales_distribution *demand, double probability)
{
	double		guess = demand->mean + sqrt(demand->variance) * gsl_cdf_ugaussian_Pinv(probability);
	double		low = fmax(floor(guess), 0) - 1;	/* does not reach it */
	double		high = low + 1; /* reaches it */

	for (double step = 1; !reaches(demand, high, probability); step *= 2)
	{
		low = high;
		high += step;
	}
	for (double step = 1; low >= 0 && reaches(demand, low, probability); step *= 2)
	{
		high = low;
		low = fmax(low - step, -1);
	}
	while (high - low > 1)
	{
		double		middle = floor((low + high) / 2);

		if (reaches(demand, middle, probability))
			high = middle;
		else
			low = middle;
	}
	return high;
}

typedef struct quantile_problem
{
	const aftersales_distribution *demand;
	double		probability;
} quantile_problem;

/* for a gamma quantile, in the logarithm of x; the smaller of the two probabilities is compared */
static double
gamma_miss(double log_x, void *context)
{
	quantile_problem *problem = context;
	aftersales_tail tail = aftersales_tail_at(problem->demand, exp(log_x));

	return problem->probability > 0.5 ? 1 - problem->probability - tail.above : tail.upto - problem->probability;
}

/* Gamma demand is above this with a probability too small for a double: at the mean + 40 standard deviations, or 800 times the scale. */
double
aftersales_gamma_end(const aftersales_distribution *demand)
{
	return demand->mean + 40 * sqrt(demand->variance) + 800 * demand->variance / demand->mean;
}

/* The smallest x with P(D <= x) >= probability, 0 < probability < 1. */
double
aftersales_quantile(const aftersales_distribution *demand, double probability)
{
	quantile_problem problem = {demand, probability};

	if (demand->variance == 0)
		return demand->mean;
	if (demand->kind == AFTERSALES_NORMAL)
		return demand->mean + sqrt(demand->variance) * gsl_cdf_ugaussian_Pinv(probability);
	if (demand->kind == AFTERSALES_GAMMA && reaches(demand, DBL_MIN, probability))
		return 0;				/* too small for a double */
	if (demand->kind == AFTERSALES_GAMMA)
		return exp(aftersales_root(gamma_miss, &problem, log(DBL_MIN), log(aftersales_gamma_end(demand))));
	return pieces_quantile(demand, probability);
}

/*
 * Where a continuous function crosses 0 between two points: to the last digits.
 * The end nearer to 0 if it does not; NaN without memory.
 */
double
aftersales_root(aftersales_function function, void *context, double low, double high)
{
	gsl_function target = {function, context};
	gsl_root_fsolver *solver;
	double		at_low = function(low, context);
	double		at_high = function(high, context);
	double		root;

	if (at_low == 0 || at_high == 0 || (at_low > 0) == (at_high > 0))
		return fabs(at_low) <= fabs(at_high) ? low : high;
	solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
	if (solver == NULL)
		return NAN;
	root = low;
	if (gsl_root_fsolver_set(solver, &target, low, high) == GSL_SUCCESS)
		for (int i = 0; i < MOST_STEPS && gsl_root_fsolver_iterate(solver) == GSL_SUCCESS; i++)
		{
			root = gsl_root_fsolver_root(solver);
			low = gsl_root_fsolver_x_lower(solver);
			high = gsl_root_fsolver_x_upper(solver);
			if (function(root, context) == 0 || fabs(high - low) <= 2 * DBL_EPSILON * fmax(fabs(low), fabs(high)))
				break;
		}
	gsl_root_fsolver_free(solver);
	return root;
}
