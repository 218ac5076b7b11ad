/*-------------------------------------------------------------------------
 *
 * beta_geometric_regular.c
 *		Expected visits under the regular forms BG/CNBD-k and MBG/CNBD-k.
 *
 * Platzer and Reutterer approximate this; here it is summed as it stands.  A
 * customer who is alive has seen j < k events since the last visit, with
 * probability in proportion to (R)_j / j! ((T-t_x) / (alpha+T))^j, R = r + k x.
 * Given j, the number N of events in the horizon t is negative binomial with
 * shape R + j and z = t / (alpha+T+t), and makes floor((N+j) / k) visits, of
 * which the n-th takes place unless one before lost the customer: with
 * probability (b')_{n-1} / (a+b')_{n-1}, b' = b+x+m.  All terms are positive.
 *
 *-------------------------------------------------------------------------
 */
#include "beta_geometric.h"

#include <math.h>

#include "interrupt.h"

/* horizons in units of alpha + T, and events expected in them, at the most: the sums grow with them */
#define LONGEST_HORIZON 1e5
#define MOST_EVENTS 1e6

#define NEGLIGIBLE 1e-16

/* the expected number of visits of a customer who is to make n if not lost, and the last term of that sum */
typedef struct visit_sum
{
	double		a;
	double		b;
	double		n;
	double		term;
	double		sum;
} visit_sum;

static void
one_more(visit_sum *visits)
{
	visits->term *= visits->n == 0 ? 1 : (visits->b + (visits->n - 1)) / (visits->a + visits->b + (visits->n - 1));
	visits->n++;
	visits->sum += visits->term;
}

static void
one_less(visit_sum *visits)
{
	visits->sum -= visits->term;
	visits->n--;
	visits->term *= visits->n == 0 ? 1 : (visits->a + visits->b + (visits->n - 1)) / (visits->b + (visits->n - 1));
}

/* Mean of the visits over the distribution of the number of events, from its mode to both sides. */
static double
mean_visits(visit_sum visits, int k, int stage, double shape, double z)
{
	double		mode = fmax(floor((shape - 1) * z / (1 - z)), 0);
	double		probability = 1;	/* relative to the mode's */
	double		mass = 1;
	double		mean;
	visit_sum	down;

	aftersales_poll();
	while ((visits.n + 1) * k <= mode + stage)
		one_more(&visits);
	mean = visits.sum;
	down = visits;
	for (double events = mode;;)
	{
		double		ratio = z * (shape + events) / (events + 1);

		probability *= ratio;
		events++;
		if ((visits.n + 1) * k <= events + stage)
			one_more(&visits);
		mass += probability;
		mean += probability * visits.sum;
		/* so small a horizon that k events in it are below the range of double: there will be none */
		if (probability == 0 || (ratio < 1 && probability * (visits.sum + 1) < NEGLIGIBLE * (1 - ratio) * mean))
			break;
	}
	probability = 1;
	for (double events = mode; events > 0 && probability > NEGLIGIBLE;)
	{
		probability *= events / (z * (shape + (events - 1)));
		events--;
		if (down.n * k > events + stage)
			one_less(&down);
		mass += probability;
		mean += probability * down.sum;
	}
	return mean / mass;
}

/* Expected visits of a customer who is alive; NAN beyond 100000 times alpha + T or a million expected events. */
double
aftersales_bg_expected_regular(const aftersales_beta_geometric *bg, const aftersales_customer *customer, double horizon)
{
	double		now = bg->alpha + customer->t;
	double		shape = bg->r + bg->k * customer->x;
	double		silent = (customer->t - customer->t_x) / now;
	double		weight = 1;
	double		weights = 0;
	double		mean = 0;

	if (horizon == 0)
		return 0;
	if (horizon > LONGEST_HORIZON * now || shape * horizon > MOST_EVENTS * now)
		return NAN;
	for (int j = 0; j < bg->k; j++)
	{
		visit_sum	visits = {.a = bg->a, .b = bg->b + customer->x + bg->first, .term = 1};

		weights += weight;
		if (weight > 0)
			mean += weight * mean_visits(visits, bg->k, j, shape + j, horizon / (now + horizon));
		weight *= (shape + j) * silent / (j + 1);
	}
	return mean / weights;
}
