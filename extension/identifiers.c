/*-------------------------------------------------------------------------
 *
 * identifiers.c
 *		vin_check, plate_kind, phone_normalize and is_time_zone.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "core/identifiers.h"

#include "fmgr.h"
#include "pgtime.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(aftersales_vin_check_text);
PG_FUNCTION_INFO_V1(aftersales_plate_kind_text);
PG_FUNCTION_INFO_V1(aftersales_phone_normalize_text);
PG_FUNCTION_INFO_V1(aftersales_is_time_zone);

/* vin_check(vin) */
Datum
aftersales_vin_check_text(PG_FUNCTION_ARGS)
{
	/* in the order of aftersales_vin_status */
	static const char *const words[] = {"valid", "format", "check_digit"};
	text	   *vin = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(cstring_to_text(words[aftersales_vin_check(VARDATA_ANY(vin), VARSIZE_ANY_EXHDR(vin))]));
}

/* plate_kind(plate) */
Datum
aftersales_plate_kind_text(PG_FUNCTION_ARGS)
{
	/* in the order of aftersales_plate */
	static const char *const words[] = {"standard", "electric", "new_energy", "other"};
	text	   *plate = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(cstring_to_text(words[aftersales_plate_kind(VARDATA_ANY(plate), VARSIZE_ANY_EXHDR(plate))]));
}

/* phone_normalize(phone) */
Datum
aftersales_phone_normalize_text(PG_FUNCTION_ARGS)
{
	text	   *phone = PG_GETARG_TEXT_PP(0);
	char		number[AFTERSALES_PHONE_SIZE];
	size_t		length = aftersales_phone_normalize(VARDATA_ANY(phone), VARSIZE_ANY_EXHDR(phone), number);

	if (length == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(number, length));
}

/* is_time_zone(name): as AT TIME ZONE looks names up, but without an error */
Datum
aftersales_is_time_zone(PG_FUNCTION_ARGS)
{
	pg_tz	   *zone = pg_tzset(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	PG_RETURN_BOOL(zone != NULL && pg_tz_acceptable(zone));
}
