/*-------------------------------------------------------------------------
 *
 * weighted_score.c
 *		One score from several criteria, for classification.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "compat.h"
#include "checks.h"

PG_FUNCTION_INFO_V1(aftersales_weighted_score);

/* weights given as decimals miss a sum of 1 by their rounding */
#define SUM_TOLERANCE 1e-9

/* weighted_score(scores, weights): sum(score * weight) / sum(weight), scores from 0 to 1, weights that sum to 1 but for rounding */
Datum
aftersales_weighted_score(PG_FUNCTION_ARGS)
{
	int			n;
	int			nweights;
	const double *scores = aftersales_check_amounts(PG_GETARG_ARRAYTYPE_P(0), "scores", &n);
	const double *weights = aftersales_check_amounts(PG_GETARG_ARRAYTYPE_P(1), "weights", &nweights);
	double		score = 0;
	double		sum = 0;

	if (n != nweights)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scores and weights must have the same number of elements")));
	for (int i = 0; i < n; i++)
	{
		score += aftersales_check_share(scores[i], "scores") * weights[i];
		sum += weights[i];
	}
	if (fabs(sum - 1) > SUM_TOLERANCE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weights must sum to 1")));
	PG_RETURN_FLOAT8(Min(score / sum, 1));
}
