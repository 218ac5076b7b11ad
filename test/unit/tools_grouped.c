/*-------------------------------------------------------------------------
 *
 * tools_grouped.c
 *		Tests of the rows of a file group by group, with small segments:
 *		whatever is in the file, each row comes once, with its line, and
 *		those of a group in their order.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <unistd.h>

#define GROUPED_MAX_RUNS 50
#define GROUPED_MAX_GROUPS 5
#include "grouped.c"

#include "tap.h"

#define MAX_ROWS 2000
#define HEADER_LINE 2

typedef struct Row
{
	int64		line;
	char		group[16];
	char		text[64];
} Row;

typedef struct Rows
{
	int			count;
	CsvStatus	status;
	Row			rows[MAX_ROWS];
} Rows;

static char path[] = "/tmp/grouped.XXXXXX";

static void
write_file(const char *text)
{
	FILE	   *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

/* Rows of random groups, which change from row to row in one of so many; with quotes, line feeds, empty lines and short rows. */
static void
write_random(unsigned int seed, int nrows, int ngroups, int stay)
{
	static const char *const texts[] = {"plain", "\"a,b\"", "\"two\nlines\"", "\"a \"\"word\"\"\"", "", "\"\n\n\""};
	FILE	   *file = fopen(path, "w");
	int			group = 0;

	srand(seed);
	fprintf(file, "title\nno,station,text\n");
	for (int i = 1; i <= nrows; i++)
	{
		if (rand() % stay == 0)
			group = rand() % ngroups;
		if (rand() % 50 == 0)
			fputs("\n", file);
		if (rand() % 50 == 0)
			fprintf(file, "%d", i);
		else
			fprintf(file, rand() % 2 ? "%d,S%d,%s" : "%d,\"S%d\",%s", i, group, texts[rand() % 6]);
		if (i < nrows || seed % 2)
			fputs(rand() % 2 ? "\n" : "\r\n", file);
	}
	fclose(file);
}

/* What a source gives. */
static Rows *
read_rows(Source *source, bool grouped)
{
	Rows	   *found = pg_malloc0(sizeof(*found));
	CsvReader  *csv = csv_open(source);
	CsvRecord  *record = pg_malloc(sizeof(*record));

	while ((found->status = csv_next(csv, record)) == CSV_RECORD && found->count < MAX_ROWS)
	{
		Row		   *row = &found->rows[found->count++];

		row->line = grouped ? grouped_line(source, record->line) : record->line;
		if (record->nfields > 1)
			snprintf(row->group, sizeof(row->group), "%.*s", record->fields[1].length, record->fields[1].text);
		for (int i = 0; i < record->nfields; i++)
			snprintf(row->text + strlen(row->text), sizeof(row->text) - strlen(row->text), "|%.*s", record->fields[i].length, record->fields[i].text);
	}
	csv_close(csv);
	pg_free(record);
	return found;
}

/* How often the group changes from row to row behind the header. */
static int
changes(const Rows *rows)
{
	int			count = 0;

	for (int i = HEADER_LINE + 1; i < rows->count; i++)
		count += strcmp(rows->rows[i].group, rows->rows[i - 1].group) != 0;
	return count;
}

/* The rows of the file, each once, on its line, those of a group in their order, behind the header. */
static bool
are_rows_of_file(const Rows *found, const Rows *file)
{
	bool		good = found->status == CSV_END && found->count == file->count;

	for (int i = 0; good && i < file->count; i++)
	{
		int			times = 0;

		for (int k = 0; k < found->count; k++)
		{
			if (found->rows[k].line == file->rows[i].line)
			{
				times++;
				good = good && strcmp(found->rows[k].text, file->rows[i].text) == 0 && (i >= HEADER_LINE || k == i);
			}
			if (k > HEADER_LINE && strcmp(found->rows[k].group, found->rows[k - 1].group) == 0)
				good = good && found->rows[k].line > found->rows[k - 1].line;
		}
		good = good && times == 1;
	}
	return good;
}

static bool
is_grouped(const Rows *rows)
{
	bool		good = true;

	for (int i = HEADER_LINE + 1; i < rows->count; i++)
		good = good && strcmp(rows->rows[i - 1].group, rows->rows[i].group) <= 0;
	return good;
}

/* The same bytes, however they are asked for. */
static bool
same_in_pieces(size_t piece)
{
	static char whole[256 * 1024];
	static char parts[256 * 1024];
	Source	   *source = grouped_source(path, HEADER_LINE, 1);
	ssize_t		length = source_fill(source, whole, sizeof(whole));
	ssize_t		filled = 0;
	ssize_t		got;

	source->close(source);
	source = grouped_source(path, HEADER_LINE, 1);
	while ((got = source->read(source, parts + filled, Min(piece, sizeof(parts) - filled))) > 0)
		filled += got;
	source->close(source);
	return got == 0 && filled == length && memcmp(whole, parts, length) == 0;
}

static void
check_random(int nrows, int ngroups, int stay, const char *what)
{
	bool		all = true;
	bool		in_order = true;
	bool		fewer = true;
	bool		pieces = true;

	for (unsigned int seed = 1; seed <= 40; seed++)
	{
		Rows	   *file;
		Rows	   *found;

		write_random(seed, nrows, ngroups, stay);
		file = read_rows(file_source(path), false);
		found = read_rows(grouped_source(path, HEADER_LINE, 1), true);
		all = all && are_rows_of_file(found, file);
		in_order = in_order && is_grouped(found);
		fewer = fewer && changes(found) < changes(file);
		pieces = pieces && same_in_pieces(1 + seed % 13);
		pg_free(file);
		pg_free(found);
	}
	ok(all, "%s: every row once, with its line", what);
	ok(pieces, "%s: the same in pieces", what);
	if (ngroups < GROUPED_MAX_GROUPS)
		ok(nrows > GROUPED_MAX_RUNS ? fewer && !in_order : in_order, "%s: group by group", what);
}

/* What becomes of a file that cannot be split, or is cut while it is read. */
static void
check_faults(void)
{
	char		piece[16];
	Source	   *source;
	Rows	   *rows;

	write_file("title\nno,station\n1,A\n2,\"B\n3,A\n");
	rows = read_rows(grouped_source(path, HEADER_LINE, 1), true);
	ok(rows->status == CSV_READ_FAILED, "a quote that is not closed");
	pg_free(rows);

	write_file("title\nno,station\n1,A\n2,B\n3,A\n");
	source = grouped_source(path, HEADER_LINE, 1);
	ok(source->read(source, piece, sizeof(piece)) == sizeof(piece) && truncate(path, 20) == 0 &&
	   source->read(source, piece, 1) == 1 && source->read(source, piece, sizeof(piece)) == -1 &&
	   strcmp(source->fault, "the file has become shorter") == 0, "a file that becomes shorter");
	source->close(source);

	ok(grouped_source(path, 10, 1) == NULL, "a file that ends before its header");
	unlink(path);
	ok(grouped_source(path, HEADER_LINE, 1) == NULL, "a file that is not there");
}

/* The texts of the rows, one behind the other. */
static const char *
texts(const char *file, int field)
{
	static char text[256];
	Rows	   *rows;

	write_file(file);
	rows = read_rows(grouped_source(path, 1, field), true);
	text[0] = '\0';
	for (int i = 0; i < rows->count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%d%s", i ? " " : "", (int) rows->rows[i].line, rows->rows[i].text);
	pg_free(rows);
	return text;
}

static void
check_first_field(void)
{
	ok(strcmp(texts("station,no\nB,1\n,2\n\nA,3\n,4", 0), "1|station|no 3||2 6||4 5|A|3 2|B|1") == 0, "an empty first field is no empty line");
	ok(strcmp(texts("station\nB\nA\n\nB", 0), "1|station 3|A 2|B 5|B") == 0, "one field alone");
}

int
main(void)
{
	close(mkstemp(path));
	check_first_field();
	check_random(1, 1, 1, "one row");
	check_random(40, 4, 1, "rows of one segment");
	check_random(1500, 4, 1, "rows of many segments");
	check_random(1500, 4, 20, "rows of long runs");
	check_random(1500, 30, 3, "too many groups");
	check_random(30, 6, 1, "just too many groups");
	check_faults();
	return done_testing();
}
