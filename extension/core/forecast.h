/*-------------------------------------------------------------------------
 *
 * forecast.h
 *		Forecasts of monthly demand.
 *
 * Values are months in order of time, finite and not below 0.  A forecast is
 * the expected demand of the next month.
 *
 * Croston	J. D. Croston, "Forecasting and stock control for intermittent
 *			demands", Operational Research Quarterly 23 (1972), 289-303: sizes
 *			and intervals of demands smoothed apart, forecast size / interval.
 * SBA		A. A. Syntetos, J. E. Boylan, "The accuracy of intermittent demand
 *			estimates", Int. J. Forecasting 21 (2005), 303-314, eq. 6:
 *			(1 - beta / 2) times Croston.
 * SBJ		E. A. Shale, J. E. Boylan, F. R. Johnston, "Forecasting for
 *			intermittent demand: the estimation of an unbiased average",
 *			J. Operational Research Society 57 (2006), 588-592:
 *			(1 - beta / (2 - beta)) times Croston.
 * TSB		R. H. Teunter, A. A. Syntetos, M. Z. Babai, "Intermittent demand:
 *			linking forecasting to inventory obsolescence", European J. of
 *			Operational Research 214 (2011), 606-615: sizes and the probability
 *			of a demand smoothed, the latter each month.
 * SES		simple exponential smoothing of all months.
 * ADIDA	K. Nikolopoulos et al., "An aggregate-disaggregate intermittent
 *			demand approach (ADIDA) to forecasting", J. Operational Research
 *			Society 62 (2011), 544-554: SES of sums of several months, spread
 *			evenly.
 * Seasonal	SES of values without their season; see seasonal.h.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_FORECAST_H
#define AFTERSALES_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

#include "seasonal.h"

/* most months that a forecast looks at */
#define AFTERSALES_MAX_MONTHS 1200

typedef enum aftersales_method
{
	AFTERSALES_CROSTON,
	AFTERSALES_SBA,
	AFTERSALES_SBJ,
	AFTERSALES_TSB,
	AFTERSALES_SES,
	AFTERSALES_ADIDA,
	AFTERSALES_SEASONAL
} aftersales_method;

typedef struct aftersales_forecast_model
{
	aftersales_method method;
	double		alpha;			/* weight of a new size, or of a new value */
	double		beta;			/* weight of a new interval, or of a month's yes or no */
	bool		mean_start;		/* start from means of all months, else from the first */
	int32_t		bucket;			/* ADIDA: months added up, 0: the average interval, rounded */
} aftersales_forecast_model;

extern double aftersales_forecast(const aftersales_forecast_model *model, const double *values, int32_t n);
extern bool aftersales_forecast_error(const aftersales_forecast_model *model, const double *values, int32_t n,
									  int32_t horizon, double *mean_square);
extern void aftersales_forecast_year(const aftersales_forecast_model *model, const double *values, int32_t n,
									 double year[AFTERSALES_SEASON]);

#endif							/* AFTERSALES_FORECAST_H */
