/*-------------------------------------------------------------------------
 *
 * distribution.c
 *		Quantiles, probabilities and losses of demand, and the newsvendor's
 *		question.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"
#include "distribution_args.h"
#include "stock_level.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(aftersales_demand_quantile);
PG_FUNCTION_INFO_V1(aftersales_demand_probability);
PG_FUNCTION_INFO_V1(aftersales_expected_backorders);
PG_FUNCTION_INFO_V1(aftersales_newsvendor_quantity);
PG_FUNCTION_INFO_V1(aftersales_newsvendor_cost);

/* An argument "distribution". */
aftersales_distribution_kind
aftersales_get_kind(FunctionCallInfo fcinfo, int argument)
{
	/* in the order of aftersales_distribution_kind */
	static const char *const names[] = {"normal", "poisson", "negative_binomial", "gamma", NULL};

	return aftersales_check_word(PG_GETARG_TEXT_PP(argument), names, "distribution");
}

/* Do mean and variance fit the distribution, and are they within its limits?  arguments are what the user gave for them. */
aftersales_distribution
aftersales_check_distribution(aftersales_distribution demand, const char *arguments)
{
	const char *fault;

	if (!isfinite(demand.mean) || !isfinite(demand.variance))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s are out of range", arguments),
				 errdetail("Mean and variance of the demand must be numbers of double precision.")));
	fault = aftersales_distribution_fault(&demand);
	if (fault)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s do not fit the distribution", arguments),
				 errdetail("%s", fault)));
	return demand;
}

/*
 * Demand of a time that varies, from demand of a time unit: mean d t, variance t
 * sd^2 + d^2 sd_t^2 (Silver, Pyke, Thomas, eq. 6.67).  A Poisson distribution has
 * no standard deviation of its own, and stays one only in a fixed time.
 */
aftersales_distribution
aftersales_demand_of_time(aftersales_distribution_kind kind, double mean, double stddev, double time, double time_stddev,
						  const char *arguments)
{
	aftersales_distribution demand = {.kind = kind, .mean = mean * time};

	if (kind != AFTERSALES_POISSON)
		demand.variance = time * stddev * stddev + mean * mean * time_stddev * time_stddev;
	else if (time_stddev == 0)
		demand.variance = demand.mean;
	else
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lead_time_stddev must be 0 for distribution poisson"),
				 errhint("Use negative_binomial.")));
	return aftersales_check_distribution(demand, arguments);
}

/* The distribution of the arguments (..., mean, variance, distribution), of which the first is given. */
static aftersales_distribution
get_distribution(FunctionCallInfo fcinfo, int argument)
{
	aftersales_distribution demand = {
		.kind = aftersales_get_kind(fcinfo, argument + 2),
		.mean = aftersales_check_amount(PG_GETARG_FLOAT8(argument), "mean"),
		.variance = aftersales_check_amount(PG_GETARG_FLOAT8(argument + 1), "variance"),
	};

	return aftersales_check_distribution(demand, "mean and variance");
}

/* demand_quantile(probability, mean, variance, distribution) */
Datum
aftersales_demand_quantile(PG_FUNCTION_ARGS)
{
	double		probability = aftersales_check_probability(PG_GETARG_FLOAT8(0), "probability");
	aftersales_distribution demand = get_distribution(fcinfo, 1);

	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_quantile(&demand, probability), "demand_quantile"));
}

/* demand_probability(quantity, mean, variance, distribution) */
Datum
aftersales_demand_probability(PG_FUNCTION_ARGS)
{
	double		quantity = aftersales_check_number(PG_GETARG_FLOAT8(0), "quantity");
	aftersales_distribution demand = get_distribution(fcinfo, 1);

	PG_RETURN_FLOAT8(aftersales_tail_at(&demand, quantity).upto);
}

/* expected_backorders(stock, mean, variance, distribution) */
Datum
aftersales_expected_backorders(PG_FUNCTION_ARGS)
{
	double		stock = aftersales_check_number(PG_GETARG_FLOAT8(0), "stock");
	aftersales_distribution demand = get_distribution(fcinfo, 1);

	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_tail_at(&demand, stock).loss, "expected_backorders"));
}

/* The demand of a period from the arguments (..., demand_mean, demand_stddev, distribution), of which the first is given. */
static aftersales_distribution
get_period_demand(FunctionCallInfo fcinfo, int argument)
{
	return aftersales_demand_of_time(aftersales_get_kind(fcinfo, argument + 2),
									 aftersales_check_amount(PG_GETARG_FLOAT8(argument), "demand_mean"),
									 aftersales_check_amount(PG_GETARG_FLOAT8(argument + 1), "demand_stddev"), 1, 0,
									 "demand_mean and demand_stddev");
}

/* The critical ratio of the costs of too little and too much, both above 0. */
double
aftersales_check_critical_ratio(double underage, double overage, const char *costs)
{
	double		ratio = aftersales_critical_ratio(underage, overage);

	if (ratio <= 0 || ratio >= 1)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s are too far apart", costs)));
	return ratio;
}

/* newsvendor_quantity(underage_cost, overage_cost, demand_mean, demand_stddev, distribution) */
Datum
aftersales_newsvendor_quantity(PG_FUNCTION_ARGS)
{
	double		underage = aftersales_check_positive(PG_GETARG_FLOAT8(0), "underage_cost");
	double		overage = aftersales_check_positive(PG_GETARG_FLOAT8(1), "overage_cost");
	aftersales_distribution demand = get_period_demand(fcinfo, 2);
	double		ratio = aftersales_check_critical_ratio(underage, overage, "underage_cost and overage_cost");

	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_quantile(&demand, ratio), "newsvendor_quantity"));
}

/* newsvendor_cost(quantity, underage_cost, overage_cost, demand_mean, demand_stddev, distribution) */
Datum
aftersales_newsvendor_cost(PG_FUNCTION_ARGS)
{
	double		quantity = aftersales_check_amount(PG_GETARG_FLOAT8(0), "quantity");
	double		underage = aftersales_check_positive(PG_GETARG_FLOAT8(1), "underage_cost");
	double		overage = aftersales_check_positive(PG_GETARG_FLOAT8(2), "overage_cost");
	aftersales_distribution demand = get_period_demand(fcinfo, 3);

	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_single_period_cost(&demand, quantity, underage, overage),
											 "newsvendor_cost"));
}
