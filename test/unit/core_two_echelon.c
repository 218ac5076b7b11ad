/*-------------------------------------------------------------------------
 *
 * core_two_echelon.c
 *		Depot and stations: cases worked out by hand, the limits of no and of
 *		endless stock at the depot, sums over the definition, and the division
 *		of stock beside all divisions there are.
 *
 *-------------------------------------------------------------------------
 */
#include <stdlib.h>

#include "two_echelon.h"
#include "tap.h"

#define MOST_STATIONS 6
#define ENDLESS 100000

static const aftersales_two_echelon three = {3, (double[]) {0.3, 0.9, 0.05}, (double[]) {2, 1, 0}, 4};

typedef struct answer
{
	aftersales_echelon_service service;
	double		backorders[MOST_STATIONS];
	double		fill_rates[MOST_STATIONS];
} answer;

static void
serve(answer *a, const aftersales_two_echelon *system, int depot_stock, const int *station_stock)
{
	void	   *space = malloc(aftersales_two_echelon_size(system));

	a->service.backorders = a->backorders;
	a->service.fill_rates = a->fill_rates;
	aftersales_two_echelon_serve(system, depot_stock, station_stock, space, &a->service);
	free(space);
}

/* Poisson probability */
static long double
poisson(int k, long double mean)
{
	return mean == 0 ? k == 0 : expl(k * logl(mean) - mean - lgammal(k + 1));
}

/* Binomial probability */
static long double
binomial(int k, int n, long double p)
{
	return p == 1 ? k == n : expl(lgammal(n + 1) - lgammal(k + 1) - lgammal(n - k + 1) + k * logl(p) + (n - k) * log1pl(-p));
}

/* Fill rate and backorders of a Poisson number on order. */
static void
poisson_service(double mean, int stock, double *fill_rate, double *backorders)
{
	long double below = 0;
	long double owed = 0;

	for (int x = 0; x < stock; x++)
		below += poisson(x, mean);
	for (int x = stock + 400; x > stock; x--)
		owed += (x - stock) * poisson(x, mean);
	*fill_rate = (double) below;
	*backorders = (double) owed;
}

/* The same at a station by the definition: sums over what the depot owes, the station's part of it, and its own demand. */
static void
defined_service(const aftersales_two_echelon *system, int i, int depot_stock, int stock, double *fill_rate, double *backorders)
{
	long double all = 0;
	long double below = 0;
	long double owed = 0;
	int			most = 45;

	for (int j = 0; j < system->stations; j++)
		all += system->rate[j];
	for (int n = 0; n < depot_stock + most; n++)
		for (int y = 0; y <= (n > depot_stock ? n - depot_stock : 0); y++)
			for (int z = 0; z < most; z++)
			{
				long double probability = poisson(n, all * system->lead_time) *
				binomial(y, n > depot_stock ? n - depot_stock : 0, system->rate[i] / all) *
				poisson(z, (long double) system->rate[i] * system->transport_time[i]);

				if (y + z < stock)
					below += probability;
				else
					owed += probability * (y + z - stock);
			}
	*fill_rate = (double) below;
	*backorders = (double) owed;
}

static void
test_by_hand(void)
{
	aftersales_two_echelon one = {1, (double[]) {1}, (double[]) {0}, 1};
	aftersales_two_echelon two = {2, (double[]) {0.5, 0.5}, (double[]) {0, 0}, 1};
	answer		a;

	serve(&a, &one, 1, (int[]) {0});
	is_close(a.service.depot_backorders, exp(-1), 1e-14, "depot of one piece, mean 1: 1/e owed");
	is_close(a.backorders[0], exp(-1), 1e-14, "all of it to the one station");
	ok(a.service.fill_rate == 0, "which has nothing to fill from");
	serve(&a, &one, 1, (int[]) {1});
	is_close(a.service.fill_rate, 2 * exp(-1), 1e-14, "a piece there: P(N <= 1) = 2/e");
	is_close(a.backorders[0], 3 * exp(-1) - 1, 1e-14, "E(N - 2)+ = 3/e - 1");
	serve(&a, &two, 1, (int[]) {1, 0});
	is_close(a.fill_rates[0], 2 * exp(-1) * (exp(0.5) - 0.5), 1e-14, "one of two stations: (2/e) (sqrt(e) - 1/2)");
	is_close(a.service.fill_rate, exp(-1) * (exp(0.5) - 0.5), 1e-14, "half the demand");
	is_close(a.backorders[1], exp(-1) / 2, 1e-14, "half of what is owed is the other's");
}

static void
test_limits(void)
{
	answer		a;
	double		fill_rate;
	double		backorders;
	bool		none = true;
	bool		endless = true;

	for (int stock = 0; stock < 45; stock++)
		for (int i = 0; i < three.stations; i++)
		{
			double		mean = three.rate[i] * three.transport_time[i];

			serve(&a, &three, ENDLESS, (int[]) {stock, stock, stock});
			poisson_service(mean, stock, &fill_rate, &backorders);
			endless &= fabs(a.fill_rates[i] - fill_rate) < 1e-14 && fabs(a.backorders[i] - backorders) <= 1e-12 * backorders;
			serve(&a, &three, 0, (int[]) {stock, stock, stock});
			poisson_service(mean + three.rate[i] * three.lead_time, stock, &fill_rate, &backorders);
			none &= fabs(a.fill_rates[i] - fill_rate) < 1e-14 && fabs(a.backorders[i] - backorders) <= 1e-12 * backorders;
		}
	ok(endless, "endless stock at the depot: on order is the demand of the transport time, backorders to 1e-12 down to 1e-60");
	ok(none, "none: that of lead time and transport time");
}

static void
test_definition(void)
{
	answer		a;
	double		fill_rate;
	double		backorders;
	bool		good = true;

	for (int depot_stock = 0; depot_stock < 12; depot_stock += 3)
		for (int stock = 0; stock < 20; stock += 4)
		{
			serve(&a, &three, depot_stock, (int[]) {stock, stock, stock});
			for (int i = 0; i < three.stations; i++)
			{
				defined_service(&three, i, depot_stock, stock, &fill_rate, &backorders);
				good &= fabs(a.fill_rates[i] - fill_rate) < 1e-14 && fabs(a.backorders[i] - backorders) <= 1e-12 * backorders;
			}
		}
	ok(good, "fill rates and backorders are the sums of the definition, 12 digits of backorders in the tails too");
}

static void
test_flow(void)
{
	aftersales_two_echelon large = {2, (double[]) {40, 3}, (double[]) {2, 10}, 30};
	answer		a;
	answer		before = {.service.depot_backorders = INFINITY, .backorders = {INFINITY, INFINITY}};
	bool		conserved = true;
	bool		falling = true;

	for (int depot_stock = 0; depot_stock < 1800; depot_stock += 149)
	{
		serve(&a, &large, depot_stock, (int[]) {0, 0});
		conserved &= fabs(a.backorders[0] + a.backorders[1] - (a.service.depot_backorders + 40 * 2 + 3 * 10)) < 1e-9;
		falling &= a.service.depot_backorders < before.service.depot_backorders &&
			a.backorders[0] <= before.backorders[0] && a.backorders[1] <= before.backorders[1];
		before = a;
	}
	ok(conserved, "stations without stock are owed what the depot owes and what is under way");
	ok(falling, "more at the depot, less owed");
	falling = true;
	serve(&before, &large, 1250, (int[]) {0, 7});
	for (int stock = 1; stock < 200; stock += 6)
	{
		serve(&a, &large, 1250, (int[]) {stock, 7});
		falling &= a.fill_rates[0] > before.fill_rates[0] && a.backorders[0] < before.backorders[0] &&
			a.fill_rates[1] == before.fill_rates[1] && a.backorders[1] == before.backorders[1];
		before = a;
	}
	ok(falling, "more at a station, more filled and less owed there, the same at the other");
}

/* The greatest fill rate of any division of a number of pieces over a depot and three stations. */
static double
best_of_all(const aftersales_two_echelon *system, int pieces)
{
	answer		a;
	double		best = -1;

	for (int depot = 0; depot <= pieces; depot++)
		for (int first = 0; first + depot <= pieces; first++)
			for (int second = 0; second + first + depot <= pieces; second++)
			{
				serve(&a, system, depot, (int[]) {first, second, pieces - depot - first - second});
				best = fmax(best, a.service.fill_rate);
			}
	return best;
}

static void
test_frontier(const aftersales_two_echelon *system, const char *name)
{
	void	   *space = malloc(aftersales_two_echelon_size(system));
	aftersales_frontier frontier = aftersales_two_echelon_divide(system, 0.97, space);
	answer		a;
	bool		best = true;
	bool		falling = true;
	int			sum = frontier.depot_stock[frontier.pieces];

	for (int k = 0; k <= frontier.pieces; k++)
	{
		best &= fabs(frontier.fill_rate[k] - best_of_all(system, k)) < 1e-13;
		falling &= k < 2 || frontier.gain[k] <= frontier.gain[k - 1];
	}
	for (int i = 0; i < system->stations; i++)
		sum += frontier.station_stock[i];
	serve(&a, system, frontier.depot_stock[frontier.pieces], frontier.station_stock);
	ok(best, "%s: of every number of pieces the best division", name);
	ok(falling, "%s: later pieces never gain more", name);
	ok(sum == frontier.pieces && frontier.pieces > 5, "%s: the division adds up to the number of pieces", name);
	is_close(a.service.fill_rate, frontier.fill_rate[frontier.pieces], 1e-13, "and gives the fill rate it says");
	ok(frontier.fill_rate[frontier.pieces] >= 0.97 && frontier.fill_rate[frontier.pieces - 1] < 0.97,
	   "%s: the least number that reaches the target", name);
	free(space);
}

/* Fill rates close to 1, many pieces, one place that is all. */
static void
test_extremes(void)
{
	aftersales_two_echelon extremes[] = {
		{1, (double[]) {2000}, (double[]) {0.5}, 0.5},
		{3, (double[]) {1e-300, 1, 1e-9}, (double[]) {0, 0, 1e3}, 1000},
		{2, (double[]) {1e-300, 1e-310}, (double[]) {0, 1}, 1},
		{1, (double[]) {5}, (double[]) {0}, 0},
		{2, (double[]) {1000, 900}, (double[]) {1, 1}, 0},
	};

	for (size_t e = 0; e < sizeof extremes / sizeof extremes[0]; e++)
	{
		void	   *space = malloc(aftersales_two_echelon_size(&extremes[e]));
		aftersales_frontier frontier = aftersales_two_echelon_divide(&extremes[e], 1, space);
		double		fill_rate = frontier.fill_rate[frontier.pieces];
		bool		rising = frontier.fill_rate[0] == 0;

		for (int k = 1; k <= frontier.pieces; k++)
			rising &= frontier.fill_rate[k] >= frontier.fill_rate[k - 1] && frontier.gain[k] >= 0;
		ok(rising && fill_rate > 1 - 1.1e-10 && fill_rate < 1 + 1e-11, "extreme %zu: rises from nothing to all", e + 1);
		free(space);
	}
}

int
main(void)
{
	aftersales_two_echelon slow = {3, (double[]) {0.02, 0.05, 0.04}, (double[]) {2, 3, 1}, 17};
	aftersales_two_echelon same = {3, (double[]) {0.03, 0.03, 0.03}, (double[]) {1, 1, 1}, 20};

	test_by_hand();
	test_limits();
	test_definition();
	test_flow();
	test_frontier(&slow, "three stations");
	test_frontier(&same, "three like stations");
	test_extremes();
	return done_testing();
}
