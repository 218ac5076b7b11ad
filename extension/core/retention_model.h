/*-------------------------------------------------------------------------
 *
 * retention_model.h
 *		The models of visits and of spend, and what they say about a customer.
 *
 * A customer (or vehicle) is known by the number of repeat visits x, the time
 * t_x from the first visit to the last and the time T from the first visit to
 * now, 0 <= t_x <= T, in a unit of the model's.  Visits come at a rate that is
 * gamma distributed over customers, until the customer is lost:
 *
 * bgnbd		lost after each repeat visit with a probability that is beta
 *				distributed.  Fader, Hardie and Lee (2005), "Counting Your
 *				Customers" the Easy Way, Marketing Science 24(2).
 * mbgnbd		the same, the first visit too.  Batislam, Denizel and
 *				Filiztekin (2007), Empirical validation and comparison of
 *				models for customer base analysis, IJRM 24(3); Wagner and
 *				Hoppe (2008), Erratum on the MBG/NBD Model, IJRM 25(3).
 * pareto_nbd	lost at any time, at a rate that is gamma distributed.
 *				Schmittlein, Morrison and Colombo (1987), Management Science
 *				33(1); Fader and Hardie (2005), A Note on Deriving the
 *				Pareto/NBD Model and Related Expressions.
 * bgcnbd		as bgnbd, but visits are regular: every k-th event of a Poisson
 *				process.  Platzer and Reutterer (2016), Ticking Away the
 *				Moments, Marketing Science 35(5); and Reutterer, Platzer and
 *				Schroeder (2021), Leveraging purchase regularity, IJRM 38(1).
 * mbgcnbd		the same, lost after the first visit too.
 * gamma_gamma	of spend: the mean of a visit is gamma distributed with a scale
 *				that is gamma distributed.  Fader and Hardie (2013), The
 *				Gamma-Gamma Model of Monetary Value.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_RETENTION_MODEL_CORE_H
#define AFTERSALES_RETENTION_MODEL_CORE_H

#include <stdbool.h>
#include <stdint.h>

#define AFTERSALES_MAX_PARAMETERS 5
#define AFTERSALES_MAX_REGULARITY 32

/* the range of parameters */
#define AFTERSALES_LEAST_PARAMETER 1e-12
#define AFTERSALES_GREATEST_PARAMETER 1e12

typedef enum aftersales_model_kind
{
	AFTERSALES_BGNBD,
	AFTERSALES_MBGNBD,
	AFTERSALES_PARETO_NBD,
	AFTERSALES_BGCNBD,
	AFTERSALES_MBGCNBD,
	AFTERSALES_GAMMA_GAMMA,
	AFTERSALES_MODEL_KINDS
} aftersales_model_kind;

typedef struct aftersales_model_description
{
	const char *name;
	int			parameters;
	const char *parameter[AFTERSALES_MAX_PARAMETERS];	/* in the order of the paper */
} aftersales_model_description;

extern const aftersales_model_description aftersales_model_descriptions[AFTERSALES_MODEL_KINDS];

/* a model without what is known about its fit */
typedef struct aftersales_model
{
	aftersales_model_kind kind;
	double		parameter[AFTERSALES_MAX_PARAMETERS];
} aftersales_model;

/* what a model of visits knows about a customer, times in the model's unit */
typedef struct aftersales_customer
{
	double		x;				/* repeat visits, a whole number */
	double		t_x;			/* from the first visit to the last */
	double		t;				/* from the first visit to now: T */
} aftersales_customer;

extern bool aftersales_model_valid(const aftersales_model *model);

/* models of visits */
extern double aftersales_log_likelihood(const aftersales_model *model, const aftersales_customer *customer);
extern double aftersales_p_alive(const aftersales_model *model, const aftersales_customer *customer);
extern void aftersales_expected_visits(const aftersales_model *model, const aftersales_customer *customer,
									   const double *horizon, int n, double *expected);
extern double aftersales_discounted_visits(const aftersales_model *model, const aftersales_customer *customer,
										   double period, int periods, double discount);
extern double aftersales_residual_visits(const aftersales_model *model, const aftersales_customer *customer, double rate);

/* of spend */
extern double aftersales_spend_log_likelihood(const aftersales_model *model, double x, double spend);
extern double aftersales_expected_spend(const aftersales_model *model, double x, double spend);

#endif							/* AFTERSALES_RETENTION_MODEL_CORE_H */
