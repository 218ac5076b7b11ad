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

/* Into a file of that path; false, after a message. */
static bool
write_path(const char *path, const PGresult *result, const Format *format)
{
	FILE	   *file;
	bool		ok;

	if (format->encoding == NULL)
		return list_write_workbook(path, result, format->by_person);
	file = fopen(path, PG_BINARY_W);
	ok = file != NULL && list_write_csv(file, result, format->encoding);
	if (file != NULL && fclose(file) != 0)
		ok = false;
	if (!ok)
		pg_log_error("could not write file \"%s\": %m", path);
	return ok;
}

/*
 * Writes the file of that name. A regular file, also behind a link, is
 * complete or not touched at all; anything else is written into.
 */
static bool
write_file(const char *name, const PGresult *result, const Format *format)
{
	struct stat st;
	char	   *resolved = realpath(name, NULL);
	const char *target = resolved ? resolved : name;
	bool		replace = lstat(target, &st) != 0 || S_ISREG(st.st_mode);
	char	   *part = psprintf(replace ? "%s.part" : "%s", target);
	bool		ok = write_path(part, result, format);

	if (ok && replace && rename(part, target) != 0)
	{
		pg_log_error("could not rename file \"%s\" to \"%s\": %m", part, target);
		ok = false;
	}
	if (!ok && replace)
		unlink(part);
	pfree(part);
	free(resolved);
	return ok;
}

AsExit
followup_export(PGconn *conn, const FollowupOptions *options)
{
	Format		format = choose_format(options);
	PGresult   *result = followup_query_list(conn, options);
	bool		ok;

	/* names and numbers are for the eyes of who asked */
	if (options->given[OPT_REVEAL])
		umask(S_IRWXG | S_IRWXO);
	if (strcmp(options->operand, "-") == 0)
		ok = list_write_csv(stdout, result, format.encoding);
	else
		ok = write_file(options->operand, result, &format);
	PQclear(result);
	return ok ? AS_DONE : AS_FAILED;
}
