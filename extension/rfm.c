/*-------------------------------------------------------------------------
 *
 * rfm.c
 *		Recency, frequency, monetary: the window function rfm_score and the
 *		names of segments.
 *
 * A row's score is that of the first of its peers (rows equal in the ORDER BY),
 * so it does not depend on the order of equal rows, as ntile's does.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "checks.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "windowapi.h"

/* scores at the most */
#define MAX_SCORES 100

PG_FUNCTION_INFO_V1(aftersales_rfm_score);
PG_FUNCTION_INFO_V1(aftersales_rfm_score_of);
PG_FUNCTION_INFO_V1(aftersales_rfm_segment);

/* where a partition is read */
typedef struct rfm_position
{
	int64		first_peer;		/* row of the first peer of the row before */
} rfm_position;

/* The first peer of the row at hand; to be called for every row, whatever its score. */
static int64
advance(WindowObject winobj)
{
	rfm_position *position = WinGetPartitionLocalMemory(winobj, sizeof *position);
	int64		row = WinGetCurrentPosition(winobj);

	if (row > 0 && !WinRowsArePeers(winobj, row - 1, row))
		position->first_peer = row;
	/* the row before is looked at for the next one */
	WinSetMarkPosition(winobj, Max(row - 1, 0));
	return position->first_peer;
}

/* 1 + the share of the rows before the first peer, in so many steps */
static Datum
score(WindowObject winobj, int64 first_peer, int scores)
{
	PG_RETURN_INT32((int32) (1 + first_peer * scores / WinGetPartitionRowCount(winobj)));
}

/* rfm_score(): quintiles */
Datum
aftersales_rfm_score(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();

	return score(winobj, advance(winobj), 5);
}

/* rfm_score(scores) */
Datum
aftersales_rfm_score_of(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64		first_peer = advance(winobj);
	bool		isnull;
	Datum		scores = WinGetFuncArgCurrent(winobj, 0, &isnull);

	if (isnull)
		PG_RETURN_NULL();
	return score(winobj, first_peer, aftersales_check_count(DatumGetInt32(scores), MAX_SCORES, "scores"));
}

/* rfm_segment(r, f, m), quintiles; v is what the customer is worth: the mean of f and m */
Datum
aftersales_rfm_segment(PG_FUNCTION_ARGS)
{
	int32		r = aftersales_check_count(PG_GETARG_INT32(0), 5, "r");
	int32		f = aftersales_check_count(PG_GETARG_INT32(1), 5, "f");
	int32		m = aftersales_check_count(PG_GETARG_INT32(2), 5, "m");
	double		v = (f + m) / 2.0;
	const char *segment;

	if (r >= 4)
		segment = v >= 4 ? "champion" : v >= 3 ? "loyal" : f == 1 ? "new" : "promising";
	else if (r == 3)
		segment = v >= 3 ? "loyal" : "needs_attention";
	else
		segment = v >= 4 ? "cannot_lose" : v >= 2.5 ? "at_risk" : r == 2 ? "hibernating" : "lost";
	PG_RETURN_TEXT_P(cstring_to_text(segment));
}
