/*-------------------------------------------------------------------------
 *
 * forecast_fit.c
 *		Weights by in-sample error, the method by rolling origin; see
 *		forecast_fit.h.
 *
 * The mean squared error of these methods has several local minima in the
 * weights, often at the edge of the unit square.  So all points of a grid are
 * looked at, and from each that is a local minimum of the grid a compass search
 * (T. G. Kolda, R. M. Lewis, V. Torczon, "Optimization by direct search", SIAM
 * Review 45 (2003), 385-482) goes down to the bottom.  No chance is involved.
 *
 *-------------------------------------------------------------------------
 */
#include "forecast_fit.h"

#include <math.h>

#include "interrupt.h"

#define GRID 20					/* steps from 0 to 1 */
#define FINEST_STEP 1e-10
#define MOST_MOVES 1000

typedef struct fit_problem
{
	aftersales_forecast_model model;
	const double *values;
	int32_t		n;
} fit_problem;

/* what a compass search has reached */
typedef struct fit_point
{
	double		weight[2];		/* alpha, beta */
	double		error;
} fit_point;

/* Does the method have a second weight? */
bool
aftersales_has_beta(aftersales_method method)
{
	return method <= AFTERSALES_TSB;
}

static fit_point
evaluate(fit_problem *problem, double alpha, double beta)
{
	fit_point point = {.weight = {alpha, beta}};

	problem->model.alpha = alpha;
	problem->model.beta = beta;
	aftersales_forecast_error(&problem->model, problem->values, problem->n, 1, &point.error);
	return point;
}

static double
into_unit(double weight)
{
	return weight < 0 ? 0 : weight > 1 ? 1 : weight;
}

/* The best of the eight points around one at a distance, or that one. */
static fit_point
look_around(fit_problem *problem, fit_point center, double step)
{
	fit_point	best = center;
	int			reach = aftersales_has_beta(problem->model.method) ? 1 : 0;

	for (int i = -1; i <= 1; i++)
		for (int j = -reach; j <= reach; j++)
		{
			fit_point point = evaluate(problem, into_unit(center.weight[0] + i * step), into_unit(center.weight[1] + j * step));

			if (point.error < best.error)
				best = point;
		}
	return best;
}

/* From a point of the grid to the bottom of its valley. */
static fit_point
descend(fit_problem *problem, fit_point point)
{
	double		step = 0.5 / GRID;

	for (int moves = 0; step > FINEST_STEP && moves < MOST_MOVES; moves++)
	{
		fit_point	next = look_around(problem, point, step);

		aftersales_poll();
		if (!(next.error < point.error))
			step /= 2;
		else
			point = next;
	}
	return point;
}

/* Is no neighbour of a grid point lower?  Of equal ones the first counts. */
static bool
is_low(double error[GRID + 1][GRID + 1], int columns, int i, int j)
{
	for (int k = i > 0 ? i - 1 : 0; k <= i + 1 && k <= GRID; k++)
		for (int l = j > 0 ? j - 1 : 0; l <= j + 1 && l < columns; l++)
		{
			bool		before = k < i || (k == i && l < j);

			if (error[k][l] < error[i][j] || (before && error[k][l] == error[i][j]))
				return false;
		}
	return true;
}

/*
 * Sets the weights of a model so that its in-sample mean squared error is least
 * (alpha alone where the method has one weight); false if there is one month
 * only, and so no error.
 */
bool
aftersales_fit_weights(aftersales_forecast_model *model, const double *values, int32_t n, double *mean_square)
{
	fit_problem problem = {.model = *model, .values = values, .n = n};
	int			columns = aftersales_has_beta(model->method) ? GRID + 1 : 1;
	double		error[GRID + 1][GRID + 1];
	fit_point	best = {.error = INFINITY};

	if (n < 2)
		return false;
	for (int i = 0; i <= GRID; i++)
		for (int j = 0; j < columns; j++)
			error[i][j] = evaluate(&problem, (double) i / GRID, (double) j / GRID).error;
	for (int i = 0; i <= GRID; i++)
		for (int j = 0; j < columns; j++)
			if (is_low(error, columns, i, j))
			{
				fit_point	start = {{(double) i / GRID, (double) j / GRID}, error[i][j]};
				fit_point point = descend(&problem, start);

				if (point.error < best.error)
					best = point;
			}
	model->alpha = best.weight[0];
	model->beta = best.weight[1];
	*mean_square = best.error;
	return true;
}

/* Mean absolute difference of neighbouring months, for n > 1. */
static double
naive_error(const double *values, int32_t n)
{
	double		sum = 0;

	for (int32_t i = 1; i < n; i++)
		sum += fabs(values[i] - values[i - 1]);
	return sum / (n - 1);
}

/* Mean error, squared or absolute, of the forecasts of the last months, each from the months before it alone. */
static double
rolling_error(const aftersales_forecast_model *model, const double *values, int32_t n, int32_t origins,
			  aftersales_error_measure measure)
{
	double		sum = 0;

	for (int32_t t = n - origins; t < n; t++)
	{
		double		error = values[t] - aftersales_forecast(model, values, t);

		sum += measure == AFTERSALES_RMSE ? error * error : fabs(error);
	}
	return sum / origins;
}

/*
 * Of all methods, with the weights given, the one whose forecasts of the last
 * `origins` months erred least; of equal ones the first.  Each forecast is made
 * from the months before it alone; n >= origins + 2.  The seasonal method takes
 * part where the first forecast has AFTERSALES_SEASONAL_MONTHS before it.  MASE
 * (R. J. Hyndman, A. B. Koehler, Int. J. Forecasting 22 (2006), 679-688) is
 * scaled by the naive forecast's error in the months before the first forecast.
 */
aftersales_best_choice
aftersales_choose_forecast(const aftersales_forecast_model *weights, const double *values, int32_t n,
						   int32_t origins, aftersales_error_measure measure)
{
	aftersales_forecast_model model = *weights;
	aftersales_best_choice best = {.error = INFINITY, .has_error = true};
	double		scale;

	for (int m = 0; m <= AFTERSALES_SEASONAL; m++)
	{
		double		error;

		if (m == AFTERSALES_SEASONAL && n - origins < AFTERSALES_SEASONAL_MONTHS)
			continue;
		model.method = m;
		error = rolling_error(&model, values, n, origins, measure);
		if (error < best.error)
		{
			best.method = m;
			best.error = error;
		}
	}
	model.method = best.method;
	best.forecast = aftersales_forecast(&model, values, n);
	if (measure == AFTERSALES_RMSE)
		best.error = sqrt(best.error);
	else
	{
		scale = naive_error(values, n - origins);
		best.has_error = scale > 0;
		best.error /= scale;
	}
	return best;
}
