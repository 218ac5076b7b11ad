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

/* Forecasts in exact fractions of the doubles given, rounded to 18 digits. */
typedef struct vector
{
	double		alpha;
	double		beta;
	bool		mean_start;
	int			bucket;
	int			n;
	double		values[10];
	double		forecast[6];	/* Croston, SBA, SBJ, TSB, SES, ADIDA */
} vector;

static const vector vectors[] = {
	{0.1, 0.1, true, 0, 8, {0, 0, 3, 0, 5, 0, 4, 0}, {1.44493392070484582, 1.37268722466960353, 1.36888476698353814, 1.31629790700000001, 1.547347815, 1.53065}},
	{0.3, 0.2, false, 0, 8, {0, 0, 3, 0, 5, 0, 4, 0}, {1.40909090909090909, 1.26818181818181818, 1.25252525252525252, 1.21992192000000002, 1.50576299999999999, 1.34549999999999997}},
	{0.25, 0.75, true, 2, 10, {2, 0, 0, 1, 0, 6, 0, 0, 0, 1.5}, {0.698901098901098901, 0.436813186813186813, 0.27956043956043956, 1.871018385887146, 0.990775537490844727, 0.990380859375}},
	{0.25, 0.75, false, 3, 10, {2, 0, 0, 1, 0, 6, 0, 0, 0, 1.5}, {0.703539823008849558, 0.439712389380530973, 0.281415929203539823, 1.87102407217025757, 1.04427337646484375, 0.6875}},
	{0.9, 0.999999999, true, 0, 7, {0, 7, 0, 0, 9, 0, 2}, {1.33999999932999995, 0.670000000334999954, 2.67999992018442376e-9, 2.67999999731999993, 1.88106325714285715, 1.33949999999999993}},
	{1, 1, true, 0, 7, {0, 7, 0, 0, 9, 0, 2}, {1.0, 0.5, 0, 2.0, 2.0, 1.0}},
	{0, 0, false, 0, 7, {0, 7, 0, 0, 9, 0, 2}, {3.5, 3.5, 3.5, 0, 0, 3.5}},
	{1e-09, 1e-09, true, 1, 7, {0, 7, 0, 0, 9, 0, 2}, {2.99999999828571429, 2.99999999678571429, 2.99999999678571429, 3.00000000171428571, 2.57142857142857143, 2.57142857142857143}},
	{0.1, 0.1, false, 0, 6, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}},
	{0.1, 0.1, true, 0, 6, {0, 0, 0, 0, 0, 7}, {1.16666666666666667, 1.10833333333333333, 1.10526315789473684, 1.38890500000000002, 1.32001450000000002, 1.16666666666666667}},
	{0.1, 0.1, false, 4, 6, {7, 0, 0, 0, 0, 0}, {7.0, 6.64999999999999998, 6.63157894736842103, 4.13342999999999987, 4.13342999999999987, 0}},
	{0.5, 0.5, false, 0, 1, {4}, {4.0, 3.0, 2.66666666666666667, 4.0, 4.0, 4.0}},
	{0.3, 0.6, true, 0, 7, {1e+16, 0, 1e+16, 1, 0, 0, 0.001}, {2090443686006826.12, 1463310580204778.31, 1194539249146757.83, 3214892800000000.17, 1308545000000000.18, 1306666666666666.85}},
	{0.7, 0.4, true, 0, 6, {1e-200, 0, 0, 3e-200, 0, 2e-200}, {9.46428571428571406e-201, 7.57142857142857114e-201, 7.09821428571428538e-201, 1.2357056e-200, 1.59142999999999993e-200, 1.07349999999999998e-200}},
	{0.2, 0.1, true, 0, 7, {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, {0.100000000000000006, 0.095000000000000005, 0.0947368421052631628, 0.100000000000000006, 0.100000000000000006, 0.100000000000000006}},
};

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

static void
test_vectors(void)
{
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
		for (int m = AFTERSALES_CROSTON; m <= AFTERSALES_ADIDA; m++)
		{
			const vector *v = &vectors[i];
			aftersales_forecast_model model = {m, v->alpha, v->beta, v->mean_start, v->bucket};
			char		what[50];

			snprintf(what, sizeof what, "vector %d, method %d", (int) i, m);
			is_close(aftersales_forecast(&model, v->values, v->n), v->forecast[m], 1e-14, what);
		}
}

/* Quantities whose squares are out of the range of double. */
static void
test_small(void)
{
	aftersales_pattern pattern = aftersales_describe((double[]) {1e-170, 0, 3e-170, 0}, 4);

	is_close(pattern.deviation, sqrt(2) * 1e-170, 1e-15, "deviation of small quantities");
	is_close(pattern.size_variation, 0.5, 1e-15, "and their variation");
	ok(*aftersales_evenness(&pattern, 0.5, 1) == 'Z', "and their class");
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
	ok(pattern.demands == 3 && pattern.first == 3 && pattern.last == 7 && pattern.mean == 1.5 && pattern.size_mean == 4, "a pattern");
	ok(aftersales_interval(&pattern) == 7 / 3.0 && pattern.size_variation == 1 / 16.0, "its interval and variation");
	is_close(forecast_by(AFTERSALES_CROSTON, false, history, 8), 4 / 2.25, 1e-15, "Croston");
	is_close(forecast_by(AFTERSALES_SBA, false, history, 8), 0.75 * 4 / 2.25, 1e-15, "SBA");
	is_close(forecast_by(AFTERSALES_SBJ, false, history, 8), 4 / 2.25 * 2 / 3, 1e-15, "SBJ");
	is_close(forecast_by(AFTERSALES_TSB, false, (double[]) {2, 0, 4}, 3), 2.25, 1e-15, "TSB");
	ok(!aftersales_forecast_error(&model, history, 1, 1, &error) && !aftersales_fit_weights(&model, history, 1, &error), "one month has no error");
	test_vectors();
	test_small();
	test_random();
	test_fit();
	test_season();
	test_bootstrap();
	return done_testing();
}
