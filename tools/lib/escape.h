/*-------------------------------------------------------------------------
 *
 * escape.h
 *		Bytes that are no character in their encoding, on their way through
 *		text in UTF-8: byte FF, which UTF-8 never has, and the halves of the
 *		byte in two more, so that it can be written back as it was.
 *
 *-------------------------------------------------------------------------
 */
#ifndef ESCAPE_H
#define ESCAPE_H

#define ESCAPE_SIZE 3

static inline void
escape_byte(char *out, unsigned char byte)
{
	out[0] = '\xFF';
	out[1] = (char) (0x80 | byte >> 4);
	out[2] = (char) (0x80 | (byte & 0x0F));
}

/* True if an escaped byte stands at p, of which left bytes are there. */
static inline bool
is_escape(const char *p, size_t left)
{
	return left >= ESCAPE_SIZE && p[0] == '\xFF' && (p[1] & 0xF0) == 0x80 && (p[2] & 0xF0) == 0x80;
}

static inline char
unescape_byte(const char *p)
{
	return (char) ((p[1] & 0x0F) << 4 | (p[2] & 0x0F));
}

#endif							/* ESCAPE_H */
