/*-------------------------------------------------------------------------
 *
 * core_distribution.c
 *		Distributions against sums and integrals in 60-digit arithmetic (mpmath),
 *		far out in the tails; quantiles; stock levels.
 *
 *-------------------------------------------------------------------------
 */
#include <stdlib.h>

#include <gsl/gsl_errno.h>

#include "distribution.h"
#include "stock_level.h"
#include "tap.h"

typedef struct vector
{
	aftersales_distribution demand;
	double		x;
	double		above;			/* P(D > x) */
	double		loss;			/* E max(D - x, 0) */
} vector;

static const vector vectors[] = {
	{{AFTERSALES_POISSON, 0.1, 0.1}, 40, 2.71129539754997838e-91, 2.71776554983346464e-91},
	{{AFTERSALES_POISSON, 2.0, 2.0}, 40, 9.34062851959914784e-39, 9.80652753488879289e-39},
	{{AFTERSALES_POISSON, 0.001, 0.001}, 10, 2.5029154548444134e-41, 2.50312404584049493e-41},
	{{AFTERSALES_POISSON, 1000.0, 1000.0}, 700, 1.0, 300.0},
	{{AFTERSALES_POISSON, 1000.0, 1000.0}, 1500, 2.09722455284247597e-49, 6.24250779049350658e-49},
	{{AFTERSALES_POISSON, 1000000.0, 1000000.0}, 1005000, 2.91889246700302688e-7, 0.000054711869359908635},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 2.0, 4.0}, 200, 3.15818025351452942e-59, 6.34747558341836454e-59},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 0.2, 0.64}, 200, 4.28025906431269054e-36, 1.35653020576700329e-35},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 2.0, 8.0}, 2400, 9.20715699822743525e-302, 3.68133399769337787e-301},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 5.0, 5.0001}, 30, 4.52365960763386193e-15, 5.35073152776135346e-15},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 0.01, 10.0}, 20000, 9.73792834811368607e-16, 9.31194762534924415e-13},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 1000.0, 200000.0}, 10, 0.999999991914099105, 990.000000013548981},
	{{AFTERSALES_NEGATIVE_BINOMIAL, 300.0, 301.5}, 600, 1.60311653247504552e-52, 3.20111307270808371e-52},
	{{AFTERSALES_GAMMA, 4.0, 30.0}, 0.5, 0.74030100073390764, 3.58545510154494342},
	{{AFTERSALES_GAMMA, 4.0, 30.0}, 300, 4.51206773595475269e-19, 3.34680536481249359e-18},
	{{AFTERSALES_GAMMA, 0.5, 2.0}, 100, 1.06661438419163124e-13, 4.1319214150028647e-13},
	{{AFTERSALES_GAMMA, 1000.0, 1000.0}, 1300, 1.87361557157855512e-18, 7.92419409671633897e-18},
	{{AFTERSALES_GAMMA, 100000.0, 100000.0}, 105000, 7.20495969483492058e-55, 1.50088382187114882e-53},
	{{AFTERSALES_GAMMA, 3.0, 3000.0}, 0.001, 0.0389436924619497722, 2.99995818176368212},
	{{AFTERSALES_GAMMA, 1e-6, 0.01}, 0.25, 1.0019444063101072e-9, 9.9972451421094737e-7},
	{{AFTERSALES_GAMMA, 1e-4, 1.0}, 2, 7.940177209505733e-8, 9.982119845746439e-5},
	{{AFTERSALES_GAMMA, 0.5, 2000.0}, 0.001, 0.0018264166058367455, 0.49999804882730634},
	{{AFTERSALES_GAMMA, 2.0, 10.0}, 3, 0.21464952719856159, 0.79381594922407596},
	{{AFTERSALES_NORMAL, 0.0, 1.0}, -8, 0.999999999999999378, 8.00000000000000008},
	{{AFTERSALES_NORMAL, 0.0, 1.0}, 1.999, 0.0228041769326588887, 0.00851347976226481196},
	{{AFTERSALES_NORMAL, 0.0, 1.0}, 2.0001, 0.0227447333914105585, 0.00848842787357165588},
	{{AFTERSALES_NORMAL, 0.0, 1.0}, 8, 6.22096057427178412e-16, 7.55026241194649891e-17},
	{{AFTERSALES_NORMAL, 0.0, 1.0}, 37, 5.72557122252457682e-300, 1.54519919051220246e-301},
};

/* Fill rates of continuous review (the first seven) and periodic review, in the same arithmetic. */
static const struct
{
	aftersales_policy policy;
	double		level;
	double		service;
}			services[] = {
	{{{AFTERSALES_NEGATIVE_BINOMIAL, 12.5, 40.0}, {AFTERSALES_NEGATIVE_BINOMIAL, 12.5, 40.0}, 3.0, 3.0, AFTERSALES_FILL}, 20.0, 0.909460498272707138},
	{{{AFTERSALES_NEGATIVE_BINOMIAL, 0.4, 0.9}, {AFTERSALES_NEGATIVE_BINOMIAL, 0.4, 0.9}, 1.0, 1.0, AFTERSALES_FILL}, 2.0, 0.958870112730261014},
	{{{AFTERSALES_GAMMA, 6.0, 18.0}, {AFTERSALES_GAMMA, 6.0, 18.0}, 2.5, 2.5, AFTERSALES_FILL}, 9.25, 0.861923612298918124},
	{{{AFTERSALES_GAMMA, 0.5, 2.0}, {AFTERSALES_GAMMA, 0.5, 2.0}, 0.25, 0.25, AFTERSALES_FILL}, 3.5, 0.964149887730990823},
	{{{AFTERSALES_POISSON, 7.5, 7.5}, {AFTERSALES_POISSON, 7.5, 7.5}, 4.0, 4.0, AFTERSALES_FILL}, 8.0, 0.805342851528699066},
	{{{AFTERSALES_POISSON, 0.3, 0.3}, {AFTERSALES_POISSON, 0.3, 0.3}, 0.5, 0.5, AFTERSALES_FILL}, 0.0, 0.740818220681717874},
	{{{AFTERSALES_NORMAL, 40.0, 100.0}, {AFTERSALES_NORMAL, 40.0, 100.0}, 25.0, 25.0, AFTERSALES_FILL}, 52.5, 0.979773665022964639},
	{{{AFTERSALES_NEGATIVE_BINOMIAL, 15.0, 45.0}, {AFTERSALES_NEGATIVE_BINOMIAL, 10.0, 30.0}, 0, 5.0, AFTERSALES_FILL}, 24.0, 0.923769610388436865},
	{{{AFTERSALES_GAMMA, 9.0, 27.0}, {AFTERSALES_GAMMA, 3.0, 9.0}, 0, 6.0, AFTERSALES_FILL}, 16.5, 0.942529776646599058},
	{{{AFTERSALES_POISSON, 2.5, 2.5}, {AFTERSALES_POISSON, 2.0, 2.0}, 0, 0.5, AFTERSALES_FILL}, 5.0, 0.921076461092517633},
	{{{AFTERSALES_NORMAL, 50.0, 90.0}, {AFTERSALES_NORMAL, 40.0, 72.0}, 0, 10.0, AFTERSALES_FILL}, 66.0, 0.982331887805000851},
};

/* Where probabilities leave the range of double, tails end all the same. */
static void
test_ends(void)
{
	const aftersales_distribution spread = {AFTERSALES_NEGATIVE_BINOMIAL, 2, 8};
	const aftersales_distribution wide = {AFTERSALES_NEGATIVE_BINOMIAL, 1e6, 1e10};
	const aftersales_distribution many = {AFTERSALES_POISSON, 1e7, 1e7};
	bool		small = true;

	for (double x = 2440; x < 2620; x++)
		small &= aftersales_tail_at(&spread, x).loss < 1e-300;
	for (double x = 1.045e7; x < 1.06e7; x += 999)
		small &= aftersales_tail_at(&wide, x).loss < 1e-300;
	for (double x = 1.0118e7; x < 1.0123e7; x += 10)
		small &= aftersales_tail_at(&many, x).loss < 1e-300;
	for (double x = 9.879e6; x < 9.883e6; x += 10)
		small &= aftersales_tail_at(&many, x).upto < 1e-300;
	ok(small, "tails end below the range of double");
}

static void
test_services(void)
{
	for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
	{
		char		what[30];

		snprintf(what, sizeof what, "fill rate %d", (int) i);
		is_close(aftersales_service_level(&services[i].policy, services[i].level), services[i].service, 1e-13, what);
		is_close(aftersales_stock_level(&services[i].policy, services[i].service - 1e-13), services[i].level, 1e-11, "and the level that reaches it");
	}
}

static double
random_between(double low, double high)
{
	return low + (high - low) * rand() / RAND_MAX;
}

/* Probabilities sum to 1, quantiles are smallest, losses fall, for distributions of all kinds and sizes. */
static void
test_random(void)
{
	bool		sums = true;
	bool		smallest = true;
	bool		falls = true;

	for (int i = 0; i < 4000; i++)
	{
		aftersales_distribution demand = {.kind = i % 4, .mean = exp(random_between(-8, 8))};
		double		probability = i % 3 ? random_between(0.001, 0.999) : 1 - exp(random_between(-30, -1));
		double		x;
		aftersales_tail tail;

		demand.variance = demand.kind == AFTERSALES_POISSON ? demand.mean : demand.mean * (1 + exp(random_between(-8, 6)));
		if (aftersales_distribution_fault(&demand))
			ok(false, "a good distribution is refused");
		x = aftersales_quantile(&demand, probability);
		tail = aftersales_tail_at(&demand, x);
		sums &= fabs(tail.upto + tail.above - 1) < 1e-12 && tail.upto >= 0 && tail.above >= 0 && tail.loss >= 0;
		if (aftersales_is_discrete(&demand))
			smallest &= x == floor(x) && (probability > 0.5 ? tail.above <= 1 - probability : tail.upto >= probability) &&
				aftersales_tail_at(&demand, x - 1).upto < probability + 1e-15;
		else if (x > 1e-300)
			smallest &= fabs(probability > 0.5 ? tail.above / (1 - probability) - 1 : tail.upto / probability - 1) < 1e-9;
		falls &= aftersales_tail_at(&demand, x + 1).loss <= tail.loss;
	}
	ok(sums, "probabilities sum to 1");
	ok(smallest, "quantiles are the smallest that reach a probability");
	ok(falls, "losses fall");
}

int
main(void)
{
	aftersales_distribution certain = {AFTERSALES_POISSON, 3, 0};
	aftersales_order_costs costs = {.demand = 8, .lead_time = 5, .order = 5, .holding = 1, .backorder = 9};
	aftersales_order_policy policy;

	gsl_set_error_handler_off();
	srand(1);
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
	{
		const vector *v = &vectors[i];
		aftersales_tail tail = aftersales_tail_at(&v->demand, v->x);
		char		what[100];

		snprintf(what, sizeof what, "loss of kind %d, mean %g, variance %g at %g", v->demand.kind, v->demand.mean, v->demand.variance, v->x);
		is_close(tail.loss, v->loss, 1e-12, what);
		is_close(tail.above, v->above, 1e-12, "and its probability");
	}
	test_ends();
	test_services();
	test_random();
	ok(aftersales_tail_at(&certain, 2.9).above == 1 && aftersales_tail_at(&certain, 3).upto == 1 &&
	   aftersales_tail_at(&certain, 1).loss == 2 && aftersales_quantile(&certain, 0.1) == 3, "certain demand");
	policy = aftersales_best_order_policy(&costs);
	ok(policy.reorder_point == 43 && policy.order_quantity == 13, "an (r, Q) policy");
	is_close(policy.cost, 16.2158890181569411, 1e-13, "and its cost");
	costs.order = 1e18;
	ok(aftersales_best_order_policy(&costs).order_quantity == 0, "too large an order quantity is refused");
	is_close(aftersales_remaining_demand(24, 0.15, 10), 128.50009530548434, 1e-14, "the vector of the last-time buy");
	ok(aftersales_packs_to_order(10.5, 3, 5) == 2 && aftersales_packs_to_order(3, 10, 5) == 0, "whole packs");
	return done_testing();
}
