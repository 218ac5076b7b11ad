/*-------------------------------------------------------------------------
 *
 * fuzz_csv.c
 *		The tokenizer: records are pieces of the input, and the same however
 *		it comes and however many of their fields are wanted.
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
	uint64		shape;			/* of lines, lengths and first fields */
	CsvStatus	end;
} Digest;

static Digest
digest(const uint8_t *data, size_t size, size_t piece, int wanted)
{
	static CsvRecord record;
	Digest		result = {0};
	CsvReader  *csv = csv_open(utf8_decoder(memory_source(data, size, piece)));
	int64		line = 0;

	if (wanted > 0)
		csv_skim(csv, wanted);
	while ((result.end = csv_next(csv, &record)) == CSV_RECORD)
	{
		CHECK(record.line > line && record.raw_length > 0 && record.nfields > 0);
		line = record.line;
		result.shape = (result.shape * 31 + line) * 31 + record.raw_length;
		result.shape = result.shape * 31 + record.fields[0].length;
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
	Digest		skimmed;

	if (size == 0)
		return 0;
	whole = digest(data + 1, size - 1, size, 0);
	pieces = digest(data + 1, size - 1, data[0], 0);
	skimmed = digest(data + 1, size - 1, data[0], 1 + data[0] % 3);
	CHECK(whole.records == pieces.records && whole.fields == pieces.fields && whole.sum == pieces.sum && whole.end == pieces.end);
	CHECK(whole.records == skimmed.records && whole.shape == skimmed.shape && whole.end == skimmed.end);
	return 0;
}
