/*
 * vehicles.c
 *		Vehicles of the sample network, their owners and consent. Each vehicle is made from the seed and its index alone,
 *		written with everything that belongs to it, and forgotten.
 */
#include <string.h>

#include "calendar.h"
#include "sample.h"

typedef struct VehicleFiles
{
	CsvFile		customer;
	CsvFile		consent;
	CsvFile		vehicle;
	CsvFile		owner;
} VehicleFiles;

/* The vehicle of an index; the first station has a little more than its share. */
static Vehicle
make_vehicle(const Sample *sample, int index)
{
	Random		random = random_for(sample->seed, 'v', index);
	int			first_sale = day_add_months(sample->start, -18);
	Vehicle		vehicle = {.index = index};

	vehicle.station = random_percent(&random, 15) ? 0 : random_below(&random, sample->stations);
	vehicle.model = random_below(&random, MODELS);
	vehicle.sold_on = first_sale + random_below(&random, sample->end - first_sale);
	vehicle.scrapped_on = sample->end;
	if (random_percent(&random, 2))
		vehicle.scrapped_on = vehicle.sold_on + random_between(&random, 200, 1200);
	vehicle.km_per_day = models[vehicle.model].km_per_day * random_between(&random, 60, 150) / 100;
	/* now and then two vehicles have one owner */
	vehicle.owner = index % 20 == 7 ? index - 1 : index;
	vehicle.second_owner = MAX_VEHICLES + index;
	vehicle.resold_on = sample->end;
	if (random_percent(&random, 6))
		vehicle.resold_on = vehicle.sold_on + random_between(&random, 300, 900);
	if (vehicle.scrapped_on > sample->end)
		vehicle.scrapped_on = sample->end;
	if (vehicle.resold_on > sample->end)
		vehicle.resold_on = sample->end;
	return vehicle;
}

static void
write_consent(VehicleFiles *files, int customer, const char *purpose, const char *channel, int day, bool granted, const char *proof)
{
	csv_code(&files->consent, "C", customer + 1, 7);
	csv_text(&files->consent, purpose);
	csv_text(&files->consent, channel);
	csv_day(&files->consent, day);
	csv_flag(&files->consent, granted);
	csv_code(&files->consent, proof, customer + 1, 7);
	csv_row(&files->consent);
}

/* Writes a customer and the consent given on `day`; now and then the one for marketing was withdrawn later. */
static void
write_customer(VehicleFiles *files, const Sample *sample, int customer, int day)
{
	Random		random = random_for(sample->seed, 'n', customer);
	bool		company = random_percent(&random, 4);

	csv_code(&files->customer, "C", customer + 1, 7);
	csv_text(&files->customer, company ? "company" : "person");
	if (company)
		csv_code(&files->customer, "示例运输公司", customer + 1, 1);
	else
		csv_person(&files->customer, &random);
	csv_code(&files->customer, "154", random_below(&random, 100000000), 8);
	csv_flag(&files->customer, random_percent(&random, 2));
	csv_row(&files->customer);

	write_consent(files, customer, "service", "phone", day, random_percent(&random, 95), "购车合同 ");
	write_consent(files, customer, "marketing", "wechat", day, random_percent(&random, 60), "购车合同 ");
	day += random_between(&random, 30, 300);
	if (random_percent(&random, 8) && day < sample->end)
		write_consent(files, customer, "marketing", "wechat", day, false, "来电 ");
}

/*
 * Writes the vehicle's VIN with its check digit (ISO 3779, the sum of value times weight modulo 11). LZZ: no maker's code.
 */
static void
write_vin(CsvFile *file, const Vehicle *vehicle)
{
	static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
	static const char values[] = "12345678123457923456789";
	static const char years[] = "ABCDEFGHJKLMNPRSTVWXY123456789";
	static const int weights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
	char		vin[18];
	int			year,
				month,
				day,
				sum = 0;

	day_split(vehicle->sold_on, &year, &month, &day);
	snprintf(vin, sizeof(vin), "LZZ%.5s0%c%c%06u", models[vehicle->model].vin_section, years[(year - 1980) % 30],
			 letters[vehicle->index / 1000000 % 23], (unsigned int) vehicle->index % 1000000);
	for (int i = 0; i < 17; i++)
	{
		const char *letter = strchr(letters, vin[i]);

		sum += (letter ? values[letter - letters] - '0' : vin[i] - '0') * weights[i];
	}
	vin[8] = "0123456789X"[sum % 11];
	csv_text(file, vin);
}

static void
write_vehicle(VehicleFiles *files, const Sample *sample, const Vehicle *vehicle)
{
	CsvFile    *file = &files->vehicle;
	char		plate[16];

	csv_code(file, "V", vehicle->index + 1, 7);
	write_vin(file, vehicle);
	snprintf(plate, sizeof(plate), "%s%c", city_of(vehicle->station)->plate, "ABCDEFGHJK"[vehicle->index / 10000 % 10]);
	csv_code(file, plate, (int64_t) vehicle->index * 7919 % 10000, 4);
	csv_text(file, models[vehicle->model].code);
	csv_station(file, vehicle->station);
	csv_day(file, vehicle->sold_on);
	if (vehicle->scrapped_on < sample->end)
		csv_day(file, vehicle->scrapped_on);
	else
		csv_null(file);
	csv_row(file);
}

static void
write_owner(CsvFile *file, const Sample *sample, const Vehicle *vehicle, int customer, int from, int until)
{
	csv_code(file, "V", vehicle->index + 1, 7);
	csv_code(file, "C", customer + 1, 7);
	csv_day(file, from);
	if (until < sample->end)
		csv_day(file, until);
	else
		csv_null(file);
	csv_row(file);
}

/* Writes every file that concerns vehicles, in one pass. */
void
write_vehicles(const Sample *sample)
{
	VehicleFiles files;
	VisitFiles	visit_files;

	csv_open(&files.customer, sample->directory, "customer", "customer_no,kind,name,phone,do_not_call");
	csv_open(&files.consent, sample->directory, "consent", "customer_no,purpose,channel,recorded_on,granted,proof");
	csv_open(&files.vehicle, sample->directory, "vehicle", "vehicle_no,vin,plate,model_code,dealer_code,sold_on,scrapped_on");
	csv_open(&files.owner, sample->directory, "vehicle_owner", "vehicle_no,customer_no,owned_from,owned_until");
	visits_open(&visit_files, sample);
	for (int index = 0; index < sample->vehicles; index++)
	{
		Vehicle		vehicle = make_vehicle(sample, index);

		if (vehicle.owner == index)
			write_customer(&files, sample, vehicle.owner, vehicle.sold_on);
		write_vehicle(&files, sample, &vehicle);
		write_owner(&files.owner, sample, &vehicle, vehicle.owner, vehicle.sold_on, vehicle.resold_on);
		if (vehicle.resold_on < sample->end)
		{
			write_customer(&files, sample, vehicle.second_owner, vehicle.resold_on);
			write_owner(&files.owner, sample, &vehicle, vehicle.second_owner, vehicle.resold_on, sample->end);
		}
		write_visits(&visit_files, sample, &vehicle);
	}
	csv_close(&files.customer);
	csv_close(&files.consent);
	csv_close(&files.vehicle);
	csv_close(&files.owner);
	visits_close(&visit_files);
}
