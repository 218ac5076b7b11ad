/*-------------------------------------------------------------------------
 *
 * forecast_fit.h
 *		The weights, and the method, that would have served a part best.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_FORECAST_FIT_H
#define AFTERSALES_FORECAST_FIT_H

#include "forecast.h"

typedef enum aftersales_error_measure
{
	AFTERSALES_RMSE,			/* root of the mean squared error */
	AFTERSALES_MASE				/* mean absolute error / that of the naive forecast */
} aftersales_error_measure;

typedef struct aftersales_best_choice
{
	aftersales_method method;
	double		forecast;
	double		error;
	bool		has_error;		/* false: the scale of MASE is 0 */
} aftersales_best_choice;

extern bool aftersales_has_beta(aftersales_method method);
extern bool aftersales_fit_weights(aftersales_forecast_model *model, const double *values, int32_t n,
								   double *mean_square);
extern aftersales_best_choice aftersales_choose_forecast(const aftersales_forecast_model *weights,
														 const double *values, int32_t n, int32_t origins,
														 aftersales_error_measure measure);

#endif							/* AFTERSALES_FORECAST_FIT_H */
