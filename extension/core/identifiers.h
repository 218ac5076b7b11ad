/*-------------------------------------------------------------------------
 *
 * identifiers.h
 *		VINs, number plates and phone numbers as they come from dealers.
 *
 * Texts are UTF-8, not terminated.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_IDENTIFIERS_H
#define AFTERSALES_IDENTIFIERS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum aftersales_vin_status
{
	AFTERSALES_VIN_VALID,
	AFTERSALES_VIN_FORMAT,		/* not 17 digits and capitals without I, O and Q */
	AFTERSALES_VIN_CHECK_DIGIT	/* the ninth character is not what the others make it */
} aftersales_vin_status;

typedef enum aftersales_plate
{
	AFTERSALES_PLATE_STANDARD,	/* province, letter, five characters */
	AFTERSALES_PLATE_ELECTRIC,	/* new energy, pure electric */
	AFTERSALES_PLATE_NEW_ENERGY,	/* new energy, others */
	AFTERSALES_PLATE_OTHER
} aftersales_plate;

#define AFTERSALES_PHONE_SIZE 32	/* bytes of the longest phone number, with the end */

/* ISO 3779, GB 16735. */
extern aftersales_vin_status aftersales_vin_check(const char *vin, size_t length);

/* Blanks, dots and hyphens between characters, and the case of letters, do not matter. */
extern aftersales_plate aftersales_plate_kind(const char *plate, size_t length);

/* Writes the plate in capitals without blanks, dots and hyphens, in no more bytes than it had; returns their number. */
extern size_t aftersales_plate_normalize(const char *plate, size_t length, char *out);

/*
 * Writes a mainland Chinese phone number by its digits, with an x before
 * an extension, and its end; returns its length, 0 if it is none. The country
 * code goes; the zero of an area code that a spreadsheet took comes back.
 */
extern size_t aftersales_phone_normalize(const char *phone, size_t length, char out[AFTERSALES_PHONE_SIZE]);

#endif							/* AFTERSALES_IDENTIFIERS_H */
