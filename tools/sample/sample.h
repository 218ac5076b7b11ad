/*
 * sample.h
 *		What the files of aftersales-sample share: the size of the network, its catalogue, and one writer per topic.
 */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include <stdint.h>

#include "csv_out.h"
#include "random.h"

#define MAX_VEHICLES 10000000

typedef struct Sample
{
	const char *directory;
	int			stations;
	int			vehicles;
	int			parts;
	int			months;
	int			start;			/* first day of visits */
	int			end;			/* the day the sample is made for; visits come before it */
	uint64_t	seed;
} Sample;

/* Parts of the founding case by their place in the catalogue; from OIL_FILTER on they are invented. */
enum
{
	ENGINE_OIL,
	GASOLINE_ENGINE_OIL,
	GEAR_OIL,
	COOLANT,
	CYLINDER_BLOCK,
	CLUTCH_HOUSING,
	REVERSING_SWITCH,
	OIL_FILTER,
	AIR_FILTER,
	SPARK_PLUG,
	BRAKE_PADS,
	WIPER,
	BULB,
	CATALOGUE_PARTS
};

typedef struct Model
{
	const char *code;
	const char *name;
	const char *vin_section;	/* characters 4 to 8 */
	int			engine_oil;
	int			km_per_day;
	int			first_months;
	int			first_km;
	int			months;
	int			km;
} Model;

#define MODELS 3
extern const Model models[MODELS];

typedef struct City
{
	const char *code;
	const char *station;
	const char *region;
	const char *plate;
	int			churn_percent;	/* vehicles that stay away for good after a visit */
} City;

#define CITIES 8
extern const City cities[CITIES];

/* parts.c */
extern void write_parts(const Sample *sample);
extern void write_stock(const Sample *sample);
extern void write_purchase_orders(const Sample *sample);
extern void write_counter_sales(const Sample *sample);
extern void write_lost_sales(const Sample *sample);
extern void csv_part(CsvFile *file, int part);
extern int	part_price(const Sample *sample, int part);
extern int	popular_part(const Sample *sample, Random *random);

/* network.c */
extern const City *city_of(int station);
extern void csv_station(CsvFile *file, int station);
extern void csv_person(CsvFile *file, Random *random);
extern void write_dealers(const Sample *sample);
extern void write_staff(const Sample *sample);
extern void write_workdays(const Sample *sample);
extern void write_models(const Sample *sample);

/* vehicles.c */
typedef struct Vehicle
{
	int			index;
	int			station;
	int			model;
	int			sold_on;
	int			scrapped_on;	/* sample->end: not scrapped */
	int			km_per_day;
	int			owner;
	int			second_owner;	/* numbered after every first one */
	int			resold_on;		/* sample->end: not sold on */
} Vehicle;

extern void write_vehicles(const Sample *sample);

/* visits.c */
typedef struct VisitFiles
{
	CsvFile		visit;
	CsvFile		line;
} VisitFiles;

extern void visits_open(VisitFiles *files, const Sample *sample);
extern void write_visits(VisitFiles *files, const Sample *sample, const Vehicle *vehicle);
extern void visits_close(VisitFiles *files);

#endif
