/*-------------------------------------------------------------------------
 *
 * series_type.h
 *		What the types demand and visit_history share: input and output,
 *		aggregation, comparison.
 *
 * Both are varlenas that hold a series (core/series.h).  After the length
 * comes a byte that says which form follows: AFTERSALES_SERIES_VERSION the
 * packed form, of which that byte is the first, or 0 the open form, a sorted
 * array with room to grow, which only aggregate states have.  Every function
 * reads both.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_SERIES_TYPE_H
#define AFTERSALES_SERIES_TYPE_H

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "series.h"
#include "utils/array.h"

/* what differs between the types */
typedef struct aftersales_series_type
{
	aftersales_series_kind kind;
	const char *name;			/* SQL name of the type */
	const char *span;			/* longest span, for messages */
	bool		monthly;		/* periods are months, else days */
	int			scale;			/* amounts are in units of 10^-scale */
} aftersales_series_type;

extern const aftersales_series_type aftersales_demand_type;
extern const aftersales_series_type aftersales_visit_history_type;

#define AFTERSALES_GETARG_SERIES(n) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(n))

extern void aftersales_series_read(aftersales_series_reader *reader, const aftersales_series_type *type,
								   struct varlena *value);
extern void aftersales_series_get_head(const aftersales_series_type *type, struct varlena *value, aftersales_series_head *head);
extern void aftersales_series_check(const aftersales_series_reader *reader, const aftersales_series_type *type);
extern int64 aftersales_series_sum(const aftersales_series_type *type, struct varlena *value,
								   int32 from, int32 to);
extern Datum aftersales_series_accum(FunctionCallInfo fcinfo, const aftersales_series_type *type,
									 int32 period, int64 amount);
extern Datum aftersales_series_combine(FunctionCallInfo fcinfo, const aftersales_series_type *type);
extern struct varlena *aftersales_series_without_months(const aftersales_series_type *type,
														struct varlena *value, ArrayType *days);
extern Datum aftersales_series_rows(FunctionCallInfo fcinfo, const aftersales_series_type *type);

extern void aftersales_series_check_status(aftersales_series_status status, const aftersales_series_type *type);

extern struct varlena *aftersales_series_in(const aftersales_series_type *type, const char *text);
extern char *aftersales_series_out(const aftersales_series_type *type, struct varlena *value);
extern struct varlena *aftersales_series_recv(const aftersales_series_type *type, StringInfo message);

#endif							/* AFTERSALES_SERIES_TYPE_H */
