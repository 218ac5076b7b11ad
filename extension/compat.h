/*-------------------------------------------------------------------------
 *
 * compat.h
 *		What differs between server versions 15 to 18; the only place that
 *		looks at PG_VERSION_NUM.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_COMPAT_H
#define AFTERSALES_COMPAT_H

#if PG_VERSION_NUM < 150000 || PG_VERSION_NUM >= 190000
#error "PostgreSQL 15 to 18 is needed"
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

#endif							/* AFTERSALES_COMPAT_H */
