/*-------------------------------------------------------------------------
 *
 * seasonal.h
 *		Multiplicative seasonal indices of monthly demand.
 *
 * For each of the last complete years the months' shares: value / mean of its
 * year.  The index of a month is the mean of its shares, drawn towards 1 as far
 * as the differences between the months are no larger than those between the
 * years: the James-Stein form of D. M. Miller, D. Williams, "Shrinkage
 * estimators of time series seasonal factors and their effect on forecasting
 * accuracy", Int. J. Forecasting 19 (2003), 669-684:
 *
 *		index = W + (1 - W) * share,  W = min(1, (12 - 3) V / sum((share - 1)^2))
 *
 * V is the variance of a mean share, from the years' differences.  The indices'
 * mean is 1.  Without demand in two years they are all 1.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_SEASONAL_H
#define AFTERSALES_SEASONAL_H

#include <stdint.h>

#define AFTERSALES_SEASON 12	/* months */
#define AFTERSALES_SEASONAL_MONTHS 36	/* history without which a season is not looked for */

extern void aftersales_find_season(const double *values, int32_t n, double index[AFTERSALES_SEASON]);

#endif							/* AFTERSALES_SEASONAL_H */
