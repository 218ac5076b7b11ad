/*-------------------------------------------------------------------------
 *
 * numeric_scaled.h
 *		Numbers as integers of a fixed scale.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_NUMERIC_SCALED_H
#define AFTERSALES_NUMERIC_SCALED_H

#include "utils/numeric.h"

typedef enum aftersales_scaled_status
{
	AFTERSALES_SCALED_EXACT,
	AFTERSALES_SCALED_ROUNDED,	/* digits beyond the scale were rounded off */
	AFTERSALES_SCALED_OVERFLOW, /* beyond 128 bits */
	AFTERSALES_SCALED_SPECIAL	/* NaN or infinity */
} aftersales_scaled_status;

extern aftersales_scaled_status aftersales_numeric_scaled(Numeric value, int scale, int128 *result);
extern void aftersales_refuse_special(const char *argument);
extern bool aftersales_numeric_negative(Numeric value);
extern int	aftersales_numeric_scale(Numeric value);
extern int64 aftersales_scaled_from_numeric(Numeric value, int scale, const char *argument);
extern int64 aftersales_scaled_from_float8(float8 value, int scale, const char *argument);
extern Datum aftersales_scaled_to_numeric(int64 value, int scale);

#endif							/* AFTERSALES_NUMERIC_SCALED_H */
