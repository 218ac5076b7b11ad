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
	double		hessian[AFTERSALES_DIMENSIONS][AFTERSALES_DIMENSIONS];	/* where column <= row */
} aftersales_evaluation;

typedef struct aftersales_objective
{
	int			n;				/* parameters */
	void		(*evaluate) (const double *parameter, const void *context, aftersales_evaluation *result);
	const void *context;
	double		scale[AFTERSALES_DIMENSIONS];	/* what size each parameter has */
	double		least;			/* parameters stay within a range ... */
	double		greatest;
	double		penalty;		/* taken off for each ln(parameter / scale)^2 */
} aftersales_objective;

/* how maximising ended */
typedef enum aftersales_ending
{
	AFTERSALES_CONVERGED,
	AFTERSALES_ITERATION_LIMIT, /* no maximum after AFTERSALES_MAX_ITERATIONS */
	AFTERSALES_UNBOUNDED,		/* a parameter runs off to 0 or without bound, or leaves its range */
	AFTERSALES_FLAT				/* no single maximum */
} aftersales_ending;

typedef struct aftersales_maximum
{
	double		parameter[AFTERSALES_DIMENSIONS];
	double		error[AFTERSALES_DIMENSIONS];	/* standard errors, 0 unless converged */
	double		value;			/* of the function, without the penalty */
	double		penalized;		/* less the penalty */
	int			iterations;
	aftersales_ending ending;
} aftersales_maximum;

#define AFTERSALES_MAX_ITERATIONS 200

extern aftersales_maximum aftersales_maximize(const aftersales_objective *objective, const double *start);

#endif							/* AFTERSALES_MAXIMIZE_H */
