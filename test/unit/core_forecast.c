/*-------------------------------------------------------------------------
 *
 * core_forecast.c
 *		Patterns, forecasts, fits, seasons and bootstrap: by hand, and with
 *		random histories for the sanitizers.
 *
 *-------------------------------------------------------------------------
 */
#include <stdlib.h>
#include <string.h>

#include "bootstrap.h"
#include "forecast_fit.h"
#include "pattern.h"
#include "tap.h"

static const double history[] = {0, 0, 3, 0, 5, 0, 4, 0};

static double
forecast_by(aftersales_method method, bool mean_start, const double *values, int n)
{
	aftersales_forecast_model model = {.method = method, .alpha = 0.5, .beta = 0.5, .mean_start = mean_start};

	return aftersales_forecast(&model, values, n);
}

static void
fill(double *values, int n)
{
	int			share = rand() % 101;

	for (int i = 0; i < n; i++)
		values[i] = rand() % 100 < share ? rand() % 20 : 0;
}

/* Every method on histories of every length: finite, not negative, scaled with the history. */
static void
test_random(void)
{
	static double values[AFTERSALES_MAX_MONTHS];
	static double doubled[AFTERSALES_MAX_MONTHS];
	bool		good = true;
	bool		scaled = true;

	for (int i = 0; i < 400; i++)
	{
		int			n = i < 300 ? 1 + i / 2 : AFTERSALES_MAX_MONTHS;

		fill(values, n);
		for (int t = 0; t < n; t++)
			doubled[t] = 2 * values[t];
		for (int m = 0; m <= AFTERSALES_SEASONAL; m++)
		{
			double		one;

			if (m == AFTERSALES_SEASONAL && n < AFTERSALES_SEASONAL_MONTHS)
				continue;
			one = forecast_by(m, i & 1, values, n);
			good &= isfinite(one) && one >= 0;
			scaled &= fabs(forecast_by(m, i & 1, doubled, n) - 2 * one) <= 1e-12 * one;
		}
	}
	ok(good, "forecasts are finite and not negative");
	ok(scaled, "twice the demand has twice the forecast");
}

static void
test_fit(void)
{
	double		values[51];
	bool		good = true;

	for (int i = 0; i < 20; i++)
	{
		aftersales_forecast_model model = {.method = i % 6};
		double		fitted;
		double		other;

		fill(values, 51);
		good &= aftersales_fit_weights(&model, values, 51, &fitted);
		for (int a = 0; a <= 7; a++)
			for (int b = 0; b <= 7; b++)
			{
				model.alpha = a / 7.0;
				model.beta = b / 7.0;
				good &= aftersales_forecast_error(&model, values, 51, 1, &other) && fitted <= other * (1 + 1e-12);
			}
	}
	ok(good, "no other weights fit better");
}

static void
test_season(void)
{
	double		values[40];
	double		year[AFTERSALES_SEASON];
	double		index[AFTERSALES_SEASON];
	aftersales_forecast_model model = {.method = AFTERSALES_SEASONAL, .alpha = 0.3, .mean_start = true};

	for (int i = 0; i < 40; i++)
		values[i] = i % 12 == 5 ? 24 : 12;
	aftersales_find_season(values, 40, index);
	is_close(index[5], 24 / 13.0, 1e-14, "equal years show their season");
	model.alpha = 0;
	aftersales_forecast_year(&model, values, 36, year);
	is_close(year[5], 24, 1e-14, "and continue it");
	is_close(aftersales_forecast(&model, values, 36), year[0], 1e-15, "its first month is the forecast");
	memset(values, 0, sizeof values);
	aftersales_forecast_year(&model, values, 36, year);
	ok(year[0] == 0 && year[11] == 0, "no demand");
}

static void
test_bootstrap(void)
{
	double		sums[2000];
	int64_t		keys[4000];
	uint64_t	random = 7;
	double		mean = 0;
	const double even[] = {4, 4, 4, 4};

	aftersales_bootstrap_sums(history, 8, 5, &random, sums, 2000);
	for (int i = 0; i < 2000; i++)
		mean += sums[i] / 2000;
	/* after a month without demand: chances 3/4, 3/16, ... of a demand, of 4 pieces and half a piece of jitter */
	ok(fabs(mean - 2.3701 * 4.5) < 0.3, "the bootstrap's mean follows its chain: %g", mean);
	ok(aftersales_sample_quantile(sums, keys, keys + 2000, 2000, 0.9999) >= aftersales_sample_quantile(sums, keys, keys + 2000, 2000, 0.5), "quantiles are in order");
	ok(aftersales_window_sums(even, 4, 3, sums) == 2 && sums[0] == 12 && sums[1] == 12, "windows");
	aftersales_bootstrap_sums((double[]) {0, 0}, 2, 5, &random, sums, 10);
	ok(sums[9] == 0, "no demand");
}

int
main(void)
{
	aftersales_pattern pattern = aftersales_describe(history, 8);
	aftersales_forecast_model model = {.method = AFTERSALES_CROSTON};
	double		error;

	srand(1);
	ok(pattern.demands == 3 && pattern.first == 3 && pattern.last == 7 && pattern.mean == 1.5 && pattern.size_variance == 1, "a pattern");
	ok(aftersales_interval(&pattern) == 7 / 3.0 && aftersales_squared_variation(&pattern) == 1 / 16.0, "its interval and variation");
	is_close(forecast_by(AFTERSALES_CROSTON, false, history, 8), 4 / 2.25, 1e-15, "Croston");
	is_close(forecast_by(AFTERSALES_SBA, false, history, 8), 0.75 * 4 / 2.25, 1e-15, "SBA");
	is_close(forecast_by(AFTERSALES_SBJ, false, history, 8), 4 / 2.25 * 2 / 3, 1e-15, "SBJ");
	is_close(forecast_by(AFTERSALES_TSB, false, (double[]) {2, 0, 4}, 3), 2.25, 1e-15, "TSB");
	ok(!aftersales_forecast_error(&model, history, 1, 1, &error) && !aftersales_fit_weights(&model, history, 1, &error), "one month has no error");
	test_random();
	test_fit();
	test_season();
	test_bootstrap();
	return done_testing();
}
