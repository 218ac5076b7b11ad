/*-------------------------------------------------------------------------
 *
 * visit_history.h
 *		What follows from a history of visits.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_VISIT_HISTORY_H
#define AFTERSALES_VISIT_HISTORY_H

#include "series_type.h"

/* a history up to some day, in one walk */
typedef struct aftersales_visit_summary
{
	aftersales_series_head times;	/* number of visit days, the first and the last */
	int64		first_amount;
	int64		amount;			/* sum over all days, in hundredths */
} aftersales_visit_summary;

extern bool aftersales_visit_get_times(struct varlena *history, int32 as_of, aftersales_series_head *times);
extern bool aftersales_visit_summarize(struct varlena *history, int32 as_of, aftersales_visit_summary *summary);
extern double aftersales_visit_monetary(const aftersales_visit_summary *summary);

#endif							/* AFTERSALES_VISIT_HISTORY_H */
