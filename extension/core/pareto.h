/*-------------------------------------------------------------------------
 *
 * pareto.h
 *		The Pareto/NBD model.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_PARETO_H
#define AFTERSALES_PARETO_H

#include "retention_model.h"

/* parameters in the order of the paper */
typedef enum aftersales_pareto_parameter
{
	PARETO_R,					/* rate of visits: shape */
	PARETO_ALPHA,				/* and scale */
	PARETO_S,					/* rate of being lost: shape */
	PARETO_BETA,				/* and scale */
	PARETO_PARAMETERS
} aftersales_pareto_parameter;

/* odds of being lost and how they change with the parameters */
typedef struct aftersales_pareto_odds
{
	double		log_odds;		/* -INFINITY if t_x = T */
	double		gradient[PARETO_PARAMETERS];
	double		hessian[PARETO_PARAMETERS][PARETO_PARAMETERS];
} aftersales_pareto_odds;

extern void aftersales_pareto_derivatives(const double *parameter, const aftersales_customer *customer,
										  aftersales_pareto_odds *odds);
extern double aftersales_pareto_log_likelihood(const double *parameter, const aftersales_customer *customer);
extern double aftersales_pareto_p_alive(const double *parameter, const aftersales_customer *customer);
extern double aftersales_pareto_expected_visits(const double *parameter, const aftersales_customer *customer,
												double horizon);

#endif							/* AFTERSALES_PARETO_H */
