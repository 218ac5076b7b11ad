/*-------------------------------------------------------------------------
 *
 * identifiers.c
 *		VINs, number plates and phone numbers; see identifiers.h.
 *
 *-------------------------------------------------------------------------
 */
#include "identifiers.h"

#include <string.h>

#define MAX_PLATE 32			/* bytes of a plate that is looked at */
#define MAX_DIGITS 24			/* of a phone number as it is written */
#define MAX_EXTENSION 6

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What a character counts for in a VIN; -1: it does not belong there. */
static int
vin_value(char c)
{
	static const signed char letters[26] = {
		 /* A to I */ 1, 2, 3, 4, 5, 6, 7, 8, -1,
		 /* J to R */ 1, 2, 3, 4, 5, -1, 7, -1, 9,
		 /* S to Z */ 2, 3, 4, 5, 6, 7, 8, 9
	};

	if (is_digit(c))
		return c - '0';
	return c >= 'A' && c <= 'Z' ? letters[c - 'A'] : -1;
}

aftersales_vin_status
aftersales_vin_check(const char *vin, size_t length)
{
	static const int weights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
	int			sum = 0;

	if (length != 17)
		return AFTERSALES_VIN_FORMAT;
	for (int i = 0; i < 17; i++)
	{
		int			value = vin_value(vin[i]);

		if (value < 0)
			return AFTERSALES_VIN_FORMAT;
		sum += value * weights[i];
	}
	return vin[8] == "0123456789X"[sum % 11] ? AFTERSALES_VIN_VALID : AFTERSALES_VIN_CHECK_DIGIT;
}

/* Length of a separator that may stand between the characters of a plate or phone number; 0: none stands here. */
static size_t
separator(const char *p, size_t left)
{
	static const char *const separators[] = {
		" ", "\t", "-", ".", "\u00B7", "\u00A0", "\u2022", "\u2010", "\u2013", "\u2014", "\u3000", "\u30FB", "\uFF0D"
	};

	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
	{
		size_t		length = strlen(separators[i]);

		if (length <= left && memcmp(p, separators[i], length) == 0)
			return length;
	}
	return 0;
}

size_t
aftersales_plate_normalize(const char *plate, size_t length, char *out)
{
	size_t		n = 0;

	for (size_t i = 0; i < length;)
	{
		size_t		passed = separator(plate + i, length - i);

		if (passed == 0)
			out[n++] = plate[i] >= 'a' && plate[i] <= 'z' ? plate[i++] - 'a' + 'A' : plate[i++];
		i += passed;
	}
	return n;
}

/* A character of a plate's number: no I and no O. */
static bool
is_serial(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'O');
}

/* The kind by the letter of a new-energy plate; AFTERSALES_PLATE_OTHER: it is none. */
static aftersales_plate
energy(char letter)
{
	if (letter >= 'A' && letter <= 'E')
		return AFTERSALES_PLATE_ELECTRIC;
	if ((letter >= 'F' && letter <= 'H') || letter == 'J' || letter == 'K')
		return AFTERSALES_PLATE_NEW_ENERGY;
	return AFTERSALES_PLATE_OTHER;
}

aftersales_plate
aftersales_plate_kind(const char *plate, size_t length)
{
	static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
	char		text[MAX_PLATE];
	size_t		n;
	int			digits = 0;
	bool		known = false;

	if (length > MAX_PLATE)
		return AFTERSALES_PLATE_OTHER;
	n = aftersales_plate_normalize(plate, length, text);
	/* each province is three bytes */
	if ((n != 3 + 6 && n != 3 + 7) || text[3] < 'A' || text[3] > 'Z' || text[3] == 'I')
		return AFTERSALES_PLATE_OTHER;
	for (const char *p = provinces; *p && !known; p += 3)
		known = memcmp(text, p, 3) == 0;
	for (size_t i = 4; i < n; i++)
	{
		known = known && is_serial(text[i]);
		digits += is_digit(text[i]);
	}
	if (!known)
		return AFTERSALES_PLATE_OTHER;
	if (n == 3 + 6)
		return AFTERSALES_PLATE_STANDARD;
	/* small vehicles: the letter first, of the next five the first may be another; large ones: the letter last */
	if (!is_digit(text[4]) && digits >= (is_digit(text[5]) ? 5 : 4))
		return energy(text[4]);
	return digits == 5 && !is_digit(text[9]) ? energy(text[9]) : AFTERSALES_PLATE_OTHER;
}

/* A phone number as it is written: its digits, and where its last group begins. */
typedef struct Phone
{
	char		digits[MAX_DIGITS];
	int			count;
	int			last_group;
	bool		plus;			/* a plus stands before it */
	bool		extension;		/* the last group is marked as one */
} Phone;

/* Length of a mark before an extension; 0: none stands here. */
static size_t
extension_mark(const char *p, size_t left)
{
	static const char *const marks[] = {"\u8F6C", "ext", "x", "X", "#"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strlen(marks[i]) <= left && memcmp(p, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* Length of a parenthesis, also a wide one; 0: none stands here. */
static size_t
parenthesis(const char *p, size_t left)
{
	if (*p == '(' || *p == ')')
		return 1;
	return left >= 3 && memcmp(p, "\uFF08", 2) == 0 && ((unsigned char) p[2] == 0x88 || (unsigned char) p[2] == 0x89) ? 3 : 0;
}

/* Takes one digit or mark; its length, 0: it does not belong in a phone number. */
static size_t
take(Phone *phone, const char *p, size_t left)
{
	bool		wide = left >= 3 && memcmp(p, "\uFF10", 2) == 0 && (unsigned char) p[2] >= 0x90 && (unsigned char) p[2] <= 0x99;
	size_t		length;

	if (is_digit(*p) || wide)
	{
		if (phone->count == MAX_DIGITS)
			return 0;
		phone->digits[phone->count++] = wide ? '0' + (unsigned char) p[2] - 0x90 : *p;
		return wide ? 3 : 1;
	}
	if (*p == '+' || (left >= 3 && memcmp(p, "\uFF0B", 3) == 0))
	{
		if (phone->count > 0 || phone->plus)
			return 0;
		phone->plus = true;
		return *p == '+' ? 1 : 3;
	}
	length = extension_mark(p, left);
	if (length > 0 && (phone->extension || phone->count == 0))
		return 0;
	phone->extension = phone->extension || length > 0;
	if (length == 0)
		length = separator(p, left);
	if (length == 0)
		return parenthesis(p, left);
	phone->last_group = phone->count;
	return length;
}

static bool
is_mobile(const char *digits, int count)
{
	return count == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

/* With its area code: 010, 02x, or four digits from 03 to 09, then seven or eight digits. */
static bool
is_landline(const char *digits, int count)
{
	int			area;

	if (count < 10 || digits[0] != '0')
		return false;
	area = digits[1] == '2' || memcmp(digits, "010", 3) == 0 ? 3 : digits[1] >= '3' ? 4 : count;
	return (count - area == 7 || count - area == 8) && digits[area] >= '1';
}

/* Writes the number that the digits are; returns its length, 0 if they are none. */
static int
write_number(const char *digits, int count, char *out)
{
	char		with_zero[MAX_DIGITS + 1] = "0";
	bool		service = count >= 10 && (memcmp(digits, "400", 3) == 0 || memcmp(digits, "800", 3) == 0);
	bool		local = (count == 7 || count == 8) && digits[0] >= '2' && digits[0] <= '8';

	if (count > 0 && digits[0] == '0' && is_mobile(digits + 1, count - 1))
	{
		digits++;
		count--;
	}
	memcpy(with_zero + 1, digits, count);
	if (is_mobile(digits, count) || is_landline(digits, count) || (service && count == 10) || local)
		memcpy(out, digits, count);
	else if (!service && is_landline(with_zero, count + 1))
		memcpy(out, with_zero, ++count);
	else
		return 0;
	return count;
}

size_t
aftersales_phone_normalize(const char *text, size_t length, char out[AFTERSALES_PHONE_SIZE])
{
	Phone		phone = {.count = 0};
	const char *digits = phone.digits;
	int			n = 0;
	int			extension;

	for (size_t i = 0; i < length;)
	{
		size_t		taken = take(&phone, text + i, length - i);

		if (taken == 0)
			return 0;
		i += taken;
	}
	if (phone.count > 4 && memcmp(digits, "0086", 4) == 0)
		digits += 4;
	else if (phone.count > 2 && memcmp(digits, "86", 2) == 0 && (phone.plus || is_mobile(digits + 2, phone.count - 2)))
		digits += 2;
	else if (phone.plus)
		return 0;
	if (!phone.extension)
		n = write_number(digits, phone.digits + phone.count - digits, out);
	extension = phone.count - phone.last_group;
	if (n == 0 && extension > 0 && extension <= MAX_EXTENSION && phone.digits + phone.last_group > digits)
	{
		n = write_number(digits, phone.digits + phone.last_group - digits, out);
		if (n > 0)
		{
			out[n++] = 'x';
			memcpy(out + n, phone.digits + phone.last_group, extension);
			n += extension;
		}
	}
	out[n] = '\0';
	return n;
}
