/*-------------------------------------------------------------------------
 *
 * mapper.c
 *		Binds the columns of a file to those of a table.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include "mapper.h"

/* Place of a column of the file: -1 if there is none, -2 if there are several. */
static int
header_field(const CsvRecord *header, const char *name)
{
	int			found = -1;

	for (int i = 0; i < header->nfields; i++)
		if (header->fields[i].length == strlen(name) &&
			pg_strncasecmp(header->fields[i].text, name, header->fields[i].length) == 0)
		{
			if (found >= 0)
				return -2;
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

static Cell *
add_cell(Mapper *mapper, const Column *column)
{
	mapper->cells = pg_realloc(mapper->cells, (mapper->ncells + 1) * sizeof(Cell));
	mapper->cells[mapper->ncells] = (Cell) {.column = column};
	return &mapper->cells[mapper->ncells++];
}

/* Each column of the file goes to ours of the same name. */
static bool
bind_names(Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header)
{
	for (int i = 0; i < header->nfields; i++)
	{
		char	   *name = pnstrdup(header->fields[i].text, header->fields[i].length);
		const Column *column = table_column(table, name);
		Cell	   *cell;

		pg_free(name);
		if (column == NULL)
			continue;
		if (mapper_gives(mapper, column))
		{
			pg_log_error("%s: column \"%s\" appears twice in the header", file_name, column->name);
			return false;
		}
		cell = add_cell(mapper, column);
		cell->nparts = 1;
		cell->parts[0].field = i;
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
					 field == -1 ? "nowhere" : "twice", file_name);
	return Max(field, -1);
}

static CsvField
text_field(const char *text)
{
	return (CsvField) {text, strlen(text)};
}

static bool
bind_entry(Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header,
		   const MapFile *map, const MapEntry *entry)
{
	const Column *column = table_column(table, entry->column);
	Cell	   *cell;

	if (column == NULL || mapper_gives(mapper, column))
	{
		pg_log_error("%s:%d: column \"%s\" %s \"%s\"", map->path, entry->line, entry->column,
					 column ? "is given twice for table" : "is not in table", table->name);
		return false;
	}
	cell = add_cell(mapper, column);
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

static bool
bind_map(Mapper *mapper, const char *file_name, const Table *table, const CsvRecord *header, const MapFile *map)
{
	for (int i = 0; i < map->nentries; i++)
	{
		const MapEntry *entry = &map->entries[i];

		if (!(entry->skip ? bind_skip(mapper, file_name, header, map, entry) :
			  bind_entry(mapper, file_name, table, header, map, entry)))
			return false;
	}
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
			add_cell(mapper, column);
	}
	return ok;
}

/* Names are told once the required columns are found: the first row could be a person's otherwise. */
static void
warn_of_unknown(const char *file_name, const Table *table, const CsvRecord *header)
{
	for (int i = 0; i < header->nfields; i++)
	{
		char	   *name = pnstrdup(header->fields[i].text, header->fields[i].length);

		if (table_column(table, name) == NULL)
			pg_log_warning("%s: column \"%s\" is not in table \"%s\" and is ignored", file_name, name, table->name);
		pg_free(name);
	}
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
		warn_of_unknown(file_name, table, header);
	qsort(mapper->cells, mapper->ncells, sizeof(Cell), compare_cells);
	return mapper;
}

void
mapper_free(Mapper *mapper)
{
	pg_free(mapper->cells);
	pg_free(mapper->skips);
	pg_free(mapper->joined);
	pg_free(mapper);
}

bool
mapper_skips(const Mapper *mapper, const CsvRecord *record)
{
	for (int i = 0; i < mapper->nskips; i++)
	{
		const CsvField *field = &record->fields[mapper->skips[i].field];
		const CsvField *value = &mapper->skips[i].value;

		if (field->length == value->length && memcmp(field->text, value->text, value->length) == 0)
			return true;
	}
	return false;
}

CsvField
mapper_value(const Mapper *mapper, const Cell *cell, const CsvRecord *record)
{
	int			length = 0;

	if (cell->nparts == 1)
		return cell->parts[0].field < 0 ? cell->parts[0].constant : record->fields[cell->parts[0].field];
	for (int i = 0; i < cell->nparts; i++)
	{
		const CellPart *part = &cell->parts[i];
		const CsvField *text = part->field < 0 ? &part->constant : &record->fields[part->field];

		memcpy(mapper->joined + length, text->text, text->length);
		length += text->length;
	}
	return (CsvField) {mapper->joined, length};
}
