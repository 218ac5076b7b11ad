/*-------------------------------------------------------------------------
 *
 * fuzz_csv.c
 *		The tokenizer: records are pieces of the input, and the same however
 *		it comes.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include "csv.h"

/* Numbers of records and fields, a sum of what the fields hold, and how it ended. */
typedef struct Digest
{
	int64		records;
	int64		fields;
	uint64		sum;
	CsvStatus	end;
} Digest;

static Digest
digest(const uint8_t *data, size_t size, size_t piece)
{
	static CsvRecord record;
	Digest		result = {0};
	CsvReader  *csv = csv_open(utf8_decoder(memory_source(data, size, piece)));
	int64		line = 0;

	while ((result.end = csv_next(csv, &record)) == CSV_RECORD)
	{
		CHECK(record.line > line && record.raw_length > 0 && record.nfields > 0);
		line = record.line;
		result.records++;
		result.fields += record.nfields;
		for (int i = 0; i < Min(record.nfields, CSV_MAX_FIELDS); i++)
		{
			CHECK(record.fields[i].length >= 0 && record.fields[i].length <= record.raw_length);
			for (int k = 0; k < record.fields[i].length; k++)
				result.sum = result.sum * 31 + (unsigned char) record.fields[i].text[k];
		}
	}
	CHECK(csv_position(csv) <= size);
	csv_close(csv);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Digest		whole;
	Digest		pieces;

	if (size == 0)
		return 0;
	whole = digest(data + 1, size - 1, size);
	pieces = digest(data + 1, size - 1, data[0]);
	CHECK(whole.records == pieces.records && whole.fields == pieces.fields && whole.sum == pieces.sum && whole.end == pieces.end);
	return 0;
}
