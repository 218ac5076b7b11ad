/*-------------------------------------------------------------------------
 *
 * encoder.h
 *		Writes text of an input back in the input's own encoding.
 *
 *-------------------------------------------------------------------------
 */
#ifndef ENCODER_H
#define ENCODER_H

#include "input.h"

typedef struct Encoder Encoder;

/*
 * Begins with a byte order mark if the input has one. The text of a workbook
 * is written in UTF-8 with a byte order mark, which spreadsheets open as such.
 */
extern Encoder *encoder_open(FILE *out, const InputFormat *format);

/* UTF-8 from the decoder, with its escaped bytes. Errors of the file are left for ferror(). */
extern void encoder_write(Encoder *encoder, const char *text, size_t length);

extern void encoder_close(Encoder *encoder);

#endif							/* ENCODER_H */
