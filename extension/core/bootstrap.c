/*-------------------------------------------------------------------------
 *
 * bootstrap.c
 *		Demand of several months, from the history itself; see bootstrap.h.
 *
 *-------------------------------------------------------------------------
 */
#include "bootstrap.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#include "forecast.h"
#include "key_sort.h"

/* Next number of the generator SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014), in (0, 1). */
static double
uniform(uint64_t *state)
{
	uint64_t	z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return ((double) (z >> 11) + 0.5) / (UINT64_C(1) << 53);
}

/* Probability of demand after a month without (0) and with (1); where the history does not tell, the share of all months. */
static void
transitions(const double *values, int32_t n, double share, double to_demand[2])
{
	int32_t		from[2] = {0};
	int32_t		to[2] = {0};

	for (int32_t i = 1; i < n; i++)
	{
		from[values[i - 1] != 0]++;
		to[values[i - 1] != 0] += values[i] != 0;
	}
	for (int state = 0; state < 2; state++)
		to_demand[state] = from[state] > 0 ? (double) to[state] / from[state] : share;
}

/* A size near one seen: 1 + int(x + z sqrt(x)), or x if that is not above 0. */
static double
jitter(double size, uint64_t *random)
{
	double		jittered = 1 + trunc(size + gsl_cdf_ugaussian_Pinv(uniform(random)) * sqrt(size));

	return jittered > 0 ? jittered : size;
}

/*
 * Sums of the demand of the next months, drawn again and again by the method of
 * T. R. Willemain, C. N. Smart, H. F. Schwarz, "A new approach to forecasting
 * intermittent demand for service parts inventories", Int. J. Forecasting 20
 * (2004), 375-387: months with and without demand follow each other as a Markov
 * chain that goes on from the last month; sizes are drawn from the history and
 * jittered.  The same start of random gives the same sums.  n <=
 * AFTERSALES_MAX_MONTHS.
 */
void
aftersales_bootstrap_sums(const double *values, int32_t n, int32_t months,
						  uint64_t *random, double *sums, int32_t replicates)
{
	double		sizes[AFTERSALES_MAX_MONTHS];
	double		to_demand[2];
	int32_t		demands = 0;

	for (int32_t i = 0; i < n; i++)
		if (values[i] != 0)
			sizes[demands++] = values[i];
	transitions(values, n, (double) demands / n, to_demand);
	for (int32_t i = 0; i < replicates; i++)
	{
		bool		demand = values[n - 1] != 0;

		sums[i] = 0;
		for (int32_t month = 0; month < months && demands > 0; month++)
		{
			demand = uniform(random) < to_demand[demand];
			if (demand)
			{
				/* the product may be rounded up to the number of sizes */
				int32_t		drawn = (int32_t) (uniform(random) * demands);

				sums[i] += jitter(sizes[drawn < demands ? drawn : demands - 1], random);
			}
		}
	}
}

/* Sums of each run of so many neighbouring months of the history, months <= n; returns their number. */
int32_t
aftersales_window_sums(const double *values, int32_t n, int32_t months, double *sums)
{
	for (int32_t i = 0; i + months <= n; i++)
	{
		sums[i] = 0;
		for (int32_t j = 0; j < months; j++)
			sums[i] += values[i + j];
	}
	return n - months + 1;
}

/*
 * The smallest of n numbers, none below 0, that at least the share `probability`
 * of them does not exceed.  keys and scratch have room for n.
 */
double
aftersales_sample_quantile(const double *sample, int64_t *keys, int64_t *scratch, int32_t n, double probability)
{
	int32_t		rank = (int32_t) ceil(probability * n);

	for (int32_t i = 0; i < n; i++)
		keys[i] = aftersales_key_of_double(sample[i]);
	aftersales_sort_keys(keys, scratch, (size_t) n);
	/* the product may have been rounded up */
	if (rank > 1 && (double) (rank - 1) / n >= probability)
		rank--;
	return aftersales_double_of_key(keys[rank - 1]);
}
