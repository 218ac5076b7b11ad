/*-------------------------------------------------------------------------
 *
 * json.h
 *		Strings in JSON.
 *
 *-------------------------------------------------------------------------
 */
#ifndef JSON_H
#define JSON_H

/* Writes the text with its quotes. Text of files that is not UTF-8 goes out as it is. */
extern void json_string(FILE *out, const char *text);

#endif							/* JSON_H */
