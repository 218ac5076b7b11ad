/*-------------------------------------------------------------------------
 *
 * model_fit_data.h
 *		The type retention_data: what the aggregates that fit models collect.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_MODEL_FIT_DATA_H
#define AFTERSALES_MODEL_FIT_DATA_H

#include "fmgr.h"
#include "model_fit.h"

typedef enum aftersales_fit_content
{
	AFTERSALES_FIT_VISITS = 0,
	AFTERSALES_FIT_REGULAR_VISITS = 1,	/* and the times between them */
	AFTERSALES_FIT_SPEND = 2
} aftersales_fit_content;

typedef struct aftersales_fit_data
{
	int32		vl_len_;
	uint8		version;		/* AFTERSALES_FIT_DATA_VERSION */
	uint8		content;		/* aftersales_fit_content */
	uint16		unused;
	int32		used;			/* entries in use */
	int32		unused2;		/* aligns what follows */
	double		unit_days;
	double		ticks;			/* of a unit */
	double		penalty;
	aftersales_count entry[FLEXIBLE_ARRAY_MEMBER];	/* its length tells its capacity */
} aftersales_fit_data;

#define AFTERSALES_FIT_DATA_VERSION 1
#define AFTERSALES_FIT_CAPACITY(data) \
	((int64) ((VARSIZE(data) - offsetof(aftersales_fit_data, entry)) / sizeof(aftersales_count)))

extern aftersales_fit_data *aftersales_check_fit_data(struct varlena *value);
extern int32 aftersales_order_entries(aftersales_count *entries, int32 n);

#endif							/* AFTERSALES_MODEL_FIT_DATA_H */
