/*-------------------------------------------------------------------------
 *
 * tap.h
 *		TAP for unit tests in C: call ok() and is_close(), end with
 *		return done_testing();
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_TAP_H
#define AFTERSALES_TAP_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int	tests_run = 0;
static int	tests_failed = 0;

__attribute__((format(printf, 2, 3)))
static bool
ok(bool good, const char *format,...)
{
	va_list		args;

	printf("%s %d - ", good ? "ok" : "not ok", ++tests_run);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	tests_failed += !good;
	return good;
}

/* Relative error up to tolerance (absolute, if 0 is wanted). */
__attribute__((unused))
static bool
is_close(double got, double wanted, double tolerance, const char *what)
{
	bool		good = fabs(got - wanted) <= tolerance * (wanted == 0 ? 1 : fabs(wanted));

	ok(good, "%s", what);
	if (!good)
		printf("#   got %.17g, wanted %.17g\n", got, wanted);
	return good;
}

static int
done_testing(void)
{
	printf("1..%d\n", tests_run);
	return tests_failed > 0 || tests_run == 0;
}

#endif							/* AFTERSALES_TAP_H */
