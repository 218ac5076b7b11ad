/*-------------------------------------------------------------------------
 *
 * clean.c
 *		See clean.h. Texts are valid UTF-8.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "clean.h"

static const char *const wide_blanks[] = {"\u3000", "\u00A0", "\u200B", "\uFEFF"};

/* Bytes of the blank that a text begins (or ends) with; 0 if none. */
static int
blank_length(CsvField text, bool at_end)
{
	unsigned char c = text.length > 0 ? text.text[at_end ? text.length - 1 : 0] : 'x';

	if (c <= ' ')
		return 1;
	for (int i = 0; i < lengthof(wide_blanks); i++)
	{
		int			length = strlen(wide_blanks[i]);

		if (length <= text.length && memcmp(at_end ? text.text +text.length - length : text.text, wide_blanks[i], length) == 0)
			return length;
	}
	return 0;
}

static CsvField
trim(CsvField text)
{
	int			n;

	while ((n = blank_length(text, false)) > 0)
	{
		text.		text +=n;
		text.		length -= n;
	}
	while ((n = blank_length(text, true)) > 0)
		text.		length -= n;
	return text;
}

CsvField
clean_text(CsvField text)
{
	text = trim(text);

	if (text.length >= 3 && memcmp(text.text, "=\"", 2) == 0 && text.text[text.length - 1] == '"')
		return trim((CsvField) {text.text + 2, text.length - 3});
	if (text.length >= 2 && text.text[0] == '\'')
		return trim((CsvField) {text.text + 1, text.length - 1});
	return text;
}

/* Wide forms U+FF01 to U+FF5E are those of ASCII, U+3000 is a blank. */
CsvField
clean_code(CsvField text, char *room)
{
	const char *p;
	const char *end;
	int			n = 0;

	text = clean_text(text);
	p = text.	text;
	end = p + text.length;

	while (p < end)
	{
		unsigned char second = end - p >= 3 ? p[1] : 0;
		unsigned char third = end - p >= 3 ? p[2] : 0;

		if (p[0] == '\xEF' && ((second == 0xBC && third >= 0x81) || (second == 0xBD && third <= 0x9E)))
		{
			room[n++] = (char) (second == 0xBC ? third - 0x80 + ' ' : third - 0x80 + '`');
			p += 3;
		}
		else if (second == 0x80 && third == 0x80 && p[0] == '\xE3')
		{
			room[n++] = ' ';
			p += 3;
		}
		else
			room[n++] = *p++;
	}
	return n == text.length ? text : clean_text((CsvField) {room, n});
}

Scientific
clean_scientific(CsvField *text, char room[SCIENTIFIC_MAX])
{
	const char *p = text->text;
	const char *end = p + text->length;
	int			ndigits = 0;
	int			exponent;

	/* one digit, perhaps a point and more, then E+nn */
	if (text->length < 5 || text->length > 30 || end[-3] != '+' || (end[-4] != 'E' && end[-4] != 'e') ||
		end[-2] < '0' || end[-2] > '9' || end[-1] < '0' || end[-1] > '9')
		return SCIENTIFIC_NO;
	exponent = (end[-2] - '0') * 10 + (end[-1] - '0');
	for (; p < end - 4; p++)
	{
		if (p == text->text +1)
		{
			if (*p != '.')
				return SCIENTIFIC_NO;
		}
		else if (*p < '0' || *p > '9')
			return SCIENTIFIC_NO;
		else
			room[ndigits++] = *p;
	}
	if (ndigits != exponent + 1)
		return SCIENTIFIC_LOST;
	*text = (CsvField) {room, ndigits};
	return SCIENTIFIC_WHOLE;
}

bool
clean_is_error(CsvField text)
{
	static const char *const errors[] = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"};

	for (int i = 0; i < lengthof(errors); i++)
		if (text.length == strlen(errors[i]) && memcmp(text.text, errors[i], text.length) == 0)
			return true;
	return false;
}
