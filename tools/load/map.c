/*-------------------------------------------------------------------------
 *
 * map.c
 *		Reads mapping files.
 *
 *-------------------------------------------------------------------------
 */
#include "aftersales.h"

#include <sys/stat.h>

#include "map.h"

#define BLANKS " \t"

static void
map_error(const MapFile *map, int line, const char *message)
{
	pg_log_error("%s:%d: %s", map->path, line, message);
	as_usage_error();
}

/* The whole file as a string without byte order mark. */
static char *
read_whole(const char *path)
{
	FILE	   *file = fopen(path, "rb");
	char	   *content;
	size_t		length;

	if (file == NULL)
	{
		pg_log_error("could not open file \"%s\": %m", path);
		exit(AS_USAGE);
	}
	content = pg_malloc(MAP_MAX_SIZE + 1);
	length = fread(content, 1, MAP_MAX_SIZE, file);
	if (ferror(file) || !feof(file))
	{
		pg_log_error("could not read mapping file \"%s\"", path);
		pg_log_error_detail("Mapping files have less than %d bytes.", MAP_MAX_SIZE);
		exit(AS_USAGE);
	}
	fclose(file);
	content[length] = '\0';
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

/* [skip] name = item ... */
static void
parse_entry(const MapFile *map, MapEntry *entry, char *p)
{
	entry->column = take_name(&p);
	if (entry->column && strcmp(entry->column, "skip") == 0 && p[strspn(p, BLANKS)] != '=')
	{
		entry->skip = true;
		entry->column = take_name(&p);
	}
	p += strspn(p, BLANKS);
	if (entry->column == NULL || *p != '=')
		map_error(map, entry->line, "expected: column = value");
	for (p++, p += strspn(p, BLANKS); *p != '\0' && *p != '#'; p += strspn(p, BLANKS))
	{
		MapItem    *item = &entry->items[entry->nitems];

		if (entry->nitems++ == MAP_MAX_ITEMS)
			map_error(map, entry->line, "too many parts in one value");
		item->constant = *p == '"';
		item->text = item->constant ? take_enclosed(&p, '"') : take_name(&p);
		if (item->text == NULL)
			map_error(map, entry->line, "expected the name of a column or a constant in double quotes");
	}
	if (entry->nitems == 0 || (entry->skip && (entry->nitems != 1 || !entry->items[0].constant)))
		map_error(map, entry->line, entry->skip ? "expected: skip column = \"value\"" : "the value is missing");
}

static void
parse_line(MapFile *map, int line, char *text)
{
	char	   *p = text + strspn(text, BLANKS);

	if (*p == '\0' || *p == '#')
		return;
	if (strncmp(p, "table", 5) == 0 && p[5] != '\0' && strchr(BLANKS, p[5]) && p[5 + strspn(p + 5, BLANKS)] != '=')
	{
		p += 5;
		map->table = take_name(&p);
		p += strspn(p, BLANKS);
		if (map->table == NULL || (*p != '\0' && *p != '#'))
			map_error(map, line, "expected: table name");
		return;
	}
	map->entries = pg_realloc(map->entries, (map->nentries + 1) * sizeof(MapEntry));
	map->entries[map->nentries] = (MapEntry) {.line = line};
	parse_entry(map, &map->entries[map->nentries++], p);
}

MapFile *
map_read(const char *path)
{
	MapFile    *map = pg_malloc0(sizeof(*map));
	char	   *copy;
	char	   *rest;
	int			line = 0;

	map->path = path;
	map->content = read_whole(path);
	copy = rest = pg_strdup(map->content);
	while (rest != NULL)
	{
		char	   *text = strsep(&rest, "\n");

		text[strcspn(text, "\r")] = '\0';
		parse_line(map, ++line, text);
	}
	pg_free(copy);
	return map;
}
