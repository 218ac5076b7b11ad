/*-------------------------------------------------------------------------
 *
 * forecast.c
 *		Forecasts of monthly demand; see forecast.h.
 *
 * Each method fills a path: path[t] is the forecast of month t (from 0) after
 * the t months before it; path[n] is the answer.  The values to start from are
 * taken from all months, and hold until smoothing begins.
 *
 *-------------------------------------------------------------------------
 */
#include "forecast.h"

#include <math.h>

#include "pattern.h"

/*
 * Smoothing: old + weight * (new - old), none below 0.  Reckoned from the value
 * that weighs more, so that no digits are lost where they differ much, and equal
 * ones stay what they are.
 */
static double
weighed(double old, double new, double weight)
{
	return weight <= 0.5 ? old + weight * (new - old) : new + (1 - weight) * (old - new);
}

/*
 * Croston and its corrections.  The first interval is the position of the first
 * demand; smoothing begins with the second demand.
 */
static void
intervals_path(const aftersales_forecast_model *model, const double *values, int32_t n, double *path)
{
	aftersales_pattern pattern = aftersales_describe(values, n);
	double		factor = 1;
	double		size;
	double		interval;
	int32_t		before = pattern.first - 1;

	if (model->method == AFTERSALES_SBA)
		factor = 1 - model->beta / 2;
	else if (model->method == AFTERSALES_SBJ)
		factor = 2 * (1 - model->beta) / (2 - model->beta); /* all digits, also near weight 1 */
	size = pattern.demands > 0 ? values[before] : 0;
	interval = pattern.demands == 0 ? 1 : model->mean_start ? aftersales_interval(&pattern) : pattern.first;
	for (int32_t t = 0; t < n; t++)
	{
		path[t] = factor * size / interval;
		if (values[t] == 0 || t == before)
			continue;
		size = weighed(size, values[t], model->alpha);
		interval = weighed(interval, t - before, model->beta);
		before = t;
	}
	path[n] = factor * size / interval;
}

/* Teunter-Syntetos-Babai.  Smoothing begins with the second month. */
static void
probability_path(const aftersales_forecast_model *model, const double *values, int32_t n, double *path)
{
	aftersales_pattern pattern = aftersales_describe(values, n);
	double		size = pattern.demands > 0 ? values[pattern.first - 1] : 0;
	double		probability = model->mean_start ? (double) pattern.demands / n : pattern.first == 1;

	path[0] = probability * size;
	for (int32_t t = 0; t < n; t++)
	{
		if (t > 0)
		{
			probability = weighed(probability, values[t] != 0, model->beta);
			if (values[t] != 0)
				size = weighed(size, values[t], model->alpha);
		}
		path[t + 1] = probability * size;
	}
}

/* Simple exponential smoothing. */
static void
smoothing_path(const aftersales_forecast_model *model, const double *values, int32_t n, double *path)
{
	double		level = model->mean_start ? aftersales_describe(values, n).mean : values[0];

	path[0] = level;
	for (int32_t t = 0; t < n; t++)
	{
		level = weighed(level, values[t], model->alpha);
		path[t + 1] = level;
	}
}

/* ADIDA's forecast from n months in buckets that end with the last month; an incomplete oldest one is left out. */
static double
bucket_forecast(const aftersales_forecast_model *model, int32_t bucket, const double *values, int32_t n)
{
	double		sums[AFTERSALES_MAX_MONTHS];
	double		path[AFTERSALES_MAX_MONTHS + 1];
	int32_t		buckets = n / bucket;

	values += n - buckets * bucket;
	for (int32_t i = 0; i < buckets; i++)
	{
		sums[i] = 0;
		for (int32_t j = 0; j < bucket; j++)
			sums[i] += values[i * bucket + j];
	}
	smoothing_path(model, sums, buckets, path);
	return path[buckets] / bucket;
}

/* Months of a bucket: what the model says, else the average interval. */
static int32_t
bucket_size(const aftersales_forecast_model *model, const double *values, int32_t n)
{
	aftersales_pattern pattern = aftersales_describe(values, n);

	if (model->bucket > 0)
		return model->bucket < n ? model->bucket : n;
	return pattern.demands > 0 ? (int32_t) rint(aftersales_interval(&pattern)) : 1;
}

/* ADIDA.  Before the first bucket is complete, the mean of the months there are. */
static void
buckets_path(const aftersales_forecast_model *model, const double *values, int32_t n, double *path)
{
	int32_t		bucket = bucket_size(model, values, n);

	path[0] = 0;
	for (int32_t t = 1; t <= n; t++)
		path[t] = bucket_forecast(model, bucket < t ? bucket : t, values, t);
}

/*
 * Seasonal: smoothing of the values divided by their month's index; a month of
 * index 0 teaches nothing.  Returns the level after all months.
 */
static double
seasonal_path(const aftersales_forecast_model *model, const double *values, int32_t n, double *path,
			  double index[AFTERSALES_SEASON])
{
	double		level = aftersales_describe(values, n).mean;

	aftersales_find_season(values, n, index);
	if (!model->mean_start && index[0] > 0)
		level = values[0] / index[0];
	path[0] = level * index[0];
	for (int32_t t = 0; t < n; t++)
	{
		if (index[t % AFTERSALES_SEASON] > 0)
			level = weighed(level, values[t] / index[t % AFTERSALES_SEASON], model->alpha);
		path[t + 1] = level * index[(t + 1) % AFTERSALES_SEASON];
	}
	return level;
}

/* Expected demand of the 12 months after n months, AFTERSALES_SEASONAL_MONTHS <= n <= AFTERSALES_MAX_MONTHS. */
void
aftersales_forecast_year(const aftersales_forecast_model *model, const double *values, int32_t n,
						 double year[AFTERSALES_SEASON])
{
	double		path[AFTERSALES_MAX_MONTHS + 1];
	double		index[AFTERSALES_SEASON];
	double		level = seasonal_path(model, values, n, path, index);

	for (int32_t i = 0; i < AFTERSALES_SEASON; i++)
		year[i] = level * index[(n + i) % AFTERSALES_SEASON];
}

static void
fill_path(const aftersales_forecast_model *model, const double *values, int32_t n, double *path)
{
	double		index[AFTERSALES_SEASON];

	switch (model->method)
	{
		case AFTERSALES_CROSTON:
		case AFTERSALES_SBA:
		case AFTERSALES_SBJ:
			intervals_path(model, values, n, path);
			break;
		case AFTERSALES_TSB:
			probability_path(model, values, n, path);
			break;
		case AFTERSALES_SES:
			smoothing_path(model, values, n, path);
			break;
		case AFTERSALES_ADIDA:
			buckets_path(model, values, n, path);
			break;
		case AFTERSALES_SEASONAL:
			seasonal_path(model, values, n, path, index);
			break;
	}
}

/* Expected demand of the month after n months, 1 <= n <= AFTERSALES_MAX_MONTHS.  Months without any demand: 0. */
double
aftersales_forecast(const aftersales_forecast_model *model, const double *values, int32_t n)
{
	double		path[AFTERSALES_MAX_MONTHS + 1];

	if (model->method == AFTERSALES_ADIDA)
		return bucket_forecast(model, bucket_size(model, values, n), values, n);
	fill_path(model, values, n, path);
	return path[n];
}

/*
 * Mean over the months t = 2 .. n - horizon + 1 of the square of (demand of the
 * months t .. t + horizon - 1 - horizon * forecast of month t): with horizon 1
 * the in-sample mean squared error.  False if there is no such month.
 */
bool
aftersales_forecast_error(const aftersales_forecast_model *model, const double *values, int32_t n,
						  int32_t horizon, double *mean_square)
{
	double		path[AFTERSALES_MAX_MONTHS + 1];
	double		sum = 0;

	if (n <= horizon)
		return false;
	fill_path(model, values, n, path);
	for (int32_t t = 1; t + horizon <= n; t++)
	{
		double		error = -horizon * path[t];

		for (int32_t i = 0; i < horizon; i++)
			error += values[t + i];
		sum += error * error;
	}
	*mean_square = sum / (n - horizon);
	return true;
}
