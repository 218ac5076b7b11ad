/*-------------------------------------------------------------------------
 *
 * list_file.c
 *		Columns of a list in files, and CSV (RFC 4180) with a guard against
 *		formulas.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "list_file.h"

#include "catalog/pg_type_d.h"
#include "encoder.h"

static const char *const outcomes[] = {"接通", "未接", "拒绝", "空号", "错号", "无法接通", NULL};
static const char *const yes_no[] = {"是", "否", NULL};

const ListColumn fill_columns[FILL_COUNT] = {
	[FILL_OUTCOME] = {"outcome", "结果", 10, outcomes},
	[FILL_TRIED_ON] = {"tried_on", "回访日期", 12, NULL},
	[FILL_NOTE] = {"note", "备注", 40, NULL},
	[FILL_DISSATISFIED] = {"dissatisfied", "不满意", 8, yes_no},
	[FILL_RECOMMEND] = {"recommend", "推荐分(0-10)", 13, NULL},
	[FILL_SATISFACTION] = {"satisfaction", "满意度(0-100)", 14, NULL},
	[FILL_LOSS_REASON] = {"loss_reason", "流失原因", 20, NULL},
	[FILL_RECOVERABLE] = {"recoverable", "可挽回", 8, yes_no},
};

static const ListColumn list_columns[] = {
	{"follow_up", "任务号", 8},
	{"dealer_code", "门店", 10},
	{"assigned_to", "工号", 10},
	{"assignee", "回访人", 10},
	{"reason", "事由", 30},
	{"vehicle_no", "车辆编号", 14},
	{"plate", "车牌号", 12},
	{"customer", "客户", 12},
	{"phone", "电话", 14},
	{"channel", "方式", 8},
	{"due_on", "应访日期", 12},
	{"expires_on", "截止日期", 12},
	{"retry_half", "时段", 6},
	{"state", "状态", 10},
	{"attempts", "已访次数", 9},
	{"detail", "说明", 30},
};

const ListColumn *
list_column(const char *name)
{
	for (int i = 0; i < lengthof(list_columns); i++)
		if (strcmp(list_columns[i].name, name) == 0)
			return &list_columns[i];
	Assert(false);
	return &list_columns[0];
}

/* A cell, quoted where RFC 4180 wants it; a guarded one is no formula. */
static void
write_cell(Encoder *encoder, const char *value, bool guard)
{
	bool		quote = strpbrk(value, ",\"\r\n") != NULL;

	if (quote)
		encoder_write(encoder, "\"", 1);
	if (guard && *value && strchr(FORMULA_STARTS, *value))
		encoder_write(encoder, "'", 1);
	for (const char *next; (next = strchr(value, '"')) != NULL; value = next + 1)
	{
		encoder_write(encoder, value, next + 1 - value);
		encoder_write(encoder, "\"", 1);
	}
	encoder_write(encoder, value, strlen(value));
	if (quote)
		encoder_write(encoder, "\"", 1);
}

bool
list_write_csv(FILE *file, const PGresult *result, const char *encoding)
{
	InputFormat format = {.encoding = encoding, .mark = strcmp(encoding, "UTF-8") == 0};
	Encoder    *encoder = encoder_open(file, &format);
	int			columns = PQnfields(result);

	for (int column = 0; column < columns + FILL_COUNT; column++)
	{
		encoder_write(encoder, ",", column > 0);
		write_cell(encoder, column < columns ? PQfname(result, column) : fill_columns[column - columns].name, false);
	}
	encoder_write(encoder, "\r\n", 2);
	for (int row = 0; row < PQntuples(result); row++)
	{
		for (int column = 0; column < columns; column++)
		{
			encoder_write(encoder, ",", column > 0);
			write_cell(encoder, PQgetvalue(result, row, column), PQftype(result, column) == TEXTOID);
		}
		for (int column = 0; column < FILL_COUNT; column++)
			encoder_write(encoder, ",", 1);
		encoder_write(encoder, "\r\n", 2);
	}
	encoder_close(encoder);
	return fflush(file) == 0 && !ferror(file);
}
