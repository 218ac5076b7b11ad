/*-------------------------------------------------------------------------
 *
 * two_echelon.h
 *		A depot and its stations: what stock at both gives, and how to divide it.
 *
 * Every place orders one piece for each piece asked for (base stock, S-1, S);
 * stations order at the depot, the depot at the supplier; demand at the
 * stations is Poisson; what is out of stock is waited for, first come, first
 * served.  The supplier's lead time may vary independently of everything (only
 * its mean counts), the transport time to a station is constant.
 *
 * The idea: C. C. Sherbrooke, "METRIC: a multi-echelon technique for
 * recoverable item control", Operations Research 16 (1968), 122-141.  METRIC
 * puts a mean in place of the depot's random delay; here the number of pieces
 * on order has its exact distribution, see two_echelon.c: R. M. Simon,
 * "Stationary properties of a two-echelon inventory model for low demand items",
 * Operations Research 19 (1971), 761-773; S. C. Graves, "A multi-echelon
 * inventory model for a repairable item with one-for-one replenishment",
 * Management Science 31 (1985), 1247-1256.
 *
 * Arguments are checked by the caller: rates above 0, times not negative, and
 * the limits below.  It also provides the memory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_TWO_ECHELON_H
#define AFTERSALES_TWO_ECHELON_H

#include <stddef.h>

/* limits that bound the work */
#define AFTERSALES_MAX_STATIONS 2000
#define AFTERSALES_MAX_ON_ORDER 2000	/* pieces, in the mean, with no stock at the depot */

typedef struct aftersales_two_echelon
{
	int			stations;
	const double *rate;			/* demand of each station [pieces a time unit] */
	const double *transport_time;	/* from the depot to each [time units] */
	double		lead_time;		/* from the supplier to the depot, mean [time units] */
} aftersales_two_echelon;

typedef struct aftersales_echelon_service
{
	double		depot_backorders;	/* mean number of pieces the depot owes its stations */
	double		fill_rate;		/* share of all demand that stations fill at once */
	double	   *backorders;		/* of each station: mean number of pieces owed */
	double	   *fill_rates;		/* of each station */
} aftersales_echelon_service;

/* the best division of each number of pieces, from 0 on */
typedef struct aftersales_frontier
{
	int			pieces;			/* the last number */
	const double *fill_rate;	/* by number of pieces */
	const double *gain;			/* of the last piece; never rises, see two_echelon_frontier.c */
	const int  *depot_stock;	/* by number of pieces */
	const int  *station_stock;	/* of the last number, by station */
} aftersales_frontier;

/* a station at a stock of the depot */
typedef struct aftersales_echelon_station
{
	double		share;			/* of all demand */
	int			values;			/* numbers on order that have a probability worth counting: 0 .. values - 1 */
	double	   *transit;		/* P(demand of the transport time = x) */
	double	   *late;			/* P(the depot owes pieces, and x are on order at the station) */
	double	   *value;			/* of its first, second ... piece; this and stock are for two_echelon_frontier.c */
	int			stock;			/* pieces given to it */
} aftersales_echelon_station;

/* the system at a stock of the depot */
typedef struct aftersales_echelon
{
	int			stations;
	aftersales_echelon_station *station;
	int			depot_stock;
	double	   *outstanding;	/* P(x pieces on order at the depot) */
	double	   *upto;			/* P(at most x) */
	double	   *free_space;		/* memory behind all that */
} aftersales_echelon;

extern double aftersales_two_echelon_on_order(const aftersales_two_echelon *system);
extern int	aftersales_two_echelon_values(const aftersales_two_echelon *system);
extern size_t aftersales_two_echelon_size(const aftersales_two_echelon *system);
extern void aftersales_two_echelon_serve(const aftersales_two_echelon *system, int depot_stock,
										 const int *station_stock, void *space, aftersales_echelon_service *service);
extern aftersales_frontier aftersales_two_echelon_divide(const aftersales_two_echelon *system,
														 double fill_rate, void *space);

extern void aftersales_echelon_begin(aftersales_echelon *echelon, const aftersales_two_echelon *system, void *space);
extern void aftersales_echelon_down(aftersales_echelon *echelon);
extern double aftersales_echelon_probability(const aftersales_echelon *echelon, int station, int x);

#endif							/* AFTERSALES_TWO_ECHELON_H */
