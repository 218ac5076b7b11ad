/*-------------------------------------------------------------------------
 *
 * stock_level.c
 *		Service levels and stock levels; see stock_level.h.
 *
 *-------------------------------------------------------------------------
 */
#include "stock_level.h"

#include <math.h>

#include "interrupt.h"

/* an order quantity, in standard deviations of demand or, if that is less, in pieces */
#define SMALL_ORDER 1e-5

typedef struct level_problem
{
	const aftersales_policy *policy;
	double		shortage;		/* share of demand that may be short */
} level_problem;

/*
 * Share of demand that is not filled at once: (short at the end of a cycle -
 * short already at its start) / demand of a cycle.  Continuous review with
 * order quantity Q: [L(s) - L(s + Q)] / Q, L the loss of the lead-time demand
 * (Axsater, eq. 5.51); periodic review: [L(S) of order cycle and lead time -
 * L(S) of the lead time] / demand of the order cycle (Silver, Pyke, Thomas,
 * section 7.9).
 */
static double
shortage(const aftersales_policy *policy, double level)
{
	double		sd = sqrt(policy->demand.variance);
	double		unit = aftersales_is_discrete(&policy->demand) ? fmin(sd, 1) : sd;
	bool		steep = policy->demand.kind == AFTERSALES_GAMMA && sd > policy->demand.mean && level < SMALL_ORDER * sd;
	double		sum;

	/* losses a little apart lose their digits in the difference, which is their slope, P(D > level), where that is smooth */
	if (policy->service == AFTERSALES_FILL && policy->start_above > 0 && policy->start_above < SMALL_ORDER * unit && !steep)
		return aftersales_tail_at(&policy->demand, level + policy->start_above / 2).above;
	sum = aftersales_tail_at(&policy->demand, level).loss;
	if (policy->service == AFTERSALES_FILL)
		sum -= aftersales_tail_at(&policy->start, level + policy->start_above).loss;
	return sum / policy->cycle_demand;
}

/* A level at which customers wait for all that they ask for, whatever the demand. */
static double
lowest_level(const aftersales_policy *policy)
{
	return fmin(policy->start.mean - 40 * sqrt(policy->demand.variance), 0) - policy->start_above;
}

/* The service of a stock level.  Below 0 (much of a cycle's demand is short from the start), the simple fill rate is 0. */
double
aftersales_service_level(const aftersales_policy *policy, double level)
{
	if (policy->service == AFTERSALES_CYCLE)
		return aftersales_tail_at(&policy->demand, level).upto;
	/* far below, losses are too large for their difference to be seen */
	return fmin(fmax(1 - shortage(policy, fmax(level, lowest_level(policy))), 0), 1);
}

static double
shortage_miss(double level, void *context)
{
	level_problem *problem = context;

	return shortage(problem->policy, level) - problem->shortage;
}

/* The smallest whole level whose shortage is low enough: it falls as the level grows. */
static double
whole_level(const level_problem *problem, double low, double high)
{
	low = floor(low);			/* too low */
	high = ceil(high);
	while (shortage(problem->policy, high) > problem->shortage)
	{
		double		step = 2 * (high - low);

		low = high;
		high += step;
	}
	for (;;)
	{
		double		middle = floor(low + (high - low) / 2);

		/* beyond 2^53 there are no whole numbers but some */
		if (middle <= low || middle >= high)
			return high;
		if (shortage(problem->policy, middle) > problem->shortage)
			low = middle;
		else
			high = middle;
	}
}

/*
 * The smallest level (a whole one, if demand is in pieces) with at least the
 * service wanted, 0 < service_level < 1.  It may be negative: a low fill rate
 * is reached even if orders are placed when customers wait already.
 */
double
aftersales_stock_level(const aftersales_policy *policy, double service_level)
{
	level_problem problem = {policy, 1 - service_level};
	double		sd = sqrt(policy->demand.variance);
	double		low = policy->demand.mean - 40 * sd - policy->start_above - policy->cycle_demand - 1;
	double		high = policy->demand.mean + 40 * sd;

	if (policy->service == AFTERSALES_CYCLE)
		return aftersales_quantile(&policy->demand, service_level);
	if (aftersales_is_discrete(&policy->demand))
		return whole_level(&problem, -policy->start_above - policy->cycle_demand - 1, ceil(policy->demand.mean + sd));
	if (policy->demand.kind == AFTERSALES_GAMMA)
		high = aftersales_gamma_end(&policy->demand);
	return aftersales_root(shortage_miss, &problem, low, high);
}

/* Probability with which the best stock suffices; 0 or 1 where the costs of too little and too much are too far apart. */
double
aftersales_critical_ratio(double underage, double overage)
{
	return 1 / (1 + overage / underage);
}

/* Mean cost of buying a quantity for one period: underage * E max(D - q, 0) + overage * E max(q - D, 0). */
double
aftersales_single_period_cost(const aftersales_distribution *demand, double quantity, double underage, double overage)
{
	double		loss = aftersales_tail_at(demand, quantity).loss;

	return underage * loss + overage * (quantity - demand->mean + loss);
}

/* Holding and backorder cost a time unit while stock on hand and on order is y. */
static double
position_cost(const aftersales_order_costs *costs, const aftersales_distribution *demand, double y)
{
	return aftersales_single_period_cost(demand, y, costs->backorder, costs->holding);
}

/*
 * The reorder point r and order quantity Q of least cost [K lambda + sum over y
 * = r + 1 .. r + Q of G(y)] / Q, for Poisson demand of rate lambda, where G is the
 * cost of a stock position.  G is convex, so positions are taken in from its
 * minimum outwards, the cheaper side first, while they lower the mean: A.
 * Federgruen, Y.-S. Zheng, "An efficient algorithm for computing an optimal (r,
 * Q) policy in continuous review stochastic inventory systems", Operations
 * Research 40 (1992), 808-813.  The critical ratio of the costs is above 0 and
 * below 1.
 */
aftersales_order_policy
aftersales_best_order_policy(const aftersales_order_costs *costs)
{
	double		mean = costs->demand * costs->lead_time;
	aftersales_distribution demand = {AFTERSALES_POISSON, mean, mean};
	double		top = aftersales_quantile(&demand, aftersales_critical_ratio(costs->backorder, costs->holding));
	double		bottom = top - 1;	/* positions bottom + 1 .. top are in */
	double		sum = costs->order * costs->demand + position_cost(costs, &demand, top);
	double		below = position_cost(costs, &demand, bottom);
	double		above = position_cost(costs, &demand, top + 1);
	aftersales_order_policy best = {0};

	while (fmin(below, above) < sum / (top - bottom))
	{
		if (top - bottom >= AFTERSALES_MAX_ORDER)
			return best;
		aftersales_poll();
		if (below <= above)
		{
			sum += below;
			below = position_cost(costs, &demand, --bottom);
		}
		else
		{
			sum += above;
			top++;
			above = position_cost(costs, &demand, top + 1);
		}
	}
	best.reorder_point = bottom;
	best.order_quantity = top - bottom;
	best.cost = sum / best.order_quantity;
	best.cycle_service = aftersales_tail_at(&demand, bottom).upto;
	best.fill_rate = 1 - (aftersales_tail_at(&demand, bottom).loss - aftersales_tail_at(&demand, top).loss) / best.order_quantity;
	for (double y = bottom + 1; y <= top; y++)
	{
		aftersales_poll();
		best.backorders += aftersales_tail_at(&demand, y).loss / best.order_quantity;
	}
	return best;
}

/* Demand of so many years that begins at a rate a year and falls by a share each year: sum of rate * (1 - decay)^y. */
double
aftersales_remaining_demand(double rate, double decay, int32_t years)
{
	double		sum = 0;

	for (int32_t y = 0; y < years; y++)
	{
		sum += rate;
		rate *= 1 - decay;
	}
	return sum;
}

/*
 * Whole packs that bring a stock position up to a target at least.  A need that
 * exceeds whole packs by less than a billionth of what was reckoned with is
 * rounding and orders no pack.
 */
double
aftersales_packs_to_order(double target, double position, double pack)
{
	double		packs = (target - position) / pack;
	double		rounding = 1e-9 * fmax(target, fabs(position)) / pack;

	return fmax(ceil(packs - rounding), 0);
}
