/*-------------------------------------------------------------------------
 *
 * report.h
 *		What became of a file, on stdout: a line to read or one of JSON.
 *
 *-------------------------------------------------------------------------
 */
#ifndef REPORT_H
#define REPORT_H

#include "load.h"

/* Begins a file: a program that ends before its outcome is told has failed, and says so in JSON. */
extern void report_begin(const Load *load);

/* It was loaded, or would have been in a dry run. */
extern void report_loaded(const Load *load);

/* Its content was loaded before, as that batch. */
extern void report_known(const Load *load, const char *batch);

/* It failed, after messages on stderr. */
extern void report_failed(const Load *load);

#endif							/* REPORT_H */
