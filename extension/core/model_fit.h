/*-------------------------------------------------------------------------
 *
 * model_fit.h
 *		Maximum likelihood of the retention models.
 *
 * What a fit needs of the customers are counts of keys (counts.h), in order.
 * A key has a number of repeat visits x in its upper 16 bits and below:
 *
 * visits		T in bits 24 to 47, t_x in 0 to 23, in ticks of time, mostly days;
 * intervals	x = AFTERSALES_INTERVALS and the ticks between two visits: only for
 *				the regular models, to compare their likelihoods;
 * spend		the sum of the repeat visits' amounts in hundredths.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_MODEL_FIT_H
#define AFTERSALES_MODEL_FIT_H

#include "counts.h"
#include "maximize.h"
#include "retention_model.h"

#define AFTERSALES_INTERVALS 0xffff

/* most repeat visits */
#define AFTERSALES_MAX_FREQUENCY (AFTERSALES_INTERVALS - 1)

/* longest time [ticks] */
#define AFTERSALES_MAX_TENURE ((1 << 24) - 1)

/* largest sum of spend [hundredths] */
#define AFTERSALES_MAX_SPEND (((int64_t) 1 << 48) - 1)

typedef struct aftersales_fit_input
{
	const aftersales_count *entries;
	size_t		n;
	double		ticks;			/* of the model's unit of time */
	double		penalty;		/* on the squares of the parameters' logarithms, 0: none */
} aftersales_fit_input;

typedef struct aftersales_fit
{
	aftersales_model model;
	double		error[AFTERSALES_MAX_PARAMETERS];	/* standard errors, 0 unless converged */
	double		log_likelihood; /* without the penalty; -INFINITY if it is nowhere finite */
	int64_t		customers;
	int64_t		distinct;		/* different customers */
	int			iterations;
	aftersales_ending ending;
} aftersales_fit;

static inline uint64_t
aftersales_visits_key(int32_t x, int32_t t_x, int32_t t)
{
	return (uint64_t) x << 48 | (uint64_t) t << 24 | (uint64_t) t_x;
}

static inline uint64_t
aftersales_interval_key(int32_t ticks)
{
	return (uint64_t) AFTERSALES_INTERVALS << 48 | (uint64_t) ticks;
}

static inline uint64_t
aftersales_spend_key(int32_t x, int64_t spend)
{
	return (uint64_t) x << 48 | (uint64_t) spend;
}

static inline int32_t
aftersales_key_frequency(uint64_t key)
{
	return (int32_t) (key >> 48);
}

extern bool aftersales_fit_model(aftersales_model_kind kind, const aftersales_fit_input *input, aftersales_fit *fit);

#endif							/* AFTERSALES_MODEL_FIT_H */
