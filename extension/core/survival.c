/*-------------------------------------------------------------------------
 *
 * survival.c
 *		Kaplan-Meier estimate; see survival.h.
 *
 *-------------------------------------------------------------------------
 */
#include "survival.h"

#include <math.h>

/* A time at which so many of those at risk were lost. */
void
aftersales_survival_step(aftersales_survival *survival, int64_t at_risk, int64_t lost)
{
	int64_t		left = at_risk - lost;

	survival->survival *= (double) left / (double) at_risk;
	survival->variance += (double) lost / ((double) at_risk * (double) left);
}

/*
 * Confidence limit z standard errors away, by the complementary log-log
 * transform, which stays in 0 to 1: S^exp(z sqrt(variance) / ln S)
 * (Kalbfleisch and Prentice 1980, The Statistical Analysis of Failure Time
 * Data); z > 0: the upper one.  NAN where there is none: nobody
 * is lost yet, or everybody.
 */
double
aftersales_survival_limit(const aftersales_survival *survival, double z)
{
	if (survival->survival <= 0 || survival->survival >= 1)
		return NAN;
	return pow(survival->survival, exp(z * sqrt(survival->variance) / log(survival->survival)));
}
