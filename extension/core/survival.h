/*-------------------------------------------------------------------------
 *
 * survival.h
 *		Estimate of a survival function from durations of which some have not
 *		ended yet.
 *
 * Kaplan and Meier (1958), Nonparametric Estimation from Incomplete
 * Observations: S(t) is the product over the times up to t of 1 - lost / at
 * risk.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_SURVIVAL_H
#define AFTERSALES_SURVIVAL_H

#include <stdint.h>

/* the estimate up to some time; starts with survival 1 and variance 0 */
typedef struct aftersales_survival
{
	double		survival;
	double		variance;		/* Greenwood's sum: the variance of ln survival */
} aftersales_survival;

extern void aftersales_survival_step(aftersales_survival *survival, int64_t at_risk, int64_t lost);
extern double aftersales_survival_limit(const aftersales_survival *survival, double z);

#endif							/* AFTERSALES_SURVIVAL_H */
