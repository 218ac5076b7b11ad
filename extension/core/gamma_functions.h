/*-------------------------------------------------------------------------
 *
 * gamma_functions.h
 *		Derivatives of the logarithm of the gamma function, and rising
 *		factorials: what likelihoods of the retention models are made of.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_GAMMA_FUNCTIONS_H
#define AFTERSALES_GAMMA_FUNCTIONS_H

extern double aftersales_log_rising(double a, double n);
extern double aftersales_digamma(double a);
extern double aftersales_trigamma(double a);

#endif							/* AFTERSALES_GAMMA_FUNCTIONS_H */
