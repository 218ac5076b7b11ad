/*-------------------------------------------------------------------------
 *
 * model_fit.c
 *		Maximum likelihood of the retention models; see model_fit.h.
 *
 * The likelihood may have several maxima: the best of those found from a few
 * points, always the same ones, is taken.  Many different customers are fitted
 * by a sample first, every so many-th in order of (x, T, t_x), so that a few
 * passes over all are enough.
 *
 *-------------------------------------------------------------------------
 */
#include "model_fit.h"

#include <math.h>
#include <string.h>

#include "likelihood.h"

/* different customers of a sample */
#define SAMPLE 20000

/* what a larger k must add to the log-likelihood */
#define LEAST_GAIN 1e-6

/* shapes to start from; scales follow from the data */
static const double visit_starts[][3] = {
	{0.3, 0.8, 2.5}, {1, 1, 10}, {4, 0.5, 10}, {0.3, 0.1, 0.5}, {20, 2, 20}, {1, 4, 4}
};
static const double pareto_starts[][2] = {{0.5, 0.6}, {2, 0.3}, {1, 3}, {10, 1}};
static const double spend_starts[][2] = {{2, 3}, {6, 4}, {1, 1.5}, {20, 10}};

/* a fit in the making */
typedef struct fit_problem
{
	aftersales_likelihood likelihood;
	aftersales_objective objective;
	aftersales_model_kind kind;
	double		interval;		/* mean time between visits, or mean spend */
} fit_problem;

/* Sums up the customers; false if there are none. */
static bool
describe(fit_problem *problem, const aftersales_fit_input *input, aftersales_fit *fit)
{
	bool		spend = problem->kind == AFTERSALES_GAMMA_GAMMA;
	double		visits = 0;
	double		sum = 0;		/* of tenures or of spend */

	for (; problem->likelihood.n < input->n; problem->likelihood.n++)
	{
		uint64_t	key = input->entries[problem->likelihood.n].key;
		int64_t		count = input->entries[problem->likelihood.n].count;

		if (aftersales_key_frequency(key) == AFTERSALES_INTERVALS)
			break;
		fit->customers += count;
		visits += (double) aftersales_key_frequency(key) * count;
		sum += count * (spend ? (key & AFTERSALES_MAX_SPEND) / 100.0 : aftersales_get_visits(key).t / input->ticks);
	}
	fit->distinct = problem->likelihood.n;
	if (fit->distinct == 0)
		return false;
	/* where everybody came today only, time has no scale but the unit */
	sum = sum > 0 ? sum : (double) fit->customers;
	problem->interval = sum / fmax(visits, 1);
	problem->objective.scale[spend ? 2 : 1] = sum / (double) fit->customers;
	if (problem->kind == AFTERSALES_PARETO_NBD)
		problem->objective.scale[3] = problem->objective.scale[1];
	return true;
}

/* The i-th point to start from; false if there are no more. */
static bool
get_start(const fit_problem *problem, size_t i, double *parameter)
{
	double		interval = problem->interval;

	if (problem->kind == AFTERSALES_GAMMA_GAMMA)
	{
		if (i >= sizeof spend_starts / sizeof *spend_starts)
			return false;
		parameter[0] = spend_starts[i][0];
		parameter[1] = spend_starts[i][1];
		/* whose mean is that of the data */
		parameter[2] = interval * (parameter[1] - 1) / parameter[0];
	}
	else if (problem->kind == AFTERSALES_PARETO_NBD)
	{
		if (i >= sizeof pareto_starts / sizeof *pareto_starts)
			return false;
		parameter[0] = pareto_starts[i][0];
		parameter[2] = pareto_starts[i][1];
		parameter[1] = parameter[0] * fmin(interval, problem->objective.scale[1]);
		parameter[3] = problem->objective.scale[1];
	}
	else
	{
		if (i >= sizeof visit_starts / sizeof *visit_starts)
			return false;
		parameter[0] = visit_starts[i][0];
		parameter[2] = visit_starts[i][1];
		parameter[3] = visit_starts[i][2];
		parameter[1] = parameter[0] * fmin(interval, problem->objective.scale[1]) / problem->likelihood.k;
	}
	return true;
}

/* Is a the higher maximum? Of two that are equal, the one that is a maximum. */
static bool
is_better(const aftersales_maximum *a, const aftersales_maximum *b)
{
	double		rounding = 1e-9 * fabs(b->penalized);

	if (a->ending == AFTERSALES_CONVERGED && b->ending != AFTERSALES_CONVERGED)
		return a->penalized > b->penalized - rounding;
	if (a->ending != AFTERSALES_CONVERGED && b->ending == AFTERSALES_CONVERGED)
		return a->penalized > b->penalized + rounding;
	return a->penalized > b->penalized;
}

/* The maximum over every stride-th entry, the best of all starts. */
static aftersales_maximum
maximize_from_all(fit_problem *problem, size_t stride)
{
	aftersales_maximum best = {0};
	double		start[AFTERSALES_DIMENSIONS];

	problem->likelihood.stride = stride;
	problem->objective.penalty = problem->likelihood.input->penalty / stride;
	for (size_t i = 0; get_start(problem, i, start); i++)
	{
		aftersales_maximum maximum = aftersales_maximize(&problem->objective, start);

		if (i == 0 || is_better(&maximum, &best))
			best = maximum;
	}
	return best;
}

/* The maximum for the regularity of the problem; parameters go behind k, if there is one. */
static void
fit_parameters(fit_problem *problem, aftersales_fit *fit, int skip)
{
	size_t		stride = problem->likelihood.n / SAMPLE + 1;
	aftersales_maximum maximum = maximize_from_all(problem, stride);

	fit->iterations = maximum.iterations;
	if (stride > 1)
	{
		problem->likelihood.stride = 1;
		problem->objective.penalty = problem->likelihood.input->penalty;
		maximum = aftersales_maximize(&problem->objective, maximum.parameter);
		fit->iterations += maximum.iterations;
	}
	memcpy(fit->model.parameter + skip, maximum.parameter, problem->objective.n * sizeof(double));
	memcpy(fit->error + skip, maximum.error, problem->objective.n * sizeof(double));
	fit->log_likelihood = maximum.value;
	fit->ending = maximum.ending;
}

/*
 * Fits a model to customers.  For the regular models k grows from 1 for as
 * long as the likelihood does; its standard error is 0.  Returns false if there
 * are no customers.
 */
bool
aftersales_fit_model(aftersales_model_kind kind, const aftersales_fit_input *input, aftersales_fit *fit)
{
	bool		regular = kind == AFTERSALES_BGCNBD || kind == AFTERSALES_MBGCNBD;
	fit_problem problem = {
		.kind = kind,
		.likelihood = {.input = input, .k = 1, .first = kind == AFTERSALES_MBGNBD || kind == AFTERSALES_MBGCNBD},
		.objective = {
			.n = aftersales_model_descriptions[kind].parameters - regular,
			.evaluate = kind == AFTERSALES_PARETO_NBD ? aftersales_pareto_likelihood :
			kind == AFTERSALES_GAMMA_GAMMA ? aftersales_spend_likelihood : aftersales_bg_likelihood,
			.scale = {1, 1, 1, 1},
			.least = AFTERSALES_LEAST_PARAMETER,
			.greatest = AFTERSALES_GREATEST_PARAMETER,
		},
	};

	memset(fit, 0, sizeof *fit);
	fit->model.kind = kind;
	if (!describe(&problem, input, fit))
		return false;
	problem.objective.context = &problem.likelihood;
	fit_parameters(&problem, fit, regular);
	fit->model.parameter[0] = regular ? 1 : fit->model.parameter[0];
	/* without times between visits nothing is known about k */
	while (regular && problem.likelihood.n < input->n && problem.likelihood.k < AFTERSALES_MAX_REGULARITY)
	{
		aftersales_fit more = *fit;

		more.model.parameter[0] = ++problem.likelihood.k;
		fit_parameters(&problem, &more, regular);
		if (!(more.log_likelihood > fit->log_likelihood + LEAST_GAIN) ||
			(more.ending != AFTERSALES_CONVERGED && fit->ending == AFTERSALES_CONVERGED))
			break;
		*fit = more;
	}
	return true;
}
