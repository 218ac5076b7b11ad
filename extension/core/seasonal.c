/*-------------------------------------------------------------------------
 *
 * seasonal.c
 *		Multiplicative seasonal indices; see seasonal.h.
 *
 *-------------------------------------------------------------------------
 */
#include "seasonal.h"

/*
 * Adds a year's shares (value / mean of the year) to their sums and sums of
 * squares; false if the year has no demand.
 */
static int
add_year(const double *year, double sum[AFTERSALES_SEASON], double squares[AFTERSALES_SEASON])
{
	double		total = 0;

	for (int i = 0; i < AFTERSALES_SEASON; i++)
		total += year[i];
	if (total == 0)
		return 0;
	for (int i = 0; i < AFTERSALES_SEASON; i++)
	{
		double		share = year[i] * AFTERSALES_SEASON / total;

		sum[i] += share;
		squares[i] += share * share;
	}
	return 1;
}

/*
 * Indices of n values, n >= 12: index[i] belongs to the months i, i + 12, ...
 * counted from the first value.
 */
void
aftersales_find_season(const double *values, int32_t n, double index[AFTERSALES_SEASON])
{
	double		sum[AFTERSALES_SEASON] = {0};
	double		squares[AFTERSALES_SEASON] = {0};
	double		variance = 0;
	double		spread = 0;
	double		shrink = 1;
	int			years = 0;
	int32_t		first = n % AFTERSALES_SEASON;

	for (int32_t i = first; i < n; i += AFTERSALES_SEASON)
		years += add_year(values + i, sum, squares);
	for (int i = 0; i < AFTERSALES_SEASON && years >= 2; i++)
	{
		double		share = sum[i] / years;

		variance += (squares[i] / years - share * share) / (years - 1) / AFTERSALES_SEASON;
		spread += (share - 1) * (share - 1);
	}
	if (spread > 0 && (AFTERSALES_SEASON - 3) * variance < spread)
		shrink = (AFTERSALES_SEASON - 3) * variance / spread;
	if (shrink < 0)
		shrink = 0;				/* rounding of equal years */
	for (int i = 0; i < AFTERSALES_SEASON; i++)
		index[(first + i) % AFTERSALES_SEASON] = shrink == 1 ? 1 : shrink + (1 - shrink) * (sum[i] / years);
}
