/*-------------------------------------------------------------------------
 *
 * gamma_functions.c
 *		Rising factorials, digamma and trigamma; see gamma_functions.h.
 *
 *-------------------------------------------------------------------------
 */
#include "gamma_functions.h"

#include <math.h>

/* up to here a rising factorial is multiplied out, which loses no digits where a is large */
#define FACTORS 64

/* from here on eight terms of the asymptotic series give all digits of a double */
#define ASYMPTOTIC 10.0

/*
 * ln(a (a+1) ... (a+n-1)) = lnGamma(a+n) - lnGamma(a), for a > 0 and whole n.
 */
double
aftersales_log_rising(double a, double n)
{
	double		product = 1;
	double		sum = 0;

	if (n > FACTORS)
		return lgamma(a + n) - lgamma(a);
	for (int i = 0; i < (int) n; i++)
	{
		product *= a + i;
		if (product > 1e200 || product < 1e-200)
		{
			sum += log(product);
			product = 1;
		}
	}
	return sum + log(product);
}

/* The first derivative of lnGamma, a > 0; Abramowitz and Stegun (1964), 6.3.5 and 6.3.18. */
double
aftersales_digamma(double a)
{
	double		result = 0;
	double		i;				/* 1/a^2 */

	for (; a < ASYMPTOTIC; a++)
		result -= 1 / a;
	i = 1 / (a * a);
	return result + log(a) - 0.5 / a -
		i * (1.0 / 12 - i * (1.0 / 120 - i * (1.0 / 252 - i * (1.0 / 240 - i * (1.0 / 132 - i *
		(691.0 / 32760 - i * (1.0 / 12 - i * 3617.0 / 8160)))))));
}

/* The second derivative of lnGamma, a > 0; 6.4.6 and 6.4.12. */
double
aftersales_trigamma(double a)
{
	double		result = 0;
	double		i;

	for (; a < ASYMPTOTIC; a++)
		result += 1 / (a * a);
	i = 1 / (a * a);
	return result + 1 / a + i / 2 +
		i / a * (1.0 / 6 - i * (1.0 / 30 - i * (1.0 / 42 - i * (1.0 / 30 - i * (5.0 / 66 - i *
		(691.0 / 2730 - i * (7.0 / 6 - i * 3617.0 / 510)))))));
}
