/*-------------------------------------------------------------------------
 *
 * mapper.c
 *		Binds the columns of a file to those of a table.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <ctype.h>

#include "common/logging.h"

#include "calendar.h"
#include "clean.h"
#include "mapper.h"
#include "value.h"
#include "parse.h"

#define NOWHERE -1
#define TWICE -2

static CsvField
text_field(const char *text)
{
	return (CsvField) {text, strlen(text)};
}

/* Place of a column of the file, by its name. */
static int
header_field(const CsvRecord *header, const char *name)
{
	int			found = NOWHERE;

	for (int i = 0; i < header->nfields; i++)
	{
		CsvField	field = clean_text(header->fields[i]);

		if (field.length != strlen(name) || pg_strncasecmp(field.text, name, field.length) != 0)
			continue;
		if (found >= 0)
			return TWICE;
		found = i;
	}
	return found;
}

bool
mapper_gives(const Mapper *mapper, const Column *column)
{
	for (int i = 0; i < mapper->ncells; i++)
		if (mapper->cells[i].column == column)
			return true;
	return false;
}

int
mapper_group_field(const Mapper *mapper, const Table *table)
{
	int			key_columns = 0;
	int			field = -1;

	for (int i = 0; i < table->ncolumns; i++)
		key_columns += table->columns[i].key_place > 0;
	for (int i = 0; i < mapper->ncells && key_columns > 1; i++)
		if (mapper->cells[i].column->key_place == 1 && mapper->cells[i].nparts == 1)
			field = mapper->cells[i].parts[0].field;
	return field;
}

static Cell *
add_cell(Mapper *mapper, const Table *table, const Column *column)
{
	mapper->cells = pg_realloc(mapper->cells, (mapper->ncells + 1) * sizeof(Cell));
	mapper->cells[mapper->ncells] = (Cell) {.column = column, .kind = column_kind(table, column)};
	return &mapper->cells[mapper->ncells++];
}

/* Each column of the file goes to ours of that name; of two that mean the same the first does. */
static bool
bind_names(Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header)
{
	for (int i = 0; i < header->nfields; i++)
	{
		const Column *column = names_column(table, header->fields[i]);
		CsvField	name = clean_text(header->fields[i]);
		Cell	   *cell;

		if (column == NULL)
			continue;
		if (mapper_gives(mapper, column))
		{
			if (name.length == strlen(column->name) && pg_strncasecmp(name.text, column->name, name.length) == 0)
			{
				pg_log_error("%s: column \"%s\" appears twice in the header", file_name, column->name);
				return false;
			}
			continue;
		}
		cell = add_cell(mapper, table, column);
		cell->nparts = 1;
		cell->parts[0].field = i;
		names_add_words(table, column, &cell->words, &cell->nwords);
	}
	return true;
}

/* The field a line of the mapping file names; -1 after a message. */
static int
mapped_field(const char *file_name, const CsvRecord *header, const MapFile *map, const MapEntry *entry, const char *name)
{
	int			field = header_field(header, name);

	if (field < 0)
		pg_log_error("%s:%d: column \"%s\" appears %s in the header of \"%s\"", map->path, entry->line, name,
					 field == NOWHERE ? "nowhere" : "twice", file_name);
	return Max(field, NOWHERE);
}

static bool
bind_entry(Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header,
		   const MapFile *map, const MapEntry *entry)
{
	const Column *column = names_column(table, text_field(entry->column));
	Cell	   *cell;

	if (column == NULL || mapper_gives(mapper, column))
	{
		pg_log_error("%s:%d: column \"%s\" %s \"%s\"", map->path, entry->line, entry->column,
					 column ? "is given twice for table" : "is not in table", table->name);
		return false;
	}
	cell = add_cell(mapper, table, column);
	cell->nparts = entry->nitems;
	for (int i = 0; i < entry->nitems; i++)
	{
		const MapItem *item = &entry->items[i];

		cell->parts[i].field = -1;
		if (item->constant)
			cell->parts[i].constant = text_field(item->text);
		else if ((cell->parts[i].field = mapped_field(file_name, header, map, entry, item->text)) < 0)
			return false;
	}
	return true;
}

static bool
bind_skip(Mapper *mapper, const char *file_name, const CsvRecord *header, const MapFile *map, const MapEntry *entry)
{
	int			field = mapped_field(file_name, header, map, entry, entry->column);

	if (field < 0)
		return false;
	mapper->skips = pg_realloc(mapper->skips, (mapper->nskips + 1) * sizeof(Skip));
	mapper->skips[mapper->nskips++] = (Skip) {field, text_field(entry->items[0].text)};
	return true;
}

/* A date pattern or a word for a value, once the columns are bound. */
static bool
bind_detail(Mapper *mapper, const Table *table, const MapFile *map, const MapEntry *entry)
{
	const Column *column = names_column(table, text_field(entry->column));

	for (int i = 0; column && i < mapper->ncells; i++)
	{
		Cell	   *cell = &mapper->cells[i];

		if (cell->column != column)
			continue;
		if (entry->kind == MAP_DATE)
			cell->date_pattern = entry->items[0].text;
		else
		{
			cell->words = pg_realloc(cell->words, (cell->nwords + 1) * sizeof(NameWord));
			cell->words[cell->nwords++] = (NameWord) {text_field(entry->from), text_field(entry->items[0].text)};
		}
		return true;
	}
	pg_log_error("%s:%d: column \"%s\" is given no value in this file", map->path, entry->line, entry->column);
	return false;
}

static bool
bind_map(Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header, const MapFile *map)
{
	for (int i = 0; i < map->nentries; i++)
	{
		const MapEntry *entry = &map->entries[i];

		if ((entry->kind == MAP_SKIP && !bind_skip(mapper, file_name, header, map, entry)) ||
			(entry->kind == MAP_COLUMN && !bind_entry(mapper, file_name, table, header, map, entry)))
			return false;
	}
	for (int i = 0; i < map->nentries; i++)
		if ((map->entries[i].kind == MAP_VALUE || map->entries[i].kind == MAP_DATE) &&
			!bind_detail(mapper, table, map, &map->entries[i]))
			return false;
	/* those of the mapping file come first */
	for (int i = 0; i < mapper->ncells; i++)
		names_add_words(table, mapper->cells[i].column, &mapper->cells[i].words, &mapper->cells[i].nwords);
	return true;
}

/* Required columns must be given; a key column that has a default gets it. */
static bool
complete(Mapper *mapper, const char *file_name, const Table *table)
{
	bool		ok = true;

	for (int i = 0; i < table->ncolumns; i++)
	{
		const Column *column = &table->columns[i];

		if (mapper_gives(mapper, column))
			continue;
		if (column->not_null && column->default_value == NULL)
		{
			pg_log_error("%s: required column \"%s\" of table \"%s\" is missing", file_name, column->name, table->name);
			ok = false;
		}
		else if (column->key_place > 0)
			add_cell(mapper, table, column);
	}
	return ok;
}

/* Names are told once the required columns are found: the first row could be a person's otherwise. */
static void
warn_of_unused(const Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header)
{
	for (int i = 0; i < header->nfields; i++)
	{
		CsvField	name = clean_text(header->fields[i]);
		const Column *column = names_column(table, name);
		bool		used = false;

		for (int k = 0; k < mapper->ncells; k++)
			used = used || (mapper->cells[k].nparts > 0 && mapper->cells[k].parts[0].field == i);
		if (used || name.length == 0)
			continue;
		if (column)
			pg_log_warning("%s: column \"%.*s\" is ignored, as another one gives \"%s\"", file_name, name.length, name.text, column->name);
		else
			pg_log_warning("%s: column \"%.*s\" is not in table \"%s\" and is ignored", file_name, name.length, name.text, table->name);
	}
}

bool
mapper_fits(const Table *table, const CsvRecord *header, const MapFile *map)
{
	if (header->malformed || header->nfields > CSV_MAX_FIELDS)
		return false;
	for (int i = 0; map && i < map->nentries; i++)
		for (int k = 0; k < map->entries[i].nitems; k++)
			if ((map->entries[i].kind == MAP_COLUMN && !map->entries[i].items[k].constant &&
				 header_field(header, map->entries[i].items[k].text) < 0) ||
				(map->entries[i].kind == MAP_SKIP && header_field(header, map->entries[i].column) < 0))
				return false;
	for (int i = 0; map == NULL && i < table->ncolumns; i++)
	{
		const Column *column = &table->columns[i];
		bool		given = !column->not_null || column->default_value;

		for (int k = 0; !given && k < header->nfields; k++)
			given = names_column(table, header->fields[k]) == column;
		if (!given)
			return false;
	}
	return true;
}

/* Columns of one table lie in one array. */
static int
compare_cells(const void *a, const void *b)
{
	const Column *x = ((const Cell *) a)->column;
	const Column *y = ((const Cell *) b)->column;

	return (x > y) - (x < y);
}

Mapper *
mapper_bind(const char *file_name, const Table *table, const CsvRecord *header, const MapFile *map)
{
	Mapper	   *mapper = pg_malloc0(sizeof(*mapper));
	int			named;

	/* each field is shorter than a record, the constants together than a mapping file */
	mapper->joined = pg_malloc(MAP_MAX_ITEMS * CSV_MAX_RECORD + MAP_MAX_SIZE);
	mapper->nfields = header->nfields;
	if (!(map ? bind_map(mapper, file_name, table, header, map) : bind_names(mapper, file_name, table, header)))
	{
		mapper_free(mapper);
		return NULL;
	}
	named = mapper->ncells;
	if (!complete(mapper, file_name, table))
	{
		if (map == NULL)
			pg_log_error_detail("Of the %d fields of the first row, which names the columns, %d are names of columns.", header->nfields, named);
		mapper_free(mapper);
		return NULL;
	}
	if (map == NULL)
		warn_of_unused(mapper, file_name, table, header);
	qsort(mapper->cells, mapper->ncells, sizeof(Cell), compare_cells);
	return mapper;
}

void
mapper_free(Mapper *mapper)
{
	for (int i = 0; i < mapper->ncells; i++)
		pg_free(mapper->cells[i].words);
	pg_free(mapper->cells);
	pg_free(mapper->skips);
	pg_free(mapper->joined);
	pg_free(mapper);
}

static bool
equal(CsvField a, CsvField b)
{
	return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

bool
mapper_skips(const Mapper *mapper, const CsvRecord *record)
{
	for (int i = 0; i < mapper->nskips; i++)
		if (equal(clean_text(record->fields[mapper->skips[i].field]), mapper->skips[i].value))
			return true;
	return false;
}

/* 共28条, 第1页 */
static bool
is_count(CsvField text)
{
	int			length = strlen("共");

	return text.length > length && (memcmp(text.text, "共", length) == 0 || memcmp(text.text, "第", length) == 0) &&
		isdigit((unsigned char) text.text[length]);
}

/* True if a text begins a row of totals, or one that says who printed the list and when. */
static bool
is_total(CsvField text)
{
	static const char *const words[] = {
		"合计", "总计", "小计", "共计", "累计", "汇总", "合 计", "总 计", "小 计", "total", "grand total", "subtotal", "sum",
		"制表", "制表人", "制单", "制单人", "填表人", "打印人", "打印日期", "打印时间", "导出人", "导出时间", "审核", "审核人", "复核", "复核人", "经手人"
	};
	static const char *const periods[] = {"本页", "本月", "本日", "本年", "本期"};

	for (int i = 0; i < lengthof(periods); i++)
		if (text.length > strlen(periods[i]) && memcmp(text.text, periods[i], strlen(periods[i])) == 0)
			text = (CsvField) {text.text + strlen(periods[i]), text.length - strlen(periods[i])};
	if (is_count(text))
		return true;

	for (int i = 0; i < lengthof(words); i++)
	{
		int			length = strlen(words[i]);
		const char *rest = text.text + length;

		if (text.length < length || pg_strncasecmp(text.text, words[i], length) != 0)
			continue;
		/* alone, or before a colon or a count */
		if (text.length == length || *rest == ':' || *rest == ' ' || *rest == '(' || *rest == '\xEF')
			return true;
	}
	return false;
}

bool
mapper_is_idle(const Mapper *mapper, const CsvRecord *record)
{
	CsvField	first = {0};
	int			nfields = Min(record->nfields, CSV_MAX_FIELDS);
	bool		incomplete = record->nfields < mapper->nfields;

	for (int i = 0; i < nfields && first.length == 0; i++)
		first = clean_text(record->fields[i]);
	if (first.length == 0)
		return record->nfields <= CSV_MAX_FIELDS;
	for (int i = 0; i < mapper->ncells && !incomplete; i++)
	{
		const Cell *cell = &mapper->cells[i];

		incomplete = cell->column->not_null && cell->column->default_value == NULL &&
			cell->nparts == 1 && cell->parts[0].field >= 0 && clean_text(record->fields[cell->parts[0].field]).length == 0;
	}
	return incomplete && is_total(first);
}

/* The parts of a value, one behind the other. */
static CsvField
join_parts(const Mapper *mapper, const Cell *cell, const CsvRecord *record)
{
	int			length = 0;

	for (int i = 0; i < cell->nparts; i++)
	{
		const CellPart *part = &cell->parts[i];
		CsvField	text = part->field < 0 ? part->constant : clean_text(record->fields[part->field]);

		memcpy(mapper->joined + length, text.text, text.length);
		length += text.length;
	}
	return (CsvField) {mapper->joined, length};
}

/* What the mapping file or names.c say about the text of a cell. */
static CsvField
translate(const Cell *cell, CsvField text)
{
	static char date[16];
	char		room[64];
	int32		day;

	if (clean_needed(text.text, text.length))
		text = clean_text(text);
	for (int i = 0; i < cell->nwords; i++)
		if (cell->words[i].word.length == text.length && pg_strncasecmp(cell->words[i].word.text, text.text, text.length) == 0)
			return cell->words[i].value;
	if (cell->date_pattern && text.length > 0 && text.length < sizeof(room))
	{
		CsvField	clean = clean_code(text, room);

		if (parse_date_as(clean.text, clean.length, cell->date_pattern, &day) == PARSE_OK)
		{
			int			month = aftersales_month_of_day(day);

			return (CsvField) {date, snprintf(date, sizeof(date), "%04d-%02d-%02d", month / 12, month % 12 + 1, day - aftersales_first_day(month) + 1)};
		}
		/* no other form, which could mean another day */
		return (CsvField) {VALUE_OTHER_DATE, 1};
	}
	return text;
}

CsvField
mapper_value(const Mapper *mapper, const Cell *cell, const CsvRecord *record)
{
	CsvField	text;

	if (cell->nparts == 1)
		text = cell->parts[0].field < 0 ? cell->parts[0].constant : record->fields[cell->parts[0].field];
	else
		text = join_parts(mapper, cell, record);
	return cell->nwords > 0 || cell->date_pattern ? translate(cell, text) : text;
}
