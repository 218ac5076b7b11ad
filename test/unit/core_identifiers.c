/*-------------------------------------------------------------------------
 *
 * core_identifiers.c
 *		VINs, plates and phone numbers: any bytes are safe, and what was
 *		normalized stays as it is.
 *
 *-------------------------------------------------------------------------
 */
#include <stdlib.h>
#include <string.h>

#include "identifiers.h"
#include "tap.h"

/* Random pieces, in a block of just their length. */
static char *
random_text(size_t *length)
{
	static const char *const pieces[] = {
		"1", "3", "8", "0", "86", "400", "+", "-", " ", "(", "转", "ext", "京", "A", "粤B", "\xEF\xBC", "\xEF\xBC\x98", "\xE3\x80\x80", "\xE3", "I", "x", "12345678"
	};
	char		text[256] = "";
	char	   *exact;

	*length = 0;
	for (int n = rand() % 14; n > 0; n--)
		strcat(text, pieces[rand() % (sizeof(pieces) / sizeof(pieces[0]))]);
	*length = strlen(text);
	exact = malloc(*length + 1);
	memcpy(exact, text, *length);
	/* reading past the end is noticed */
	return realloc(exact, *length > 0 ? *length : 1);
}

int
main(void)
{
	int			phones = 0;
	int			wrong = 0;

	srand(5);
	for (int i = 0; i < 200000; i++)
	{
		size_t		length;
		char	   *text = random_text(&length);
		char	   *plate = malloc(length > 0 ? length : 1);
		char		first[AFTERSALES_PHONE_SIZE];
		char		second[AFTERSALES_PHONE_SIZE];
		size_t		n = aftersales_phone_normalize(text, length, first);

		wrong += n > 0 && (aftersales_phone_normalize(first, n, second) != n || strcmp(first, second) != 0);
		phones += n > 0;
		n = aftersales_plate_normalize(text, length, plate);
		wrong += aftersales_plate_kind(text, length) != aftersales_plate_kind(plate, n);
		wrong += aftersales_vin_check(text, length) == AFTERSALES_VIN_VALID && length != 17;
		free(plate);
		free(text);
	}
	ok(phones > 100, "%d of 200000 random texts are phone numbers", phones);
	ok(wrong == 0, "normalized once or twice is the same");
	return done_testing();
}
