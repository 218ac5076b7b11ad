-- The questions as of today, as views, and what their columns mean.
CREATE OR REPLACE VIEW stocking_plan_now AS SELECT * FROM stocking_plan(CURRENT_DATE);
COMMENT ON VIEW stocking_plan_now IS 'stocking_plan() of today, all stations.';
CREATE OR REPLACE VIEW must_stock_list_now AS SELECT * FROM must_stock_list(CURRENT_DATE);
COMMENT ON VIEW must_stock_list_now IS 'must_stock_list() of today, all stations.';
CREATE OR REPLACE VIEW must_stock_list_by_volume_now AS SELECT * FROM must_stock_list_by_volume(CURRENT_DATE);
COMMENT ON VIEW must_stock_list_by_volume_now IS 'must_stock_list_by_volume() of today, all stations.';
CREATE OR REPLACE VIEW half_year_consumption_now AS SELECT * FROM half_year_consumption(CURRENT_DATE);
COMMENT ON VIEW half_year_consumption_now IS 'half_year_consumption() of today, all stations and depots.';
CREATE OR REPLACE VIEW depot_plan_now AS SELECT * FROM depot_plan(CURRENT_DATE);
COMMENT ON VIEW depot_plan_now IS 'depot_plan() of today.';
CREATE OR REPLACE VIEW retention_monthly_now AS
SELECT * FROM retention_monthly(month_of(CURRENT_DATE, -12), month_of(CURRENT_DATE, -1));
COMMENT ON VIEW retention_monthly_now IS 'retention_monthly() of the last twelve complete months.';
CREATE OR REPLACE VIEW vehicle_statuses_now AS SELECT * FROM vehicle_statuses(CURRENT_DATE);
COMMENT ON VIEW vehicle_statuses_now IS 'vehicle_statuses() of today.';
CREATE OR REPLACE VIEW follow_up_list_now AS SELECT * FROM follow_up_list(CURRENT_DATE);
COMMENT ON VIEW follow_up_list_now IS 'follow_up_list() of today, all stations.';

-- A column means the same in each of them.
DO $$
DECLARE
	c record;
BEGIN
	FOR c IN
		SELECT a.attrelid::regclass AS view, a.attname, m.meaning
		FROM pg_attribute a
		LEFT JOIN (VALUES
			('abc', 'ABC class by value of usage at the station.'),
			('amount', 'Amount of the half-year.'),
			('attempts', 'Attempts recorded so far.'),
			('attribute', 'wear, common or assembly.'),
			('churn_rate', 'lost / vehicles.'),
			('customer', 'Name of the customer, masked.'),
			('dealer_code', 'The station; in retention NULL: the network.'),
			('depot_code', 'The depot.'),
			('due_on', 'Day from which the call is due.'),
			('expires_on', 'Last day on which it makes sense.'),
			('follow_up', 'Number of the task.'),
			('from_month', 'First month of the half-year.'),
			('half_year_quantity', 'Quantity asked for in the six complete months before.'),
			('last_visit', 'Day of the last visit that counts as a return, NULL: none.'),
			('lead_time', 'Days from order to arrival.'),
			('location', 'station, depot or supplier.'),
			('lost', 'Of the vehicles, those not seen since, up to the end of the month.'),
			('month', 'First day of the month.'),
			('monthly_average_demand', 'Weighted mean of the last six complete months.'),
			('months_of_supply', 'Safety stock in months of average demand, NULL: no demand.'),
			('order_cycle', 'Days between orders.'),
			('over_three_months', 'The safety stock is more than three months of supply: check it.'),
			('part_name', 'Name of the part.'),
			('part_no', 'The part, by its newest number.'),
			('phase', 'introduction, mature or discontinued.'),
			('phone', 'Phone number, masked.'),
			('plate', 'Plate.'),
			('priority', '1 for the first of the station.'),
			('quantity', 'Must-stock list: quantity to hold; lists of consumption: quantity of the half-year.'),
			('quantity_rank', 'Rank by quantity.'),
			('amount_rank', 'Rank by amount.'),
			('reason', 'Why.'),
			('reasons', 'Why the stations do not stock it.'),
			('retention_rate', '1 - churn_rate.'),
			('rule', 'The rule that made the task.'),
			('safety_stock', 'Safety stock quantity.'),
			('short_history', 'The part was available for less than six months: the mean is over those.'),
			('sold_on', 'Day of delivery to the first owner.'),
			('state', 'new, assigned or attempted.'),
			('stations', 'Number of stations it is pooled for.'),
			('status', 'active, at_risk or lost.'),
			('to_month', 'Last month of the half-year.'),
			('vehicle_no', 'The vehicle.'),
			('vehicles', 'Vehicles seen in the sixth month before.')) m (attname, meaning) ON m.attname = a.attname
		WHERE a.attrelid IN ('aftersales.stocking_plan_now'::regclass, 'aftersales.must_stock_list_now'::regclass,
			'aftersales.must_stock_list_by_volume_now'::regclass, 'aftersales.half_year_consumption_now'::regclass,
			'aftersales.depot_plan_now'::regclass, 'aftersales.retention_monthly_now'::regclass,
			'aftersales.vehicle_statuses_now'::regclass, 'aftersales.follow_up_list_now'::regclass)
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', c.view, c.attname, c.meaning);
	END LOOP;
END
$$;
