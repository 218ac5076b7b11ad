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

/*
 * Counts, means and deviations (in two passes) of n values, none below 0.  What
 * is squared is reckoned in a power of two near the mean, so that it stays in the
 * range of double and no digit changes.
 */
aftersales_pattern
aftersales_describe(const double *values, int32_t n)
{
	aftersales_pattern pattern = {.months = n};
	double		sum = 0;
	double		squares = 0;
	double		size_squares = 0;
	double		unit;

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
	unit = ldexp(1, ilogb(pattern.size_mean));
	for (int32_t i = 0; i < n; i++)
	{
		double		from_mean = (values[i] - pattern.mean) / unit;
		double		from_size = (values[i] - pattern.size_mean) / unit;

		squares += from_mean * from_mean;
		if (values[i] != 0)
			size_squares += from_size * from_size;
	}
	pattern.deviation = n > 1 ? sqrt(squares / (n - 1)) * unit : 0;
	if (pattern.demands > 1)
		pattern.size_variation = size_squares / (pattern.demands - 1) / (pattern.size_mean / unit * (pattern.size_mean / unit));
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

	if (pattern->size_variation >= variation_limit)
		return intermittent ? "lumpy" : "erratic";
	return intermittent ? "intermittent" : "smooth";
}

/* Class by the coefficient of variation of all months: up to x X, up to y Y, else Z.  There is a demand. */
const char *
aftersales_evenness(const aftersales_pattern *pattern, double x, double y)
{
	double		variation = pattern->deviation / pattern->mean;

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
