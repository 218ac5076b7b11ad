/*-------------------------------------------------------------------------
 *
 * maximize.c
 *		Newton's method with a step that is damped until it climbs; see
 *		maximize.h.
 *
 * Far from the maximum, where the Hessian may not be negative definite, mu is
 * added to the diagonal of -H (Levenberg and Marquardt).
 *
 *-------------------------------------------------------------------------
 */
#include "maximize.h"

#include <math.h>
#include <string.h>

#define N AFTERSALES_DIMENSIONS

/* the longest step of a logarithm */
#define LONGEST_STEP 2.0

/* a full Newton step below this ends: the next one would be its square */
#define LAST_STEP 1e-6

/* logarithms of parameters over their scale beyond this do not come back */
#define FURTHEST 14.0

/* logarithms beyond this are far from where the data are */
#define FAR 4.0

/* so many steps that gain no more than this lead nowhere */
#define IDLE_STEPS 5
#define IDLE_GAIN 1e-4

/* part of the value, or of 1 if that is more, that rounding may have made: terms of a value near 0 cancel out */
#define ROUNDING 1e-12

/* a step below this is taken next without damping */
#define SMALL_STEP 1e-3

/* least eigenvalue of -H, in units of its largest diagonal, of a single maximum */
#define SINGULAR 1e-11

/* damping to begin with, in units of the largest diagonal of -H */
#define LEAST_DAMPING 1e-9

/* a point, in logarithms of the parameters over their scale */
typedef struct point
{
	double		at[N];
	aftersales_evaluation f;	/* of the logarithms, less the penalty */
} point;

static void
get_parameters(const aftersales_objective *objective, const double *at, double *parameter)
{
	for (int i = 0; i < objective->n; i++)
		parameter[i] = objective->scale[i] * exp(at[i]);
}

/* Evaluates the function at p->at; false if it is not finite there. */
static bool
evaluate(const aftersales_objective *objective, point *p)
{
	double		parameter[N];
	aftersales_evaluation *f = &p->f;
	bool		finite;

	get_parameters(objective, p->at, parameter);
	memset(f, 0, sizeof *f);
	objective->evaluate(parameter, objective->context, f);
	finite = isfinite(f->value);
	for (int i = 0; i < objective->n; i++)
	{
		f->gradient[i] *= parameter[i];
		for (int j = 0; j <= i; j++)
			f->hessian[i][j] *= parameter[i] * parameter[j];
		f->hessian[i][i] += f->gradient[i];

		f->value -= objective->penalty * p->at[i] * p->at[i];
		f->gradient[i] -= 2 * objective->penalty * p->at[i];
		f->hessian[i][i] -= 2 * objective->penalty;
		for (int j = 0; j <= i; j++)
			finite &= isfinite(f->hessian[i][j]) && isfinite(f->gradient[i]);
	}
	return finite;
}

/* Cholesky's factor of mu - H; false if that is not positive definite. */
static bool
factorize(const aftersales_evaluation *f, int n, double mu, double factor[N][N])
{
	double		largest = 0;

	for (int i = 0; i < n; i++)
		largest = fmax(largest, fabs(f->hessian[i][i]));
	for (int i = 0; i < n; i++)
		for (int j = 0; j <= i; j++)
		{
			double		sum = (i == j ? mu : 0) - f->hessian[i][j];

			for (int k = 0; k < j; k++)
				sum -= factor[i][k] * factor[j][k];
			if (i == j && !(sum > SINGULAR * largest))
				return false;
			factor[i][j] = i == j ? sqrt(sum) : sum / factor[j][j];
		}
	return true;
}

/* Solves factor factor' x = right. */
static void
solve(int n, double factor[N][N], const double *right, double *x)
{
	for (int i = 0; i < n; i++)
	{
		x[i] = right[i];
		for (int k = 0; k < i; k++)
			x[i] -= factor[i][k] * x[k];
		x[i] /= factor[i][i];
	}
	for (int i = n - 1; i >= 0; i--)
	{
		for (int k = i + 1; k < n; k++)
			x[i] -= factor[k][i] * x[k];
		x[i] /= factor[i][i];
	}
}

/* The step from p with damping mu, which is raised as needed; returns its largest component. */
static double
damped_step(const point *p, int n, double *mu, double *step)
{
	double		factor[N][N];
	double		size = 1;
	double		length = 0;

	for (int i = 0; i < n; i++)
		size = fmax(size, fabs(p->f.hessian[i][i]));
	while (!factorize(&p->f, n, *mu, factor))
		*mu = fmax(8 * *mu, LEAST_DAMPING * size);
	solve(n, factor, p->f.gradient, step);
	for (int i = 0; i < n; i++)
		length = fmax(length, fabs(step[i]));
	if (length > LONGEST_STEP)
		for (int i = 0; i < n; i++)
			step[i] *= LONGEST_STEP / length;
	return length;
}

/* Standard errors of the parameters at the maximum, from the inverse of -H; false if that is singular. */
static bool
standard_errors(const aftersales_objective *objective, const point *p, const double *parameter, double *error)
{
	double		factor[N][N];

	if (!factorize(&p->f, objective->n, 0, factor))
		return false;
	for (int i = 0; i < objective->n; i++)
	{
		double		unit[N] = {0};
		double		column[N];

		unit[i] = 1;
		solve(objective->n, factor, unit, column);
		error[i] = parameter[i] * sqrt(column[i]);
	}
	return true;
}

/* Is a parameter beyond so many times its scale, as a logarithm, or below its inverse? */
static bool
is_beyond(const point *p, int n, double limit)
{
	for (int i = 0; i < n; i++)
		if (fabs(p->at[i]) > limit)
			return true;
	return false;
}

/* Is it as far as a parameter may go? */
static bool
is_outside(const aftersales_objective *objective, const point *p)
{
	double		parameter[N];

	get_parameters(objective, p->at, parameter);
	for (int i = 0; i < objective->n; i++)
		if (!(parameter[i] >= objective->least && parameter[i] <= objective->greatest))
			return true;
	return is_beyond(p, objective->n, FURTHEST);
}

/*
 * Climbs from p until a step is as good as 0.  Where steps gain nothing any
 * more there is a plateau: far out it is that of a limit, which no parameters
 * reach, else a ridge.
 */
static aftersales_ending
climb(const aftersales_objective *objective, point *p, int *iterations)
{
	double		mu = 0;
	int			idle = 0;

	for (*iterations = 0; *iterations < AFTERSALES_MAX_ITERATIONS && idle < IDLE_STEPS; (*iterations)++)
	{
		double		step[N];
		double		length = damped_step(p, objective->n, &mu, step);
		double		rounding = ROUNDING * fmax(fabs(p->f.value), 1);
		point		next = *p;

		for (int i = 0; i < objective->n; i++)
			next.at[i] += step[i];
		if (is_outside(objective, &next))
			return AFTERSALES_UNBOUNDED;
		if (evaluate(objective, &next) && next.f.value >= p->f.value - rounding)
		{
			idle = next.f.value > p->f.value + rounding + IDLE_GAIN ? 0 : idle + 1;
			*p = next;
			if (mu == 0 && length < LAST_STEP)
				return AFTERSALES_CONVERGED;
			mu = length < SMALL_STEP || mu < 1e-9 * fabs(p->f.hessian[0][0]) ? 0 : mu / 8;
		}
		else
			mu = fmax(8 * mu, 1e-3 * fmax(fabs(p->f.hessian[0][0]), 1));
	}
	if (is_beyond(p, objective->n, FAR))
		return AFTERSALES_UNBOUNDED;
	return idle == IDLE_STEPS ? AFTERSALES_FLAT : AFTERSALES_ITERATION_LIMIT;
}

/*
 * Maximises from the given parameters, which are moved into the range.  Whatever
 * the end, the parameters found are in it, and the value is not below that of
 * the start; -INFINITY if that is not finite.
 */
aftersales_maximum
aftersales_maximize(const aftersales_objective *objective, const double *start)
{
	aftersales_maximum result = {.ending = AFTERSALES_ITERATION_LIMIT};
	point		p;

	for (int i = 0; i < objective->n; i++)
		/* a little inside, as rounding may add to it */
		p.at[i] = log(fmin(fmax(start[i], 2 * objective->least), objective->greatest / 2) / objective->scale[i]);
	if (evaluate(objective, &p))
		result.ending = climb(objective, &p, &result.iterations);
	else
		p.f.value = -INFINITY;
	get_parameters(objective, p.at, result.parameter);
	result.value = result.penalized = p.f.value;
	for (int i = 0; i < objective->n; i++)
		result.value += objective->penalty * p.at[i] * p.at[i];
	if (result.ending == AFTERSALES_CONVERGED && !standard_errors(objective, &p, result.parameter, result.error))
		result.ending = AFTERSALES_FLAT;
	return result;
}
