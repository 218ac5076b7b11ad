/*-------------------------------------------------------------------------
 *
 * planning.h
 *		The founding rules of parts planning: monthly average demand, safety
 *		stock, the three-in-one stocking decision.
 *
 * Arguments are checked by the caller: finite, not negative, divisor and sum
 * of weights above 0.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_PLANNING_H
#define AFTERSALES_PLANNING_H

#include <stdbool.h>

typedef enum aftersales_attribute
{
	AFTERSALES_WEAR,
	AFTERSALES_COMMON,
	AFTERSALES_ASSEMBLY
} aftersales_attribute;

typedef enum aftersales_phase
{
	AFTERSALES_INTRODUCTION,
	AFTERSALES_MATURE,
	AFTERSALES_DISCONTINUED
} aftersales_phase;

typedef struct aftersales_stocking_input
{
	double		supply_days;	/* order cycle + lead time [days] */
	aftersales_attribute attribute;
	aftersales_phase phase;
	bool		slow;			/* half-year quantity at or below the limit */
	bool		low_safety_stock;	/* safety stock below the limit */
	bool		network_demand; /* some station of the network asked for it */
} aftersales_stocking_input;

typedef struct aftersales_stocking
{
	const char *location;		/* station, depot or supplier */
	const char *reason;
} aftersales_stocking;

extern double aftersales_weighted_mean(const double *value, const double *weight, int n, double unit);
extern void aftersales_add_to_rolling(double *sum, int n, const double *weight, int n_weights, int month, double value);
extern double aftersales_safety_stock_days(double monthly_average_demand, double supply_days, double divisor);
extern aftersales_stocking aftersales_decide_stocking(const aftersales_stocking_input *input);

#endif							/* AFTERSALES_PLANNING_H */
