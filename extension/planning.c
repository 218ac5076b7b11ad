/*-------------------------------------------------------------------------
 *
 * planning.c
 *		Monthly average demand, safety stock and months of supply.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "calendar.h"
#include "checks.h"
#include "months.h"
#include "planning.h"
#include "series_type.h"

#define MAX_WEIGHTS 1200
#define MAX_WEIGHT 1e100		/* so that their sum is finite */

/* weights of the founding rule, oldest month first */
static const double founding_weights[] = {1, 2, 3, 4, 5, 6};

PG_FUNCTION_INFO_V1(aftersales_monthly_average_demand);
PG_FUNCTION_INFO_V1(aftersales_monthly_average_demand_array);
PG_FUNCTION_INFO_V1(aftersales_monthly_average_demand_series);
PG_FUNCTION_INFO_V1(aftersales_safety_stock);
PG_FUNCTION_INFO_V1(aftersales_safety_stock_demand);
PG_FUNCTION_INFO_V1(aftersales_months_of_supply);

/*
 * Weighted mean of the n complete months before as_of, of those from the month
 * of available_from on (NULL: of all).  False if none is left.
 */
static bool
monthly_average(struct varlena *demand, DateADT as_of, const DateADT *available_from,
				const double *weights, int n, double *result)
{
	aftersales_series_reader reader;
	int32		current = aftersales_month_of_day(aftersales_check_date(as_of, "as_of"));
	int32		first = current - n;
	double		quantity[MAX_WEIGHTS];
	double		weight_sum = 0;
	int32		period;
	int64		amount;

	if (available_from)
	{
		int32		available = aftersales_month_of_day(aftersales_check_date(*available_from, "available_from"));

		weights += Max(available - first, 0);
		first = Max(first, available);
		n = current - first;
	}
	for (int i = 0; i < n; i++)
	{
		quantity[i] = 0;
		weight_sum += weights[i];
	}
	if (weight_sum == 0)
		return false;
	for (aftersales_series_read(&reader, &aftersales_demand_type, demand);
		 aftersales_series_next(&reader, &period, &amount);)
		if (period >= first && period < current)
			quantity[period - first] = (double) amount;
	aftersales_series_check(&reader, &aftersales_demand_type);
	*result = aftersales_weighted_mean(quantity, weights, n, 1000);
	return true;
}

/* An array of weights that are not all 0. */
static const double *
check_weights(ArrayType *array, int *n)
{
	const double *weights = aftersales_check_amounts(array, "weights", n);

	if (*n > MAX_WEIGHTS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weights must have at most %d elements", MAX_WEIGHTS)));
	for (int i = 0; i < *n; i++)
		if (weights[i] > MAX_WEIGHT)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("weights must be at most %g", MAX_WEIGHT)));
	for (int i = 0; i < *n; i++)
		if (weights[i] > 0)
			return weights;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("weights must not all be 0")));
	return NULL;				/* keep compiler quiet */
}

/* Sum of the last weights, as many as there are months; of all, if there are more. */
static double
sum_last_weights(const double *weights, int n, int months)
{
	double		sum = 0;

	for (int i = Max(n - months, 0); i < n; i++)
		sum += weights[i];
	return sum;
}

/* monthly_average_demand(demand, as_of, available_from, weights); only available_from may be NULL */
Datum
aftersales_monthly_average_demand(PG_FUNCTION_ARGS)
{
	const double *weights;
	int			n;
	DateADT		available_from = PG_ARGISNULL(2) ? 0 : PG_GETARG_DATEADT(2);
	double		result;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	weights = check_weights(PG_GETARG_ARRAYTYPE_P(3), &n);
	if (!monthly_average(AFTERSALES_GETARG_SERIES(0), PG_GETARG_DATEADT(1),
						 PG_ARGISNULL(2) ? NULL : &available_from, weights, n, &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(result, "monthly_average_demand"));
}

/* monthly_average_demand(quantities, weights): months oldest first, the last ones get the last weights */
Datum
aftersales_monthly_average_demand_array(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	int			nweights;
	const double *weights = check_weights(PG_GETARG_ARRAYTYPE_P(1), &nweights);
	const double *quantities;
	int			months;
	int			n;

	if (ARR_NDIM(array) == 0)
		PG_RETURN_NULL();
	quantities = aftersales_check_finite(array, "quantities", &months);
	n = Min(months, nweights);
	quantities += months - n;
	weights += nweights - n;
	if (sum_last_weights(weights, n, n) == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(aftersales_weighted_mean(quantities, weights, n, 1), "monthly_average_demand"));
}

/* monthly_average_demand_series(demand, from_month, to_month, available_from, weights); only available_from may be NULL */
Datum
aftersales_monthly_average_demand_series(PG_FUNCTION_ARGS)
{
	const double *weights;
	int			nweights;
	double		all_weights;
	double	   *result;
	bool	   *nulls;
	int32		first;
	int32		available = AFTERSALES_MIN_MONTH - MAX_WEIGHTS;
	int32		n;
	aftersales_series_reader reader;
	int32		period;
	int64		amount;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	first = aftersales_check_month_range(PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(2), &n);
	weights = check_weights(PG_GETARG_ARRAYTYPE_P(4), &nweights);
	all_weights = sum_last_weights(weights, nweights, nweights);
	if (!PG_ARGISNULL(3))
		available = aftersales_month_of_day(aftersales_check_date(PG_GETARG_DATEADT(3), "available_from"));
	result = palloc0(n * sizeof(double));
	nulls = palloc0(n * sizeof(bool));
	for (aftersales_series_read(&reader, &aftersales_demand_type, AFTERSALES_GETARG_SERIES(0));
		 aftersales_series_next(&reader, &period, &amount);)
		if (period >= available)
			aftersales_add_to_rolling(result, n, weights, nweights, period - first, (double) amount);
	aftersales_series_check(&reader, &aftersales_demand_type);
	for (int i = 0; i < n; i++)
	{
		int32		months = first + i - available;
		double		sum = months >= nweights ? all_weights : sum_last_weights(weights, nweights, months);

		nulls[i] = sum == 0;
		result[i] = nulls[i] ? 0 : aftersales_check_result(result[i] / (sum * 1000), "monthly_average_demand_series");
	}
	return aftersales_float8_array(result, nulls, n);
}

/* safety stock of a demand of so many pieces a month, days checked */
static Datum
safety_stock(double monthly_average_demand, double order_cycle, double lead_time, double divisor)
{
	double		days = aftersales_check_amount(order_cycle, "order_cycle") + aftersales_check_amount(lead_time, "lead_time");

	return Float8GetDatum(aftersales_check_result(aftersales_safety_stock_days(monthly_average_demand, days,
																			   aftersales_check_positive(divisor, "divisor")),
												  "safety_stock"));
}

/* safety_stock(monthly_average_demand, order_cycle, lead_time, divisor) */
Datum
aftersales_safety_stock(PG_FUNCTION_ARGS)
{
	return safety_stock(aftersales_check_amount(PG_GETARG_FLOAT8(0), "monthly_average_demand"),
						PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3));
}

/* safety_stock(demand, as_of, order_cycle, lead_time, divisor, available_from); only available_from may be NULL */
Datum
aftersales_safety_stock_demand(PG_FUNCTION_ARGS)
{
	DateADT		available_from = PG_ARGISNULL(5) ? 0 : PG_GETARG_DATEADT(5);
	double		average = 0;
	bool		known;
	Datum		stock;

	for (int i = 0; i < 5; i++)
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	known = monthly_average(AFTERSALES_GETARG_SERIES(0), PG_GETARG_DATEADT(1), PG_ARGISNULL(5) ? NULL : &available_from,
							founding_weights, lengthof(founding_weights), &average);
	stock = safety_stock(average, PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), PG_GETARG_FLOAT8(4));
	if (!known)
		PG_RETURN_NULL();
	return stock;
}

/* months_of_supply(stock, monthly_average_demand): NULL without demand */
Datum
aftersales_months_of_supply(PG_FUNCTION_ARGS)
{
	double		stock = aftersales_check_amount(PG_GETARG_FLOAT8(0), "stock");
	double		average = aftersales_check_amount(PG_GETARG_FLOAT8(1), "monthly_average_demand");

	if (average == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(stock / average, "months_of_supply"));
}
