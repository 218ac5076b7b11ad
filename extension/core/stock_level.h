/*-------------------------------------------------------------------------
 *
 * stock_level.h
 *		How much stock a service level needs, and what level a stock gives.
 *
 * A policy's stock level is the reorder point s of continuous review (order a
 * quantity when stock on hand and on order falls to s) or the order-up-to level
 * of periodic review.  Service of type 1 ("cycle"): probability that the demand
 * of the protection interval stays within the level.  Type 2 ("fill"): share of
 * demand that is filled from stock.  Backorders are kept.
 *
 * E. A. Silver, D. F. Pyke, D. J. Thomas, "Inventory and production management
 * in supply chains", 4th ed. 2017, chapters 6 and 7; S. Axsater, "Inventory
 * control", 3rd ed. 2015, chapter 5.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_STOCK_LEVEL_H
#define AFTERSALES_STOCK_LEVEL_H

#include <stdint.h>

#include "distribution.h"

/* largest demand of a lead time and largest order quantity that the search for the best (r, Q) looks at */
#define AFTERSALES_MAX_LEAD_TIME_DEMAND 100000
#define AFTERSALES_MAX_ORDER 100000

typedef enum aftersales_service
{
	AFTERSALES_CYCLE,
	AFTERSALES_FILL,
	AFTERSALES_FILL_SIMPLE		/* backorders at the start of a cycle are left out of account */
} aftersales_service;

typedef struct aftersales_policy
{
	aftersales_distribution demand; /* of the protection interval */
	aftersales_distribution start;	/* what is short when a cycle starts: demand ... */
	double		start_above;	/* ... above the level + this; see aftersales_fill_rate */
	double		cycle_demand;	/* mean demand of a cycle [pieces], > 0 for fill rates */
	aftersales_service service;
} aftersales_policy;

typedef struct aftersales_order_costs
{
	double		demand;			/* pieces a time unit, > 0 */
	double		lead_time;		/* time units */
	double		order;			/* of an order */
	double		holding;		/* of a piece in stock a time unit, > 0 */
	double		backorder;		/* of a piece on back order a time unit, > 0 */
} aftersales_order_costs;

typedef struct aftersales_order_policy
{
	double		reorder_point;
	double		order_quantity; /* 0: none within AFTERSALES_MAX_ORDER */
	double		cost;			/* a time unit */
	double		cycle_service;
	double		fill_rate;
	double		backorders;		/* mean number */
} aftersales_order_policy;

extern double aftersales_service_level(const aftersales_policy *policy, double level);
extern double aftersales_stock_level(const aftersales_policy *policy, double service_level);
extern double aftersales_critical_ratio(double underage, double overage);
extern double aftersales_single_period_cost(const aftersales_distribution *demand, double quantity,
											double underage, double overage);
extern aftersales_order_policy aftersales_best_order_policy(const aftersales_order_costs *costs);
extern double aftersales_remaining_demand(double rate, double decay, int32_t years);
extern double aftersales_packs_to_order(double target, double position, double pack);

#endif							/* AFTERSALES_STOCK_LEVEL_H */
