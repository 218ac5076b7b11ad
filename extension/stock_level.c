/*-------------------------------------------------------------------------
 *
 * stock_level.c
 *		Reorder points and order-up-to levels, and the service they give.
 *
 * Continuous review protects the lead time, periodic review the order cycle and
 * the lead time.  Time has one unit in a call; the forms over a demand take days
 * and convert them to months.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"
#include "distribution_args.h"
#include "months.h"
#include "pattern.h"
#include "series_type.h"
#include "stock_level.h"

#include "utils/builtins.h"

/* so that a level as far below 0 is a number */
#define MAX_ORDER_QUANTITY 1e300

PG_FUNCTION_INFO_V1(aftersales_safety_stock_normal);
PG_FUNCTION_INFO_V1(aftersales_reorder_point);
PG_FUNCTION_INFO_V1(aftersales_reorder_point_demand);
PG_FUNCTION_INFO_V1(aftersales_order_up_to_level);
PG_FUNCTION_INFO_V1(aftersales_order_up_to_level_demand);
PG_FUNCTION_INFO_V1(aftersales_service_level_of);
PG_FUNCTION_INFO_V1(aftersales_service_level_of_order_up_to);

/* demand of a time unit, and the times */
typedef struct supply_terms
{
	double		mean;
	double		stddev;
	double		order_cycle;	/* periodic review only */
	double		lead_time;
	double		lead_time_stddev;
	aftersales_distribution_kind kind;
	aftersales_service service;
	double		order_quantity; /* continuous review only */
	bool		of_history;		/* demand is that of months, not given as a mean and a deviation */
} supply_terms;

static aftersales_service
get_service(FunctionCallInfo fcinfo, int argument)
{
	/* in the order of aftersales_service */
	static const char *const names[] = {"cycle", "fill", "fill_simple", NULL};

	return aftersales_check_word(PG_GETARG_TEXT_PP(argument), names, "service");
}

static double
get_order_quantity(FunctionCallInfo fcinfo, int argument)
{
	double		quantity = aftersales_check_positive(PG_GETARG_FLOAT8(argument), "order_quantity");

	if (quantity > MAX_ORDER_QUANTITY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("order_quantity must be at most %g", MAX_ORDER_QUANTITY)));
	return quantity;
}

/* The arguments demand_mean and demand_stddev, which come first. */
static void
get_demand(FunctionCallInfo fcinfo, supply_terms *terms)
{
	terms->mean = aftersales_check_amount(PG_GETARG_FLOAT8(0), "demand_mean");
	terms->stddev = aftersales_check_amount(PG_GETARG_FLOAT8(1), "demand_stddev");
}

/* The arguments (lead_time, a level, lead_time_stddev, distribution, service, order_quantity), of which the first is given. */
static void
get_continuous(FunctionCallInfo fcinfo, int argument, supply_terms *terms)
{
	terms->lead_time = aftersales_check_amount(PG_GETARG_FLOAT8(argument), "lead_time");
	terms->lead_time_stddev = aftersales_check_amount(PG_GETARG_FLOAT8(argument + 2), "lead_time_stddev");
	terms->kind = aftersales_get_kind(fcinfo, argument + 3);
	terms->service = get_service(fcinfo, argument + 4);
	terms->order_quantity = get_order_quantity(fcinfo, argument + 5);
}

/* The arguments (order_cycle, lead_time, a level, lead_time_stddev, distribution, service), of which the first is given. */
static void
get_periodic(FunctionCallInfo fcinfo, int argument, supply_terms *terms)
{
	terms->order_cycle = aftersales_check_amount(PG_GETARG_FLOAT8(argument), "order_cycle");
	terms->lead_time = aftersales_check_amount(PG_GETARG_FLOAT8(argument + 1), "lead_time");
	terms->lead_time_stddev = aftersales_check_amount(PG_GETARG_FLOAT8(argument + 3), "lead_time_stddev");
	terms->kind = aftersales_get_kind(fcinfo, argument + 4);
	terms->service = get_service(fcinfo, argument + 5);
}

/*
 * Mean and standard deviation of the months of (demand, from_month, to_month),
 * and days turned into months; false for less than two months.  A negative
 * binomial distribution that varies less than a Poisson one becomes that.
 */
static bool
use_history(FunctionCallInfo fcinfo, double days_per_month, supply_terms *terms)
{
	aftersales_months months = aftersales_months_of_demand(AFTERSALES_GETARG_SERIES(0),
														   PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(2));
	aftersales_pattern pattern = aftersales_describe(months.value, months.n);

	aftersales_check_positive(days_per_month, "days_per_month");
	terms->order_cycle /= days_per_month;
	terms->lead_time /= days_per_month;
	terms->lead_time_stddev /= days_per_month;
	terms->mean = pattern.mean;
	terms->stddev = pattern.deviation;
	terms->of_history = true;
	if (terms->kind == AFTERSALES_NEGATIVE_BINOMIAL && pattern.deviation * pattern.deviation <= pattern.mean)
	{
		terms->stddev = sqrt(pattern.mean);
		if (terms->lead_time_stddev == 0)
			terms->kind = AFTERSALES_POISSON;
	}
	return months.n > 1;
}

/* Policy of continuous review: reorder point and order quantity. */
static aftersales_policy
continuous_review(const supply_terms *terms)
{
	const char *arguments = terms->of_history ? "demand, lead_time, lead_time_stddev and days_per_month" :
	"demand_mean, demand_stddev, lead_time and lead_time_stddev";
	aftersales_policy policy = {
		.demand = aftersales_demand_of_time(terms->kind, terms->mean, terms->stddev,
											terms->lead_time, terms->lead_time_stddev, arguments),
		.start_above = terms->order_quantity,
		.cycle_demand = terms->order_quantity,
		.service = terms->service,
	};

	policy.start = policy.demand;
	return policy;
}

/* Policy of periodic review: order up to a level each order cycle. */
static aftersales_policy
periodic_review(const supply_terms *terms)
{
	const char *arguments = terms->of_history ? "demand, order_cycle, lead_time, lead_time_stddev and days_per_month" :
	"demand_mean, demand_stddev, order_cycle, lead_time and lead_time_stddev";
	aftersales_policy policy = {
		.demand = aftersales_demand_of_time(terms->kind, terms->mean, terms->stddev,
											terms->order_cycle + terms->lead_time, terms->lead_time_stddev, arguments),
		.start = aftersales_demand_of_time(terms->kind, terms->mean, terms->stddev,
										   terms->lead_time, terms->lead_time_stddev, arguments),
		.cycle_demand = terms->mean * terms->order_cycle,
		.service = terms->service,
	};

	return policy;
}

/* Is there a fill rate?  Not without demand in a cycle. */
static bool
has_service(const supply_terms *terms, const aftersales_policy *policy)
{
	return terms->service == AFTERSALES_CYCLE || (terms->mean > 0 && policy->cycle_demand > 0);
}

/* Returns the level of a policy that reaches a service level; NULL if there is no such service. */
static Datum
return_level(FunctionCallInfo fcinfo, const supply_terms *terms, const aftersales_policy *policy, double service_level)
{
	aftersales_check_probability(service_level, "service_level");
	if (!has_service(terms, policy))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_stock_level(policy, service_level), "the stock level"));
}

/* Returns the service of a level; NULL if there is none. */
static Datum
return_service(FunctionCallInfo fcinfo, const supply_terms *terms, const aftersales_policy *policy, double level)
{
	if (!has_service(terms, policy))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_service_level(policy, level));
}

/* safety_stock_normal(demand_mean, demand_stddev, lead_time, service_level, lead_time_stddev, service, order_quantity) */
Datum
aftersales_safety_stock_normal(PG_FUNCTION_ARGS)
{
	supply_terms terms = {
		.lead_time = aftersales_check_amount(PG_GETARG_FLOAT8(2), "lead_time"),
		.lead_time_stddev = aftersales_check_amount(PG_GETARG_FLOAT8(4), "lead_time_stddev"),
		.kind = AFTERSALES_NORMAL,
		.service = get_service(fcinfo, 5),
		.order_quantity = get_order_quantity(fcinfo, 6),
	};
	aftersales_policy policy;

	get_demand(fcinfo, &terms);
	policy = continuous_review(&terms);
	/* what is above the mean does not depend on the mean, and keeps its digits without it */
	policy.demand.mean = policy.start.mean = 0;
	return return_level(fcinfo, &terms, &policy, PG_GETARG_FLOAT8(3));
}

/*
 * reorder_point(demand_mean, demand_stddev, lead_time, service_level,
 * lead_time_stddev, distribution, service, order_quantity)
 */
Datum
aftersales_reorder_point(PG_FUNCTION_ARGS)
{
	supply_terms terms = {0};
	aftersales_policy policy;

	get_demand(fcinfo, &terms);
	get_continuous(fcinfo, 2, &terms);
	policy = continuous_review(&terms);
	return return_level(fcinfo, &terms, &policy, PG_GETARG_FLOAT8(3));
}

/*
 * reorder_point(demand, from_month, to_month, lead_time, service_level,
 * lead_time_stddev, distribution, service, order_quantity, days_per_month)
 */
Datum
aftersales_reorder_point_demand(PG_FUNCTION_ARGS)
{
	supply_terms terms = {0};
	aftersales_policy policy;

	get_continuous(fcinfo, 3, &terms);
	aftersales_check_probability(PG_GETARG_FLOAT8(4), "service_level");
	if (!use_history(fcinfo, PG_GETARG_FLOAT8(9), &terms))
		PG_RETURN_NULL();
	policy = continuous_review(&terms);
	return return_level(fcinfo, &terms, &policy, PG_GETARG_FLOAT8(4));
}

/*
 * service_level_of(demand_mean, demand_stddev, lead_time, reorder_point,
 * lead_time_stddev, distribution, service, order_quantity)
 */
Datum
aftersales_service_level_of(PG_FUNCTION_ARGS)
{
	supply_terms terms = {0};
	aftersales_policy policy;

	get_demand(fcinfo, &terms);
	get_continuous(fcinfo, 2, &terms);
	policy = continuous_review(&terms);
	return return_service(fcinfo, &terms, &policy, aftersales_check_number(PG_GETARG_FLOAT8(3), "reorder_point"));
}

/*
 * order_up_to_level(demand_mean, demand_stddev, order_cycle, lead_time,
 * service_level, lead_time_stddev, distribution, service)
 */
Datum
aftersales_order_up_to_level(PG_FUNCTION_ARGS)
{
	supply_terms terms = {0};
	aftersales_policy policy;

	get_demand(fcinfo, &terms);
	get_periodic(fcinfo, 2, &terms);
	policy = periodic_review(&terms);
	return return_level(fcinfo, &terms, &policy, PG_GETARG_FLOAT8(4));
}

/*
 * order_up_to_level(demand, from_month, to_month, order_cycle, lead_time,
 * service_level, lead_time_stddev, distribution, service, days_per_month)
 */
Datum
aftersales_order_up_to_level_demand(PG_FUNCTION_ARGS)
{
	supply_terms terms = {0};
	aftersales_policy policy;

	get_periodic(fcinfo, 3, &terms);
	aftersales_check_probability(PG_GETARG_FLOAT8(5), "service_level");
	if (!use_history(fcinfo, PG_GETARG_FLOAT8(9), &terms))
		PG_RETURN_NULL();
	policy = periodic_review(&terms);
	return return_level(fcinfo, &terms, &policy, PG_GETARG_FLOAT8(5));
}

/*
 * service_level_of_order_up_to(demand_mean, demand_stddev, order_cycle,
 * lead_time, order_up_to_level, lead_time_stddev, distribution, service)
 */
Datum
aftersales_service_level_of_order_up_to(PG_FUNCTION_ARGS)
{
	supply_terms terms = {0};
	aftersales_policy policy;

	get_demand(fcinfo, &terms);
	get_periodic(fcinfo, 2, &terms);
	policy = periodic_review(&terms);
	return return_service(fcinfo, &terms, &policy, aftersales_check_number(PG_GETARG_FLOAT8(4), "order_up_to_level"));
}
