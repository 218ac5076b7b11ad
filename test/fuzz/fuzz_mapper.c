/*-------------------------------------------------------------------------
 *
 * fuzz_mapper.c
 *		A mapping file (up to the first NUL; none if it is empty) and a CSV
 *		file, into a table with a column of each kind: what is sent to the
 *		server is always well-formed.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include "catalog/pg_type_d.h"
#include "csv.h"
#include "mb/pg_wchar.h"
#include "port/pg_bswap.h"
#include "row.h"

static Column columns[] = {
	{.name = "vehicle_no", .type = TEXTOID, .code = true, .not_null = true, .key_place = 1},
	{.name = "vin", .type = TEXTOID, .code = true},
	{.name = "plate", .type = TEXTOID},
	{.name = "phone", .type = TEXTOID, .code = true},
	{.name = "name", .type = TEXTOID},
	{.name = "opened_on", .type = DATEOID},
	{.name = "odometer", .type = INT4OID},
	{.name = "quantity", .type = NUMERICOID, .precision = 14, .scale = 3},
	{.name = "amount", .type = NUMERICOID, .precision = 14, .scale = 2},
	{.name = "lead_time", .type = NUMERICOID},
	{.name = "is_workday", .type = BOOLOID},
	{.name = "kind", .type = TEXTOID, .not_null = true, .default_value = "repair"}
};

/* Each field has the length it states. */
static void
check_fields(const CopyBuffer *buffer, int ncells)
{
	size_t		at = 0;

	for (int i = 0; i < ncells; i++)
	{
		uint32		word;
		int32		length;

		CHECK(buffer->used - at >= sizeof(word));
		memcpy(&word, buffer->data + at, sizeof(word));
		length = (int32) pg_ntoh32(word);
		at += sizeof(word);
		CHECK(length >= -1 && (length <= 0 || length <= buffer->used - at));
		at += Max(length, 0);
	}
	CHECK(at == buffer->used);
}

static void
load_rows(CsvReader *csv, const Table *table, const MapFile *map)
{
	static CsvRecord record;
	RejectList	rejects = {0};
	RuleWarnings warnings = {0};
	RowReport	report = {&rejects, &warnings};
	CopyBuffer	buffer = {0};
	Mapper	   *mapper = NULL;

	if (csv_next(csv, &record) == CSV_RECORD && mapper_fits(table, &record, map))
		mapper = mapper_bind("file", table, &record, map);
	while (mapper && csv_next(csv, &record) == CSV_RECORD)
	{
		if (record.nfields != mapper->nfields || pg_encoding_verifymbstr(PG_UTF8, record.raw, record.raw_length) != record.raw_length)
			continue;
		if (mapper_skips(mapper, &record) || mapper_is_idle(mapper, &record))
			continue;
		buffer.used = 0;
		CHECK(row_append(&buffer, mapper, &record, &report) || rejects.count > 0);
		check_fields(&buffer, mapper->ncells);
	}
	if (mapper)
		mapper_free(mapper);
	reject_free(&rejects);
	pg_free(buffer.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"visit", "vehicle", "customer"};
	Table		table = {.ncolumns = lengthof(columns), .columns = columns};
	const uint8_t *end = size > 1 ? memchr(data + 1, '\0', size - 1) : NULL;
	MapFile    *map = NULL;
	CsvReader  *csv;

	if (end == NULL)
		return 0;
	row_set_today(10000);
	table.name = names[data[0] % lengthof(names)];
	if (end > data + 1)
	{
		map = map_parse("map", pnstrdup((const char *) data + 1, end - data - 1));
		if (map == NULL)
			return 0;
	}
	csv = csv_open(memory_source(end + 1, data + size - end - 1, size));
	load_rows(csv, &table, map);
	csv_close(csv);
	if (map)
		map_free(map);
	return 0;
}
