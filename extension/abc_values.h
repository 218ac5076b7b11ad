/*-------------------------------------------------------------------------
 *
 * abc_values.h
 *		The types abc_values and abc_limits.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_ABC_VALUES_H
#define AFTERSALES_ABC_VALUES_H

#include "abc.h"
#include "fmgr.h"
#include "utils/numeric.h"

/* what keys mean */
typedef enum aftersales_abc_kind
{
	AFTERSALES_ABC_NUMERIC,		/* values in units of 10^-scale */
	AFTERSALES_ABC_FLOAT8		/* bits of doubles */
} aftersales_abc_kind;

/* digits behind the point, at most */
#define AFTERSALES_ABC_MAX_SCALE 18

/* of the stored forms of both types */
#define AFTERSALES_ABC_VERSION 1

/* largest number of a value in the text and binary forms */
#define AFTERSALES_ABC_MAX_COUNT INT64CONST(1000000000000)

/*
 * Distinct values above 0 and their numbers, in ascending order, followed by
 * keys as they came, which have not been sorted in yet; the length tells the
 * room there is.
 */
typedef struct aftersales_abc_values
{
	int32		vl_len_;
	uint8		version;		/* AFTERSALES_ABC_VERSION */
	uint8		kind;			/* aftersales_abc_kind */
	uint16		scale;
	int32		counted;		/* entries of counts */
	int32		waiting;		/* keys behind them */
	aftersales_value_count counts[FLEXIBLE_ARRAY_MEMBER];
} aftersales_abc_values;

#define AFTERSALES_ABC_KEYS(values) ((int64 *) ((values)->counts + (values)->counted))

/* where classes begin; of fixed length */
typedef struct aftersales_abc_bounds
{
	uint8		version;		/* AFTERSALES_ABC_VERSION */
	uint8		kind;			/* aftersales_abc_kind */
	uint16		scale;
	uint32		unused;			/* 0; aligns what follows */
	aftersales_abc_cuts cuts;
} aftersales_abc_bounds;

#define AFTERSALES_GETARG_ABC_LIMITS(n) aftersales_check_abc_limits((aftersales_abc_bounds *) PG_GETARG_POINTER(n))

extern aftersales_abc_values *aftersales_new_abc_values(aftersales_abc_kind kind, Size counts);
extern aftersales_abc_values *aftersales_abc_counted(aftersales_abc_values *values);
extern int64 aftersales_abc_numeric_key(aftersales_abc_values *values, Numeric value);
extern int64 aftersales_abc_numeric_floor(Numeric value, int scale);
extern int64 aftersales_abc_float8_key(float8 value);
extern aftersales_abc_values *aftersales_check_abc_values(struct varlena *value);
extern bool aftersales_abc_head_valid(int version, int kind, int scale);
extern aftersales_abc_bounds *aftersales_new_abc_limits(int kind, int scale);
extern aftersales_abc_bounds *aftersales_check_abc_limits(aftersales_abc_bounds *limits);

#endif							/* AFTERSALES_ABC_VALUES_H */
