/*-------------------------------------------------------------------------
 *
 * two_echelon.c
 *		Backorders and fill rates of a depot and its stations; see
 *		two_echelon.h.
 *
 * On order at the depot are N pieces, Poisson with the mean demand of the lead
 * time (Palm's theorem), so with the stock S0 it owes (N - S0)+.  Each of them
 * is owed to station i with the station's share p of the demand, independently:
 * the station's part is binomial.  On order at the station are, a transport time
 * later, its part of what the depot owed and its demand since, which is Poisson
 * and independent of the past.  A station with stock S owes (X - S)+ of the X on
 * order and fills a demand at once if X < S.
 *
 * Let u[S0](x) = P(N > S0, X = x), z the probabilities of the demand of the
 * transport time, and E the step from x to x + 1.  One piece more in stock is
 * one piece less owed, so
 *
 *		u[S0 - 1] = (1 - p + p E) (u[S0] + P(N = S0) z),
 *		P(X = x) = u[S0](x) + P(N <= S0) z(x):
 *
 * from a stock that always suffices downwards, all terms positive, every S0
 * passed on the way.  Values of less than 1e-100 of the likeliest count as 0.
 *
 *-------------------------------------------------------------------------
 */
#include "two_echelon.h"

#include <math.h>

#include "interrupt.h"

#define LEAST_PROBABILITY 1e-100

static double
sum_of_rates(const aftersales_two_echelon *system)
{
	double		sum = 0;

	for (int i = 0; i < system->stations; i++)
		sum += system->rate[i];
	return sum;
}

/* Mean number of pieces on order at station i with no stock at the depot; it bounds all numbers on order there. */
static double
most_on_order(const aftersales_two_echelon *system, int i)
{
	return system->rate[i] * (system->lead_time + system->transport_time[i]);
}

/*
 * Mean number of pieces on order at all stations with no stock at the depot, for
 * AFTERSALES_MAX_ON_ORDER; not finite if the sum of the rates is not.
 */
double
aftersales_two_echelon_on_order(const aftersales_two_echelon *system)
{
	double		sum = sum_of_rates(system) * system->lead_time;

	for (int i = 0; i < system->stations; i++)
		sum += system->rate[i] * system->transport_time[i];
	return sum;
}

/* How many numbers, from 0 on, a Poisson distribution needs. */
static int
poisson_values(double mean)
{
	int			k = (int) mean;

	for (double mass = 1; mass >= LEAST_PROBABILITY; mass *= mean / k)
		k++;
	return k;
}

/* Poisson probabilities of 0 .. n - 1, n from the same or a higher mean: from the likeliest both ways, then made to sum to 1. */
static void
fill_poisson(double mean, double *mass, int n)
{
	int			mode = (int) mean;
	double		sum = 1;

	mass[mode] = 1;
	for (int k = mode + 1; k < n; k++)
		sum += mass[k] = mass[k - 1] * (mean / k);
	for (int k = mode; k > 0; k--)
		sum += mass[k - 1] = mass[k] * (k / mean);
	for (int k = 0; k < n; k++)
		mass[k] /= sum;
}

/* Numbers kept of all places together; more pieces of stock than that are of no use. */
int
aftersales_two_echelon_values(const aftersales_two_echelon *system)
{
	int			values = poisson_values(sum_of_rates(system) * system->lead_time);

	for (int i = 0; i < system->stations; i++)
		values += poisson_values(most_on_order(system, i));
	return values;
}

/* Bytes of memory that the functions below need, aligned for double. */
size_t
aftersales_two_echelon_size(const aftersales_two_echelon *system)
{
	size_t		values = (size_t) aftersales_two_echelon_values(system) + 1;

	/* as laid out in aftersales_echelon_begin() and in two_echelon_frontier.c */
	return system->stations * sizeof(aftersales_echelon_station) + 6 * values * sizeof(double) +
		2 * (values + (size_t) system->stations) * sizeof(int);
}

/* The system with the greatest stock at the depot that makes a difference. */
void
aftersales_echelon_begin(aftersales_echelon *echelon, const aftersales_two_echelon *system, void *space)
{
	double		all = sum_of_rates(system);
	double		mean = all * system->lead_time;
	int			values = poisson_values(mean);
	double	   *cursor;

	echelon->stations = system->stations;
	echelon->station = space;
	cursor = (double *) (echelon->station + system->stations);
	echelon->depot_stock = values - 1;
	echelon->outstanding = cursor;
	echelon->upto = cursor += values;
	cursor += values;
	fill_poisson(mean, echelon->outstanding, values);
	echelon->upto[0] = echelon->outstanding[0];
	for (int x = 1; x < values; x++)
		echelon->upto[x] = echelon->upto[x - 1] + echelon->outstanding[x];
	for (int i = 0; i < system->stations; i++)
	{
		aftersales_echelon_station *station = &echelon->station[i];

		station->share = system->rate[i] / all;
		station->values = poisson_values(most_on_order(system, i));
		station->transit = cursor;
		station->late = cursor += station->values;
		station->value = cursor += station->values;
		cursor += station->values;
		fill_poisson(system->rate[i] * system->transport_time[i], station->transit, station->values);
		for (int x = 0; x < station->values; x++)
			station->late[x] = 0;
	}
	echelon->free_space = cursor;
}

/* One piece less at the depot, which has one. */
void
aftersales_echelon_down(aftersales_echelon *echelon)
{
	double		probability = echelon->outstanding[echelon->depot_stock];

	aftersales_poll();
	for (int i = 0; i < echelon->stations; i++)
	{
		aftersales_echelon_station *station = &echelon->station[i];
		double		here = station->late[station->values - 1] + probability * station->transit[station->values - 1];

		for (int x = station->values - 1; x >= 0; x--)
		{
			double		below = x > 0 ? station->late[x - 1] + probability * station->transit[x - 1] : 0;

			station->late[x] = (1 - station->share) * here + station->share * below;
			here = below;
		}
	}
	echelon->depot_stock--;
}

/* Probability that x < values pieces are on order at a station. */
double
aftersales_echelon_probability(const aftersales_echelon *echelon, int station, int x)
{
	return echelon->station[station].late[x] +
		echelon->upto[echelon->depot_stock] * echelon->station[station].transit[x];
}

/* Share of a station's demand that finds its stock, and mean number of pieces owed: sum of P(X > x) over x >= stock. */
static void
serve_station(const aftersales_echelon *echelon, int i, int stock, double *fill_rate, double *backorders)
{
	double		above = 0;

	*fill_rate = 0;
	*backorders = 0;
	for (int x = 0; x < stock && x < echelon->station[i].values; x++)
		*fill_rate += aftersales_echelon_probability(echelon, i, x);
	*fill_rate = fmin(*fill_rate, 1);	/* it may be off by rounding */
	for (int x = echelon->station[i].values - 1; x > stock; x--)
	{
		above += aftersales_echelon_probability(echelon, i, x);
		*backorders += above;
	}
}

/* What stocks at the depot and at each station give. */
void
aftersales_two_echelon_serve(const aftersales_two_echelon *system, int depot_stock, const int *station_stock,
							 void *space, aftersales_echelon_service *service)
{
	aftersales_echelon echelon;
	double		above = 0;

	aftersales_echelon_begin(&echelon, system, space);
	service->depot_backorders = 0;
	service->fill_rate = 0;
	while (echelon.depot_stock > depot_stock)
	{
		above += echelon.outstanding[echelon.depot_stock];
		service->depot_backorders += above;
		aftersales_echelon_down(&echelon);
	}
	for (int i = 0; i < system->stations; i++)
	{
		serve_station(&echelon, i, station_stock[i], &service->fill_rates[i], &service->backorders[i]);
		service->fill_rate += echelon.station[i].share * service->fill_rates[i];
	}
	service->fill_rate = fmin(service->fill_rate, 1);
}
