/*-------------------------------------------------------------------------
 *
 * bootstrap.h
 *		Demand of several months, from the history itself: for lumpy parts that
 *		no distribution fits.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_BOOTSTRAP_H
#define AFTERSALES_BOOTSTRAP_H

#include <stdint.h>

extern void aftersales_bootstrap_sums(const double *values, int32_t n, int32_t months,
									  uint64_t *random, double *sums, int32_t replicates);
extern int32_t aftersales_window_sums(const double *values, int32_t n, int32_t months, double *sums);
extern double aftersales_sample_quantile(const double *sample, int64_t *keys, int64_t *scratch, int32_t n,
										 double probability);

#endif							/* AFTERSALES_BOOTSTRAP_H */
