/*-------------------------------------------------------------------------
 *
 * planning.c
 *		The founding rules of parts planning; see planning.h.
 *
 *-------------------------------------------------------------------------
 */
#include "planning.h"

/*
 * Weighted mean of n values given in units of 1/unit: sum(weight * max(0,
 * value)) / sum(weight) / unit.  A month whose returns exceed its sales counts
 * as 0.  With whole values and weights the one rounding is that of the
 * division.
 */
double
aftersales_weighted_mean(const double *value, const double *weight, int n, double unit)
{
	double		sum = 0;
	double		weights = 0;

	for (int i = 0; i < n; i++)
	{
		if (value[i] > 0)
			sum += weight[i] * value[i];
		weights += weight[i];
	}
	return sum / (weights * unit);
}

/*
 * Adds a month's value to the sums of all weighted means that it is part of:
 * sum[i] becomes the numerator of aftersales_weighted_mean() over the n_weights
 * months before month i, once all months have been added in order of time.  The
 * value's month is counted from the first of the sums, and may be before it.
 */
void
aftersales_add_to_rolling(double *sum, int n, const double *weight, int n_weights, int month, double value)
{
	int			first = month + 1 > 0 ? month + 1 : 0;
	int			end = month + 1 + n_weights < n ? month + 1 + n_weights : n;

	if (value > 0)
		for (int i = first; i < end; i++)
			sum[i] += weight[n_weights - (i - month)] * value;
}

/*
 * Safety stock quantity = monthly average demand * (order cycle + lead time)
 * / divisor, in pieces, with the days of supply as they are: the founding
 * rule has the divisor 6, 30 turns days into months.
 */
double
aftersales_safety_stock_days(double monthly_average_demand, double supply_days, double divisor)
{
	return monthly_average_demand * supply_days / divisor;
}

/*
 * Where a station's part is held and why: the first rule that fits.
 */
aftersales_stocking
aftersales_decide_stocking(const aftersales_stocking_input *input)
{
	if (input->phase == AFTERSALES_INTRODUCTION)
		return (aftersales_stocking) {"station", "introduction"};
	if (input->phase == AFTERSALES_DISCONTINUED)
		return (aftersales_stocking) {"depot", "discontinued"};
	if (input->supply_days == 0)
		return (aftersales_stocking) {"supplier", "direct_supply"};
	if (input->attribute == AFTERSALES_ASSEMBLY)
		return (aftersales_stocking) {input->network_demand ? "depot" : "supplier", "assembly"};
	if (input->slow)
		return (aftersales_stocking) {"depot", "slow"};
	if (input->low_safety_stock)
		return (aftersales_stocking) {"depot", "low_safety_stock"};
	return (aftersales_stocking) {"station", "stocked"};
}
