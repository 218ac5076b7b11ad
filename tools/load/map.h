/*-------------------------------------------------------------------------
 *
 * map.h
 *		Mapping files: how columns of a foreign file become ours.
 *
 *		# comment
 *		table visit
 *		vehicle_no = customer_id
 *		kind = "repair"
 *		visit_no = customer_id "-" purchased_on
 *		odometer = [里程 (km)]
 *		skip quantity = ""
 *
 * A value is a column of the file, a "constant", or several of them joined.
 * Names with blanks stand in brackets; a quote inside a constant is doubled.
 * Rows whose column equals the value of a "skip" line are passed over.
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

typedef struct MapEntry
{
	int			line;			/* of the mapping file */
	char	   *column;			/* ours; of the file if skip */
	bool		skip;
	int			nitems;
	MapItem		items[MAP_MAX_ITEMS];
} MapEntry;

typedef struct MapFile
{
	const char *path;
	char	   *content;		/* as read */
	char	   *table;			/* NULL: not named */
	int			nentries;
	MapEntry   *entries;
} MapFile;

/* Reads a mapping file; exits with AS_USAGE after a message if that fails. */
extern MapFile *map_read(const char *path);

#endif							/* MAP_H */
