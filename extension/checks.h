/*-------------------------------------------------------------------------
 *
 * checks.h
 *		Checks of arguments, one message each.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_CHECKS_H
#define AFTERSALES_CHECKS_H

#include "fmgr.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/numeric.h"

extern void aftersales_check_aggregate(FunctionCallInfo fcinfo);
extern Datum aftersales_keep_state(FunctionCallInfo fcinfo);
extern double aftersales_check_amount(double value, const char *argument);
extern double aftersales_check_positive(double value, const char *argument);
extern double aftersales_check_probability(double value, const char *argument);
extern double aftersales_check_share(double value, const char *argument);
extern double aftersales_check_number(double value, const char *argument);
extern uint32 aftersales_check_threshold(Numeric value, const char *argument);
extern void aftersales_check_thresholds(uint32 a, uint32 b);
extern double aftersales_check_result(double value, const char *function);
extern void aftersales_check_summary(int32 frequency, double recency, double tenure);
extern int32 aftersales_check_count(int32 value, int32 max, const char *argument);
extern void aftersales_check_same(bool same, const char *argument);
extern DateADT aftersales_check_date(DateADT value, const char *argument);
extern const double *aftersales_check_finite(ArrayType *array, const char *argument, int *n);
extern const double *aftersales_check_amounts(ArrayType *array, const char *argument, int *n);
extern int	aftersales_check_word(const text *word, const char *const *names, const char *argument);

#endif							/* AFTERSALES_CHECKS_H */
