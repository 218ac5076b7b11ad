/*-------------------------------------------------------------------------
 *
 * map.c
 *		Reads mapping files.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "common/logging.h"
#include "mb/pg_wchar.h"
#include "map.h"

#define BLANKS " \t"

static bool
map_error(const MapFile *map, int line, const char *message)
{
	pg_log_error("%s:%d: %s", map->path, line, message);
	return false;
}

/* The whole file as a string without byte order mark; NULL after a message. */
static char *
read_whole(const char *path)
{
	FILE	   *file = fopen(path, "rb");
	char	   *content;
	size_t		length;

	if (file == NULL)
	{
		pg_log_error("could not open file \"%s\": %m", path);
		return NULL;
	}
	content = pg_malloc(MAP_MAX_SIZE + 1);
	length = fread(content, 1, MAP_MAX_SIZE, file);
	if (ferror(file) || !feof(file))
	{
		pg_log_error("could not read mapping file \"%s\"", path);
		pg_log_error_detail("Mapping files have less than %d bytes.", MAP_MAX_SIZE);
		fclose(file);
		pg_free(content);
		return NULL;
	}
	fclose(file);
	content[length] = '\0';
	if (pg_encoding_verifymbstr(PG_UTF8, content, length) != length)
	{
		pg_log_error("mapping file \"%s\" is not UTF-8", path);
		pg_log_error_hint("Save it as UTF-8.");
		pg_free(content);
		return NULL;
	}
	if (strncmp(content, "\xEF\xBB\xBF", 3) == 0)
		memmove(content, content + 3, length - 2);
	return content;
}

/* Takes what stands between p + 1 and the closing character, which is doubled to mean itself; NULL if it is not closed. */
static char *
take_enclosed(char **p, char closing)
{
	char	   *text = pg_malloc(strlen(*p) + 1);
	size_t		length = 0;

	for (char *q = *p + 1; *q != '\0'; q++)
	{
		if (*q == closing && q[1] == closing)
			q++;
		else if (*q == closing)
		{
			text[length] = '\0';
			*p = q + 1;
			return text;
		}
		text[length++] = *q;
	}
	pg_free(text);
	return NULL;
}

/* Takes a bare name or one in brackets; NULL if there is none. */
static char *
take_name(char **p)
{
	size_t		length;
	char	   *name;

	*p += strspn(*p, BLANKS);
	if (**p == '[')
		return take_enclosed(p, ']');
	length = strcspn(*p, BLANKS "=\"[]#");
	if (length == 0)
		return NULL;
	name = pnstrdup(*p, length);
	*p += length;
	return name;
}

/* True, and passed, if a line begins with this word and no equals sign follows, which would make it a column. */
static bool
take_word(char **p, const char *word)
{
	char	   *behind = *p + strlen(word);

	if (strncmp(*p, word, strlen(word)) != 0 || *behind == '\0' || !strchr(BLANKS, *behind))
		return false;
	behind += strspn(behind, BLANKS);
	if (*behind == '=')
		return false;
	*p = behind;
	return true;
}

/* Nothing more but a comment. */
static bool
at_line_end(const char *p)
{
	p += strspn(p, BLANKS);
	return *p == '\0' || *p == '#';
}

/* What stands behind the equals sign. */
static bool
parse_items(const MapFile *map, MapEntry *entry, char *p)
{
	for (p += strspn(p, BLANKS); !at_line_end(p); p += strspn(p, BLANKS))
	{
		MapItem    *item = &entry->items[entry->nitems];

		if (entry->nitems == MAP_MAX_ITEMS)
			return map_error(map, entry->line, "too many parts in one value");
		item->constant = *p == '"';
		item->text = item->constant ? take_enclosed(&p, '"') : take_name(&p);
		if (item->text == NULL)
			return map_error(map, entry->line, "expected the name of a column or a constant in double quotes");
		entry->nitems++;
	}
	if (entry->nitems == 0)
		return map_error(map, entry->line, "the value is missing");
	if (entry->kind != MAP_COLUMN && (entry->nitems != 1 || !entry->items[0].constant))
		return map_error(map, entry->line, entry->kind == MAP_SKIP ? "expected: skip column = \"value\"" :
						 entry->kind == MAP_DATE ? "expected: date column = \"pattern\"" : "expected: value column \"word\" = \"value\"");
	return true;
}

/* Year and month, and nothing twice; other letters are no part of a date. */
static bool
is_date_pattern(const char *pattern)
{
	const char *year = strchr(pattern, 'Y');
	const char *month = strchr(pattern, 'M');
	const char *day = strchr(pattern, 'D');
	size_t		ny = year ? strspn(year, "Y") : 0;
	size_t		nm = month ? strspn(month, "M") : 0;
	size_t		nd = day ? strspn(day, "D") : 0;

	return (ny == 2 || ny == 4) && (nm == 1 || nm == 2) && nd <= 2 &&
		!strchr(year + ny, 'Y') && !strchr(month + nm, 'M') && (!day || !strchr(day + nd, 'D'));
}

/* [skip|value|date] name ["from"] = item ... */
static bool
parse_entry(const MapFile *map, MapEntry *entry, char *p)
{
	entry->kind = take_word(&p, "skip") ? MAP_SKIP : take_word(&p, "value") ? MAP_VALUE : take_word(&p, "date") ? MAP_DATE : MAP_COLUMN;
	entry->column = take_name(&p);
	p += strspn(p, BLANKS);
	if (entry->kind == MAP_VALUE)
	{
		if (*p != '"' || (entry->from = take_enclosed(&p, '"')) == NULL)
			return map_error(map, entry->line, "expected: value column \"word\" = \"value\"");
		p += strspn(p, BLANKS);
	}
	if (entry->column == NULL || *p != '=')
		return map_error(map, entry->line, "expected: column = value");
	if (!parse_items(map, entry, p + 1))
		return false;
	if (entry->kind == MAP_DATE && !is_date_pattern(entry->items[0].text))
		return map_error(map, entry->line, "a date pattern has YYYY or YY, MM or M, and DD or D unless it is a month");
	return true;
}

static bool
parse_table(MapFile *map, int line, char *p)
{
	pg_free(map->table);
	map->table = take_name(&p);
	return (map->table != NULL && at_line_end(p)) || map_error(map, line, "expected: table name");
}

static bool
parse_header(MapFile *map, int line, char *p)
{
	char	   *number = take_name(&p);

	map->header = number && strspn(number, "0123456789") == strlen(number) && strlen(number) < 6 ? atoi(number) : 0;
	pg_free(number);
	return (map->header > 0 && at_line_end(p)) || map_error(map, line, "expected: header number-of-the-line");
}

static bool
parse_line(MapFile *map, int line, char *text)
{
	char	   *p = text + strspn(text, BLANKS);

	if (at_line_end(p))
		return true;
	if (take_word(&p, "table"))
		return parse_table(map, line, p);
	if (take_word(&p, "header"))
		return parse_header(map, line, p);
	map->entries = pg_realloc(map->entries, (map->nentries + 1) * sizeof(MapEntry));
	map->entries[map->nentries] = (MapEntry) {.line = line};
	return parse_entry(map, &map->entries[map->nentries++], p);
}

MapFile *
map_parse(const char *path, char *content)
{
	MapFile    *map = pg_malloc0(sizeof(*map));
	char	   *copy = pg_strdup(content);
	char	   *rest = copy;
	bool		ok = true;

	map->path = path;
	map->content = content;
	for (int line = 1; ok && rest != NULL; line++)
	{
		char	   *text = strsep(&rest, "\n");

		text[strcspn(text, "\r")] = '\0';
		ok = parse_line(map, line, text);
	}
	pg_free(copy);
	if (ok)
		return map;
	map_free(map);
	return NULL;
}

void
map_free(MapFile *map)
{
	for (int i = 0; i < map->nentries; i++)
	{
		for (int k = 0; k < map->entries[i].nitems; k++)
			pg_free(map->entries[i].items[k].text);
		pg_free(map->entries[i].column);
		pg_free(map->entries[i].from);
	}
	pg_free(map->entries);
	pg_free(map->table);
	pg_free(map->content);
	pg_free(map);
}

MapFile *
map_read(const char *path)
{
	char	   *content = read_whole(path);

	return content ? map_parse(path, content) : NULL;
}
