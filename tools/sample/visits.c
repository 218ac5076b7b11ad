/*
 * visits.c
 *		The life of a vehicle in the workshops of the sample network: maintenance when it is due by its own mileage, repairs
 *		between, and customers who skip a service or stay away for good.
 */
#include "calendar.h"
#include "sample.h"

#define MAX_LINES 24
#define LABOUR (-1)
#define LABOUR_PRICE 12000		/* of an hour [1/100] */

typedef struct Line
{
	int			part;			/* or LABOUR */
	int			quantity;
	int			price;			/* [1/100] */
	bool		filled;			/* at once */
} Line;

typedef struct Visit
{
	const char *kind;
	int			station;
	int			day;
	int			visit_no;		/* 1 for the vehicle's first visit on record */
	Line		lines[MAX_LINES];
	int			line_count;
} Visit;

/* A part that a job may need. */
typedef struct Need
{
	int			part;
	int			percent;
	int			quantity;
} Need;

static const Need maintenance_needs[] = {
	{OIL_FILTER, 100, 1}, {AIR_FILTER, 45, 1}, {SPARK_PLUG, 14, 4}, {GEAR_OIL, 15, 2}, {COOLANT, 12, 4},
	{BRAKE_PADS, 10, 1}, {WIPER, 16, 1}, {BULB, 3, 1}, {-1, 0, 0}
};

static const Need repair_needs[] = {
	{BRAKE_PADS, 30, 1}, {BULB, 12, 2}, {WIPER, 22, 1}, {SPARK_PLUG, 12, 4}, {GEAR_OIL, 10, 2}, {COOLANT, 15, 2}, {-1, 0, 0}
};

void
visits_open(VisitFiles *files, const Sample *sample)
{
	csv_open(&files->visit, sample->directory, "visit",
			 "dealer_code,visit_no,vehicle_no,customer_no,kind,opened_on,closed_on,odometer,staff_no,amount");
	csv_open(&files->line, sample->directory, "visit_line",
			 "dealer_code,visit_no,line_no,kind,part_no,description,quantity,quantity_filled,unit_price");
}

void
visits_close(VisitFiles *files)
{
	csv_close(&files->visit);
	csv_close(&files->line);
}

static void
add_line(Visit *visit, int part, int quantity, int price, bool filled)
{
	Line	   *line = &visit->lines[visit->line_count++];

	line->part = part;
	line->quantity = quantity;
	line->price = price;
	line->filled = filled;
}

/* Adds a line of a part; four of a hundred are not at hand, unless the supplier brings them the same day. */
static void
add_part(Visit *visit, const Sample *sample, Random *random, int part, int quantity)
{
	add_line(visit, part, quantity, part_price(sample, part), part <= COOLANT || !random_percent(random, 4));
}

static void
add_labour(Visit *visit, int hours)
{
	add_line(visit, LABOUR, hours, LABOUR_PRICE, true);
}

/* The lines of a job: what it needs, synthetic parts where there are any, labour. */
static void
add_lines(Visit *visit, const Sample *sample, Random *random, const Need *needs, int hours)
{
	for (; needs->percent > 0; needs++)
		if (random_percent(random, needs->percent))
			add_part(visit, sample, random, needs->part, needs->quantity);
	if (sample->parts > CATALOGUE_PARTS)
		for (int n = random_below(random, 5); n > 0; n--)
			add_part(visit, sample, random, popular_part(sample, random), random_between(random, 1, 2));
	add_labour(visit, hours);
}

static void
csv_visit_no(CsvFile *file, const Visit *visit, const Vehicle *vehicle)
{
	csv_station(file, visit->station);
	csv_code(file, "W", (int64_t) (vehicle->index + 1) * 1000 + visit->visit_no, 10);
}

static void
write_line(CsvFile *file, const Visit *visit, const Vehicle *vehicle, int line_no)
{
	const Line *line = &visit->lines[line_no];

	csv_visit_no(file, visit, vehicle);
	csv_int(file, line_no + 1);
	csv_text(file, line->part == LABOUR ? "labour" : "part");
	if (line->part == LABOUR)
	{
		csv_null(file);
		csv_text(file, "工时");
	}
	else
	{
		csv_part(file, line->part);
		csv_null(file);
	}
	csv_int(file, line->quantity);
	if (line->filled)
		csv_null(file);
	else
		csv_int(file, 0);
	csv_cents(file, line->price);
	csv_row(file);
}

/* Writes a visit and its lines; it lasts up to two days, and is open where those are not over yet. */
static void
write_visit(VisitFiles *files, const Sample *sample, const Vehicle *vehicle, Random *random, Visit *visit)
{
	CsvFile    *file = &files->visit;
	int			closed_on = visit->day + (random_percent(random, 20) ? random_between(random, 1, 2) : 0);
	int64_t		amount = 0;

	for (int i = 0; i < visit->line_count; i++)
	{
		amount += (int64_t) visit->lines[i].quantity * visit->lines[i].price;
		write_line(&files->line, visit, vehicle, i);
	}
	csv_visit_no(file, visit, vehicle);
	csv_code(file, "V", vehicle->index + 1, 7);
	csv_code(file, "C", (visit->day < vehicle->resold_on ? vehicle->owner : vehicle->second_owner) + 1, 7);
	csv_text(file, visit->kind);
	csv_day(file, visit->day);
	if (closed_on < sample->end)
		csv_day(file, closed_on);
	else
		csv_null(file);
	csv_int(file, 12 + (int64_t) vehicle->km_per_day * (visit->day - vehicle->sold_on));
	csv_code(file, "", random_between(random, 1, 2), 2);
	csv_cents(file, amount);
	csv_row(file);
	visit->line_count = 0;
	visit->visit_no++;
}

/*
 * Days to the next maintenance: the plan's months or kilometres, whichever is first, more or less in time, and about twice as
 * many where one is left out.
 */
static int
days_to_maintenance(const Vehicle *vehicle, Random *random, bool first)
{
	const Model *model = &models[vehicle->model];
	int			days = (first ? model->first_months : model->months) * 30;
	int			days_by_km = (first ? model->first_km : model->km) / vehicle->km_per_day;

	if (days_by_km < days)
		days = days_by_km;
	if (random_percent(random, 10))
		days *= 2;
	return days * random_between(random, 85, 130) / 100;
}

/* Percent of vehicles that do not come back: more after the first maintenance, and when the guarantee of three years is over. */
static int
churn_percent(const Vehicle *vehicle, int day, bool first)
{
	return city_of(vehicle->station)->churn_percent + (first ? 6 : 0) + (day > vehicle->sold_on + 3 * 365 ? 10 : 0);
}

/* A visit between two maintenances: mostly a repair; accident and recall visits do not count as coming back. */
static void
write_repair(VisitFiles *files, const Sample *sample, const Vehicle *vehicle, Random *random, Visit *visit)
{
	int			what = random_below(random, 100);

	visit->kind = what < 70 ? "repair" : what < 85 ? "warranty" : what < 93 ? "accident" : "recall";
	if (what < 93)
		add_lines(visit, sample, random, repair_needs, random_between(random, 1, 4));
	else
		add_labour(visit, 1);
	write_visit(files, sample, vehicle, random, visit);
}

static void
write_maintenance(VisitFiles *files, const Sample *sample, const Vehicle *vehicle, Random *random, Visit *visit)
{
	visit->kind = "maintenance";
	add_part(visit, sample, random, models[vehicle->model].engine_oil, 4);
	add_lines(visit, sample, random, maintenance_needs, 1);
	write_visit(files, sample, vehicle, random, visit);
}

/* Writes the vehicle's visits in the sample's period; what was before it is lived through, but not on record. */
void
write_visits(VisitFiles *files, const Sample *sample, const Vehicle *vehicle)
{
	Random		random = random_for(sample->seed, 'w', vehicle->index);
	Visit		visit = {.visit_no = 1};
	int			last = vehicle->sold_on;
	bool		first = true;

	if (last >= sample->start)
	{
		visit.kind = "pdi";
		visit.station = vehicle->station;
		visit.day = last;
		add_labour(&visit, 1);
		write_visit(files, sample, vehicle, &random, &visit);
	}
	for (;;)
	{
		int			day = last + days_to_maintenance(vehicle, &random, first);
		int			between = last + 1 + random_below(&random, day - last);

		/* one visit in twelve is elsewhere in the network */
		visit.station = random_below(&random, 12) == 0 ? random_below(&random, sample->stations) : vehicle->station;
		visit.day = between;
		if (random_percent(&random, 25) && between >= sample->start && between < vehicle->scrapped_on)
			write_repair(files, sample, vehicle, &random, &visit);
		visit.day = day;
		if (day >= vehicle->scrapped_on)
			break;
		if (day >= sample->start)
			write_maintenance(files, sample, vehicle, &random, &visit);
		if (random_percent(&random, churn_percent(vehicle, day, first)))
			break;
		last = day;
		first = false;
	}
}
