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
CREATE OR REPLACE VIEW retention_scores_now AS SELECT * FROM retention_scores(CURRENT_DATE);
COMMENT ON VIEW retention_scores_now IS 'retention_scores() of today, all stations.';
CREATE OR REPLACE VIEW customer_retention_scores_now AS SELECT * FROM customer_retention_scores(CURRENT_DATE);
COMMENT ON VIEW customer_retention_scores_now IS 'customer_retention_scores() of today.';
CREATE OR REPLACE VIEW cohorts_now AS
SELECT * FROM cohorts(month_of(CURRENT_DATE, -24), month_of(CURRENT_DATE, -1), CURRENT_DATE);
COMMENT ON VIEW cohorts_now IS 'cohorts() of the last 24 complete months, the network.';
CREATE OR REPLACE VIEW maintenance_funnel_now AS SELECT * FROM maintenance_funnel(CURRENT_DATE);
COMMENT ON VIEW maintenance_funnel_now IS 'maintenance_funnel() of today, the network.';
CREATE OR REPLACE VIEW survival_now AS SELECT * FROM survival(CURRENT_DATE);
COMMENT ON VIEW survival_now IS 'survival() of today, the network.';
CREATE OR REPLACE VIEW retention_methods_now AS
SELECT * FROM retention_methods(month_of(CURRENT_DATE, -12), month_of(CURRENT_DATE, -1));
COMMENT ON VIEW retention_methods_now IS 'retention_methods() of the last twelve complete months.';
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
			('amount_rank', 'Rank by amount.'),
			('at_risk', 'Vehicles observed at least so long.'),
			('at_start', 'P(alive) of a vehicle that came for the first time today.'),
			('attempts', 'Attempts recorded so far.'),
			('attribute', 'wear, common or assembly.'),
			('base', 'What retention_rate is a share of.'),
			('brand', 'Brand, empty: unknown.'),
			('churn_rate', 'lost / vehicles.'),
			('cohort', 'First day of the month of sale.'),
			('customer', 'Name of the customer, masked.'),
			('customer_no', 'The customer.'),
			('dealer_code', 'The station; in retention NULL: the network.'),
			('depot_code', 'The depot.'),
			('due_on', 'Day from which the call is due.'),
			('duration', 'Days since the first event.'),
			('expected_spend', 'Expected amount of a visit.'),
			('expected_visits', 'Visits expected in the next 12 months.'),
			('expires_on', 'Last day on which it makes sense.'),
			('first', 'Vehicles that came for maintenance.'),
			('first_rate', 'first / vehicles.'),
			('fitted_on', 'The models know the visits up to this day, NULL: no model.'),
			('follow_up', 'Number of the task.'),
			('frequency', 'Visit days after the first event.'),
			('frequency_effect', 'What the number of visits changes of P(alive), had they all been at once.'),
			('frequency_score', 'Quintile by frequency, 5: most visits.'),
			('from_month', 'First month of the half-year.'),
			('half_year_quantity', 'Quantity asked for in the six complete months before.'),
			('last_event', 'Last visit, or the delivery of a vehicle that never came.'),
			('last_visit', 'Day of the last visit that counts as a return, NULL: none.'),
			('lead_time', 'Days from order to arrival.'),
			('location', 'station, depot or supplier.'),
			('lost', 'Of the vehicles, those not seen since, up to the end of the month; in survival lost after just so long.'),
			('lower_limit', 'Lower 95 % confidence limit.'),
			('method', 'seen_again, end_less_new or units_in_operation.'),
			('monetary', 'Mean amount of a visit day after the first event.'),
			('monetary_score', 'Quintile by mean amount, 5: the highest.'),
			('month', 'First day of the month.'),
			('monthly_average_demand', 'Weighted mean of the last six complete months.'),
			('months_of_supply', 'Safety stock in months of average demand, NULL: no demand.'),
			('months_since', 'Months after that of the sale.'),
			('order_cycle', 'Days between orders.'),
			('over_three_months', 'The safety stock is more than three months of supply: check it.'),
			('p_alive', 'Probability that the vehicle, the best of a customer''s, will come again.'),
			('part_name', 'Name of the part.'),
			('part_no', 'The part, by its newest number.'),
			('phase', 'introduction, mature or discontinued.'),
			('phone', 'Phone number, masked.'),
			('plate', 'Plate.'),
			('priority', '1 for the first of the station.'),
			('quantity', 'Must-stock list: quantity to hold; lists of consumption: quantity of the half-year.'),
			('quantity_rank', 'Rank by quantity.'),
			('reason', 'Why.'),
			('reasons', 'Why the stations do not stock it.'),
			('recency', 'Weeks from the first event to the last.'),
			('recency_effect', 'What the time of the last visit changes of P(alive).'),
			('recency_score', 'Quintile by last event, 5: the latest.'),
			('retained', 'Vehicles that stayed.'),
			('retention_rate', '1 - churn_rate; in cohorts seen / vehicles, in retention_methods retained / base.'),
			('rule', 'The rule that made the task.'),
			('safety_stock', 'Safety stock quantity.'),
			('second', 'Of them, those that came a second time.'),
			('second_rate', 'second / first.'),
			('seen', 'Of them, those that came in the month.'),
			('segment', 'Segment by the three quintiles, see rfm_segment().'),
			('short_history', 'The part was available for less than six months: the mean is over those.'),
			('sold_on', 'Day of delivery to the first owner.'),
			('spend_model_of', 'Whose model of spend: group or network, NULL: no model.'),
			('state', 'new, assigned or attempted.'),
			('stations', 'Number of stations it is pooled for.'),
			('status', 'active, at_risk or lost.'),
			('survival', 'Share of vehicles not lost so long.'),
			('tenure', 'Weeks from the first event.'),
			('tenure_effect', 'What the time since the first event changes of P(alive), had nothing followed it.'),
			('third', 'Of them, those that came a third time.'),
			('third_rate', 'third / second.'),
			('to_month', 'Last month of the half-year.'),
			('upper_limit', 'Upper 95 % confidence limit.'),
			('value_12_months', 'Discounted value of the next 12 months.'),
			('vehicle_no', 'The vehicle; of a customer the one most likely to come again.'),
			('vehicles', 'By month: vehicles seen in the sixth month before; by cohort: vehicles sold; of a customer: vehicles owned.'),
			('visit_model', 'Name of the model of visits.'),
			('visit_model_of', 'Whose model of visits: group or network, NULL: no model.')) m (attname, meaning) ON m.attname = a.attname
		JOIN pg_class v ON v.oid = a.attrelid
		WHERE v.relnamespace = 'aftersales'::regnamespace AND v.relkind = 'v' AND v.relname LIKE '%\_now'
			-- these are commented where they are made
			AND v.relname NOT IN ('part_demand_now', 'vehicle_history_now')
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', c.view, c.attname, c.meaning);
	END LOOP;
END
$$;
