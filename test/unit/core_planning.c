/*-------------------------------------------------------------------------
 *
 * core_planning.c
 *		The founding rules: vectors of the rule, every branch of the decision.
 *
 *-------------------------------------------------------------------------
 */
#include <string.h>

#include "planning.h"
#include "tap.h"

static const double weights[] = {1, 2, 3, 4, 5, 6};

static bool
decides(aftersales_stocking_input input, const char *location, const char *reason)
{
	aftersales_stocking decision = aftersales_decide_stocking(&input);

	return strcmp(decision.location, location) == 0 && strcmp(decision.reason, reason) == 0;
}

int
main(void)
{
	double vector[] = {10, 12, 9, 14, 11, 16};
	double		average = aftersales_weighted_mean(vector, weights, 6, 1);
	aftersales_stocking_input plain = {.supply_days = 10, .attribute = AFTERSALES_WEAR, .phase = AFTERSALES_MATURE, .network_demand = true};
	aftersales_stocking_input input;
	bool		constant = true;

	ok(average == 268.0 / 21.0, "the vector of the rule is 268/21");
	ok(aftersales_safety_stock_days(average, 10, 6) == 21.26984126984127, "its safety stock with divisor 6");
	ok(aftersales_safety_stock_days(average, 10, 30) == 4.253968253968254, "and with divisor 30");
	for (int c = 0; c < 10000; c++)
	{
		double		demand[] = {c, c, c, c, c, c};

		constant &= aftersales_weighted_mean(demand, weights, 6, 1000) == c / 1000.0;
	}
	ok(constant, "constant demand c gives c");
	ok(aftersales_weighted_mean((double[]) {-7, 0, 0, 0, 0, 21}, weights, 6, 1) == 6, "a month is floored at 0");

	ok(decides(plain, "station", "stocked"), "stocked");
	input = plain, input.low_safety_stock = true;
	ok(decides(input, "depot", "low_safety_stock"), "low safety stock");
	input.slow = true;
	ok(decides(input, "depot", "slow"), "slow comes before low safety stock");
	input.attribute = AFTERSALES_ASSEMBLY;
	ok(decides(input, "depot", "assembly"), "assembly comes before slow");
	input.network_demand = false;
	ok(decides(input, "supplier", "assembly"), "assembly nobody asks for");
	input.supply_days = 0;
	ok(decides(input, "supplier", "direct_supply"), "direct supply comes before assembly");
	input.phase = AFTERSALES_DISCONTINUED;
	ok(decides(input, "depot", "discontinued"), "discontinued comes first");
	input.phase = AFTERSALES_INTRODUCTION;
	ok(decides(input, "station", "introduction"), "introduction comes first");
	return done_testing();
}
