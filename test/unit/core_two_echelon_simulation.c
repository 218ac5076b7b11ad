/*-------------------------------------------------------------------------
 *
 * core_two_echelon_simulation.c
 *		Depot and stations beside a simulation, event by event, that knows
 *		nothing of the formulas: demands, shipments, receipts, queues.
 *
 * Backorders and fill rates must agree within three standard errors (batch
 * means).  Seeds are fixed, so the numbers are the same at each run; of 2,340
 * comparisons with other seeds 8 were beyond three, where 6 are to be expected.
 *
 *-------------------------------------------------------------------------
 */
#include <stdint.h>
#include <stdlib.h>

#include "two_echelon.h"
#include "tap.h"

#define MOST_STATIONS 6
#define MOST_WAITING 1000
#define BATCHES 200
#define DEMANDS_A_BATCH 10000

typedef struct plan
{
	const char *name;
	aftersales_two_echelon system;
	int			depot_stock;
	bool		random_lead_time;	/* exponential, not constant */
	int			station_stock[MOST_STATIONS];
} plan;

typedef struct shipment
{
	double		arrives;
	int			station;		/* -1: the depot */
} shipment;

/* what happened at a station in a batch */
typedef struct tally
{
	double		owed;			/* pieces x time */
	double		asked;
	double		filled;
} tally;

typedef struct simulation
{
	const plan *plan;
	uint64_t	random;
	double		now;
	int			net[MOST_STATIONS]; /* stock on hand less pieces owed */
	int			depot_on_hand;
	int			depot_queue[MOST_WAITING];	/* stations that wait for the depot, from queue_start on, in a ring */
	int			queue_start;
	int			queued;
	shipment	under_way[MOST_WAITING];
	int			shipments;
	tally tally[MOST_STATIONS];
} simulation;

/* Uniform in (0, 1): splitmix64. */
static double
uniform(simulation *s)
{
	uint64_t	z = s->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return ((double) ((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double
exponential(simulation *s, double mean)
{
	return -log(uniform(s)) * mean;
}

static void
ship(simulation *s, int station, double duration)
{
	if (s->shipments == MOST_WAITING)
		abort();
	s->under_way[s->shipments++] = (shipment) {s->now + duration, station};
}

/* A station orders a piece at the depot, which orders one at the supplier. */
static void
order(simulation *s, int station)
{
	const aftersales_two_echelon *system = &s->plan->system;

	ship(s, -1, s->plan->random_lead_time ? exponential(s, system->lead_time) : system->lead_time);
	if (s->depot_on_hand > 0)
	{
		s->depot_on_hand--;
		ship(s, station, system->transport_time[station]);
		return;
	}
	if (s->queued == MOST_WAITING)
		abort();
	s->depot_queue[(s->queue_start + s->queued++) % MOST_WAITING] = station;
}

static void
receive(simulation *s, int station)
{
	if (station >= 0)
		s->net[station]++;
	else if (s->queued == 0)
		s->depot_on_hand++;
	else
	{
		int			waiting = s->depot_queue[s->queue_start];

		s->queue_start = (s->queue_start + 1) % MOST_WAITING;
		s->queued--;
		ship(s, waiting, s->plan->system.transport_time[waiting]);
	}
}

static void
ask(simulation *s, int station)
{
	s->tally[station].asked++;
	s->tally[station].filled += s->net[station] > 0;
	s->net[station]--;
	order(s, station);
}

static void
pass_time(simulation *s, double until)
{
	for (int i = 0; i < s->plan->system.stations; i++)
		if (s->net[i] < 0)
			s->tally[i].owed -= s->net[i] * (until - s->now);
	s->now = until;
}

/* Everything that arrives up to a time, in order. */
static void
receive_until(simulation *s, double until)
{
	for (;;)
	{
		int			first = -1;
		shipment	arrival;

		for (int k = 0; k < s->shipments; k++)
			if (s->under_way[k].arrives <= until && (first < 0 || s->under_way[k].arrives < s->under_way[first].arrives))
				first = k;
		if (first < 0)
			break;
		arrival = s->under_way[first];
		s->under_way[first] = s->under_way[--s->shipments];
		pass_time(s, arrival.arrives);
		receive(s, arrival.station);
	}
	pass_time(s, until);
}

static void
run_batch(simulation *s, double duration)
{
	const aftersales_two_echelon *system = &s->plan->system;
	double		end = s->now + duration;
	double		next[MOST_STATIONS] = {0};

	for (int i = 0; i < system->stations; i++)
	{
		s->tally[i] = (tally) {0};
		next[i] = s->now + exponential(s, 1 / system->rate[i]);
	}
	for (;;)
	{
		int			first = 0;

		for (int i = 1; i < system->stations; i++)
			if (next[i] < next[first])
				first = i;
		if (next[first] > end)
			break;
		receive_until(s, next[first]);
		ask(s, first);
		next[first] = s->now + exponential(s, 1 / system->rate[first]);
	}
	receive_until(s, end);
}

/*
 * Ratio of sums over batches, and in how many standard errors it differs from
 * what is wanted.
 */
static double
errors_off(const double *above, const double *below, double wanted)
{
	double		a = 0;
	double		b = 0;
	double		squares = 0;

	for (int k = 0; k < BATCHES; k++)
	{
		a += above[k];
		b += below[k];
	}
	for (int k = 0; k < BATCHES; k++)
		squares += (above[k] - a / b * below[k]) * (above[k] - a / b * below[k]);
	return (a / b - wanted) * b / sqrt(squares * BATCHES / (BATCHES - 1));
}

/* Backorders in METRIC's way: the depot's delay is its mean. */
static double
metric_backorders(const plan *p, int i, double depot_backorders)
{
	double		rates = 0;
	double		mean;
	double		sum = 0;

	for (int j = 0; j < p->system.stations; j++)
		rates += p->system.rate[j];
	mean = p->system.rate[i] * (p->system.transport_time[i] + depot_backorders / rates);
	for (int x = p->station_stock[i] + 1; x < p->station_stock[i] + 100; x++)
		sum += (x - p->station_stock[i]) * exp(x * log(mean) - mean - lgamma(x + 1));
	return sum;
}

/* Simulates a plan; returns how many of its stations METRIC would miss. */
static int
test_plan(const plan *p, uint64_t seed)
{
	simulation	s = {.plan = p, .random = seed, .depot_on_hand = p->depot_stock};
	const aftersales_two_echelon *system = &p->system;
	double		tallies[3][MOST_STATIONS][BATCHES];
	double		durations[BATCHES];
	double		backorders[MOST_STATIONS];
	double		fill_rates[MOST_STATIONS];
	aftersales_echelon_service service = {.backorders = backorders, .fill_rates = fill_rates};
	double		rates = 0;
	double		worst = 0;
	int			missed = 0;
	void	   *space = malloc(aftersales_two_echelon_size(system));

	for (int i = 0; i < system->stations; i++)
	{
		s.net[i] = p->station_stock[i];
		rates += system->rate[i];
	}
	run_batch(&s, DEMANDS_A_BATCH / rates); /* to forget the start */
	for (int k = 0; k < BATCHES; k++)
	{
		durations[k] = DEMANDS_A_BATCH / rates;
		run_batch(&s, durations[k]);
		for (int i = 0; i < system->stations; i++)
		{
			tallies[0][i][k] = s.tally[i].owed;
			tallies[1][i][k] = s.tally[i].asked;
			tallies[2][i][k] = s.tally[i].filled;
		}
	}
	aftersales_two_echelon_serve(system, p->depot_stock, p->station_stock, space, &service);
	free(space);
	for (int i = 0; i < system->stations; i++)
	{
		worst = fmax(worst, fabs(errors_off(tallies[0][i], durations, backorders[i])));
		if (p->station_stock[i] > 0)
			worst = fmax(worst, fabs(errors_off(tallies[2][i], tallies[1][i], fill_rates[i])));
		missed += fabs(errors_off(tallies[0][i], durations, metric_backorders(p, i, service.depot_backorders))) > 3;
	}
	if (!ok(worst <= 3, "%s: backorders and fill rates within three standard errors", p->name))
		printf("# %.2f standard errors off\n", worst);
	return missed;
}

int
main(void)
{
	const plan	plans[] = {
		{"a depot of three", {3, (double[]) {0.3, 0.9, 0.05}, (double[]) {2, 1, 0.5}, 4}, 3, false, {1, 2, 0}},
		{"nothing at the depot", {3, (double[]) {0.3, 0.9, 0.05}, (double[]) {2, 1, 0.5}, 4}, 0, false, {2, 4, 1}},
		{"plenty at the depot", {3, (double[]) {0.3, 0.9, 0.05}, (double[]) {2, 1, 0.5}, 4}, 12, false, {1, 2, 0}},
		{"slow at six stations", {6, (double[]) {0.01, 0.01, 0.01, 0.01, 0.01, 0.01}, (double[]) {2, 2, 2, 2, 2, 2}, 28}, 2, false, {1, 1, 1, 1, 0, 0}},
		{"lead times that vary", {3, (double[]) {0.3, 0.9, 0.05}, (double[]) {2, 1, 0.5}, 4}, 3, true, {1, 2, 0}},
		{"a long pipeline", {4, (double[]) {1, 2, 0.5, 0.1}, (double[]) {1, 3, 1, 1}, 20}, 66, false, {2, 8, 1, 1}},
	};
	int			missed = 0;

	for (size_t k = 0; k < sizeof plans / sizeof plans[0]; k++)
		missed += test_plan(&plans[k], 20261123 + k);
	ok(missed > 0, "the mean delay of METRIC misses backorders of %d stations, hence the exact distribution", missed);
	return done_testing();
}
