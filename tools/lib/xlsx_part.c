/*-------------------------------------------------------------------------
 *
 * xlsx_part.c
 *		Unzips and parses piece by piece.
 *
 * Deflate can blow up a thousandfold, spreadsheets some ten- to twentyfold;
 * a part that exceeds MAX_RATIO is a bomb. Expat keeps a token until it is
 * whole, and the names of the open elements: both are limited here.
 *
 *-------------------------------------------------------------------------
 */
#include "xlsx_part.h"

#include "common/logging.h"

#define PIECE (64 * 1024)
#define MAX_RATIO 150
#define FREE_SIZE (16 * 1024 * 1024)	/* up to here any ratio will do */
#define MAX_UNPACKED ((uint64) 8 * 1024 * 1024 * 1024)
#define MAX_TOKEN (2 * 1024 * 1024) /* bytes without an event */
#define MAX_DEPTH 64

struct XlsxPart
{
	zip_file_t *file;
	XML_Parser	parser;
	const XlsxHandlers *handlers;
	void	   *context;
	uint64		packed;
	uint64		unpacked;
	uint64		seen;			/* unpacked bytes at the last event */
	int			depth;
	bool		at_end;
	bool		suspended;
	const char *fault;			/* NULL: none */
};

static const char *
local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *
xlsx_attribute(const char **attributes, const char *name)
{
	for (int i = 0; attributes[i] != NULL; i += 2)
		if (strcmp(local_name(attributes[i]), name) == 0)
			return attributes[i + 1];
	return NULL;
}

void
xlsx_part_fail(XlsxPart *part, const char *fault)
{
	if (part->fault == NULL)
		part->fault = fault;
	XML_StopParser(part->parser, XML_FALSE);
}

void
xlsx_part_suspend(XlsxPart *part)
{
	XML_StopParser(part->parser, XML_TRUE);
}

static void
on_start(void *data, const char *name, const char **attributes)
{
	XlsxPart   *part = data;

	part->seen = part->unpacked;
	if (++part->depth > MAX_DEPTH)
		xlsx_part_fail(part, "elements are nested too deep");
	else if (part->fault == NULL)
		part->handlers->start(part, part->context, local_name(name), attributes);
}

static void
on_end(void *data, const char *name)
{
	XlsxPart   *part = data;

	part->seen = part->unpacked;
	part->depth--;
	if (part->handlers->end && part->fault == NULL)
		part->handlers->end(part, part->context, local_name(name));
}

static void
on_text(void *data, const char *text, int length)
{
	XlsxPart   *part = data;

	part->seen = part->unpacked;
	if (part->handlers->text && part->fault == NULL)
		part->handlers->text(part, part->context, text, length);
}

/* No workbook has one; entities could blow up. */
static void
on_doctype(void *data, const char *name, const char *system_id, const char *public_id, int has_subset)
{
	xlsx_part_fail(data, "the document has a DTD");
}

XlsxPart *
xlsx_part_open(zip_t * archive, const char *name, const XlsxHandlers *handlers, void *context)
{
	XlsxPart   *part;
	zip_stat_t	status;
	zip_int64_t index = zip_name_locate(archive, name, ZIP_FL_NOCASE);
	zip_file_t *file;

	if (index < 0 || zip_stat_index(archive, index, 0, &status) != 0 || (status.valid & ZIP_STAT_COMP_SIZE) == 0)
		return NULL;
	file = zip_fopen_index(archive, index, 0);
	if (file == NULL)
		return NULL;
	part = pg_malloc0(sizeof(*part));
	part->file = file;
	part->packed = status.comp_size;
	part->handlers = handlers;
	part->context = context;
	part->parser = XML_ParserCreate(NULL);
	if (part->parser == NULL)
		pg_fatal("out of memory");
	XML_SetUserData(part->parser, part);
	XML_SetElementHandler(part->parser, on_start, on_end);
	XML_SetCharacterDataHandler(part->parser, on_text);
	XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
	return part;
}

void
xlsx_part_close(XlsxPart *part)
{
	if (part == NULL)
		return;
	XML_ParserFree(part->parser);
	zip_fclose(part->file);
	pg_free(part);
}

const char *
xlsx_part_fault(const XlsxPart *part)
{
	return part->fault;
}

/* Unzips the next piece and parses it. */
static enum XML_Status
feed(XlsxPart *part)
{
	void	   *piece = XML_GetBuffer(part->parser, PIECE);
	zip_int64_t got;

	if (piece == NULL)
		pg_fatal("out of memory");
	got = zip_fread(part->file, piece, PIECE);
	if (got < 0)
	{
		part->fault = "the archive is damaged";
		return XML_STATUS_ERROR;
	}
	part->unpacked += got;
	part->at_end = got == 0;
	if (part->unpacked > MAX_UNPACKED || (part->unpacked > FREE_SIZE && part->unpacked / MAX_RATIO > part->packed))
	{
		part->fault = "it unpacks to far more than its size";
		return XML_STATUS_ERROR;
	}
	if (part->unpacked - part->seen > MAX_TOKEN)
	{
		part->fault = "a part of the document is too long";
		return XML_STATUS_ERROR;
	}
	return XML_ParseBuffer(part->parser, (int) got, part->at_end);
}

XlsxPartStatus
xlsx_part_run(XlsxPart *part)
{
	for (;;)
	{
		enum XML_Status status;

		if (part->fault != NULL)
			return XLSX_PART_FAILED;
		if (part->suspended)
			status = XML_ResumeParser(part->parser);
		else if (part->at_end)
			return XLSX_PART_END;
		else
			status = feed(part);
		part->suspended = status == XML_STATUS_SUSPENDED;
		if (part->suspended)
			return XLSX_PART_SUSPENDED;
		if (status == XML_STATUS_ERROR && part->fault == NULL)
			part->fault = "the document is not well-formed XML";
	}
}
