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

/* from here on the difference of two lnGamma is taken term by term */
#define LARGE 50.0

/* from here on eight terms of the asymptotic series give all digits of a double */
#define ASYMPTOTIC 10.0

/* what lnGamma(a) is beyond (a - 1/2) ln a - a + ln(2 pi) / 2, for a large: Abramowitz and Stegun (1964), 6.1.41 */
static double
stirling_rest(double a)
{
	double		x = 1 / (a * a);

	return (1.0 / 12 - x * (1.0 / 360 - x * (1.0 / 1260 - x * (1.0 / 1680 - x / 1188)))) / a;
}

/*
 * ln(a (a+1) ... (a+n-1)) = lnGamma(a+n) - lnGamma(a), for a > 0 and whole n.
 */
double
aftersales_log_rising(double a, double n)
{
	double		product = 1;
	double		sum = 0;

	if (n > FACTORS && a < LARGE)
		return lgamma(a + n) - lgamma(a);
	if (n > FACTORS)
		return (a + n - 0.5) * log1p(n / a) + n * (log(a) - 1) + (stirling_rest(a + n) - stirling_rest(a));
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

/* coefficients of the asymptotic series in 1/a^2 */
static const double digamma_series[] = {1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160};
static const double trigamma_series[] = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510};

static double
sum_series(const double series[8], double x)
{
	double		sum = 0;

	for (int i = 7; i >= 0; i--)
		sum = (sum + series[i]) * x;
	return sum;
}

/* The first derivative of lnGamma, a > 0; Abramowitz and Stegun (1964), 6.3.5 and 6.3.18. */
double
aftersales_digamma(double a)
{
	double		result = 0;

	for (; a < ASYMPTOTIC; a++)
		result -= 1 / a;
	return result + log(a) - 0.5 / a - sum_series(digamma_series, 1 / (a * a));
}

/* The second derivative of lnGamma, a > 0; 6.4.6 and 6.4.12. */
double
aftersales_trigamma(double a)
{
	double		result = 0;

	for (; a < ASYMPTOTIC; a++)
		result += 1 / (a * a);
	return result + 1 / a + 0.5 / (a * a) + sum_series(trigamma_series, 1 / (a * a)) / a;
}
