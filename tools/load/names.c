/*-------------------------------------------------------------------------
 *
 * names.c
 *		The tables of names and words, and how they are compared.
 *
 * Add a name where it belongs: the table (NULL: every one that has such a
 * column), the column, and all its names, separated by bars, in small
 * letters without blanks, hyphens and underscores.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres_fe.h"

#include "clean.h"
#include "names.h"

#define MAX_NAME 200			/* bytes of a header's name that are compared */

typedef struct NameEntry
{
	const char *table;
	const char *column;
	const char *names;
} NameEntry;

static const NameEntry names_of_stations_and_parts[] =
{
	{NULL, "dealer_code", "经销商代码|经销商编码|经销商编号|店代码|门店代码|门店编码|网点代码|站点代码|服务站代码|服务站编码|dealer|dealerno|dealerid|storecode|station|stationcode"},
	{"dealer", "name", "经销商名称|经销商|店名|门店名称|网点名称|服务站名称|dealername|stationname"},
	{"dealer", "kind", "类型|类别|网点类型|type"},
	{"dealer", "depot_code", "中转库|中转库代码|所属中转库|depot"},
	{"dealer", "region", "区域|大区|省份|地区|province|area"},
	{"dealer", "time_zone", "时区|timezone"},
	{"dealer", "opened_on", "开业日期|开业时间|openeddate"},
	{"dealer", "closed_on", "停业日期|关店日期|closeddate"},
	{NULL, "staff_no", "员工编号|工号|员工号|服务顾问|服务顾问编号|接待员|业务接待|advisor|adviser|serviceadvisor|serviceadviser|employeeno"},
	{"staff", "name", "姓名|员工姓名|员工名称|staffname|employeename"},
	{"staff", "position", "岗位|职位|职务|工种|title|job"},
	{"staff", "employed_from", "入职日期|hiredate"},
	{"staff", "employed_until", "离职日期|leavedate"},
	{"staff", "daily_calls", "日回访量|每日回访数|日外呼量|callsperday"},
	{"staff_shift", "day", "日期|排班日期|班次日期|date|shiftdate"},
	{"staff_shift", "on_duty", "是否当班|当班|是否上班|在岗|working"},
	{"staff_shift", "reason", "原因|请假原因|缺勤原因|备注"},
	{"staff_certificate", "certificate", "证书|上岗证|证书名称|证书类型|资质|certificatename"},
	{"staff_certificate", "valid_from", "发证日期|有效期起|生效日期|issuedate|from"},
	{"staff_certificate", "valid_until", "有效期至|有效期止|到期日期|失效日期|expirydate|until|to"},
	{"workday", "day", "日期|date"},
	{"workday", "is_workday", "是否工作日|工作日|workday"},
	{"workday", "name", "名称|节日|节假日|holiday"},
	{NULL, "part_no", "配件编码|配件编号|配件代码|配件号|零件号|零件编号|零件编码|零件代码|备件号|备件编码|备件编号|备件代码|物料号|物料编码|partno|partnumber|partcode|partid|itemno|sku"},
	{"part", "name", "配件名称|零件名称|备件名称|物料名称|品名|名称|partname|description|itemname"},
	{"part", "attribute", "备件属性|配件属性|零件属性|属性|partattribute"},
	{"part", "phase", "生命周期|阶段|lifecycle"},
	{"part", "origin", "来源|产地|品质|source"},
	{"part", "unit", "单位|计量单位|uom"},
	{"part", "price", "销售价|零售价|单价|售价|价格|销售单价|listprice|retailprice|saleprice"},
	{"part", "cost", "成本价|进价|成本|采购价|采购单价|purchaseprice"},
	{NULL, "order_cycle", "采购周期|订货周期|o/c|oc|ordercycledays"},
	{NULL, "lead_time", "到货周期|供货周期|到货天数|l/t|lt|leadtimedays"},
	{"part", "pack", "包装数量|最小包装|最小订货量|moq|packsize|packquantity"},
	{NULL, "available_from", "上市日期|可供日期|启用日期|availabledate"},
	{"part", "superseded_by", "替代件|替代件号|替换件|替换件号|新件号|supersededby|replacement|newpartno"},
	{"part", "genuine_no", "原厂件号|对应原厂件|原厂编码|genuinepartno|oemno"},
	{"part", "initial_supply", "首批储备|首批储备量|初始储备|initialstock"},
	{"part", "criticality", "关键度|重要度|关键程度|importance"},
	{NULL, "bin", "库位|货位|仓位|货位号|库位号|location|binlocation|shelf"},
	{"stock", "on_hand", "库存数量|库存|在库数量|现存量|现有库存|结存数量|数量|onhand|stock|stockqty|quantity|qty"},
	{"stock", "allocated", "占用数量|预留数量|锁定数量|reserved"},
	{"stock_movement", "movement_no", "流水号|出入库单号|单据号|单号|movementno|documentno|docno"},
	{"stock_movement", "moved_on", "出入库日期|日期|业务日期|发生日期|date|movementdate"},
	{"stock_movement", "kind", "出入库类型|业务类型|类型|movementtype|type"},
	{NULL, "unit_cost", "单位成本|成本单价|成本价|cost"},
	{"stock_movement", "source", "采购来源|进货来源|货源|供货来源|purchasesource"},
	{"stock_count", "counted_on", "盘点日期|countdate|date"},
	{"stock_count", "book", "账面数量|帐面数量|账存数量|系统数量|bookquantity|bookqty"},
	{"stock_count", "counted", "实盘数量|盘点数量|实存数量|countedquantity|countedqty"},
	{NULL, "sale_no", "销售单号|零售单号|出库单号|单号|saleno|invoiceno"},
	{NULL, "sold_on", "销售日期|出库日期|saledate|solddate"},
	{"counter_sale", "kind", "销售类型|类型|saletype|type"},
	{"counter_sale", "waiting", "是否等待|等待到货|欠件|是否欠件|backorder"},
	{NULL, "lost_sale_no", "失销单号|缺货单号|登记号|单号|lostsaleno"},
	{"lost_sale", "asked_on", "需求日期|登记日期|缺货日期|日期|date|askeddate"},
	{NULL, "order_no", "订单号|采购订单号|采购单号|订货单号|orderno|ordernumber|purchaseorder|pono"},
	{"purchase_order", "ordered_on", "订货日期|采购日期|下单日期|订单日期|orderdate"},
	{"purchase_order", "supplier", "供应商|供货商|供应商名称|vendor"},
	{"purchase_order", "closed_on", "关闭日期|完成日期|closeddate"},
	{"purchase_order_line", "received", "到货数量|入库数量|已收数量|receivedquantity|receivedqty"},
	{"purchase_order_line", "expected_on", "预计到货日期|预计到货|要求到货日期|eta|expecteddate"},
	{NULL, "line_no", "行号|序号|项次|行项目|line|lineno|lineitem|seq"},
	{NULL, "quantity", "数量|出库数量|销售数量|用量|需求数量|订货数量|工时|工时数|qty"},
	{NULL, "quantity_filled", "满足数量|实发数量|实出数量|filledquantity|filledqty"},
	{NULL, "unit_price", "单价|销售单价|售价|工时单价|price"},
};

static const NameEntry names_of_vehicles[] =
{
	{NULL, "model_code", "车型代码|车型编码|车型|model|modelcode|modelno"},
	{"vehicle_model", "brand", "品牌|make"},
	{"vehicle_model", "name", "车型名称|名称|modelname"},
	{"vehicle_model", "km_per_day", "日均里程|日均行驶里程|dailykm"},
	{"vehicle_model", "warranty_months", "质保月数|质保期(月)|保修月数|质保期|保修期|warranty"},
	{"service_interval", "service_no", "保养次数|保养序号|第几次保养|serviceno"},
	{"service_interval", "months", "间隔月数|保养间隔月|月数|月"},
	{"service_interval", "km", "间隔里程|保养间隔里程|里程|公里|mileage"},
	{NULL, "customer_no", "客户编号|客户代码|客户编码|客户号|客户id|车主编号|会员号|customerno|customerid|customercode|clientno"},
	{"customer", "kind", "客户类型|客户性质|类型|customertype|type"},
	{"customer", "name", "客户名称|客户姓名|姓名|车主|车主姓名|联系人|名称|customername|owner|ownername"},
	{"customer", "phone", "手机|手机号|手机号码|移动电话|联系电话|联系方式|电话|电话号码|车主电话|客户电话|mobile|mobileno|mobilephone|tel|telephone|phoneno|phonenumber|cell"},
	{"customer", "do_not_call", "谢绝回访|不回访|拒绝回访|勿扰|donotcall|dnc"},
	{"consent", "purpose", "目的|用途"},
	{"consent", "channel", "渠道|联系渠道"},
	{"consent", "recorded_on", "登记日期|记录日期|同意日期|日期|date"},
	{"consent", "granted", "是否同意|同意"},
	{"consent", "proof", "凭证|证明|依据"},
	{NULL, "vehicle_no", "车辆编号|车辆代码|车辆编码|车辆id|档案号|车辆档案号|vehicleno|vehicleid|carno|carid"},
	{NULL, "vin", "车架号|车架号码|底盘号|底盘号码|vin码|vin号|车辆识别代号|车辆识别码|chassisno|chassisnumber|vinno|vincode|frameno"},
	{NULL, "plate", "车牌号|车牌|车牌号码|牌照号|牌照|牌照号码|号牌号码|plateno|platenumber|licenseplate|licenceplate|licenseno|licenceno|registrationno|regno"},
	{"vehicle", "sold_on", "销售日期|购车日期|交车日期|售车日期|saledate|deliverydate|purchasedate"},
	{"vehicle", "scrapped_on", "报废日期|scrapdate"},
	{"vehicle_owner", "owned_from", "起始日期|购车日期|开始日期|过户日期|from|fromdate"},
	{"vehicle_owner", "owned_until", "结束日期|截止日期|终止日期|until|to|todate"},
	{NULL, "visit_no", "工单号|工单编号|维修单号|委托书号|委托单号|结算单号|施工单号|派工单号|ro|rono|ronumber|repairorder|repairorderno|workorder|workorderno|jobno|jobcardno"},
	{"visit", "kind", "维修类型|维修类别|业务类型|业务类别|工单类型|进厂类型|类型|visittype|servicetype|repairtype|type"},
	{"visit", "opened_on", "进厂日期|进厂时间|进站日期|开单日期|开单时间|接车日期|维修日期|来店日期|openeddate|opendate|visitdate|servicedate|datein|checkindate"},
	{"visit", "closed_on", "结算日期|结算时间|出厂日期|出厂时间|交车日期|完工日期|closeddate|closedate|settledate|settlementdate|dateout"},
	{"visit", "odometer", "行驶里程|里程|里程数|进厂里程|公里数|表显里程|当前里程|行驶公里|mileage|km|odometerreading|odo"},
	{"visit", "amount", "金额|总金额|结算金额|维修金额|实收金额|应收金额|合计金额|总费用|产值|totalamount|total|invoiceamount|grandtotal"},
	{"visit_line", "kind", "项目类型|明细类型|行类型|类型|类别|linetype|type"},
	{NULL, "recall_no", "召回编号|召回号|召回活动编号|活动编号|campaignno|recallid"},
	{"recall", "name", "召回名称|召回内容|活动名称|名称|campaign|campaignname"},
	{"recall", "announced_on", "开始日期|发布日期|召回开始日期|startdate|announceddate"},
	{"recall", "ended_on", "结束日期|召回结束日期|截止日期|enddate"},
	{"recall_vehicle", "done_on", "完成日期|实施日期|召回完成日期|donedate|completiondate"},
	{NULL, "complaint_no", "投诉编号|投诉单号|投诉号|complaintid|caseno"},
	{"complaint", "level", "投诉级别|投诉等级|级别|等级|severity"},
	{"complaint", "source", "投诉来源|投诉渠道|来源|渠道|origin"},
	{"complaint", "opened_on", "投诉日期|受理日期|登记日期|日期|date|complaintdate"},
	{"complaint", "responded_on", "首次响应日期|响应日期|首次回复日期|回复日期|responsedate"},
	{"complaint", "due_on", "应结案日期|要求结案日期|处理期限|期限|duedate"},
	{"complaint", "extended_to", "延期至|延期日期|延期到|extensiondate"},
	{"complaint", "closed_on", "结案日期|关闭日期|完成日期|closedate|closeddate"},
	{"complaint", "subject", "投诉主题|投诉内容|投诉类型|主题|内容|topic"},
	{"visit_line", "description", "项目名称|维修项目|项目描述|配件名称|零件名称|备件名称|描述|名称|备注|item|operation|partname"},
};

/* the first entry that fits counts */
static const struct
{
	const NameEntry *entries;
	int			count;
}			names[] =

{
	{names_of_stations_and_parts, lengthof(names_of_stations_and_parts)},
	{names_of_vehicles, lengthof(names_of_vehicles)}
};

/* words for values; the value first */
static const NameEntry values[] =
{
	{"dealer", "kind", "station|站|服务站|4s店|门店|经销商"}, {"dealer", "kind", "depot|中转库|中心库"},
	{"customer", "kind", "person|个人|私人|私家"}, {"customer", "kind", "company|单位|公司|企业|集团"},
	{"visit", "kind", "maintenance|保养|常规保养|定期保养|首保|首次保养|二保"}, {"visit", "kind", "repair|维修|一般维修|普通维修|机修|小修|大修"},
	{"visit", "kind", "warranty|保修|三包|索赔|质保"}, {"visit", "kind", "accident|事故|事故车|钣喷|钣金|喷漆|保险"},
	{"visit", "kind", "recall|召回"}, {"visit", "kind", "pdi|售前检查|售前|新车检查"},
	{"visit_line", "kind", "part|配件|零件|备件|材料"}, {"visit_line", "kind", "labour|工时|工项|项目|维修项目|labor"}, {"visit_line", "kind", "other|其他|其它|外加工|附加"},
	{"counter_sale", "kind", "counter|零售|外销|柜台|柜台销售"}, {"counter_sale", "kind", "internal|内部|自用|内部领用|领用"},
	{"part", "attribute", "wear|易损件|消耗件|常用易损件|a类|a"}, {"part", "attribute", "common|常用件|普通件|通用件|b类|b"},
	{"part", "attribute", "assembly|总成|总成件|大件|c类|c"},
	{"part", "phase", "introduction|导入期|新品|新件"}, {"part", "phase", "mature|成熟期|正常|在产"}, {"part", "phase", "discontinued|停产|停产件|退市|衰退期"},
	{"part", "origin", "genuine|原厂|原厂件|正厂|纯正"}, {"part", "origin", "aftermarket|副厂|副厂件|外购|非原厂"}, {"part", "origin", "remanufactured|再制造|再制造件|翻新"},
	{"stock_movement", "kind", "receipt|入库|采购入库|进货"}, {"stock_movement", "kind", "issue|出库|维修出库|领料|销售出库"},
	{"stock_movement", "kind", "return|退货|退料|退库"}, {"stock_movement", "kind", "transfer_in|调入|调拨入库"},
	{"stock_movement", "kind", "transfer_out|调出|调拨出库"}, {"stock_movement", "kind", "adjustment|调整|盘盈|盘亏|盘点调整"},
	{"stock_movement", "source", "maker|厂家|主机厂|原厂"}, {"stock_movement", "source", "other|外采|外购|其他|其它"},
	{"complaint", "source", "customer|客户|车主|来电|来店"}, {"complaint", "source", "follow_up|回访"}, {"complaint", "source", "survey|调查|满意度调查"},
	{"complaint", "source", "maker|厂家|主机厂"}, {"complaint", "source", "other|其他|其它|媒体"},
	{"complaint", "level", "1|一般|轻微|一级"}, {"complaint", "level", "2|普通|较重|二级"}, {"complaint", "level", "3|严重|重大|三级"},
	{"consent", "purpose", "service|服务|售后服务"}, {"consent", "purpose", "marketing|营销|推广|市场"},
	{"consent", "channel", "phone|电话|手机"}, {"consent", "channel", "sms|短信"}, {"consent", "channel", "wechat|微信"},
};

/* A name as the tables have it, in room; empty if it is too long. */
static CsvField
fold_name(CsvField name, char room[MAX_NAME])
{
	int			n = 0;

	if (name.length > MAX_NAME)
		return (CsvField) {room, 0};
	name = clean_code(name, room);
	for (int i = 0; i < name.length; i++)
	{
		char		c = name.text[i];

		if (!strchr(" _-*:.\n\r\t#", c))
			room[n++] = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
	}
	return (CsvField) {room, n};
}

/* True if the word is one of the list. */
static bool
is_listed(const char *list, CsvField word)
{
	while (*list)
	{
		int			length = strcspn(list, "|");

		if (length == word.length && memcmp(list, word.text, length) == 0)
			return true;
		list += length + (list[length] == '|');
	}
	return false;
}

static bool
concerns(const NameEntry *entry, const Table *table, const char *column)
{
	return (entry->table == NULL || strcmp(entry->table, table->name) == 0) && strcmp(entry->column, column) == 0;
}

/* By a folded name. */
static const Column *
find_column(const Table *table, CsvField name)
{
	char		room[MAX_NAME];

	for (int i = 0; i < table->ncolumns; i++)
	{
		const Column *column = &table->columns[i];
		CsvField	own = fold_name((CsvField) {column->name, strlen(column->name)}, room);

		if (own.length == name.length && memcmp(own.text, name.text, name.length) == 0)
			return column;
	}
	for (int part = 0; part < lengthof(names); part++)
		for (const NameEntry *entry = names[part].entries; entry < names[part].entries + names[part].count; entry++)
			for (int i = 0; i < table->ncolumns; i++)
				if (concerns(entry, table, table->columns[i].name) && is_listed(entry->names, name))
					return &table->columns[i];
	return NULL;
}

const Column *
names_column(const Table *table, CsvField name)
{
	char		room[MAX_NAME];
	CsvField	folded = fold_name(name, room);
	const Column *column = folded.length > 0 ? find_column(table, folded) : NULL;
	const char *unit = folded.length > 0 ? memchr(folded.text, '(', folded.length) : NULL;

	/* a unit behind the name: 里程(公里) */
	if (column == NULL && unit && folded.text[folded.length - 1] == ')')
		column = find_column(table, (CsvField) {folded.text, unit - folded.text});
	return column;
}

void
names_add_words(const Table *table, const Column *column, NameWord **words, int *nwords)
{
	for (int e = 0; e < lengthof(values); e++)
	{
		const char *list = values[e].names;
		CsvField	value = {list, strcspn(list, "|")};

		if (!concerns(&values[e], table, column->name))
			continue;
		for (list += value.length; *list == '|';)
		{
			int			length = strcspn(++list, "|");

			*words = pg_realloc(*words, (*nwords + 1) * sizeof(NameWord));
			(*words)[(*nwords)++] = (NameWord)
			{
				.word =
				{
					list, length
				}, .value = value
			};
			list += length;
		}
	}
}
