/*-------------------------------------------------------------------------
 *
 * options.h
 *		The command line of aftersales-load.
 *
 *-------------------------------------------------------------------------
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "load.h"

extern const LoadOptions options_default;
extern const char options_help[];

/* Reads the options; what follows them begins at optind, and is not empty. Exits with AS_USAGE if something is wrong. */
extern void options_read(int argc, char **argv, LoadOptions *options);

/* Exits with AS_USAGE if an option was given, those of the connection apart, that the command does not take. */
extern void options_refuse(const char *command, bool (*takes) (const char *option));

#endif							/* OPTIONS_H */
