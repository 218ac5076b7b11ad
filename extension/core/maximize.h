/*-------------------------------------------------------------------------
 *
 * maximize.h
 *		Maximum of a function of a few positive parameters, by Newton's method
 *		in their logarithms.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_MAXIMIZE_H
#define AFTERSALES_MAXIMIZE_H

#include <stdbool.h>

#define AFTERSALES_DIMENSIONS 4

/* value and exact derivatives of a function at one point */
typedef struct aftersales_evaluation
{
	double		value;
	double		gradient[AFTERSALES_DIMENSIONS];
	double		hessian[AFTERSALES_DIMENSIONS][AFTERSALES_DIMENSIONS];
} aftersales_evaluation;

typedef struct aftersales_objective
{
	int			n;				/* parameters */
	void		(*evaluate) (const double *parameter, const void *context, aftersales_evaluation *result);
	const void *context;
	double		scale[AFTERSALES_DIMENSIONS];	/* what size each parameter has */
	double		penalty;		/* taken off for each ln(parameter / scale)^2 */
} aftersales_objective;

typedef enum aftersales_maximum
{
	AFTERSALES_CONVERGED,
	AFTERSALES_ITERATION_LIMIT, /* no maximum after AFTERSALES_MAX_ITERATIONS */
	AFTERSALES_UNBOUNDED,		/* a parameter runs off to 0 or without bound */
	AFTERSALES_FLAT				/* no single maximum */
} aftersales_maximum;

#define AFTERSALES_MAX_ITERATIONS 200

extern aftersales_maximum aftersales_maximize(const aftersales_objective *objective, double *parameter,
											  double *value, double *error, int *iterations);

#endif							/* AFTERSALES_MAXIMIZE_H */
