/*-------------------------------------------------------------------------
 *
 * make_xlsx.c
 *		Writes a workbook of the lines of standard input, cells separated by
 *		tabs: "n:" before a number, "d:" before the serial number of a date,
 *		"b:" before a truth value, else text; \n in it is a line break. A line
 *		"sheet:NAME" begins a sheet, "hidden:NAME" a hidden one.
 *
 *-------------------------------------------------------------------------
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

/* Breaks lines where \n is written. */
static void
break_lines(char *text)
{
	char	   *p;

	while ((p = strstr(text, "\\n")) != NULL)
	{
		*p = '\n';
		memmove(p + 1, p + 2, strlen(p + 2) + 1);
	}
}

static void
write_cell(lxw_worksheet * sheet, int row, int column, char *cell, lxw_format * date)
{
	if (strncmp(cell, "n:", 2) == 0)
		worksheet_write_number(sheet, row, column, strtod(cell + 2, NULL), NULL);
	else if (strncmp(cell, "d:", 2) == 0)
		worksheet_write_number(sheet, row, column, strtod(cell + 2, NULL), date);
	else if (strncmp(cell, "b:", 2) == 0)
		worksheet_write_boolean(sheet, row, column, atoi(cell + 2), NULL);
	else if (*cell != '\0')
	{
		break_lines(cell);
		worksheet_write_string(sheet, row, column, cell, NULL);
	}
}

int
main(int argc, char **argv)
{
	static char line[65536];
	lxw_workbook *workbook = workbook_new(argc > 1 ? argv[1] : "/dev/stdout");
	lxw_format *date = workbook_add_format(workbook);
	lxw_worksheet *sheet = NULL;
	int			row = 0;

	format_set_num_format(date, "yyyy/m/d");
	while (fgets(line, sizeof(line), stdin))
	{
		char	   *rest = line;
		char	   *cell;

		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "sheet:", 6) == 0 || strncmp(line, "hidden:", 7) == 0)
		{
			sheet = workbook_add_worksheet(workbook, strchr(line, ':') + 1);
			if (*line == 'h')
				worksheet_hide(sheet);
			row = 0;
		}
		else
		{
			if (sheet == NULL)
				sheet = workbook_add_worksheet(workbook, NULL);
			for (int column = 0; (cell = strsep(&rest, "\t")) != NULL; column++)
				write_cell(sheet, row, column, cell, date);
			row++;
		}
	}
	return workbook_close(workbook) != LXW_NO_ERROR;
}
