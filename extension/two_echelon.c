/*-------------------------------------------------------------------------
 *
 * two_echelon.c
 *		two_echelon_service, two_echelon_plan, two_echelon_frontier: stock at a
 *		depot and its stations.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "compat.h"
#include "checks.h"
#include "months.h"
#include "row.h"
#include "two_echelon.h"

#include "catalog/pg_type.h"
#include "funcapi.h"

PG_FUNCTION_INFO_V1(aftersales_two_echelon_service);
PG_FUNCTION_INFO_V1(aftersales_two_echelon_plan);
PG_FUNCTION_INFO_V1(aftersales_two_echelon_frontier);

/* The system that the first arguments describe: rates, transport_times, lead_time. */
static aftersales_two_echelon
get_system(FunctionCallInfo fcinfo)
{
	aftersales_two_echelon system;
	int			n;

	system.rate = aftersales_check_amounts(PG_GETARG_ARRAYTYPE_P(0), "rates", &system.stations);
	system.transport_time = aftersales_check_amounts(PG_GETARG_ARRAYTYPE_P(1), "transport_times", &n);
	system.lead_time = aftersales_check_amount(PG_GETARG_FLOAT8(2), "lead_time");
	for (int i = 0; i < system.stations; i++)
		aftersales_check_positive(system.rate[i], "rates");
	if (n != system.stations)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("transport_times must have as many elements as rates")));
	if (system.stations > AFTERSALES_MAX_STATIONS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rates must have at most %d elements", AFTERSALES_MAX_STATIONS)));
	if (!(aftersales_two_echelon_on_order(&system) <= AFTERSALES_MAX_ON_ORDER))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rates, transport_times and lead_time are too large together"),
				 errdetail("The demand of lead time and transport time may be at most %d pieces in the mean, over all stations.",
						   AFTERSALES_MAX_ON_ORDER)));
	return system;
}

/* Stocks of n stations. */
static const int *
get_stocks(ArrayType *array, int n)
{
	const int  *stocks = (const int *) ARR_DATA_PTR(array);

	if (ARR_NDIM(array) != 1 || ARR_HASNULL(array) || ARR_DIMS(array)[0] != n)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("station_stocks must be an array of one dimension without NULL and have as many elements as rates")));
	for (int i = 0; i < n; i++)
		aftersales_check_amount(stocks[i], "station_stocks");
	return stocks;
}

static Datum
int4_array(const int *values, int n)
{
	Datum	   *elements = palloc(n * sizeof(Datum));

	for (int i = 0; i < n; i++)
		elements[i] = Int32GetDatum(values[i]);
	return PointerGetDatum(construct_array(elements, n, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

/* Sets depot_backorders, backorders, fill_rates and fill_rate of a row. */
static void
set_service(const aftersales_two_echelon *system, int depot_stock, const int *station_stock, Datum *values)
{
	aftersales_echelon_service service = {
		.backorders = palloc(system->stations * sizeof(double)),
		.fill_rates = palloc(system->stations * sizeof(double)),
	};

	aftersales_two_echelon_serve(system, depot_stock, station_stock, palloc(aftersales_two_echelon_size(system)), &service);
	values[0] = Float8GetDatum(service.depot_backorders);
	values[1] = aftersales_float8_array(service.backorders, NULL, system->stations);
	values[2] = aftersales_float8_array(service.fill_rates, NULL, system->stations);
	values[3] = Float8GetDatum(service.fill_rate);
}

/* two_echelon_service(rates, transport_times, lead_time, depot_stock, station_stocks) */
Datum
aftersales_two_echelon_service(PG_FUNCTION_ARGS)
{
	aftersales_two_echelon system = get_system(fcinfo);
	int			depot_stock = (int) aftersales_check_amount(PG_GETARG_INT32(3), "depot_stock");
	Datum		values[4];

	set_service(&system, depot_stock, get_stocks(PG_GETARG_ARRAYTYPE_P(4), system.stations), values);
	return aftersales_row(fcinfo, values, NULL);
}

/* two_echelon_plan(rates, transport_times, lead_time, target_fill_rate) */
Datum
aftersales_two_echelon_plan(PG_FUNCTION_ARGS)
{
	aftersales_two_echelon system = get_system(fcinfo);
	aftersales_frontier frontier = aftersales_two_echelon_divide(&system, aftersales_check_share(PG_GETARG_FLOAT8(3), "target_fill_rate"),
																 palloc(aftersales_two_echelon_size(&system)));
	int			depot_stock = frontier.depot_stock[frontier.pieces];
	Datum		values[6];

	values[0] = Int32GetDatum(depot_stock);
	values[1] = int4_array(frontier.station_stock, system.stations);
	set_service(&system, depot_stock, frontier.station_stock, values + 2);
	return aftersales_row(fcinfo, values, NULL);
}

/*
 * two_echelon_frontier(rates, transport_times, lead_time, target_fill_rate): a
 * network leaves a thousandth of its shortage or less to a part that ends here.
 */
Datum
aftersales_two_echelon_frontier(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	aftersales_two_echelon system = get_system(fcinfo);
	double		fill_rate = 1 - (1 - aftersales_check_share(PG_GETARG_FLOAT8(3), "target_fill_rate")) / 1000;
	aftersales_frontier frontier = aftersales_two_echelon_divide(&system, fill_rate,
																 palloc(aftersales_two_echelon_size(&system)));

	InitMaterializedSRF(fcinfo, 0);
	for (int k = 0; k <= frontier.pieces; k++)
	{
		Datum		row[4];
		bool		nulls[4] = {false};

		row[0] = Int32GetDatum(k);
		row[1] = Int32GetDatum(frontier.depot_stock[k]);
		row[2] = Float8GetDatum(frontier.fill_rate[k]);
		row[3] = Float8GetDatum(frontier.gain[k]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row, nulls);
	}
	return (Datum) 0;
}
