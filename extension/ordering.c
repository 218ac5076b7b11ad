/*-------------------------------------------------------------------------
 *
 * ordering.c
 *		How much to order: today, at a time, and for the last time.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"
#include "distribution_args.h"
#include "row.h"
#include "stock_level.h"

PG_FUNCTION_INFO_V1(aftersales_economic_order_quantity);
PG_FUNCTION_INFO_V1(aftersales_order_policy_poisson);
PG_FUNCTION_INFO_V1(aftersales_last_time_buy);
PG_FUNCTION_INFO_V1(aftersales_last_time_buy_quantile);
PG_FUNCTION_INFO_V1(aftersales_order_target);
PG_FUNCTION_INFO_V1(aftersales_suggested_order);

#define MAX_YEARS 100

/* economic_order_quantity(demand_rate, order_cost, holding_cost): F. W. Harris, 1913 */
Datum
aftersales_economic_order_quantity(PG_FUNCTION_ARGS)
{
	double		rate = aftersales_check_amount(PG_GETARG_FLOAT8(0), "demand_rate");
	double		order_cost = aftersales_check_amount(PG_GETARG_FLOAT8(1), "order_cost");
	double		holding_cost = aftersales_check_positive(PG_GETARG_FLOAT8(2), "holding_cost");

	PG_RETURN_FLOAT8(aftersales_check_result(sqrt(2 * rate * order_cost / holding_cost), "economic_order_quantity"));
}

/* order_policy_poisson(demand_rate, lead_time, order_cost, holding_cost, backorder_cost) */
Datum
aftersales_order_policy_poisson(PG_FUNCTION_ARGS)
{
	aftersales_order_costs costs = {
		.demand = aftersales_check_positive(PG_GETARG_FLOAT8(0), "demand_rate"),
		.lead_time = aftersales_check_amount(PG_GETARG_FLOAT8(1), "lead_time"),
		.order = aftersales_check_amount(PG_GETARG_FLOAT8(2), "order_cost"),
		.holding = aftersales_check_positive(PG_GETARG_FLOAT8(3), "holding_cost"),
		.backorder = aftersales_check_positive(PG_GETARG_FLOAT8(4), "backorder_cost"),
	};
	aftersales_order_policy policy;
	Datum		values[6];

	if (costs.demand * costs.lead_time > AFTERSALES_MAX_LEAD_TIME_DEMAND)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("demand_rate * lead_time must be at most %d", AFTERSALES_MAX_LEAD_TIME_DEMAND)));
	aftersales_check_critical_ratio(costs.backorder, costs.holding, "backorder_cost and holding_cost");
	policy = aftersales_best_order_policy(&costs);
	if (policy.order_quantity == 0 || !isfinite(policy.cost))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("result of order_policy_poisson is out of range"),
				 errdetail("Order quantities up to %d are looked at.", AFTERSALES_MAX_ORDER)));
	values[0] = Float8GetDatum(policy.reorder_point);
	values[1] = Float8GetDatum(policy.order_quantity);
	values[2] = Float8GetDatum(policy.cost);
	values[3] = Float8GetDatum(policy.cycle_service);
	values[4] = Float8GetDatum(policy.fill_rate);
	values[5] = Float8GetDatum(policy.backorders);
	return aftersales_row(fcinfo, values, NULL);
}

/* Demand still to come, from the arguments rate, decay and (wherever it is) years. */
static double
get_remaining_demand(FunctionCallInfo fcinfo, int years_argument)
{
	double		rate = aftersales_check_amount(PG_GETARG_FLOAT8(0), "rate");
	double		decay = aftersales_check_share(PG_GETARG_FLOAT8(1), "decay");
	int32		years = aftersales_check_count(PG_GETARG_INT32(years_argument), MAX_YEARS, "years");

	return aftersales_remaining_demand(rate, decay, years);
}

/* last_time_buy(rate, decay, years, safety_stock, stock) */
Datum
aftersales_last_time_buy(PG_FUNCTION_ARGS)
{
	double		remaining = get_remaining_demand(fcinfo, 2);
	double		safety_stock = aftersales_check_amount(PG_GETARG_FLOAT8(3), "safety_stock");
	double		stock = aftersales_check_amount(PG_GETARG_FLOAT8(4), "stock");

	PG_RETURN_FLOAT8(aftersales_check_result(Max(remaining + safety_stock - stock, 0), "last_time_buy"));
}

/* last_time_buy_quantile(rate, decay, service_level, years, stock, variance_to_mean) */
Datum
aftersales_last_time_buy_quantile(PG_FUNCTION_ARGS)
{
	double		remaining = get_remaining_demand(fcinfo, 3);
	double		service_level = aftersales_check_probability(PG_GETARG_FLOAT8(2), "service_level");
	double		stock = aftersales_check_amount(PG_GETARG_FLOAT8(4), "stock");
	double		variance_to_mean = PG_GETARG_FLOAT8(5);
	aftersales_distribution demand = {AFTERSALES_NEGATIVE_BINOMIAL, remaining, remaining * variance_to_mean};

	if (!(variance_to_mean >= 1 && variance_to_mean <= AFTERSALES_MAX_DISPERSION))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("variance_to_mean must be between 1 and %g", AFTERSALES_MAX_DISPERSION)));
	demand = aftersales_check_distribution(demand, "rate, decay, years and variance_to_mean");
	PG_RETURN_FLOAT8(Max(aftersales_quantile(&demand, service_level) - stock, 0));
}

/* order_target(monthly_average_demand, order_cycle, lead_time, safety_stock, days_per_month) */
Datum
aftersales_order_target(PG_FUNCTION_ARGS)
{
	double		average = aftersales_check_amount(PG_GETARG_FLOAT8(0), "monthly_average_demand");
	double		order_cycle = aftersales_check_amount(PG_GETARG_FLOAT8(1), "order_cycle");
	double		lead_time = aftersales_check_amount(PG_GETARG_FLOAT8(2), "lead_time");
	double		safety_stock = aftersales_check_amount(PG_GETARG_FLOAT8(3), "safety_stock");
	double		days_per_month = aftersales_check_positive(PG_GETARG_FLOAT8(4), "days_per_month");

	PG_RETURN_FLOAT8(aftersales_check_result(average * (order_cycle + lead_time) / days_per_month + safety_stock,
											 "order_target"));
}

/* suggested_order(target, on_hand, on_order, back_orders, allocated, pack) */
Datum
aftersales_suggested_order(PG_FUNCTION_ARGS)
{
	double		target = aftersales_check_amount(PG_GETARG_FLOAT8(0), "target");
	double		position = aftersales_check_number(PG_GETARG_FLOAT8(1), "on_hand") +
	aftersales_check_amount(PG_GETARG_FLOAT8(2), "on_order") -
	aftersales_check_amount(PG_GETARG_FLOAT8(3), "back_orders") -
	aftersales_check_amount(PG_GETARG_FLOAT8(4), "allocated");
	double		pack = aftersales_check_positive(PG_GETARG_FLOAT8(5), "pack");

	aftersales_check_result(position, "suggested_order");
	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_packs_to_order(target, position, pack) * pack, "suggested_order"));
}
