/*
 * parts.c
 *		Parts of the sample network, their stock and orders, and demand without a visit.
 *
 * The first 13 parts are a fixed catalogue: the seven named parts of the founding case with the properties it gives them
 * (four fluids supplied in 0 days, two assemblies, a reversing-lamp switch that sells 12 in a half-year), and six invented ones.
 * Beyond them parts are synthetic; their popularity follows Zipf's law by octaves (see popular_part).
 */
#include <string.h>

#include "calendar.h"
#include "sample.h"

typedef struct Part
{
	const char *part_no;
	const char *name;
	const char *attribute;
	const char *unit;
	int			price;			/* [1/100] */
	int			order_cycle;	/* [days] */
	int			lead_time;		/* [days] */
} Part;

static const Part catalogue[CATALOGUE_PARTS] = {
	[ENGINE_OIL] = {"OIL-QJ", "汽机油", "wear", "升", 4500, 0, 0},
	[GASOLINE_ENGINE_OIL] = {"OIL-QYJ", "汽油机油", "wear", "升", 3800, 0, 0},
	[GEAR_OIL] = {"OIL-85W90", "中负荷齿轮油", "common", "升", 3200, 0, 0},
	[COOLANT] = {"COOL-35", "防冻液", "common", "升", 1800, 0, 0},
	[CYLINDER_BLOCK] = {"4G64-L", "缸体组件", "assembly", "件", 680000, 30, 15},
	[CLUTCH_HOUSING] = {"SMD182293", "离合器壳体组件", "assembly", "件", 126000, 15, 10},
	[REVERSING_SWITCH] = {"SW-REV", "倒车灯开关", "common", "件", 3600, 7, 3},
	/* invented from here on */
	[OIL_FILTER] = {"FILT-OIL", "机油滤清器", "wear", "件", 3500, 7, 3},
	[AIR_FILTER] = {"FILT-AIR", "空气滤清器", "wear", "件", 5800, 7, 3},
	[SPARK_PLUG] = {"PLUG-4", "火花塞", "common", "支", 4200, 7, 5},
	[BRAKE_PADS] = {"PAD-F", "前制动片", "wear", "套", 32000, 14, 7},
	[WIPER] = {"WIPER", "雨刮片", "wear", "副", 7600, 7, 3},
	[BULB] = {"BULB-H4", "大灯灯泡", "common", "只", 4800, 7, 3},
};

/* Writes a part's number: P0000014 and so on beyond the catalogue. */
void
csv_part(CsvFile *file, int part)
{
	if (part < CATALOGUE_PARTS)
		csv_text(file, catalogue[part].part_no);
	else
		csv_code(file, "P", part + 1, 7);
}

/* Price of a part [1/100]; synthetic ones from 5.00 to 20479.99, each octave as likely as the next. */
int
part_price(const Sample *sample, int part)
{
	Random		random;
	int			octave;

	if (part < CATALOGUE_PARTS)
		return catalogue[part].price;
	random = random_for(sample->seed, 'p', part);
	octave = 500 << random_below(&random, 12);
	return octave + random_below(&random, octave);
}

/*
 * A part that wears: one of the six invented ones of the catalogue or, in two of three cases where there are any, a synthetic one. Among those
 * the rank's octave is drawn evenly, then the rank in it: the chance of rank r falls as 1/r from octave to octave.
 */
int
popular_part(const Sample *sample, Random *random)
{
	int			synthetic = sample->parts - CATALOGUE_PARTS;
	int			octaves = 0;
	int			rank;

	if (synthetic == 0 || random_below(random, 3) == 0)
		return random_between(random, OIL_FILTER, CATALOGUE_PARTS - 1);
	while (synthetic >> octaves > 0)
		octaves++;
	do
	{
		int			low = 1 << random_below(random, octaves);

		rank = low + random_below(random, low);
	} while (rank > synthetic);
	return CATALOGUE_PARTS + rank - 1;
}

/* Row of a synthetic part: most are mature; one in fifty is replaced by the next number. */
static void
write_synthetic_part(CsvFile *file, const Sample *sample, int part)
{
	static const char *const attributes[] = {"wear", "wear", "wear", "common", "common", "common", "common", "assembly"};
	Random		random = random_for(sample->seed, 'q', part);
	int			price = part_price(sample, part);
	int			phase = random_below(&random, 100);

	csv_part(file, part);
	csv_code(file, "配件", part + 1, 7);
	csv_text(file, attributes[random_below(&random, 8)]);
	csv_text(file, phase < 3 ? "introduction" : phase < 7 ? "discontinued" : "mature");
	csv_text(file, random_percent(&random, 10) ? "aftermarket" : "genuine");
	csv_text(file, "件");
	csv_cents(file, price);
	csv_cents(file, price / 10 * 7);
	csv_int(file, random_below(&random, 3) * 7);
	csv_int(file, random_below(&random, 15));
	csv_int(file, random_percent(&random, 20) ? 10 : 1);
	if (phase < 3)
		csv_day(file, day_add_months(sample->end, -random_between(&random, 1, 5)));
	else
		csv_null(file);
	if (part % 50 == 49 && part + 1 < sample->parts)
		csv_part(file, part + 1);
	else
		csv_null(file);
	csv_row(file);
}

void
write_parts(const Sample *sample)
{
	CsvFile		file;

	csv_open(&file, sample->directory, "part",
			 "part_no,name,attribute,phase,origin,unit,price,cost,order_cycle,lead_time,pack,available_from,superseded_by");
	for (int i = 0; i < CATALOGUE_PARTS; i++)
	{
		const Part *part = &catalogue[i];

		csv_text(&file, part->part_no);
		csv_text(&file, part->name);
		csv_text(&file, part->attribute);
		csv_text(&file, "mature");
		csv_text(&file, "genuine");
		csv_text(&file, part->unit);
		csv_cents(&file, part->price);
		csv_cents(&file, part->price / 10 * 7);
		csv_int(&file, part->order_cycle);
		csv_int(&file, part->lead_time);
		csv_int(&file, 1);
		csv_null(&file);
		csv_null(&file);
		csv_row(&file);
	}
	for (int i = CATALOGUE_PARTS; i < sample->parts; i++)
		write_synthetic_part(&file, sample, i);
	csv_close(&file);

	/* the third station is far from the depot */
	csv_open(&file, sample->directory, "part_supply", "dealer_code,part_no,order_cycle,lead_time");
	for (int part = OIL_FILTER; sample->stations > 2 && part < CATALOGUE_PARTS; part++)
	{
		csv_station(&file, 2);
		csv_part(&file, part);
		csv_null(&file);
		csv_int(&file, catalogue[part].lead_time + 4);
		csv_row(&file);
	}
	csv_close(&file);
}

/* Stock of each station: the catalogue's parts except those supplied directly, and a quarter of the others. */
void
write_stock(const Sample *sample)
{
	CsvFile		file;

	csv_open(&file, sample->directory, "stock", "dealer_code,part_no,bin,on_hand,allocated");
	for (int station = 0; station < sample->stations; station++)
		for (int part = COOLANT + 1; part < sample->parts; part++)
		{
			Random		random = random_for(sample->seed, 'k', (uint64_t) station * sample->parts + part);

			if (part >= CATALOGUE_PARTS && !random_percent(&random, 25))
				continue;
			csv_station(&file, station);
			csv_part(&file, part);
			csv_code(&file, "A-", part % 100 + 1, 2);
			csv_int(&file, part == CYLINDER_BLOCK || part == CLUTCH_HOUSING ? random_below(&random, 2) : random_below(&random, 20));
			csv_int(&file, 0);
			csv_row(&file);
		}
	csv_close(&file);
}

/* Three monthly orders of each station, the newest still open. */
void
write_purchase_orders(const Sample *sample)
{
	CsvFile		order_file,
				line_file;

	csv_open(&order_file, sample->directory, "purchase_order", "dealer_code,order_no,ordered_on,supplier,closed_on");
	csv_open(&line_file, sample->directory, "purchase_order_line",
			 "dealer_code,order_no,line_no,part_no,quantity,received,expected_on");
	for (int station = 0; station < sample->stations; station++)
		for (int order = 0; order < 3; order++)
		{
			bool		is_open = order == 2;
			int			ordered_on = is_open ? sample->end - 4 : day_add_months(sample->end, order - 2) - 4;
			Random		random = random_for(sample->seed, 'o', (uint64_t) station * 3 + order);

			csv_station(&order_file, station);
			csv_code(&order_file, "PO-", order + 1, 4);
			csv_day(&order_file, ordered_on);
			csv_text(&order_file, "华东中转库");
			if (is_open)
				csv_null(&order_file);
			else
				csv_day(&order_file, ordered_on + 9);
			csv_row(&order_file);
			for (int part = OIL_FILTER; part < CATALOGUE_PARTS; part++)
			{
				int			quantity = random_between(&random, 5, 25);

				csv_station(&line_file, station);
				csv_code(&line_file, "PO-", order + 1, 4);
				csv_int(&line_file, part - OIL_FILTER + 1);
				csv_part(&line_file, part);
				csv_int(&line_file, quantity);
				csv_int(&line_file, is_open ? 0 : quantity);
				csv_day(&line_file, ordered_on + 9);
				csv_row(&line_file);
			}
		}
	csv_close(&order_file);
	csv_close(&line_file);
}

static void
write_counter_sale(CsvFile *file, const Sample *sample, int *sale_no, int station, int day, int part, int quantity)
{
	csv_station(file, station);
	csv_code(file, "S", ++*sale_no, 7);
	csv_int(file, 1);
	csv_day(file, day);
	csv_text(file, *sale_no % 10 == 0 ? "internal" : "counter");
	csv_part(file, part);
	csv_int(file, quantity);
	csv_cents(file, part_price(sample, part));
	csv_row(file);
}

/*
 * The switch and the assemblies of the founding case are sold over the counter only, in a half-yearly pattern (digit k: pieces
 * in the k-th complete month before the end), so that the first station sells exactly 12 switches in each half-year.
 */
static void
write_founding_sales(CsvFile *file, const Sample *sample, int *sale_no)
{
	static const struct
	{
		int			station;
		int			part;
		const char *pieces;
	}			rows[] = {
		{0, REVERSING_SWITCH, "222222"},
		{1, REVERSING_SWITCH, "111111"},
		{2, REVERSING_SWITCH, "010010"},
		{0, CYLINDER_BLOCK, "101001"},
		{1, CYLINDER_BLOCK, "000100"},
		{0, CLUTCH_HOUSING, "110110"},
		{1, CLUTCH_HOUSING, "011000"},
		{2, CLUTCH_HOUSING, "000001"},
	};

	for (int i = 0; i < (int) (sizeof(rows) / sizeof(*rows)); i++)
	{
		if (rows[i].station >= sample->stations)
			continue;
		for (int month = 1; month <= sample->months; month++)
		{
			int			day = day_add_months(month_start(sample->end), -month) + 14;
			int			pieces = rows[i].pieces[(month - 1) % 6] - '0';

			if (pieces > 0 && day >= sample->start)
				write_counter_sale(file, sample, sale_no, rows[i].station, day, rows[i].part, pieces);
		}
	}
}

/* Counter sales: the founding case's, and one for each five vehicles a year. */
void
write_counter_sales(const Sample *sample)
{
	CsvFile		file;
	int64_t		sales = (int64_t) sample->vehicles * sample->months / 60;
	int			sale_no = 0;

	csv_open(&file, sample->directory, "counter_sale", "dealer_code,sale_no,line_no,sold_on,kind,part_no,quantity,unit_price");
	write_founding_sales(&file, sample, &sale_no);
	for (int64_t i = 0; i < sales; i++)
	{
		Random		random = random_for(sample->seed, 'c', i);
		int			station = random_below(&random, sample->stations);
		int			day = sample->start + random_below(&random, sample->end - sample->start);
		int			part = popular_part(sample, &random);

		write_counter_sale(&file, sample, &sale_no, station, day, part, random_between(&random, 1, 3));
	}
	csv_close(&file);
}

/* Lost sales: one for each thirty vehicles a year. */
void
write_lost_sales(const Sample *sample)
{
	CsvFile		file;
	int64_t		sales = (int64_t) sample->vehicles * sample->months / 360;

	csv_open(&file, sample->directory, "lost_sale", "dealer_code,lost_sale_no,line_no,asked_on,part_no,quantity,unit_price");
	for (int64_t i = 0; i < sales; i++)
	{
		Random		random = random_for(sample->seed, 'l', i);

		csv_station(&file, random_below(&random, sample->stations));
		csv_code(&file, "L", i + 1, 7);
		csv_int(&file, 1);
		csv_day(&file, sample->start + random_below(&random, sample->end - sample->start));
		csv_part(&file, popular_part(sample, &random));
		csv_int(&file, random_between(&random, 1, 2));
		csv_null(&file);
		csv_row(&file);
	}
	csv_close(&file);
}
