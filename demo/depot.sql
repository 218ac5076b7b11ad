SELECT d.depot_code AS depot, d.part_no, d.part_name, d.stations, array_to_string(d.reasons, ', ') AS reasons,
	d.half_year_quantity::integer AS half_year, round(d.monthly_average_demand::numeric, 2) AS monthly_avg, round(d.safety_stock::numeric, 1) AS safety_stock
FROM aftersales.depot_plan(:'as_of') d;
