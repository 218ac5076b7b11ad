/*-------------------------------------------------------------------------
 *
 * row.c
 *		Cells one by one. What a clean cell needs not do is out of line.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <time.h>

#include "calendar.h"
#include "catalog/pg_type_d.h"
#include "clean.h"
#include "identifiers.h"
#include "port/pg_bswap.h"
#include "row.h"

#define MAX_CODE 512			/* bytes of a code that is cleaned */
#define MAX_ODOMETER 2000000
#define UNIX_2000 10957			/* days from 1970-01-01 to 2000-01-01 */
#define DAY_SECONDS 86400

static int32 last_day;			/* that does not lie in the future; 0: not known yet */

void
row_set_today(int32 day)
{
	last_day = day;
}

/* Today, and a day more, as it is tomorrow already elsewhere. */
static int32
find_last_day(void)
{
	if (last_day == 0)
		last_day = time(NULL) / DAY_SECONDS - UNIX_2000 + 1;
	return last_day;
}

/* A rule is broken: false if the row is rejected for it. */
static bool
broken(RuleId id, const Cell *cell, int64 line, const RowReport *report)
{
	const CheckRule *rule = rule_get(id);

	if (rule->severity == SEVERITY_REJECT)
		reject_add(report->rejects, line, cell->column->name, rule->name, rule->message);
	else if (rule->severity == SEVERITY_WARNING)
		rule_warn(report->warnings, id, line);
	return rule->severity != SEVERITY_REJECT;
}

static bool
has_high_bit(const char *text, int length)
{
	unsigned char any = 0;

	for (int i = 0; i < length; i++)
		any |= text[i];
	return any >= 0x80;
}

/* A code: narrow, and whole if a spreadsheet abbreviated it. */
static bool
clean_code_cell(const Cell *cell, CsvField *text, int64 line, const RowReport *report)
{
	static char room[MAX_CODE];
	static char digits[SCIENTIFIC_MAX];

	if (text->length <= MAX_CODE)
		*text = clean_code(*text, room);
	return clean_scientific(text, digits) != SCIENTIFIC_LOST || broken(RULE_DIGITS_LOST, cell, line, report);
}

static bool
check_vin(const Cell *cell, CsvField *text, int64 line, const RowReport *report)
{
	static char room[17];
	aftersales_vin_status status;

	if (text->length == sizeof(room))
	{
		for (int i = 0; i < sizeof(room); i++)
			room[i] = pg_ascii_toupper((unsigned char) text->text[i]);
		text->text = room;
	}
	status = aftersales_vin_check(text->text, text->length);
	return status == AFTERSALES_VIN_VALID ||
		broken(status == AFTERSALES_VIN_FORMAT ? RULE_VIN_FORMAT : RULE_VIN_CHECK_DIGIT, cell, line, report);
}

static bool
check_plate(const Cell *cell, CsvField *text, int64 line, const RowReport *report)
{
	static char room[MAX_CODE];

	if (aftersales_plate_kind(text->text, text->length) == AFTERSALES_PLATE_OTHER)
		return broken(RULE_PLATE, cell, line, report);
	text->length = aftersales_plate_normalize(text->text, text->length, room);
	text->text = room;
	return true;
}

static bool
check_phone(const Cell *cell, CsvField *text, int64 line, const RowReport *report)
{
	static char room[AFTERSALES_PHONE_SIZE];
	size_t		length = aftersales_phone_normalize(text->text, text->length, room);

	if (length == 0)
		return broken(RULE_PHONE, cell, line, report);
	*text = (CsvField) {room, length};
	return true;
}

/* What a text needs that is not clean, or of a kind; false if the row is rejected. */
static bool
prepare_text(const Cell *cell, CsvField *text, int64 line, const RowReport *report)
{
	bool		code = cell->column->code || cell->kind != KIND_ANY;

	if (code && !clean_code_cell(cell, text, line, report))
		return false;
	if (!code)
		*text = clean_text(*text);
	if (text->length == 0)
		return true;
	switch (cell->kind)
	{
		case KIND_VIN:
			return check_vin(cell, text, line, report);
		case KIND_PLATE:
			return check_plate(cell, text, line, report);
		case KIND_PHONE:
			return check_phone(cell, text, line, report);
		default:
			return true;
	}
}

/* True if the text of a code or plain text column can be taken as it is. */
static inline bool
is_clean(const Cell *cell, CsvField text)
{
	if (cell->kind != KIND_ANY || clean_needed(text.text, text.length))
		return false;
	if (!cell->column->code)
		return true;
	/* wide forms; 1.38123E+10 */
	return !has_high_bit(text.text, text.length) && !(text.length > 4 && text.text[text.length - 3] == '+');
}

static uint32
field_word(const char *field, int place)
{
	uint32		word;

	memcpy(&word, field + sizeof(int32) * place, sizeof(word));
	return pg_ntoh32(word);
}

/* The whole number of a numeric field, no more than 10^8. */
static int64
numeric_size(const char *field)
{
	uint16		parts[6];		/* digits, weight, sign, scale, two digits of base 10000 */
	int			ndigits;
	int			weight;

	memcpy(parts, field + sizeof(int32), 4 * sizeof(uint16));
	ndigits = pg_ntoh16(parts[0]);
	weight = (int16) pg_ntoh16(parts[1]);
	if (ndigits == 0 || weight < 1)
		return 0;
	if (weight > 1)
		return 100000000;
	parts[5] = 0;
	memcpy(parts + 4, field + sizeof(int32) + 4 * sizeof(uint16), Min(ndigits, 2) * sizeof(uint16));
	return pg_ntoh16(parts[4]) * INT64CONST(10000) + pg_ntoh16(parts[5]);
}

/* Checks a field of a kind by its binary form; false if the row is rejected. */
static bool
check_field(const Cell *cell, const char *field, int64 line, const RowReport *report)
{
	if (field_word(field, 0) == PG_UINT32_MAX)	/* NULL */
		return true;
	switch (cell->kind)
	{
		case KIND_FACT_DATE:
			return (int32) field_word(field, 1) <= find_last_day() || broken(RULE_FUTURE_DATE, cell, line, report);
		case KIND_ODOMETER:
			return (int32) field_word(field, 1) <= MAX_ODOMETER || broken(RULE_ODOMETER_RANGE, cell, line, report);
		case KIND_QUANTITY:
			return numeric_size(field) <= 100000 || broken(RULE_QUANTITY_RANGE, cell, line, report);
		case KIND_PRICE:
			return numeric_size(field) <= 1000000 || broken(RULE_PRICE_RANGE, cell, line, report);
		default:
			return true;
	}
}

/* Appends one field; false if the row is rejected, after a report. */
static inline bool
append_cell(CopyBuffer *buffer, const Cell *cell, CsvField text, int64 line, const RowReport *report)
{
	size_t		start = buffer->used;
	Failure		failure;

	if (cell->column->type == TEXTOID ? !is_clean(cell, text) && !prepare_text(cell, &text, line, report) : false)
	{
		copy_int32(buffer, -1);
		return false;
	}
	if (text.length > 0 && text.text[0] == '#' && clean_is_error(text) && !broken(RULE_CELL_ERROR, cell, line, report))
	{
		copy_int32(buffer, -1);
		return false;
	}
	if (!value_append(buffer, cell->column, text.text, text.length, &failure))
	{
		reject_add(report->rejects, line, cell->column->name, failure.code, failure.message);
		return false;
	}
	return cell->kind < KIND_FACT_DATE || check_field(cell, buffer->data + start, line, report);
}

bool
row_append(CopyBuffer *buffer, const Mapper *mapper, const CsvRecord *record, const RowReport *report)
{
	bool		ok = true;

	for (int i = 0; i < mapper->ncells; i++)
		if (!append_cell(buffer, &mapper->cells[i], mapper_value(mapper, &mapper->cells[i], record), record->line, report))
			ok = false;
	return ok;
}
