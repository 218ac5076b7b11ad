/*-------------------------------------------------------------------------
 *
 * json.c
 *		Strings in JSON.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "json.h"

void
json_string(FILE *out, const char *text)
{
	putc('"', out);
	for (const unsigned char *p = (const unsigned char *) text; *p; p++)
		if (*p == '"' || *p == '\\')
			fprintf(out, "\\%c", *p);
		else if (*p < ' ' || *p == 127)
			fprintf(out, "\\u%04x", *p);
		else
			putc(*p, out);
	putc('"', out);
}
