/*-------------------------------------------------------------------------
 *
 * grouped.h
 *		A file of CSV whose rows come group by group.
 *
 * A server sorts rows by a key in less time if many of them come in its
 * order already, and later finds those of a station sooner if they lie
 * together. Rows of the same group keep their order.
 *
 * The file is read ahead and remembered as runs of rows of one group, in
 * segments, so that memory does not depend on the input: large files are
 * grouped segment by segment. Where the groups are too many to be stations,
 * the rows come in the file's order from there on.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GROUPED_H
#define GROUPED_H

#include "source.h"

/*
 * The file's bytes, the lines up to that of the header first, the rows after
 * it by the text of a field. Its encoding must be one in which delimiter,
 * quote and line feed are no part of another character. Reading fails if the
 * file cannot be split into records, see csv.h. NULL with errno if it cannot
 * be opened.
 */
extern Source *grouped_source(const char *path, int64 header_line, int field);

/*
 * The line of the file that came as this one. Lines are asked for as they
 * come, each before more is read than the record it belongs to needs.
 */
extern int64 grouped_line(Source *grouped, int64 line);

/* What separates the fields; known once the header is read. */
extern char grouped_delimiter(const Source *grouped);

#endif							/* GROUPED_H */
