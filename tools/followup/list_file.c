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

static const CellWord outcomes[] = {
	{"接通", "reached"},
	{"未接", "no_answer"},
	{"拒绝", "refused"},
	{"空号", "empty_number"},
	{"错号", "wrong_number"},
	{"无法接通", "cannot_reach"},
	{NULL, NULL}
};
static const CellWord states[] = {{"待回访", "new"}, {"已分配", "assigned"}, {"待再访", "attempted"}, {NULL, NULL}};
static const CellWord channels[] = {{"电话", "phone"}, {"短信", "sms"}, {"微信", "wechat"}, {NULL, NULL}};
static const CellWord halves[] = {{"上午", "am"}, {"下午", "pm"}, {NULL, NULL}};

const ListColumn fill_columns[FILL_COUNT] = {
	[FILL_OUTCOME] = {"outcome", "结果", 10, {CELL_WORD, outcomes}},
	[FILL_TRIED_ON] = {"tried_on", "回访日期", 12, {CELL_DAY}},
	[FILL_NOTE] = {"note", "备注", 40},
	[FILL_DISSATISFIED] = {"dissatisfied", "不满意", 8, {CELL_YES_NO, cell_yes_no}},
	[FILL_RECOMMEND] = {"recommend", "推荐分(0-10)", 13, {CELL_NUMBER, NULL, 10}},
	[FILL_SATISFACTION] = {"satisfaction", "满意度(0-100)", 14, {CELL_NUMBER, NULL, 100}},
	[FILL_LOSS_REASON] = {"loss_reason", "流失原因", 20},
	[FILL_RECOVERABLE] = {"recoverable", "可挽回", 8, {CELL_YES_NO, cell_yes_no}},
};

const ListColumn list_columns[LIST_COUNT] = {
	{"follow_up", "任务号", 8, {CELL_NUMBER, NULL, PG_INT64_MAX}},
	{"dealer_code", "门店", 10},
	{"assigned_to", "工号", 10},
	{"assignee", "回访人", 10},
	{"reason", "事由", 30},
	{"vehicle_no", "车辆编号", 14},
	{"plate", "车牌号", 12},
	{"customer", "客户", 12},
	{"phone", "电话", 14},
	{"channel", "方式", 8, {CELL_WORD, channels}},
	{"due_on", "应访日期", 12},
	{"expires_on", "截止日期", 12},
	{"retry_half", "时段", 6, {CELL_WORD, halves}},
	{"state", "状态", 10, {CELL_WORD, states}},
	{"attempts", "已访次数", 9, {CELL_NUMBER, NULL, PG_INT32_MAX}},
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
