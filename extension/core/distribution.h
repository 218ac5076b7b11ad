/*-------------------------------------------------------------------------
 *
 * distribution.h
 *		Distributions of the demand of an interval, with tails that keep their
 *		digits.
 *
 * Normal, Poisson, negative binomial (number of pieces with given mean and
 * variance: r = mean^2 / (variance - mean), success probability mean /
 * variance) and gamma, each by mean and variance.  Variance 0 is the mean for
 * certain; the Poisson distribution's variance is its mean, and a negative
 * binomial one of that variance is Poisson.
 *
 * Arguments are checked by the caller: see aftersales_distribution_fault().
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_DISTRIBUTION_H
#define AFTERSALES_DISTRIBUTION_H

#include <stdbool.h>

/* limits of the sums over single pieces */
#define AFTERSALES_MAX_MEAN 1e7
#define AFTERSALES_MAX_DISPERSION 1e4	/* variance / mean */

/* of gamma distributions: mean^2 / variance */
#define AFTERSALES_MAX_SHAPE 1e9

typedef enum aftersales_distribution_kind
{
	AFTERSALES_NORMAL,
	AFTERSALES_POISSON,
	AFTERSALES_NEGATIVE_BINOMIAL,
	AFTERSALES_GAMMA
} aftersales_distribution_kind;

typedef struct aftersales_distribution
{
	aftersales_distribution_kind kind;
	double		mean;
	double		variance;
} aftersales_distribution;

/* a distribution at a value x of demand D */
typedef struct aftersales_tail
{
	double		upto;			/* P(D <= x) */
	double		above;			/* P(D > x) */
	double		loss;			/* E max(D - x, 0) */
} aftersales_tail;

extern const char *aftersales_distribution_fault(const aftersales_distribution *demand);
extern bool aftersales_is_discrete(const aftersales_distribution *demand);
extern aftersales_tail aftersales_tail_at(const aftersales_distribution *demand, double x);
extern double aftersales_gamma_end(const aftersales_distribution *demand);
extern double aftersales_quantile(const aftersales_distribution *demand, double probability);

typedef double (*aftersales_function) (double x, void *context);
extern double aftersales_root(aftersales_function function, void *context, double low, double high);

#endif							/* AFTERSALES_DISTRIBUTION_H */
