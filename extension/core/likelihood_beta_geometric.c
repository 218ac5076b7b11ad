/*-------------------------------------------------------------------------
 *
 * likelihood_beta_geometric.c
 *		Log-likelihood of BG/NBD, MBG/NBD and their regular forms with its
 *		derivatives; see likelihood.h, and beta_geometric.c for the formula.
 *
 * A customer's ln(S1 + S2) is ln S2 + ln(1 + e^s), s = ln S1 - ln S2.  With p =
 * 1 / (1 + e^-s), the probability of being lost, the first derivatives of the
 * latter are p ds, the second p dds + p (1-p) ds ds'.
 *
 *-------------------------------------------------------------------------
 */
#include "likelihood.h"

#include <math.h>
#include <string.h>

#include "gamma_functions.h"
#include "logistic.h"
#include "interrupt.h"

enum
{
	R, ALPHA, A, B
};

/* entries between two calls of poll */
#define POLL 65536

/* first and second derivatives by r and alpha */
typedef struct derivatives
{
	double		value;
	double		r;
	double		alpha;
	double		rr;
	double		r_alpha;
	double		alpha_alpha;
} derivatives;

/* what holds for all customers of one x, and of one T */
typedef struct bg_group
{
	const aftersales_likelihood *context;
	double		alpha;
	double		tick;			/* in units of time */
	double		shape;			/* R = r + k x */
	bool		losable;		/* is there an S1? */
	double		log_odds;		/* ln(a / (b+x-1+m)) */
	int32_t		t;				/* T [ticks] */
	double		log_now;		/* ln(alpha+T) */
	double		now;			/* 1 / (alpha+T) */
} bg_group;

/* sums over the customers of one x, each times its count */
typedef struct bg_sums
{
	double		customers;
	derivatives base;			/* of ln S2 - R ln(alpha+T) */
	double		softplus;		/* ln(1 + e^s) */
	double		p;
	derivatives p_s;			/* p times the derivatives of s */
	double		q;				/* p (1-p) */
	derivatives q_s;			/* q times them, and in the second ones their products */
} bg_sums;

/* ln S2 of a customer and its derivatives */
static derivatives
log_share_alive(const bg_group *group, aftersales_visits visits)
{
	double		inverse = group->now;
	double		silent = (visits.t - visits.t_x) * group->tick * inverse;
	double		term = 1;
	double		harmonic = 0;	/* derivative of ln (R)_j */
	double		squares = 0;
	derivatives sum = {.value = 1};
	derivatives result;

	for (int j = 1; j < group->context->k; j++)
	{
		double		next = 1 / (group->shape + (j - 1));

		term *= (group->shape + (j - 1)) * silent / j;
		harmonic += next;
		squares += next * next;
		sum.value += term;
		sum.r += term * harmonic;
		sum.rr += term * (harmonic * harmonic - squares);
		sum.alpha -= term * j * inverse;
		sum.r_alpha -= term * j * harmonic * inverse;
		sum.alpha_alpha += term * j * (j + 1) * inverse * inverse;
	}
	sum.r /= sum.value;
	sum.alpha /= sum.value;
	result.value = log(sum.value);
	result.r = sum.r;
	result.alpha = sum.alpha;
	result.rr = sum.rr / sum.value - sum.r * sum.r;
	result.r_alpha = sum.r_alpha / sum.value - sum.r * sum.alpha;
	result.alpha_alpha = sum.alpha_alpha / sum.value - sum.alpha * sum.alpha;
	return result;
}

static void
add_customers(bg_sums *sums, const bg_group *group, aftersales_visits visits, double count)
{
	double		log_now = group->log_now;
	double		now = group->now;
	double		then = group->alpha + visits.t_x * group->tick;
	double		log_then;
	double		shape = group->shape;
	derivatives alive = {0};
	double		s;
	double		s_r;
	double		s_alpha;
	aftersales_logistic lost;
	double		p;
	double		q;

	if (group->context->k > 1)
		alive = log_share_alive(group, visits);
	sums->customers += count;
	sums->base.value += count * (alive.value - shape * log_now);
	sums->base.r += count * (alive.r - log_now);
	sums->base.alpha += count * (alive.alpha - shape * now);
	sums->base.rr += count * alive.rr;
	sums->base.r_alpha += count * (alive.r_alpha - now);
	sums->base.alpha_alpha += count * (alive.alpha_alpha + shape * now * now);
	if (!group->losable)
		return;

	log_then = log(then);
	then = 1 / then;
	s_r = log_now - log_then - alive.r;
	s_alpha = shape * (now - then) - alive.alpha;
	s = group->log_odds + shape * (log_now - log_then) - alive.value;
	lost = aftersales_get_logistic(s);
	p = count * lost.p;
	q = count * lost.q;
	sums->softplus += count * lost.softplus;
	sums->p += p;
	sums->p_s.r += p * s_r;
	sums->p_s.alpha += p * s_alpha;
	sums->p_s.rr -= p * alive.rr;
	sums->p_s.r_alpha += p * (now - then - alive.r_alpha);
	sums->p_s.alpha_alpha += p * (shape * (then - now) * (then + now) - alive.alpha_alpha);
	sums->q += q;
	sums->q_s.r += q * s_r;
	sums->q_s.alpha += q * s_alpha;
	sums->q_s.rr += q * s_r * s_r;
	sums->q_s.r_alpha += q * s_r * s_alpha;
	sums->q_s.alpha_alpha += q * s_alpha * s_alpha;
}

/* What depends on x and the parameters only, times the number of customers. */
static void
add_common(aftersales_evaluation *result, const double *parameter, const bg_group *group, double x, double customers)
{
	double		r = parameter[R];
	double		alpha = parameter[ALPHA];
	double		ab = parameter[A] + parameter[B];
	double		n = x + group->context->first;

	result->value += customers * (aftersales_log_rising(r, group->context->k * x) + r * log(alpha) +
								  aftersales_log_rising(parameter[B], n) - aftersales_log_rising(ab, n));
	result->gradient[R] += customers * (aftersales_digamma(group->shape) - aftersales_digamma(r) + log(alpha));
	result->gradient[ALPHA] += customers * r / alpha;
	result->gradient[A] += customers * (aftersales_digamma(ab) - aftersales_digamma(ab + n));
	result->gradient[B] += customers * (aftersales_digamma(ab) - aftersales_digamma(ab + n) +
										aftersales_digamma(parameter[B] + n) - aftersales_digamma(parameter[B]));
	result->hessian[R][R] += customers * (aftersales_trigamma(group->shape) - aftersales_trigamma(r));
	result->hessian[ALPHA][R] += customers / alpha;
	result->hessian[ALPHA][ALPHA] -= customers * r / (alpha * alpha);
	result->hessian[A][A] += customers * (aftersales_trigamma(ab) - aftersales_trigamma(ab + n));
	result->hessian[B][A] += customers * (aftersales_trigamma(ab) - aftersales_trigamma(ab + n));
	result->hessian[B][B] += customers * (aftersales_trigamma(ab) - aftersales_trigamma(ab + n) +
										  aftersales_trigamma(parameter[B] + n) - aftersales_trigamma(parameter[B]));
}

/* Adds the sums of one x; s depends on a by ln a, on b by -ln(b+x-1+m). */
static void
add_sums(aftersales_evaluation *result, const double *parameter, const bg_group *group, double x, const bg_sums *sums)
{
	double		s_a = 1 / parameter[A];
	double		s_b = -1 / (parameter[B] + (x - 1 + group->context->first));

	result->value += sums->base.value + sums->softplus;
	result->gradient[R] += sums->base.r + sums->p_s.r;
	result->gradient[ALPHA] += sums->base.alpha + sums->p_s.alpha;
	result->hessian[R][R] += sums->base.rr + sums->p_s.rr + sums->q_s.rr;
	result->hessian[ALPHA][R] += sums->base.r_alpha + sums->p_s.r_alpha + sums->q_s.r_alpha;
	result->hessian[ALPHA][ALPHA] += sums->base.alpha_alpha + sums->p_s.alpha_alpha + sums->q_s.alpha_alpha;
	add_common(result, parameter, group, x, sums->customers);
	if (!group->losable)
		return;
	result->gradient[A] += sums->p * s_a;
	result->gradient[B] += sums->p * s_b;
	result->hessian[A][R] += sums->q_s.r * s_a;
	result->hessian[B][R] += sums->q_s.r * s_b;
	result->hessian[A][ALPHA] += sums->q_s.alpha * s_a;
	result->hessian[B][ALPHA] += sums->q_s.alpha * s_b;
	result->hessian[A][A] += (sums->q - sums->p) * s_a * s_a;
	result->hessian[B][A] += sums->q * s_a * s_b;
	result->hessian[B][B] += (sums->q + sums->p) * s_b * s_b;
}

/* What the times between visits add for k > 1: the same whatever the other parameters. */
static double
regularity(const aftersales_likelihood *context)
{
	double		sum = 0;

	if (context->k == 1)
		return 0;
	for (size_t i = context->n; i < context->input->n; i++)
	{
		const aftersales_count *interval = &context->input->entries[i];

		sum += interval->count * ((context->k - 1) * log((interval->key & AFTERSALES_MAX_TENURE) / context->input->ticks) -
								  lgamma(context->k));
	}
	return sum;
}

/* The log-likelihood and its derivatives by r, alpha, a, b. */
void
aftersales_bg_likelihood(const double *parameter, const void *arg, aftersales_evaluation *result)
{
	const aftersales_likelihood *context = arg;
	const aftersales_count *entries = context->input->entries;
	bg_group	group = {.context = context, .alpha = parameter[ALPHA], .tick = 1 / context->input->ticks};

	result->value = regularity(context);
	for (size_t i = 0; i < context->n;)
	{
		int32_t		x = aftersales_key_frequency(entries[i].key);
		bg_sums		sums = {0};

		group.shape = parameter[R] + (double) context->k * x;
		group.losable = context->first || x > 0;
		group.log_odds = log(parameter[A] / (parameter[B] + (x - 1 + context->first)));
		group.t = -1;
		for (size_t next = 0; i < context->n && aftersales_key_frequency(entries[i].key) == x; i += context->stride)
		{
			aftersales_visits visits = aftersales_get_visits(entries[i].key);

			if (next++ % POLL == 0)
				aftersales_poll();
			if (visits.t != group.t)
			{
				group.t = visits.t;
				group.now = 1 / (group.alpha + visits.t * group.tick);
				group.log_now = -log(group.now);
			}
			add_customers(&sums, &group, visits, (double) entries[i].count);
		}
		add_sums(result, parameter, &group, x, &sums);
	}
}
