/*-------------------------------------------------------------------------
 *
 * forecast.c
 *		Forecasts with weights given, with fitted weights, and by the method
 *		that served best.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "checks.h"
#include "forecast_fit.h"
#include "months.h"
#include "row.h"

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(aftersales_croston);
PG_FUNCTION_INFO_V1(aftersales_sba);
PG_FUNCTION_INFO_V1(aftersales_sbj);
PG_FUNCTION_INFO_V1(aftersales_tsb);
PG_FUNCTION_INFO_V1(aftersales_simple_exponential_smoothing);
PG_FUNCTION_INFO_V1(aftersales_adida);
PG_FUNCTION_INFO_V1(aftersales_seasonal_forecast);
PG_FUNCTION_INFO_V1(aftersales_seasonal_indices);
PG_FUNCTION_INFO_V1(aftersales_forecast_variance);
PG_FUNCTION_INFO_V1(aftersales_croston_fit);
PG_FUNCTION_INFO_V1(aftersales_sba_fit);
PG_FUNCTION_INFO_V1(aftersales_sbj_fit);
PG_FUNCTION_INFO_V1(aftersales_tsb_fit);
PG_FUNCTION_INFO_V1(aftersales_simple_exponential_smoothing_fit);
PG_FUNCTION_INFO_V1(aftersales_adida_fit);
PG_FUNCTION_INFO_V1(aftersales_best_forecast);

/* in the order of aftersales_method */
static const char *const method_names[] = {
	"croston", "sba", "sbj", "tsb", "simple_exponential_smoothing", "adida", "seasonal", NULL
};

/* in the order of aftersales_error_measure */
static const char *const measure_names[] = {"rmse", "mase", NULL};

/* Does a text argument say "mean", and not "naive"? */
static bool
get_mean_start(FunctionCallInfo fcinfo, int argument)
{
	static const char *const names[] = {"naive", "mean", NULL};

	return aftersales_check_word(PG_GETARG_TEXT_PP(argument), names, "start") == 1;
}

static double
get_weight(FunctionCallInfo fcinfo, int argument, const char *name)
{
	return aftersales_check_share(PG_GETARG_FLOAT8(argument), name);
}

/* The months of a bucket; NULL: 0, which the core takes for the average interval. */
static int32
get_bucket(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		return 0;
	return aftersales_check_count(PG_GETARG_INT32(argument), AFTERSALES_MAX_MONTHS, "bucket_months");
}

/* The forecast of a model for argument 0; NULL without months. */
static Datum
forecast(FunctionCallInfo fcinfo, aftersales_forecast_model model)
{
	aftersales_months months = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));

	if (months.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_forecast(&model, months.value, months.n));
}

/* A method of (quantities, alpha, beta, start). */
static Datum
forecast_intermittent(FunctionCallInfo fcinfo, aftersales_method method)
{
	aftersales_forecast_model model = {
		.method = method,
		.alpha = get_weight(fcinfo, 1, "alpha"),
		.beta = get_weight(fcinfo, 2, "beta"),
		.mean_start = get_mean_start(fcinfo, 3),
	};

	return forecast(fcinfo, model);
}

Datum
aftersales_croston(PG_FUNCTION_ARGS)
{
	return forecast_intermittent(fcinfo, AFTERSALES_CROSTON);
}

Datum
aftersales_sba(PG_FUNCTION_ARGS)
{
	return forecast_intermittent(fcinfo, AFTERSALES_SBA);
}

Datum
aftersales_sbj(PG_FUNCTION_ARGS)
{
	return forecast_intermittent(fcinfo, AFTERSALES_SBJ);
}

Datum
aftersales_tsb(PG_FUNCTION_ARGS)
{
	return forecast_intermittent(fcinfo, AFTERSALES_TSB);
}

/* simple_exponential_smoothing(quantities, alpha, start) */
Datum
aftersales_simple_exponential_smoothing(PG_FUNCTION_ARGS)
{
	aftersales_forecast_model model = {
		.method = AFTERSALES_SES,
		.alpha = get_weight(fcinfo, 1, "alpha"),
		.mean_start = get_mean_start(fcinfo, 2),
	};

	return forecast(fcinfo, model);
}

/* adida(quantities, alpha, bucket_months, start); only bucket_months may be NULL */
Datum
aftersales_adida(PG_FUNCTION_ARGS)
{
	aftersales_forecast_model model = {.method = AFTERSALES_ADIDA};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	model.alpha = get_weight(fcinfo, 1, "alpha");
	model.bucket = get_bucket(fcinfo, 2);
	model.mean_start = get_mean_start(fcinfo, 3);
	return forecast(fcinfo, model);
}

/* The months of argument 0, if they are enough to look for a season. */
static bool
get_seasonal_months(FunctionCallInfo fcinfo, aftersales_months *months)
{
	*months = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));
	return months->n >= AFTERSALES_SEASONAL_MONTHS;
}

/* seasonal_indices(quantities): NULL for less than three years */
Datum
aftersales_seasonal_indices(PG_FUNCTION_ARGS)
{
	aftersales_months months;
	double		index[AFTERSALES_SEASON];

	if (!get_seasonal_months(fcinfo, &months))
		PG_RETURN_NULL();
	aftersales_find_season(months.value, months.n, index);
	return aftersales_float8_array(index, NULL, AFTERSALES_SEASON);
}

/* seasonal_forecast(quantities, alpha, start): the 12 months that follow; NULL for less than three years */
Datum
aftersales_seasonal_forecast(PG_FUNCTION_ARGS)
{
	aftersales_forecast_model model = {
		.method = AFTERSALES_SEASONAL,
		.alpha = get_weight(fcinfo, 1, "alpha"),
		.mean_start = get_mean_start(fcinfo, 2),
	};
	aftersales_months months;
	double		year[AFTERSALES_SEASON];

	if (!get_seasonal_months(fcinfo, &months))
		PG_RETURN_NULL();
	aftersales_forecast_year(&model, months.value, months.n, year);
	return aftersales_float8_array(year, NULL, AFTERSALES_SEASON);
}

/* forecast_variance(quantities, method, horizon, alpha, beta, start): NULL where there is no error to measure */
Datum
aftersales_forecast_variance(PG_FUNCTION_ARGS)
{
	aftersales_months months = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));
	int32		horizon = aftersales_check_count(PG_GETARG_INT32(2), AFTERSALES_MAX_MONTHS, "horizon");
	aftersales_forecast_model model = {
		.method = aftersales_check_word(PG_GETARG_TEXT_PP(1), method_names, "method"),
		.alpha = get_weight(fcinfo, 3, "alpha"),
		.beta = get_weight(fcinfo, 4, "beta"),
		.mean_start = get_mean_start(fcinfo, 5),
	};
	double		variance;

	if ((model.method == AFTERSALES_SEASONAL && months.n < AFTERSALES_SEASONAL_MONTHS) ||
		!aftersales_forecast_error(&model, months.value, months.n, horizon, &variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(aftersales_check_result(variance, "forecast_variance"));
}

/*
 * The forecast of a model for argument 0 with fitted weights, as a row (forecast,
 * alpha, beta where the method has it, mse).  For one month, which has no error,
 * only the forecast; NULL without months.
 */
static Datum
fit(FunctionCallInfo fcinfo, aftersales_forecast_model model)
{
	aftersales_months months = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));
	Datum		values[4];
	bool		nulls[4] = {false};
	double		mse = 0;
	bool		fitted;
	int			n = 0;

	if (months.n == 0)
		PG_RETURN_NULL();
	fitted = aftersales_fit_weights(&model, months.value, months.n, &mse);
	for (int i = 1; i < 4; i++)
		nulls[i] = !fitted;
	values[n++] = Float8GetDatum(aftersales_forecast(&model, months.value, months.n));
	values[n++] = Float8GetDatum(model.alpha);
	if (aftersales_has_beta(model.method))
		values[n++] = Float8GetDatum(model.beta);
	values[n++] = Float8GetDatum(mse);
	return aftersales_row(fcinfo, values, nulls);
}

/* A fit of (quantities, start). */
static Datum
fit_method(FunctionCallInfo fcinfo, aftersales_method method)
{
	aftersales_forecast_model model = {
		.method = method,
		.mean_start = get_mean_start(fcinfo, 1),
	};

	return fit(fcinfo, model);
}

Datum
aftersales_croston_fit(PG_FUNCTION_ARGS)
{
	return fit_method(fcinfo, AFTERSALES_CROSTON);
}

Datum
aftersales_sba_fit(PG_FUNCTION_ARGS)
{
	return fit_method(fcinfo, AFTERSALES_SBA);
}

Datum
aftersales_sbj_fit(PG_FUNCTION_ARGS)
{
	return fit_method(fcinfo, AFTERSALES_SBJ);
}

Datum
aftersales_tsb_fit(PG_FUNCTION_ARGS)
{
	return fit_method(fcinfo, AFTERSALES_TSB);
}

Datum
aftersales_simple_exponential_smoothing_fit(PG_FUNCTION_ARGS)
{
	return fit_method(fcinfo, AFTERSALES_SES);
}

/* adida_fit(quantities, bucket_months, start); only bucket_months may be NULL */
Datum
aftersales_adida_fit(PG_FUNCTION_ARGS)
{
	aftersales_forecast_model model = {.method = AFTERSALES_ADIDA};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	model.bucket = get_bucket(fcinfo, 1);
	model.mean_start = get_mean_start(fcinfo, 2);
	return fit(fcinfo, model);
}

/* best_forecast(quantities, origins, measure, alpha, beta, start): NULL for less than three months */
Datum
aftersales_best_forecast(PG_FUNCTION_ARGS)
{
	aftersales_months months = aftersales_check_months(PG_GETARG_ARRAYTYPE_P(0));
	int32		origins = aftersales_check_count(PG_GETARG_INT32(1), AFTERSALES_MAX_MONTHS, "origins");
	int			measure = aftersales_check_word(PG_GETARG_TEXT_PP(2), measure_names, "measure");
	aftersales_forecast_model weights = {
		.alpha = get_weight(fcinfo, 3, "alpha"),
		.beta = get_weight(fcinfo, 4, "beta"),
		.mean_start = get_mean_start(fcinfo, 5),
	};
	aftersales_best_choice best;
	Datum		values[3];
	bool		nulls[3] = {false};

	if (months.n < 3)
		PG_RETURN_NULL();
	best = aftersales_choose_forecast(&weights, months.value, months.n, Min(origins, months.n - 2), measure);
	values[0] = CStringGetTextDatum(method_names[best.method]);
	values[1] = Float8GetDatum(best.forecast);
	values[2] = Float8GetDatum(best.error);
	nulls[2] = !best.has_error;
	return aftersales_row(fcinfo, values, nulls);
}
