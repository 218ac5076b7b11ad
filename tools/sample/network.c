/*
 * network.c
 *		The places of the sample network and who works there, its calendar and its models.
 */
#include "calendar.h"
#include "sample.h"

#define DEPOT_CODE "HD00"

const City	cities[CITIES] = {
	{"BJ", "北京朝阳站", "北京", "京A", 8},
	{"SH", "上海浦东站", "上海", "沪A", 5},
	{"CD", "成都武侯站", "四川", "川A", 13},
	{"GZ", "广州天河站", "广东", "粤A", 7},
	{"WH", "武汉洪山站", "湖北", "鄂A", 10},
	{"XA", "西安雁塔站", "陕西", "陕A", 12},
	{"HZ", "杭州西湖站", "浙江", "浙A", 6},
	{"NJ", "南京江宁站", "江苏", "苏A", 9},
};

const Model models[MODELS] = {
	{"DY-S5", "东远 S5 轿车", "S5A1B", ENGINE_OIL, 38, 6, 5000, 6, 5000},
	{"DY-X7", "东远 X7 越野车", "X7A2C", ENGINE_OIL, 45, 6, 5000, 12, 7500},
	{"DY-M4", "东远 M4 轻客", "M4G64", GASOLINE_ENGINE_OIL, 70, 3, 5000, 6, 7500},
};

/* The city of a station; beyond the last city they begin again. */
const City *
city_of(int station)
{
	return &cities[station % CITIES];
}

/* A station's code: BJ01, ..., BJ02, ... */
void
csv_station(CsvFile *file, int station)
{
	csv_code(file, city_of(station)->code, station / CITIES + 1, 2);
}

/* A person's name. */
void
csv_person(CsvFile *file, Random *random)
{
	static const char *const surnames[] = {
		"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
		"何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "欧阳", "司马",
	};
	static const char *const given[] = {
		"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
		"超", "霞", "平", "刚", "桂英", "建国", "志强", "秀兰", "晓东", "海燕", "文博", "雨欣", "子涵", "浩然", "佳怡", "宇轩",
	};
	char		name[32];

	snprintf(name, sizeof(name), "%s%s", surnames[random_below(random, 32)], given[random_below(random, 32)]);
	csv_text(file, name);
}

void
write_dealers(const Sample *sample)
{
	CsvFile		file;
	char		name[64];

	csv_open(&file, sample->directory, "dealer", "dealer_code,name,kind,depot_code,region,opened_on");
	csv_text(&file, DEPOT_CODE);
	csv_text(&file, "华东中转库");
	csv_text(&file, "depot");
	csv_null(&file);
	csv_text(&file, "华东");
	csv_null(&file);
	csv_row(&file);
	for (int station = 0; station < sample->stations; station++)
	{
		const City *city = city_of(station);

		csv_station(&file, station);
		snprintf(name, sizeof(name), station < CITIES ? "%s" : "%s%d", city->station, station / CITIES + 1);
		csv_text(&file, name);
		csv_text(&file, "station");
		csv_text(&file, DEPOT_CODE);
		csv_text(&file, city->region);
		csv_day(&file, day_of(2018, 1 + station % 12, 1));
		csv_row(&file);
	}
	csv_close(&file);
}

/* Two advisers, three technicians, a caller and a manager at each station. */
void
write_staff(const Sample *sample)
{
	static const char *const positions[] = {
		"adviser", "adviser", "technician", "technician", "technician", "caller", "manager",
	};
	CsvFile		file;

	csv_open(&file, sample->directory, "staff", "dealer_code,staff_no,name,position,employed_from");
	for (int station = 0; station < sample->stations; station++)
		for (int i = 0; i < (int) (sizeof(positions) / sizeof(*positions)); i++)
		{
			Random		random = random_for(sample->seed, 's', (uint64_t) station * 100 + i);

			csv_station(&file, station);
			csv_code(&file, "", i + 1, 2);
			csv_person(&file, &random);
			csv_text(&file, positions[i]);
			csv_day(&file, day_of(2018, 1, 1) + random_below(&random, 2000));
			csv_row(&file);
		}
	csv_close(&file);
}

/* Holidays and make-up workdays of 2024 to 2026 as the State Council announced them. */
void
write_workdays(const Sample *sample)
{
	static const struct
	{
		int			year;
		int			month;
		int			day;
		int			days;
		bool		is_workday;
		const char *name;
	}			rows[] = {
		{2024, 1, 1, 1, false, "元旦"},
		{2024, 2, 4, 1, true, "春节调休"},
		{2024, 2, 10, 8, false, "春节"},
		{2024, 2, 18, 1, true, "春节调休"},
		{2024, 4, 4, 3, false, "清明节"},
		{2024, 4, 7, 1, true, "清明节调休"},
		{2024, 4, 28, 1, true, "劳动节调休"},
		{2024, 5, 1, 5, false, "劳动节"},
		{2024, 5, 11, 1, true, "劳动节调休"},
		{2024, 6, 10, 1, false, "端午节"},
		{2024, 9, 14, 1, true, "中秋节调休"},
		{2024, 9, 15, 3, false, "中秋节"},
		{2024, 9, 29, 1, true, "国庆节调休"},
		{2024, 10, 1, 7, false, "国庆节"},
		{2024, 10, 12, 1, true, "国庆节调休"},
		{2025, 1, 1, 1, false, "元旦"},
		{2025, 1, 26, 1, true, "春节调休"},
		{2025, 1, 28, 8, false, "春节"},
		{2025, 2, 8, 1, true, "春节调休"},
		{2025, 4, 4, 3, false, "清明节"},
		{2025, 4, 27, 1, true, "劳动节调休"},
		{2025, 5, 1, 5, false, "劳动节"},
		{2025, 5, 31, 3, false, "端午节"},
		{2025, 9, 28, 1, true, "国庆节调休"},
		{2025, 10, 1, 8, false, "国庆节 中秋节"},
		{2025, 10, 11, 1, true, "国庆节调休"},
		{2026, 1, 1, 3, false, "元旦"},
		{2026, 1, 4, 1, true, "元旦调休"},
		{2026, 2, 14, 1, true, "春节调休"},
		{2026, 2, 15, 9, false, "春节"},
		{2026, 2, 28, 1, true, "春节调休"},
		{2026, 4, 4, 3, false, "清明节"},
		{2026, 5, 1, 5, false, "劳动节"},
		{2026, 5, 9, 1, true, "劳动节调休"},
		{2026, 6, 19, 3, false, "端午节"},
		{2026, 9, 20, 1, true, "国庆节调休"},
		{2026, 9, 25, 3, false, "中秋节"},
		{2026, 10, 1, 7, false, "国庆节"},
		{2026, 10, 10, 1, true, "国庆节调休"},
	};
	CsvFile		file;

	csv_open(&file, sample->directory, "workday", "day,is_workday,name");
	for (int i = 0; i < (int) (sizeof(rows) / sizeof(*rows)); i++)
		for (int day = 0; day < rows[i].days; day++)
		{
			csv_day(&file, day_of(rows[i].year, rows[i].month, rows[i].day) + day);
			csv_flag(&file, rows[i].is_workday);
			csv_text(&file, rows[i].name);
			csv_row(&file);
		}
	csv_close(&file);
}

/* Models and their maintenance plans: the first maintenance, and every one after it. */
void
write_models(const Sample *sample)
{
	CsvFile		model_file,
				interval_file;

	csv_open(&model_file, sample->directory, "vehicle_model", "model_code,brand,name,km_per_day");
	csv_open(&interval_file, sample->directory, "service_interval", "model_code,service_no,months,km");
	for (int i = 0; i < MODELS; i++)
	{
		const Model *model = &models[i];

		csv_text(&model_file, model->code);
		csv_text(&model_file, "东远");
		csv_text(&model_file, model->name);
		csv_int(&model_file, model->km_per_day);
		csv_row(&model_file);
		for (int service_no = 1; service_no >= 0; service_no--)
		{
			csv_text(&interval_file, model->code);
			csv_int(&interval_file, service_no);
			csv_int(&interval_file, service_no == 1 ? model->first_months : model->months);
			csv_int(&interval_file, service_no == 1 ? model->first_km : model->km);
			csv_row(&interval_file);
		}
	}
	csv_close(&model_file);
	csv_close(&interval_file);
}
