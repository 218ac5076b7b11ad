/*-------------------------------------------------------------------------
 *
 * logistic.h
 *		The odds e^s of being lost: ln(1 + e^s) and its derivatives, for any s.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_LOGISTIC_H
#define AFTERSALES_LOGISTIC_H

#include <math.h>

typedef struct aftersales_logistic
{
	double		softplus;		/* ln(1 + e^s) */
	double		p;				/* its derivative, the probability 1 / (1 + e^-s) */
	double		q;				/* the next one: p (1-p) */
} aftersales_logistic;

static inline aftersales_logistic
aftersales_get_logistic(double s)
{
	double		e = exp(-fabs(s));
	aftersales_logistic result;

	result.softplus = (s > 0 ? s : 0) + log1p(e);
	result.p = (s > 0 ? 1 : e) / (1 + e);
	result.q = result.p / (1 + e) * (s > 0 ? e : 1);
	return result;
}

#endif							/* AFTERSALES_LOGISTIC_H */
