/*-------------------------------------------------------------------------
 *
 * pattern.h
 *		Describing demand month by month: how often, how much, how evenly.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_PATTERN_H
#define AFTERSALES_PATTERN_H

#include <stdint.h>

typedef struct aftersales_pattern
{
	int32_t		months;
	int32_t		demands;		/* months with demand */
	int32_t		first;			/* the first of these, counted from 1; 0: none */
	int32_t		last;			/* the last of these */
	double		mean;			/* of all months */
	double		deviation;		/* standard deviation of all months, n-1; 0 for one month */
	double		size_mean;		/* of the months with demand; 0 if none */
	double		size_variation; /* of these, squared: (standard deviation, n-1, / mean)^2; 0 for less than two */
} aftersales_pattern;

extern aftersales_pattern aftersales_describe(const double *values, int32_t n);
extern double aftersales_interval(const aftersales_pattern *pattern);
extern const char *aftersales_demand_pattern(const aftersales_pattern *pattern, double interval_limit, double variation_limit);
extern const char *aftersales_evenness(const aftersales_pattern *pattern, double x, double y);
extern int32_t aftersales_mobility(int32_t months_with_demand);

#endif							/* AFTERSALES_PATTERN_H */
