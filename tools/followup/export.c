/*-------------------------------------------------------------------------
 *
 * export.c
 *		The list of a day into a file.
 *
 *-------------------------------------------------------------------------
 */
#include "followup.h"

#include <sys/stat.h>
#include <unistd.h>

#include "list_file.h"
#include "output.h"

/* How the file is written. */
typedef struct Format
{
	const char *encoding;		/* of CSV; NULL: a workbook */
	bool		by_person;
} Format;

/* From the name of the file and the options; ends the program if they do not fit. */
static Format
choose_format(const FollowupOptions *options)
{
	const char *encoding = options->given[OPT_ENCODING];
	size_t		length = strlen(options->operand);
	bool		workbook = length > 5 && pg_strcasecmp(options->operand + length - 5, ".xlsx") == 0;
	Format		format = {.by_person = options->given[OPT_BY_PERSON] != NULL};

	if (workbook && encoding)
		pg_log_error("a workbook has no --encoding");
	else if (!workbook && format.by_person)
		pg_log_error("--by-person needs a workbook, a FILE that ends in .xlsx");
	else if (encoding && pg_strcasecmp(encoding, "UTF-8") != 0 && pg_strcasecmp(encoding, "UTF8") != 0 && pg_strcasecmp(encoding, "GB18030") != 0)
		pg_log_error("files are written in UTF-8 and GB18030 only");
	else
	{
		if (!workbook)
			format.encoding = encoding && pg_strcasecmp(encoding, "GB18030") == 0 ? "GB18030" : "UTF-8";
		return format;
	}
	as_usage_error();
}

/* Into a file that is open, or of a workbook the path; false, after a message. */
static bool
write_list(FILE *file, const char *path, const PGresult *result, const Format *format)
{
	if (format->encoding == NULL && !list_write_workbook(path, result, format->by_person))
	{
		fclose(file);
		return false;
	}
	return output_finish(file, format->encoding == NULL || list_write_csv(file, result, format->encoding), path);
}

/* Writes into what is there: a device or a pipe. */
static bool
write_into(const char *path, const PGresult *result, const Format *format)
{
	FILE	   *file = fopen(path, PG_BINARY_W);

	if (file != NULL)
		return write_list(file, path, result, format);
	pg_log_error("could not open file \"%s\": %m", path);
	return false;
}

/* Writes a new file beside the target and puts it in its place. */
static bool
replace_file(const char *target, const PGresult *result, const Format *format, mode_t mode)
{
	char	   *part = psprintf("%s.XXXXXX", target);
	int			fd = mkstemp(part);
	FILE	   *file = fd >= 0 && fchmod(fd, mode) == 0 ? fdopen(fd, PG_BINARY_W) : NULL;
	bool		ok = false;

	if (file == NULL)
		pg_log_error("could not create a file beside \"%s\": %m", target);
	else if (write_list(file, part, result, format))
	{
		ok = rename(part, target) == 0;
		if (!ok)
			pg_log_error("could not rename file \"%s\" to \"%s\": %m", part, target);
	}
	if (fd >= 0 && !ok)
		unlink(part);
	pfree(part);
	return ok;
}

/*
 * Writes the file of that name. A regular file, also behind a link, is
 * complete or not touched at all; anything else is written into. What is
 * revealed is for the eyes of who asked.
 */
static bool
write_file(const char *name, const PGresult *result, const Format *format, bool reveal)
{
	struct stat st;
	char	   *resolved = realpath(name, NULL);
	const char *target = resolved ? resolved : name;
	mode_t		mask = umask(0);
	mode_t		mode = reveal ? S_IRUSR | S_IWUSR : 0666 & ~mask;
	bool		ok;

	umask(mask);
	if (lstat(target, &st) != 0 || S_ISREG(st.st_mode))
		ok = replace_file(target, result, format, mode);
	else
		ok = write_into(target, result, format);
	free(resolved);
	return ok;
}

AsExit
followup_export(PGconn *conn, const FollowupOptions *options)
{
	Format		format = choose_format(options);
	PGresult   *result = followup_query_list(conn, options);
	bool		ok;

	if (strcmp(options->operand, "-") == 0)
		ok = list_write_csv(stdout, result, format.encoding);
	else
		ok = write_file(options->operand, result, &format, options->given[OPT_REVEAL] != NULL);
	PQclear(result);
	return ok ? AS_DONE : AS_FAILED;
}
