/*-------------------------------------------------------------------------
 *
 * map.h
 *		Mapping files: how columns of a foreign file become ours.
 *
 *		# comment
 *		table visit
 *		header 3
 *		vehicle_no = customer_id
 *		visit_no = customer_id "-" purchased_on
 *		odometer = [里程 (km)]
 *		kind = 业务
 *		value kind "小修" = "repair"
 *		date opened_on = "DD/MM/YYYY"
 *		skip quantity = ""
 *
 * A value is a column of the file, a "constant", or several of them joined.
 * Names with blanks stand in brackets; a quote inside a constant is doubled.
 * Rows whose column equals the value of a "skip" line are passed over. A
 * "value" line replaces a value of our column by another, "" being an empty
 * cell. The header is the first row, or the one on the line that "header"
 * names.
 *
 *-------------------------------------------------------------------------
 */
#ifndef MAP_H
#define MAP_H

typedef struct MapItem
{
	char	   *text;
	bool		constant;		/* else the name of a column of the file */
} MapItem;

#define MAP_MAX_ITEMS 8
#define MAP_MAX_SIZE (1024 * 1024)	/* bytes of a mapping file */

typedef enum MapKind
{
	MAP_COLUMN,					/* column = items */
	MAP_SKIP,					/* skip column of the file = "value" */
	MAP_VALUE,					/* value column "from" = "to" */
	MAP_DATE					/* date column = "pattern" */
} MapKind;

typedef struct MapEntry
{
	int			line;			/* of the mapping file */
	MapKind		kind;
	char	   *column;			/* ours; of the file if skip */
	char	   *from;			/* of a value */
	int			nitems;
	MapItem		items[MAP_MAX_ITEMS];
} MapEntry;

typedef struct MapFile
{
	const char *path;
	char	   *content;		/* as read */
	char	   *table;			/* NULL: not named */
	int			header;			/* line of the header; 0: not named */
	int			nentries;
	MapEntry   *entries;
} MapFile;

/* Reads a mapping file; NULL after a message if that fails. */
extern MapFile *map_read(const char *path);

/* The same of its text, which it takes over; NULL after a message. */
extern MapFile *map_parse(const char *path, char *content);
extern void map_free(MapFile *map);

#endif							/* MAP_H */
