/*-------------------------------------------------------------------------
 *
 * xlsx_workbook.c
 *		Reads relations, workbook, styles and shared strings.
 *
 * The root relations name the workbook, its own relations the sheets, styles
 * and shared strings.
 *
 *-------------------------------------------------------------------------
 */
#include "xlsx_workbook.h"

#define MAX_STRINGS (4 * 1024 * 1024)	/* count of shared strings */
#define MAX_DEFINED_FORMATS 4096

/* What is searched in a document of relations: the target of a type's end, or of an id. */
typedef struct RelationSearch
{
	const char *type;
	const char *id;
	const char *folder;			/* of the document the relations belong to */
	char	   *found;			/* name of a part, to be freed */
} RelationSearch;

typedef struct SheetSearch
{
	XlsxWorkbook *workbook;
	const char *name;			/* NULL: first visible */
	char	   *id;				/* of its relation, to be freed */
} SheetSearch;

typedef struct StyleReading
{
	XlsxWorkbook *workbook;
	bool		in_cells;
	int			ndefined;
	struct
	{
		int			number;
		XlsxFormat	format;
	}			defined[MAX_DEFINED_FORMATS];
} StyleReading;

typedef struct StringReading
{
	XlsxWorkbook *workbook;
	bool		in_text;
	bool		in_phonetic;
} StringReading;

/* Reads a part to its end; false, with the fault, if that fails or there is no such part. */
static bool
read_part(XlsxWorkbook *workbook, const char *name, const XlsxHandlers *handlers, void *context)
{
	XlsxPart   *part = xlsx_part_open(workbook->archive, name, handlers, context);

	if (part == NULL)
		workbook->fault = "a part is missing or damaged";
	else if (xlsx_part_run(part) == XLSX_PART_FAILED)
		workbook->fault = xlsx_part_fault(part);
	xlsx_part_close(part);
	return workbook->fault == NULL;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t		length = strlen(text);

	return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static void
relation_start(XlsxPart *part, void *context, const char *name, const char **attributes)
{
	RelationSearch *search = context;
	const char *type = xlsx_attribute(attributes, "Type");
	const char *id = xlsx_attribute(attributes, "Id");
	const char *target = xlsx_attribute(attributes, "Target");

	if (search->found || strcmp(name, "Relationship") != 0 || !target)
		return;
	if (search->id ? !id || strcmp(id, search->id) != 0 : !type || !ends_with(type, search->type))
		return;
	search->found = *target == '/' ? pg_strdup(target + 1) : psprintf("%s%s", search->folder, target);
}

/* The part that the relations of a document (the root if empty) name by type or id; NULL if there is none, or with a fault. */
static char *
find_relation(XlsxWorkbook *workbook, const char *document, const char *type, const char *id)
{
	static const XlsxHandlers handlers = {.start = relation_start};
	const char *slash = strrchr(document, '/');
	char	   *folder = pnstrdup(document, slash ? slash + 1 - document : 0);
	char	   *relations = psprintf("%s_rels/%s.rels", folder, document + strlen(folder));
	RelationSearch search = {.type = type, .id = id, .folder = folder};

	if (!read_part(workbook, relations, &handlers, &search))
	{
		pg_free(search.found);
		search.found = NULL;
	}
	pg_free(relations);
	pg_free(folder);
	return search.found;
}

static void
add_sheet(XlsxSheets *sheets, const char *name)
{
	if (name == NULL || sheets->count == XLSX_MAX_SHEETS)
		return;
	if (sheets->names == NULL)
		sheets->names = pg_malloc(XLSX_MAX_SHEETS * sizeof(char *));
	sheets->names[sheets->count++] = pg_strdup(name);
}

static void
free_sheets(XlsxSheets *sheets)
{
	for (int i = 0; i < sheets->count; i++)
		pg_free(sheets->names[i]);
	pg_free(sheets->names);
}

static void
workbook_start(XlsxPart *part, void *context, const char *name, const char **attributes)
{
	SheetSearch *search = context;
	const char *value;

	if (strcmp(name, "workbookPr") == 0)
	{
		value = xlsx_attribute(attributes, "date1904");
		search->workbook->epoch_1904 = value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
	}
	if (strcmp(name, "sheet") != 0)
		return;
	value = xlsx_attribute(attributes, "state");
	add_sheet(value == NULL || strcmp(value, "visible") == 0 ? &search->workbook->visible : &search->workbook->hidden, xlsx_attribute(attributes, "name"));
	if (search->id)
		return;
	if (search->name)
		value = xlsx_attribute(attributes, "name");
	if (search->name ? !value || strcmp(value, search->name) != 0 : value && strcmp(value, "visible") != 0)
		return;
	value = xlsx_attribute(attributes, "id");
	search->id = value ? pg_strdup(value) : NULL;
}

static void
style_start(XlsxPart *part, void *context, const char *name, const char **attributes)
{
	StyleReading *reading = context;
	const char *number = xlsx_attribute(attributes, "numFmtId");
	const char *code = xlsx_attribute(attributes, "formatCode");
	XlsxFormat	format;

	if (strcmp(name, "cellXfs") == 0)
		reading->in_cells = true;
	else if (strcmp(name, "numFmt") == 0 && number && code && reading->ndefined < MAX_DEFINED_FORMATS)
	{
		reading->defined[reading->ndefined].number = atoi(number);
		reading->defined[reading->ndefined++].format = xlsx_format_of_code(code);
	}
	else if (strcmp(name, "xf") == 0 && reading->in_cells && reading->workbook->nformats < XLSX_MAX_FORMATS)
	{
		format = xlsx_builtin_format(number ? atoi(number) : 0);
		for (int i = 0; i < reading->ndefined; i++)
			if (number && reading->defined[i].number == atoi(number))
				format = reading->defined[i].format;
		reading->workbook->formats[reading->workbook->nformats++] = format;
	}
}

static void
style_end(XlsxPart *part, void *context, const char *name)
{
	if (strcmp(name, "cellXfs") == 0)
		((StyleReading *) context)->in_cells = false;
}

static void
add_string_start(XlsxWorkbook *workbook)
{
	if (workbook->nstrings + 1 >= workbook->strings_size)
	{
		workbook->strings_size = Max(workbook->strings_size + workbook->strings_size / 2, 1024);
		workbook->string_starts = pg_realloc(workbook->string_starts, workbook->strings_size * sizeof(uint32));
	}
	workbook->string_starts[workbook->nstrings] = workbook->strings_used;
}

static void
string_start(XlsxPart *part, void *context, const char *name, const char **attributes)
{
	StringReading *reading = context;

	if (strcmp(name, "si") == 0)
		add_string_start(reading->workbook);
	else if (strcmp(name, "rPh") == 0)
		reading->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		reading->in_text = !reading->in_phonetic;
}

static void
string_end(XlsxPart *part, void *context, const char *name)
{
	StringReading *reading = context;
	XlsxWorkbook *workbook = reading->workbook;

	if (strcmp(name, "t") == 0)
		reading->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		reading->in_phonetic = false;
	else if (strcmp(name, "si") == 0 && workbook->string_starts)
	{
		uint32		start = workbook->string_starts[workbook->nstrings];

		if (workbook->strings)
			workbook->strings_used = start + xlsx_unescape(workbook->strings + start, workbook->strings_used - start);
		if (++workbook->nstrings >= MAX_STRINGS)
			xlsx_part_fail(part, "it has too many shared strings");
		add_string_start(workbook);
	}
}

static void
string_text(XlsxPart *part, void *context, const char *text, int length)
{
	StringReading *reading = context;
	XlsxWorkbook *workbook = reading->workbook;

	if (!reading->in_text || !workbook->string_starts)
		return;
	if (workbook->strings_used + length > XLSX_MAX_STRINGS)
	{
		xlsx_part_fail(part, "its shared strings are too long");
		return;
	}
	if (workbook->strings_used + length > workbook->strings_room)
	{
		workbook->strings_room = Max(workbook->strings_room + workbook->strings_room / 2, workbook->strings_used + length + 65536);
		workbook->strings = pg_realloc(workbook->strings, workbook->strings_room);
	}
	memcpy(workbook->strings + workbook->strings_used, text, length);
	workbook->strings_used += length;
}

static int
hex_value(const char *digits)
{
	int			value = 0;

	for (int i = 0; i < 4; i++)
	{
		const char *digit = strchr("0123456789abcdef", pg_tolower((unsigned char) digits[i]));

		if (digit == NULL || *digit == '\0')
			return -1;
		value = value * 16 + (digit - "0123456789abcdef");
	}
	return value;
}

int
xlsx_unescape(char *text, int length)
{
	char	   *out;
	char	   *p = length > 0 ? memchr(text, '_', length) : NULL;
	char	   *end = text + length;

	if (p == NULL)
		return length;
	for (out = p; p < end;)
	{
		int			code = end - p >= 7 && p[0] == '_' && p[1] == 'x' && p[6] == '_' ? hex_value(p + 2) : -1;

		if (code > 0 && code < 0x80)
		{
			*out++ = (char) code;
			p += 7;
		}
		else
			*out++ = *p++;
	}
	return out - text;
}

static void
read_styles(XlsxWorkbook *workbook, const char *part)
{
	static const XlsxHandlers handlers = {.start = style_start, .end = style_end};
	StyleReading *reading = pg_malloc0(sizeof(*reading));

	reading->workbook = workbook;
	workbook->formats = pg_malloc(XLSX_MAX_FORMATS);
	read_part(workbook, part, &handlers, reading);
	pg_free(reading);
}

static void
read_strings(XlsxWorkbook *workbook, const char *part)
{
	static const XlsxHandlers handlers = {.start = string_start, .end = string_end, .text = string_text};
	StringReading reading = {.workbook = workbook};

	read_part(workbook, part, &handlers, &reading);
}

/* The documents that the workbook refers to, where it does. */
static void
read_references(XlsxWorkbook *workbook, const char *document)
{
	char	   *styles = find_relation(workbook, document, "/styles", NULL);
	char	   *strings = workbook->fault ? NULL : find_relation(workbook, document, "/sharedStrings", NULL);

	if (styles && !workbook->fault)
		read_styles(workbook, styles);
	if (strings && !workbook->fault)
		read_strings(workbook, strings);
	pg_free(styles);
	pg_free(strings);
}

void
xlsx_workbook_open(XlsxWorkbook *workbook, zip_t * archive, const char *sheet)
{
	static const XlsxHandlers handlers = {.start = workbook_start};
	SheetSearch search = {.workbook = workbook, .name = sheet};
	char	   *document;

	*workbook = (XlsxWorkbook) {.archive = archive};
	document = find_relation(workbook, "", "/officeDocument", NULL);
	if (document && read_part(workbook, document, &handlers, &search))
	{
		if (search.id)
			workbook->sheet_part = find_relation(workbook, document, NULL, search.id);
		if (workbook->sheet_part)
			read_references(workbook, document);
		else if (workbook->fault == NULL)
			workbook->fault = sheet ? "it has no sheet of that name" : "it has no sheet";
	}
	else if (workbook->fault == NULL)
		workbook->fault = "it holds no workbook";
	pg_free(document);
	pg_free(search.id);
}

void
xlsx_workbook_close(XlsxWorkbook *workbook)
{
	if (workbook->archive)
		zip_discard(workbook->archive);
	free_sheets(&workbook->visible);
	free_sheets(&workbook->hidden);
	pg_free(workbook->sheet_part);
	pg_free(workbook->formats);
	pg_free(workbook->string_starts);
	pg_free(workbook->strings);
	*workbook = (XlsxWorkbook) {0};
}
