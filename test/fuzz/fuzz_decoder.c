/*-------------------------------------------------------------------------
 *
 * fuzz_decoder.c
 *		gzip and encodings: whatever comes out is UTF-8 but for escaped
 *		bytes, and UTF-16 is written back as it was read.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include "encoder.h"
#include "escape.h"
#include "mb/pg_wchar.h"

#define MAX_TEXT (1024 * 1024)

static size_t
read_all(Source *source, char *text)
{
	size_t		length = 0;
	ssize_t		got;

	while (length < MAX_TEXT - 64 && (got = source->read(source, text + length, MAX_TEXT - length)) > 0)
		length += got;
	source->close(source);
	return length;
}

static void
check_text(const char *text, size_t length)
{
	for (size_t i = 0; i < length;)
	{
		int			n = is_escape(text + i, length - i) ? ESCAPE_SIZE :
		text[i] == '\0' ? 1 : pg_encoding_verifymbchar(PG_UTF8, text + i, length - i);

		CHECK(n > 0);
		i += n;
	}
}

static void
check_round_trip(const uint8_t *data, size_t size, const char *text, size_t length)
{
	InputFormat format = {.encoding = "UTF-16LE"};
	char	   *bytes = NULL;
	size_t		written = 0;
	FILE	   *out = open_memstream(&bytes, &written);
	Encoder    *encoder = encoder_open(out, &format);

	encoder_write(encoder, text, length);
	encoder_close(encoder);
	fclose(out);
	CHECK(written == size && memcmp(bytes, data, size) == 0);
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {"GB18030", "UTF-16LE", "UTF-16BE", "BIG5"};
	static char text[MAX_TEXT];
	const char *encoding;
	size_t		length;

	if (size < 2)
		return 0;
	if (data[0] == 'Z')
	{
		read_all(gzip_decoder(memory_source(data + 2, size - 2, data[1])), text);
		return 0;
	}
	encoding = encodings[data[0] % lengthof(encodings)];
	length = read_all(iconv_decoder(memory_source(data + 2, size - 2, data[1]), encoding), text);
	if (length >= MAX_TEXT - 64)
		return 0;
	check_text(text, length);
	if (strcmp(encoding, "UTF-16LE") == 0 && memcmp(data + 2, "\xFF\xFE", Min(size - 2, 2)) != 0)
		check_round_trip(data + 2, size - 2, text, length);
	return 0;
}
