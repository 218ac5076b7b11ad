/*-------------------------------------------------------------------------
 *
 * demand.c
 *		The type demand: quantities asked for by month, in thousandths.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "numeric_scaled.h"
#include "series_type.h"

const aftersales_series_type aftersales_demand_type = {
	.kind = {
		.min_period = AFTERSALES_MIN_MONTH,
		.max_period = AFTERSALES_MAX_MONTH,
		.max_span = 1200,
		.drop_zero = true,
	},
	.name = "demand",
	.span = "1200 months",
	.monthly = true,
	.scale = 3,
};

PG_FUNCTION_INFO_V1(aftersales_demand_in);
PG_FUNCTION_INFO_V1(aftersales_demand_out);
PG_FUNCTION_INFO_V1(aftersales_demand_recv);
PG_FUNCTION_INFO_V1(aftersales_demand_accum_numeric);
PG_FUNCTION_INFO_V1(aftersales_demand_accum_float8);
PG_FUNCTION_INFO_V1(aftersales_demand_combine);
PG_FUNCTION_INFO_V1(aftersales_demand_months);
PG_FUNCTION_INFO_V1(aftersales_demand_quantity);
PG_FUNCTION_INFO_V1(aftersales_demand_without_months);

Datum
aftersales_demand_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(aftersales_series_in(&aftersales_demand_type, PG_GETARG_CSTRING(0)));
}

Datum
aftersales_demand_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(aftersales_series_out(&aftersales_demand_type, AFTERSALES_GETARG_SERIES(0)));
}

Datum
aftersales_demand_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(aftersales_series_recv(&aftersales_demand_type, (StringInfo) PG_GETARG_POINTER(0)));
}

/* demand_agg(date, numeric): rows without a date or a quantity do not count. */
Datum
aftersales_demand_accum_numeric(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	return aftersales_series_accum(fcinfo, &aftersales_demand_type,
								   aftersales_month_of_day(aftersales_check_date(PG_GETARG_DATEADT(1), "date")),
								   aftersales_scaled_from_numeric((Numeric) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(2)),
																  aftersales_demand_type.scale, "quantity"));
}

/* demand_agg(date, float8) */
Datum
aftersales_demand_accum_float8(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return aftersales_keep_state(fcinfo);
	return aftersales_series_accum(fcinfo, &aftersales_demand_type,
								   aftersales_month_of_day(aftersales_check_date(PG_GETARG_DATEADT(1), "date")),
								   aftersales_scaled_from_float8(PG_GETARG_FLOAT8(2),
																 aftersales_demand_type.scale, "quantity"));
}

Datum
aftersales_demand_combine(PG_FUNCTION_ARGS)
{
	return aftersales_series_combine(fcinfo, &aftersales_demand_type);
}

Datum
aftersales_demand_months(PG_FUNCTION_ARGS)
{
	return aftersales_series_rows(fcinfo, &aftersales_demand_type);
}

/* demand_quantity(demand, from_month, to_month): sum of the months from the one to the other, both included */
Datum
aftersales_demand_quantity(PG_FUNCTION_ARGS)
{
	struct varlena *demand = AFTERSALES_GETARG_SERIES(0);
	int32		from = aftersales_month_of_day(aftersales_check_date(PG_GETARG_DATEADT(1), "from_month"));
	int32		to = aftersales_month_of_day(aftersales_check_date(PG_GETARG_DATEADT(2), "to_month"));


	return aftersales_scaled_to_numeric(aftersales_series_sum(&aftersales_demand_type, demand, from, to),
										aftersales_demand_type.scale);
}

Datum
aftersales_demand_without_months(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(aftersales_series_without_months(&aftersales_demand_type, AFTERSALES_GETARG_SERIES(0),
													   PG_GETARG_ARRAYTYPE_P(1)));
}
