/*-------------------------------------------------------------------------
 *
 * pattern.c
 *		Describing demand month by month; see pattern.h.
 *
 *-------------------------------------------------------------------------
 */
#include "pattern.h"

#include <math.h>
#include <stdbool.h>

/* Counts, means and variances (in two passes) of n values, none below 0. */
aftersales_pattern
aftersales_describe(const double *values, int32_t n)
{
	aftersales_pattern pattern = {.months = n};
	double		sum = 0;

	for (int32_t i = 0; i < n; i++)
	{
		if (values[i] == 0)
			continue;
		sum += values[i];
		pattern.demands++;
		pattern.last = i + 1;
		if (pattern.first == 0)
			pattern.first = i + 1;
	}
	if (pattern.demands == 0)
		return pattern;
	pattern.mean = sum / n;
	pattern.size_mean = sum / pattern.demands;
	for (int32_t i = 0; i < n; i++)
	{
		double		from_mean = values[i] - pattern.mean;
		double		from_size = values[i] - pattern.size_mean;

		pattern.variance += from_mean * from_mean;
		if (values[i] != 0)
			pattern.size_variance += from_size * from_size;
	}
	pattern.variance = n > 1 ? pattern.variance / (n - 1) : 0;
	pattern.size_variance = pattern.demands > 1 ? pattern.size_variance / (pattern.demands - 1) : 0;
	return pattern;
}

/*
 * Average demand interval: position of the last demand / number of demands
 * [months].  There is a demand.
 */
double
aftersales_interval(const aftersales_pattern *pattern)
{
	return (double) pattern->last / pattern->demands;
}

/* Squared coefficient of variation of the sizes.  There is a demand. */
double
aftersales_squared_variation(const aftersales_pattern *pattern)
{
	return pattern->size_variance / (pattern->size_mean * pattern->size_mean);
}

/*
 * Class by A. A. Syntetos, J. E. Boylan, J. D. Croston, "On the categorization
 * of demand patterns", J. Operational Research Society 56 (2005), 495-503: at a
 * limit or above it demand is intermittent, or its sizes erratic.  There is a
 * demand.
 */
const char *
aftersales_demand_pattern(const aftersales_pattern *pattern, double interval_limit, double variation_limit)
{
	bool		intermittent = aftersales_interval(pattern) >= interval_limit;

	if (aftersales_squared_variation(pattern) >= variation_limit)
		return intermittent ? "lumpy" : "erratic";
	return intermittent ? "intermittent" : "smooth";
}

/* Class by the coefficient of variation of all months: up to x X, up to y Y, else Z.  There is a demand. */
const char *
aftersales_evenness(const aftersales_pattern *pattern, double x, double y)
{
	double		variation = sqrt(pattern->variance) / pattern->mean;

	return variation <= x ? "X" : variation <= y ? "Y" : "Z";
}

/* Mobility of a part by the number of its last 12 months with demand: 1 all, 2 eight or more, 3 five or more, 4 any, 5 none. */
int32_t
aftersales_mobility(int32_t months_with_demand)
{
	if (months_with_demand == 12)
		return 1;
	return months_with_demand >= 8 ? 2 : months_with_demand >= 5 ? 3 : months_with_demand >= 1 ? 4 : 5;
}
