/*-------------------------------------------------------------------------
 *
 * beta_geometric.h
 *		The models in which a customer is lost after a visit: BG/NBD, MBG/NBD
 *		and their regular forms, as one with two switches.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_BETA_GEOMETRIC_H
#define AFTERSALES_BETA_GEOMETRIC_H

#include "retention_model.h"

typedef struct aftersales_beta_geometric
{
	int			k;				/* regularity: every k-th event is a visit */
	int			first;			/* 1: the first visit may lose the customer too, else 0 */
	double		r;				/* rate of events: shape */
	double		alpha;			/* and scale */
	double		a;				/* probability of being lost after a visit */
	double		b;
} aftersales_beta_geometric;

static inline aftersales_beta_geometric
aftersales_get_beta_geometric(const aftersales_model *model)
{
	bool		regular = model->kind == AFTERSALES_BGCNBD || model->kind == AFTERSALES_MBGCNBD;
	const double *parameter = model->parameter + regular;
	aftersales_beta_geometric bg;

	bg.k = regular ? (int) model->parameter[0] : 1;
	bg.first = model->kind == AFTERSALES_MBGNBD || model->kind == AFTERSALES_MBGCNBD;
	bg.r = parameter[0];
	bg.alpha = parameter[1];
	bg.a = parameter[2];
	bg.b = parameter[3];
	return bg;
}

extern double aftersales_bg_log_likelihood(const aftersales_beta_geometric *bg, const aftersales_customer *customer);
extern double aftersales_bg_p_alive(const aftersales_beta_geometric *bg, const aftersales_customer *customer);
extern void aftersales_bg_expected_visits(const aftersales_beta_geometric *bg, const aftersales_customer *customer,
										  const double *horizon, int n, double *expected);
extern double aftersales_bg_expected_regular(const aftersales_beta_geometric *bg, const aftersales_customer *customer,
											 double horizon);

#endif							/* AFTERSALES_BETA_GEOMETRIC_H */
