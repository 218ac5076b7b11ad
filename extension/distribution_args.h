/*-------------------------------------------------------------------------
 *
 * distribution_args.h
 *		Distributions of demand as arguments of functions.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_DISTRIBUTION_ARGS_H
#define AFTERSALES_DISTRIBUTION_ARGS_H

#include "distribution.h"
#include "fmgr.h"

extern aftersales_distribution_kind aftersales_get_kind(FunctionCallInfo fcinfo, int argument);
extern aftersales_distribution aftersales_check_distribution(aftersales_distribution demand, const char *arguments);
extern aftersales_distribution aftersales_demand_of_time(aftersales_distribution_kind kind, double mean, double stddev,
														 double time, double time_stddev, const char *arguments);
extern double aftersales_check_critical_ratio(double underage, double overage, const char *costs);

#endif							/* AFTERSALES_DISTRIBUTION_ARGS_H */
