/*-------------------------------------------------------------------------
 *
 * beta_geometric.c
 *		Likelihood, P(alive) and expectation of BG/NBD, MBG/NBD and their
 *		regular forms; see beta_geometric.h.
 *
 * With R = r + k x, m = 1 if the first visit may lose the customer (else 0):
 *
 *	likelihood = B(a, b+x+m) / B(a, b) * Gamma(R) / Gamma(r) * alpha^r / (alpha+T)^R * (S1 + S2)
 *	S1 = a / (b+x-1+m) * ((alpha+T) / (alpha+t_x))^R, 0 for x = 0 and m = 0
 *	S2 = sum over j < k of (R)_j / j! * ((T-t_x) / (alpha+T))^j
 *
 * (the likelihood of Platzer and Reutterer 2016; S2 = 1 for k = 1, that of Fader,
 * Hardie and Lee 2005).  S1 is the share of being lost, S2 that of being
 * alive, having seen j events since the last visit.
 *
 *-------------------------------------------------------------------------
 */
#include "beta_geometric.h"

#include <math.h>

#include "gamma_functions.h"
#include "logistic.h"
#include "quadrature.h"

/* coefficients of the series in z at the most, and the largest z it is used for */
#define SERIES_TERMS 3072
#define SERIES_Z 0.98

/* the part of a sum that does not matter */
#define NEGLIGIBLE 1e-17

/* the same of the series: it is to be short */
#define SERIES_END 1e-15

/* series evaluated side by side */
#define LANES 4

/* from here on the rounding of a ratio matters in its power */
#define LARGE_SHAPE 1000

/* where e^x nears the range of double */
#define LARGEST_EXPONENT 700

/* up to this share of alpha+T in T the terms of a tail soon get small */
#define SHORT_TAIL 0.9

/* a sum beyond this goes on as a multiple of it */
#define RESCALE 1e200

/* a horizon in units of alpha + T at the most */
#define LONGEST_HORIZON 1e200

/* how often the sum the magnitudes of its terms may sum to */
#define CANCELLATION 1e3

/* ln S2, whose terms may be beyond the range of double */
static double
log_share_alive(const aftersales_beta_geometric *bg, const aftersales_customer *customer)
{
	double		shape = bg->r + bg->k * customer->x;
	double		silent = (customer->t - customer->t_x) / (bg->alpha + customer->t);
	double		term = 1;
	double		sum = 1;
	double		scale = 0;

	for (int j = 1; j < bg->k; j++)
	{
		term *= (shape + (j - 1)) * silent / j;
		sum += term;
		if (sum > RESCALE)
		{
			term /= RESCALE;
			sum /= RESCALE;
			scale += log(RESCALE);
		}
	}
	return log(sum) + scale;
}

/* ln (S1 / S2): the odds of being lost */
static double
log_odds(const aftersales_beta_geometric *bg, const aftersales_customer *customer)
{
	if (customer->x == 0 && bg->first == 0)
		return -INFINITY;
	return log(bg->a / (bg->b + (customer->x - 1 + bg->first))) - log_share_alive(bg, customer) +
		(bg->r + bg->k * customer->x) * log1p((customer->t - customer->t_x) / (bg->alpha + customer->t_x));
}

/* Probability of k events or more up to T since the first visit; no digits are lost where it is small. */
static double
next_visit_due(const aftersales_beta_geometric *bg, double t)
{
	double		log_none = -bg->r * log1p(t / bg->alpha);
	double		share = t / (bg->alpha + t);
	double		term = 1;
	double		fewer = 0;		/* 1 to k-1 events, in units of none */
	double		more = 0;

	for (int j = 1; j < bg->k; j++)
	{
		term *= (bg->r + (j - 1)) * share / j;
		fewer += term;
	}
	if (bg->k == 1 || share > SHORT_TAIL || log_none < -LARGEST_EXPONENT)
		return -expm1(log_none) - exp(log_none) * fewer;
	for (int j = bg->k; term > NEGLIGIBLE * more; j++)
	{
		term *= (bg->r + (j - 1)) * share / j;
		more += term;
	}
	return exp(log_none) * more;
}

/*
 * Log-likelihood of a customer, for k > 1 without the factor that the times
 * between visits bring in whatever the other parameters are.  What has the
 * larger share, to be lost or to be alive, is written without the other.
 */
double
aftersales_bg_log_likelihood(const aftersales_beta_geometric *bg, const aftersales_customer *customer)
{
	double		x = customer->x;
	double		s = log_odds(bg, customer);
	double		last = s > 0 ? customer->t_x : customer->t;

	if (x == 0)
	{
		double		back = next_visit_due(bg, customer->t) * (bg->first ? bg->b / (bg->a + bg->b) : 1);

		if (back < 0.5)
			return back > 0 ? log1p(-back) : 0;
	}
	return aftersales_log_rising(bg->r, bg->k * x) - bg->r * log1p(last / bg->alpha) - bg->k * x * log(bg->alpha + last) +
		aftersales_log_rising(bg->b, x + bg->first) - aftersales_log_rising(bg->a + bg->b, x + bg->first) +
		(s > 0 ? log(bg->a / (bg->b + (x - 1 + bg->first))) : log_share_alive(bg, customer)) +
		log1p(exp(-fabs(s)));
}

/* 1 / (1 + S1 / S2), times b+x-1+m; 0 if that is below the range of double */
double
aftersales_bg_p_alive(const aftersales_beta_geometric *bg, const aftersales_customer *customer)
{
	double		shape = bg->r + bg->k * customer->x;
	double		then = bg->alpha + customer->t_x;
	double		now = bg->alpha + customer->t;
	double		alive = bg->b + (customer->x - 1 + bg->first);
	double		log_ratio;
	double		log_silence;

	if (customer->x == 0 && bg->first == 0)
		return 1;
	if (bg->k > 1)
		return aftersales_get_logistic(-log_odds(bg, customer)).p;
	/* log is twice as fast as log1p, which is needed where R enlarges the rounding of a ratio near 1 */
	log_ratio = shape < LARGE_SHAPE ? log(now / then) : log1p((customer->t - customer->t_x) / then);
	log_silence = shape * log_ratio;
	if (log_silence > LARGEST_EXPONENT)
		return exp(log(alive / bg->a) - log_silence);
	return alive / (alive + bg->a * exp(log_silence));
}

/* ln(p^a (1-p)^b) for p = 1 / (1 + e^-y) */
static double
log_beta_density(double a, double b, double y)
{
	double		nearer = log1p(exp(-fabs(y)));	/* -ln of the larger of p and 1-p */

	return -a * (y < 0 ? nearer - y : nearer) - b * (y > 0 ? nearer + y : nearer);
}

/* The y between inside and outside where the density's logarithm has fallen to limit. */
static double
beta_density_edge(double a, double b, double inside, double outside, double limit)
{
	if (log_beta_density(a, b, outside) >= limit)
		return outside;
	for (int i = 0; i < 30; i++)
	{
		double		middle = (inside + outside) / 2;

		if (log_beta_density(a, b, middle) >= limit)
			inside = middle;
		else
			outside = middle;
	}
	return outside;
}

/*
 * Expected visits of a customer who is alive, as the mean over the
 * distribution of p of (1 - (1 + p tau)^-R) / p: p is beta(a, b) distributed
 * at the moment, R the shape of the visit rate, tau = horizon / (alpha+T).
 * Every term is positive, so that no case loses digits, but it takes some
 * microseconds.  Integrated over y = ln(p / (1-p)) in panels over which the
 * integrand changes little; beyond y_low and y_high both integrands are
 * exponential and integrated in closed form.
 */
static double
expected_by_quadrature(double a, double b, double shape, double tau)
{
	double		y_low = log(NEGLIGIBLE) - log1p(tau) - log1p(shape) - log1p(b);
	double		y_high = -log(NEGLIGIBLE) + log1p(a) + log1p(tau) + log1p(shape);
	double		peak = fmin(fmax(log(a / b), y_low), y_high);
	double		top = log_beta_density(a, b, peak);
	double		y = beta_density_edge(a, b, peak, y_low, top - 45 - log1p(shape) - log1p(tau));
	double		end = beta_density_edge(a, b, peak, y_high, top - 45);
	double		mass = exp(log_beta_density(a, b, y) - top) / a;
	double		visits = mass * shape * tau;
	double		tail;

	while (y < end)
	{
		double		length = fmin(3, end - y);
		double		p;

		for (int i = 0; i < 2; i++)
		{
			p = 1 / (1 + exp(-y - i * length));
			length = fmin(length, AFTERSALES_PANEL_DROP / (1 + fabs(a * (1 - p) - b * p)));
		}
		for (int i = 0; i < AFTERSALES_NODES; i++)
		{
			double		at = y + length / 2 * (1 + aftersales_node[i]);
			double		weight = length / 2 * aftersales_weight[i] * exp(log_beta_density(a, b, at) - top);

			p = 1 / (1 + exp(-at));
			mass += weight;
			visits += weight * -expm1(-shape * log1p(p * tau)) / p;
		}
		y += length;
	}
	tail = exp(log_beta_density(a, b, end) - top) / b;
	return (visits + tail * -expm1(-shape * log1p(tau))) / (mass + tail);
}

/* the series of a customer up to z_max, for smaller z too: sum of coefficient[k] (z / z_max)^(k+1) */
typedef struct visit_series
{
	double		z_max;
	double		sum;			/* at z_max */
	int			terms;			/* 0: of no use */
	double		coefficient[SERIES_TERMS];
} visit_series;

/*
 * Expected visits of a customer who is alive are w^(a-1) times the sum over
 * k >= 1 of (a)_{k-1} / k! v_k z^k with z = t / (alpha+T+t), w = 1 - z,
 * v_1 = R, v_{k+1} = (c R + v_k (A+k)) / (c+k), c = a+b+x-1+m, A = c - R.
 * It is equation 10 of Fader, Hardie and Lee (2005) after Euler's
 * transformation of 2F1, with the two terms of its difference put together
 * power by power: c (w^(1-a) - 1) / (a-1) has the coefficients c (a)_{k-1} /
 * k!.  With c > 0 and A > 0 all terms are positive, and a = 1 is no special
 * case.  Here k counts from 0.
 */
static void
start_series(visit_series *series, const aftersales_beta_geometric *bg, double x, double z_max)
{
	double		shape = bg->r + x;
	double		c = bg->a + bg->b + (x - 1 + bg->first);
	double		rest = c - shape;
	double		v = shape;
	double		power = z_max;
	double		settled = fmax(bg->a * z_max / (1 - z_max), -rest);
	double		end = SERIES_END * (1 - z_max);
	double		sum = 0;
	double		magnitude = 0;

	series->z_max = z_max;
	series->terms = 0;
	for (int k = 0; k < SERIES_TERMS; k++)
	{
		double		term = power * v;
		double		inverse;

		series->coefficient[k] = term;
		sum += term;
		magnitude += fabs(term);
		/* terms keep their sign and shrink once settled; before, one may be 0 */
		if (fabs(term) < end * fabs(sum) && k > settled)
		{
			series->sum = sum;
			if (magnitude <= CANCELLATION * sum && magnitude < 1e290)
				series->terms = k + 1;
			return;
		}
		/* one division for both recurrences, and none that waits for the term before */
		inverse = 1 / ((c + k + 1) * (k + 2));
		v = c * shape * inverse * (k + 2) + v * ((rest + k + 1) * inverse * (k + 2));
		power *= z_max * (bg->a + k) * inverse * (c + k + 1);
	}
}

/* Values of the series at several z, LANES at a time so that they need not wait for each other. */
static void
evaluate_series(const visit_series *series, const double *z, int n, double *value)
{
	for (int i = 0; i < n; i += LANES)
	{
		double		ratio[LANES];
		double		sum[LANES] = {0};

		for (int l = 0; l < LANES; l++)
			ratio[l] = z[i + l < n ? i + l : i] / series->z_max;
		for (int k = series->terms - 1; k >= 0; k--)
			for (int l = 0; l < LANES; l++)
				sum[l] = (sum[l] + series->coefficient[k]) * ratio[l];
		for (int l = 0; l < LANES && i + l < n; l++)
			value[i + l] = sum[l];
	}
}

/* Expected visits of a customer who is alive, for k = 1. */
static void
expected_alive(const aftersales_beta_geometric *bg, const aftersales_customer *customer,
			   const double *horizon, int n, double *expected)
{
	visit_series series;
	double		now = bg->alpha + customer->t;
	double		z_max = 0;

	for (int i = 0; i < n; i++)
	{
		expected[i] = horizon[i] / (now + horizon[i]);
		if (expected[i] <= SERIES_Z)
			z_max = fmax(z_max, expected[i]);
	}
	series.terms = 0;
	series.sum = 0;
	if (z_max > 0)
		start_series(&series, bg, customer->x, z_max);
	if (n == 1)
		expected[0] = series.sum;
	else if (series.terms > 0)
		evaluate_series(&series, expected, n, expected);
	for (int i = 0; i < n; i++)
	{
		double		tau = horizon[i] / now;

		if (tau == 0)
			expected[i] = 0;
		else if (tau > LONGEST_HORIZON)
			expected[i] = NAN;
		else if (series.terms == 0 || tau > SERIES_Z / (1 - SERIES_Z) || fabs(bg->a - 1) * log1p(tau) > 600)
			expected[i] = expected_by_quadrature(bg->a, bg->b + customer->x + bg->first, bg->r + customer->x, tau);
		else
			expected[i] *= exp((1 - bg->a) * log1p(tau));
	}
}

/*
 * Expected visits from now to each of n horizons.  A horizon out of reach (see
 * aftersales_bg_expected_regular, or beyond 1e200 times alpha + T) gives NAN.
 */
void
aftersales_bg_expected_visits(const aftersales_beta_geometric *bg, const aftersales_customer *customer,
							  const double *horizon, int n, double *expected)
{
	double		p_alive = aftersales_bg_p_alive(bg, customer);

	if (bg->k == 1)
		expected_alive(bg, customer, horizon, n, expected);
	else
		for (int i = 0; i < n; i++)
			expected[i] = aftersales_bg_expected_regular(bg, customer, horizon[i]);
	for (int i = 0; i < n; i++)
		expected[i] *= p_alive;
}
