/*-------------------------------------------------------------------------
 *
 * stocking.c
 *		stocking_decision: where a station's part is held, and why.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "checks.h"
#include "numeric_scaled.h"
#include "planning.h"
#include "row.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

PG_FUNCTION_INFO_V1(aftersales_stocking_decision);

/* in the order of aftersales_attribute and aftersales_phase */
static const char *const attribute_names[] = {"wear", "common", "assembly", NULL};
static const char *const phase_names[] = {"introduction", "mature", "discontinued", NULL};

/* A finite numeric. */
static Numeric
check_numeric(Numeric value, const char *argument)
{
	if (numeric_is_nan(value) || numeric_is_inf(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number", argument)));
	return value;
}

/* A finite numeric of at least 0. */
static Numeric
check_numeric_amount(Numeric value, const char *argument)
{
	if (aftersales_numeric_negative(check_numeric(value, argument)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number of at least 0", argument)));
	return value;
}

/*
 * stocking_decision(order_cycle, lead_time, attribute, half_year_quantity,
 * safety_stock, phase, network_demand, slow_limit, low_safety_stock)
 */
Datum
aftersales_stocking_decision(PG_FUNCTION_ARGS)
{
	Numeric		quantity = check_numeric(PG_GETARG_NUMERIC(3), "half_year_quantity");
	Numeric		slow_limit = check_numeric_amount(PG_GETARG_NUMERIC(7), "slow_limit");
	aftersales_stocking_input input = {
		.supply_days = aftersales_check_amount(PG_GETARG_FLOAT8(0), "order_cycle") +
		aftersales_check_amount(PG_GETARG_FLOAT8(1), "lead_time"),
		.attribute = aftersales_check_word(PG_GETARG_TEXT_PP(2), attribute_names, "attribute"),
		.phase = aftersales_check_word(PG_GETARG_TEXT_PP(5), phase_names, "phase"),
		.slow = DatumGetBool(DirectFunctionCall2(numeric_le, NumericGetDatum(quantity), NumericGetDatum(slow_limit))),
		.low_safety_stock = aftersales_check_amount(PG_GETARG_FLOAT8(4), "safety_stock") <
		aftersales_check_amount(PG_GETARG_FLOAT8(8), "low_safety_stock"),
		.network_demand = PG_GETARG_BOOL(6),
	};
	aftersales_stocking decision = aftersales_decide_stocking(&input);
	Datum		values[2] = {CStringGetTextDatum(decision.location), CStringGetTextDatum(decision.reason)};

	return aftersales_row(fcinfo, values, NULL);
}
