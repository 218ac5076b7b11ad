/*-------------------------------------------------------------------------
 *
 * two_echelon_frontier.c
 *		Dividing pieces between a depot and its stations; see two_echelon.h.
 *
 * With a given stock at the depot the stations are independent, and the next
 * piece goes where it adds most to the share of demand filled at once: marginal
 * analysis (B. Fox, "Discrete optimization via marginal analysis", Management
 * Science 13 (1966), 210-216; C. C. Sherbrooke, "Optimal inventory modeling of
 * systems", 2nd ed. 2004, chapters 2 and 3).  The s-th piece at a station adds
 * share * P(X = s - 1), X the number on order.  Where that rises with s before it
 * falls, pieces that are worth more together are valued by their mean (the
 * concave majorant), so that values never rise.  For every number of pieces the best stock of the depot is kept,
 * the least of equally good ones, and pieces are valued in the same way.
 *
 * For each number of pieces this is the best division while the numbers on order
 * at stations are likelier the smaller they are, as with a mean of up to 1
 * piece; else it is the best where a run of equal values ends, and near it
 * between.
 *
 *-------------------------------------------------------------------------
 */
#include "two_echelon.h"

#include <stdbool.h>

#define FULL (1 - 1e-10)		/* the greatest goal: sums of probabilities may miss 1 by rounding */

typedef struct frontier_search
{
	aftersales_echelon echelon;
	double		goal;			/* share of demand to fill */
	int			pieces;			/* least number that reaches it so far */
	double	   *best;			/* by number of pieces: the greatest share filled so far ... */
	int		   *depot_stock;	/* ... and the depot's part of them */
	int		   *station_stock;	/* the stations' part of the least number */
	double	   *filled;			/* by number of pieces at stations, with the depot's stock at hand */
	int		   *heap;			/* stations, the one whose next piece is worth most first */
	int		   *block;			/* for pool() */
} frontier_search;

/*
 * Puts means in place of values that rise, so that sums from the first on stay
 * the greatest possible and values never rise: pool adjacent violators.
 */
static void
pool(double *value, int n, int *block)
{
	int			blocks = 0;

	for (int i = 0; i < n; i++)
	{
		int			start = i;
		double		mean = value[i];

		while (blocks > 0 && value[block[blocks - 1]] < mean)
		{
			int			before = block[--blocks];

			mean = (value[before] * (start - before) + mean * (i + 1 - start)) / (i + 1 - before);
			start = before;
		}
		value[start] = mean;
		block[blocks++] = start;
	}
	for (int b = 0; b < blocks; b++)
		for (int i = block[b] + 1; i < (b + 1 < blocks ? block[b + 1] : n); i++)
			value[i] = value[block[b]];
}

/* What one more piece at a station adds to the share of all demand that is filled. */
static double
piece_gain(const frontier_search *search, int i)
{
	const aftersales_echelon_station *station = &search->echelon.station[i];

	return station->share * aftersales_echelon_probability(&search->echelon, i, station->stock);
}

/* The value of a station's next piece; its last numbers are next to impossible. */
static double
next_value(const frontier_search *search, int i)
{
	const aftersales_echelon_station *station = &search->echelon.station[i];

	return station->stock < station->values ? station->value[station->stock] : 0;
}

/* Moves the station at a place of the heap down to where it belongs. */
static void
sift_down(frontier_search *search, int place)
{
	int			n = search->echelon.stations;
	int			station = search->heap[place];
	double		value = next_value(search, station);
	int			child;

	for (; (child = 2 * place + 1) < n; place = child)
	{
		if (child + 1 < n && next_value(search, search->heap[child + 1]) > next_value(search, search->heap[child]))
			child++;
		if (next_value(search, search->heap[child]) <= value)
			break;
		search->heap[place] = search->heap[child];
	}
	search->heap[place] = station;
}

/* Empty stations, the value of each piece there, and the heap of them. */
static void
begin_stations(frontier_search *search)
{
	for (int i = 0; i < search->echelon.stations; i++)
	{
		aftersales_echelon_station *station = &search->echelon.station[i];

		for (station->stock = 0; station->stock < station->values; station->stock++)
			station->value[station->stock] = piece_gain(search, i);
		station->stock = 0;
		pool(station->value, station->values, search->block);
		search->heap[i] = i;
	}
	for (int place = search->echelon.stations / 2 - 1; place >= 0; place--)
		sift_down(search, place);
}

/* Hands out pieces at stations until the goal is reached, up to a limit; returns their number and sets filled. */
static int
fill_stations(frontier_search *search, int limit)
{
	int			n = 0;

	begin_stations(search);
	search->filled[0] = 0;
	while (n < limit && search->filled[n] < search->goal && next_value(search, search->heap[0]) > 0)
	{
		int			station = search->heap[0];

		search->filled[n + 1] = search->filled[n] + piece_gain(search, station);
		search->echelon.station[station].stock++;
		sift_down(search, 0);
		n++;
	}
	return n;
}

/* Tries the depot's stock at hand with every number of pieces that is of interest. */
static void
try_depot_stock(frontier_search *search)
{
	int			depot_stock = search->echelon.depot_stock;
	int			n = fill_stations(search, search->pieces - depot_stock);
	bool		reached = search->filled[n] >= search->goal &&
	(depot_stock + n < search->pieces || search->filled[n] >= search->best[search->pieces]);

	for (int k = 0; k <= n; k++)
		if (search->filled[k] >= search->best[depot_stock + k])
		{
			search->best[depot_stock + k] = search->filled[k];
			search->depot_stock[depot_stock + k] = depot_stock;
		}
	if (!reached)
		return;
	search->pieces = depot_stock + n;
	for (int i = 0; i < search->echelon.stations; i++)
		search->station_stock[i] = search->echelon.station[i].stock;
}

/*
 * The best division of each number of pieces, up to the least number that fills
 * a share of demand; a share of more than 1 - 1e-10 counts as that.  The result
 * is in the memory given.
 */
aftersales_frontier
aftersales_two_echelon_divide(const aftersales_two_echelon *system, double fill_rate, void *space)
{
	frontier_search search = {.goal = fill_rate < FULL ? fill_rate : FULL};
	int			values = aftersales_two_echelon_values(system);
	double	   *gain;

	aftersales_echelon_begin(&search.echelon, system, space);
	search.best = search.echelon.free_space;
	search.filled = search.best + values + 1;
	gain = search.filled + values + 1;
	search.depot_stock = (void *) (gain + values + 1);
	search.block = search.depot_stock + values + 1;
	search.station_stock = search.block + values + 1;
	search.heap = search.station_stock + system->stations;
	for (int k = 0; k <= values; k++)
		search.best[k] = -1;
	search.pieces = values;

	for (;; aftersales_echelon_down(&search.echelon))
	{
		if (search.echelon.depot_stock <= search.pieces)
			try_depot_stock(&search);
		if (search.echelon.depot_stock == 0)
			break;
	}

	for (int k = search.pieces; k > 0; k--)
		gain[k] = search.best[k] - search.best[k - 1];
	gain[0] = 0;
	pool(gain + 1, search.pieces, search.block);
	return (aftersales_frontier) {search.pieces, search.best, gain, search.depot_stock, search.station_stock};
}
