/*-------------------------------------------------------------------------
 *
 * xlsx_part.h
 *		One XML document of an .xlsx archive as a stream of events, within
 *		limits of memory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_XLSX_PART_H
#define AFTERSALES_XLSX_PART_H

#include "postgres_fe.h"

#include <expat.h>
#include <zip.h>

typedef struct XlsxPart XlsxPart;

/* Names of elements come without their prefix. */
typedef struct XlsxHandlers
{
	void		(*start) (XlsxPart *part, void *context, const char *name, const char **attributes);
	void		(*end) (XlsxPart *part, void *context, const char *name);	/* may be NULL */
	void		(*text) (XlsxPart *part, void *context, const char *text, int length);	/* may be NULL */
} XlsxHandlers;

typedef enum XlsxPartStatus
{
	XLSX_PART_END,
	XLSX_PART_SUSPENDED,
	XLSX_PART_FAILED
} XlsxPartStatus;

/* Opens a part of the archive; NULL if there is none of the name. */
extern XlsxPart *xlsx_part_open(zip_t * archive, const char *name, const XlsxHandlers *handlers, void *context);
extern void xlsx_part_close(XlsxPart *part);

/* Reads on to the end or to the next xlsx_part_suspend(). */
extern XlsxPartStatus xlsx_part_run(XlsxPart *part);

/* For handlers: returns from xlsx_part_run() once the event is handled; ends it with an error. */
extern void xlsx_part_suspend(XlsxPart *part);
extern void xlsx_part_fail(XlsxPart *part, const char *fault);

/* What went wrong; lasts as long as the part. */
extern const char *xlsx_part_fault(const XlsxPart *part);

/* The value of an attribute, by its name without prefix; NULL if there is none. */
extern const char *xlsx_attribute(const char **attributes, const char *name);

#endif							/* AFTERSALES_XLSX_PART_H */
