/*-------------------------------------------------------------------------
 *
 * grouped.c
 *		See grouped.h.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include <fcntl.h>
#include <unistd.h>

#include "csv.h"
#include "grouped.h"

#ifndef GROUPED_MAX_RUNS		/* tests set smaller ones, which their files reach */
#define GROUPED_MAX_RUNS (2 * 1024 * 1024)	/* of a segment */
#define GROUPED_MAX_GROUPS 1000
#endif
#define MAX_NAME 100			/* bytes of a group's name; a longer one is none of a station */
#define SEGMENT_BYTES (512 * 1024 * 1024)	/* they are read twice, so the second time they had better be in memory */
#define NONE (-1)
#define TO_THE_END PG_INT64_MAX

/* Rows of a group that follow each other in the file. */
typedef struct Run
{
	int64		offset;			/* in the file */
	int64		length;
	int64		line;			/* of the file it begins on */
	int32		lines;
	int32		next;			/* of the group; NONE: it is the last */
} Run;

typedef struct Group
{
	char	   *name;
	int			length;
	int32		first;
	int32		last;
} Group;

/* A run of the segment, in the order in which they come. */
typedef struct Place
{
	int			group;
	int32		run;
} Place;

typedef struct GroupedSource
{
	Source		base;
	int			fd;
	int			field;
	CsvReader  *rows;			/* read ahead */
	CsvRecord  *record;
	bool		at_end;			/* there is no further segment */
	Run		   *runs;
	int32		nruns;
	int32		room;			/* for runs */
	Group	   *groups;			/* by name; the last may be the rest of the file, without one */
	int			ngroups;
	int			current;		/* group of the newest run */
	Place		reading;
	int64		done;			/* bytes of its run that were read */
	Place		telling;		/* for grouped_line() */
	int64		begins;			/* line on which its run came */
} GroupedSource;

/* Goes to the next run of the segment; false if there is none, and stays. */
static bool
advance(const GroupedSource *source, Place *place)
{
	int32		next = source->runs[place->run].next;

	if (next == NONE && place->group + 1 == source->ngroups)
		return false;
	if (next == NONE)
		next = source->groups[++place->group].first;
	place->run = next;
	return true;
}

/* Adds what follows in the file to the group. */
static void
add_run(GroupedSource *source, Group *group, Run run)
{
	if (group->last != NONE && group->last == source->nruns - 1)
	{
		source->runs[group->last].length += run.length;
		source->runs[group->last].lines += run.lines;
		return;
	}
	if (source->nruns == source->room)
	{
		source->room *= 2;
		source->runs = pg_realloc(source->runs, source->room * sizeof(Run));
	}
	if (group->last == NONE)
		group->first = source->nruns;
	else
		source->runs[group->last].next = source->nruns;
	group->last = source->nruns;
	source->runs[source->nruns++] = run;
}

static int
compare_names(const Group *group, CsvField name)
{
	int			order = memcmp(group->name, name.text, Min(group->length, name.length));

	return order ? order : group->length - name.length;
}

/* The group of that name; NULL if it would be one too many. */
static Group *
find_group(GroupedSource *source, CsvField name)
{
	int			low = 0;
	int			high = source->ngroups;

	if (source->ngroups > 0 && compare_names(&source->groups[source->current], name) == 0)
		return &source->groups[source->current];
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (compare_names(&source->groups[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	source->current = low;
	if (low < source->ngroups && compare_names(&source->groups[low], name) == 0)
		return &source->groups[low];
	if (source->ngroups == GROUPED_MAX_GROUPS || name.length > MAX_NAME)
		return NULL;
	memmove(&source->groups[low + 1], &source->groups[low], (source->ngroups - low) * sizeof(Group));
	source->ngroups++;
	source->groups[low] = (Group) {pg_malloc(name.length + 1), name.length, NONE, NONE};
	memcpy(source->groups[low].name, name.text, name.length);
	return &source->groups[low];
}

static void
forget_segment(GroupedSource *source)
{
	for (int i = 0; i < source->ngroups; i++)
		pg_free(source->groups[i].name);
	source->ngroups = source->nruns = 0;
}

/* Begins to deliver a segment. */
static void
begin_segment(GroupedSource *source, int64 line)
{
	source->reading = source->telling = (Place) {0, source->groups[0].first};
	source->done = 0;
	source->begins = line;
}

/* The record that was read begins there. */
static void
add_record(GroupedSource *source, int64 offset, int64 line)
{
	const CsvRecord *record = source->record;
	CsvField	name = source->field < Min(record->nfields, CSV_MAX_FIELDS) ? record->fields[source->field] : (CsvField) {"", 0};
	Group	   *group = find_group(source, name);
	Run			run = {offset, csv_position(source->rows) - offset, line, csv_line(source->rows) - line, NONE};

	if (group == NULL)
	{
		group = &source->groups[source->ngroups++];
		*group = (Group) {NULL, 0, NONE, NONE};
		run.length = TO_THE_END;
		source->at_end = true;
	}
	/* the last line of the file gets its end, as it may not come last */
	else if (record->raw[record->raw_length - 1] != '\n')
		run.length++;
	add_run(source, group, run);
}

/* Reads a segment ahead; false at the file's end, or on failure with fault. */
static bool
next_segment(GroupedSource *source)
{
	int64		from = csv_position(source->rows);
	int64		from_line = csv_line(source->rows);

	forget_segment(source);
	while (!source->at_end && source->nruns < GROUPED_MAX_RUNS && csv_position(source->rows) - from < SEGMENT_BYTES)
	{
		int64		offset = csv_position(source->rows);
		int64		line = csv_line(source->rows);
		CsvStatus	status = csv_next(source->rows, source->record);

		if (status == CSV_RECORD)
			add_record(source, offset, line);
		else if (status == CSV_END)
			source->at_end = true;
		else
		{
			source->base.fault = "the rows cannot be told apart";
			return false;
		}
	}
	if (source->nruns == 0)
		return false;
	begin_segment(source, from_line);
	return true;
}

/* The header, as if it were a segment; false if the file ends before it. */
static bool
header_segment(GroupedSource *source, int64 header_line)
{
	do
	{
		if (csv_next(source->rows, source->record) != CSV_RECORD)
			return false;
	} while (source->record->line < header_line);
	csv_skim(source->rows, source->field + 1);
	add_run(source, find_group(source, (CsvField) {"", 0}), (Run) {0, csv_position(source->rows), 1, csv_line(source->rows) - 1, NONE});
	begin_segment(source, 1);
	return true;
}

static ssize_t
grouped_read(Source *self, char *buffer, size_t size)
{
	GroupedSource *source = (GroupedSource *) self;
	size_t		filled = 0;

	self->fault = NULL;
	/* without runs the last segment has ended */
	while (filled < size && source->nruns > 0)
	{
		const Run  *run = &source->runs[source->reading.run];
		ssize_t		got;

		if (source->done == run->length)
		{
			/* what is kept of a segment tells its lines until all of it was asked for */
			if (advance(source, &source->reading))
				source->done = 0;
			else if (filled > 0 || source->at_end || !next_segment(source))
				break;
			continue;
		}
		got = pread(source->fd, buffer + filled, Min(size - filled, run->length - source->done), run->offset + source->done);
		if (got == 0 && source->done == run->length - 1)
			buffer[filled + got++] = '\n';
		else if (got == 0 && run->length != TO_THE_END)
			self->fault = "the file has become shorter";
		else if (got < 0 && errno != EINTR)
			self->fault = strerror(errno);
		if (self->fault || (got == 0 && run->length == TO_THE_END))
			break;
		source->done += Max(got, 0);
		filled += Max(got, 0);
	}
	return self->fault ? -1 : filled;
}

static void
grouped_close(Source *self)
{
	GroupedSource *source = (GroupedSource *) self;

	forget_segment(source);
	csv_close(source->rows);
	pg_free(source->record);
	pg_free(source->runs);
	pg_free(source->groups);
	close(source->fd);
	pg_free(source);
}

Source *
grouped_source(const char *path, int64 header_line, int field)
{
	GroupedSource *source;
	Source	   *file = file_source(path);
	int			fd = open(path, O_RDONLY, 0);

	if (file == NULL || fd < 0)
	{
		if (file)
			file->close(file);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	source = pg_malloc0(sizeof(*source));
	source->base = (Source) {.read = grouped_read, .close = grouped_close};
	source->fd = fd;
	source->field = field;
	source->rows = csv_open(file);
	source->record = pg_malloc(sizeof(*source->record));
	source->room = 1024;
	source->runs = pg_malloc(source->room * sizeof(Run));
	source->groups = pg_malloc((GROUPED_MAX_GROUPS + 1) * sizeof(Group));
	if (header_segment(source, header_line))
		return &source->base;
	errno = 0;
	grouped_close(&source->base);
	return NULL;
}

int64
grouped_line(Source *grouped, int64 line)
{
	GroupedSource *source = (GroupedSource *) grouped;
	const Run  *run = &source->runs[source->telling.run];

	/* where the header has no delimiter, the reader looks for one behind it before it gives the header */
	if (line < source->begins)
		return line;
	while (line - source->begins >= run->lines)
	{
		int64		passed = run->lines;

		if (!advance(source, &source->telling))
			break;
		source->begins += passed;
		run = &source->runs[source->telling.run];
	}
	return run->line + (line - source->begins);
}

char
grouped_delimiter(const Source *grouped)
{
	return csv_delimiter(((const GroupedSource *) grouped)->rows);
}
