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
CREATE OR REPLACE VIEW suggested_orders_now AS SELECT * FROM suggested_orders(CURRENT_DATE);
COMMENT ON VIEW suggested_orders_now IS 'suggested_orders() of today, all stations and depots.';
CREATE OR REPLACE VIEW excess_stock_now AS SELECT * FROM excess_stock(CURRENT_DATE);
COMMENT ON VIEW excess_stock_now IS 'excess_stock() of today, all stations and depots.';
CREATE OR REPLACE VIEW dead_stock_now AS SELECT * FROM dead_stock(CURRENT_DATE);
COMMENT ON VIEW dead_stock_now IS 'dead_stock() of today, all stations and depots.';
CREATE OR REPLACE VIEW stock_turns_now AS SELECT * FROM stock_turns(CURRENT_DATE);
COMMENT ON VIEW stock_turns_now IS 'stock_turns() of the last twelve complete months.';
CREATE OR REPLACE VIEW mobility_now AS SELECT * FROM mobility(CURRENT_DATE);
COMMENT ON VIEW mobility_now IS 'mobility() of today, all stations and depots.';
CREATE OR REPLACE VIEW fill_rate_monthly_now AS
SELECT * FROM fill_rate_monthly(month_of(CURRENT_DATE, -12), month_of(CURRENT_DATE, -1));
COMMENT ON VIEW fill_rate_monthly_now IS 'fill_rate_monthly() of the last twelve complete months.';
CREATE OR REPLACE VIEW parts_leakage_now AS
SELECT * FROM parts_leakage(month_of(CURRENT_DATE, -6), month_of(CURRENT_DATE, -1));
COMMENT ON VIEW parts_leakage_now IS 'parts_leakage() of the last six complete months, all stations and depots.';
CREATE OR REPLACE VIEW count_due_now AS SELECT * FROM count_due(CURRENT_DATE);
COMMENT ON VIEW count_due_now IS 'count_due() of today, all stations and depots.';
CREATE OR REPLACE VIEW count_variance_now AS SELECT * FROM count_variance(month_of(CURRENT_DATE, -12), CURRENT_DATE);
COMMENT ON VIEW count_variance_now IS 'count_variance() since the month a year ago, all stations and depots.';
CREATE OR REPLACE VIEW last_time_buy_plan_now AS SELECT * FROM last_time_buy_plan(CURRENT_DATE);
COMMENT ON VIEW last_time_buy_plan_now IS 'last_time_buy_plan() of today, the whole network as one.';
CREATE OR REPLACE VIEW abc_xyz_matrix_now AS SELECT * FROM abc_xyz_matrix(CURRENT_DATE);
COMMENT ON VIEW abc_xyz_matrix_now IS 'abc_xyz_matrix() of today, all stations.';
CREATE OR REPLACE VIEW abc_attribute_matrix_now AS SELECT * FROM abc_attribute_matrix(CURRENT_DATE);
COMMENT ON VIEW abc_attribute_matrix_now IS 'abc_attribute_matrix() of today, all stations.';
CREATE OR REPLACE VIEW part_score_now AS SELECT * FROM part_score(CURRENT_DATE);
COMMENT ON VIEW part_score_now IS 'part_score() of today, all stations.';
CREATE OR REPLACE VIEW must_stock_comparison_now AS SELECT * FROM must_stock_comparison(CURRENT_DATE);
COMMENT ON VIEW must_stock_comparison_now IS 'must_stock_comparison() of today, all stations.';
CREATE OR REPLACE VIEW must_stock_backtest_now AS
SELECT * FROM must_stock_backtest(month_of(CURRENT_DATE, -24), month_of(CURRENT_DATE, -1));
COMMENT ON VIEW must_stock_backtest_now IS 'must_stock_backtest() of the four half-years up to the last complete month.';
CREATE OR REPLACE VIEW published_must_stock_now AS
SELECT m.half, p.* FROM (SELECT b.half FROM must_stock_publication b ORDER BY b.half DESC LIMIT 1) m CROSS JOIN LATERAL published_must_stock(m.half) p;
COMMENT ON VIEW published_must_stock_now IS 'The must-stock list published last, all stations.';
CREATE OR REPLACE VIEW must_stock_plan_vs_actual_now AS
SELECT b.half, p.*
FROM (SELECT h.half FROM must_stock_publication h ORDER BY h.half DESC LIMIT 1) b CROSS JOIN LATERAL must_stock_plan_vs_actual(b.half) p;
COMMENT ON VIEW must_stock_plan_vs_actual_now IS 'must_stock_plan_vs_actual() of the half-year published last, all stations.';
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
CREATE OR REPLACE VIEW lifetime_values_now AS SELECT * FROM lifetime_values(CURRENT_DATE);
COMMENT ON VIEW lifetime_values_now IS 'lifetime_values() of today, all stations and the network.';
CREATE OR REPLACE VIEW file_gaps_now AS SELECT * FROM file_gaps(CURRENT_DATE);
COMMENT ON VIEW file_gaps_now IS 'file_gaps() of today, all stations.';
CREATE OR REPLACE VIEW file_completeness_now AS SELECT * FROM file_completeness(CURRENT_DATE);
COMMENT ON VIEW file_completeness_now IS 'file_completeness() of today, all stations and the network.';
CREATE OR REPLACE VIEW follow_up_list_now AS SELECT * FROM follow_up_list(today());
COMMENT ON VIEW follow_up_list_now IS 'follow_up_list() of today(), all stations.';

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
			('actual_monthly_average_demand', 'Weighted mean of the six months of the half-year.'),
			('actual_quantity', 'Quantity that the list of the half-year''s end holds, NULL: not on it.'),
			('allocated', 'Of the stock on hand, quantity promised to open jobs.'),
			('amount', 'Lists of consumption: amount of the half-year; lists of stock and orders: amount at cost.'),
			('amount_rank', 'Rank by amount.'),
			('assigned_to', 'staff_no of the caller, NULL: nobody yet.'),
			('assignee', 'Name of the caller.'),
			('at_genuine_price', 'The part is not genuine and was sold at or above the price of the genuine one.'),
			('at_risk', 'Vehicles observed at least so long.'),
			('at_start', 'P(alive) of a vehicle that came for the first time today.'),
			('attempts', 'Attempts recorded so far.'),
			('attribute', 'wear, common or assembly.'),
			('back_orders', 'Quantity customers wait for.'),
			('base', 'What retention_rate is a share of.'),
			('bin', 'Bin location, empty: the only one.'),
			('book', 'Quantity by the books.'),
			('bought', 'Quantity received from the maker.'),
			('brand', 'Brand, empty: unknown.'),
			('channel', 'phone, sms or wechat.'),
			('churn_rate', 'lost / vehicles.'),
			('cohort', 'First day of the month of sale.'),
			('commonality', 'Share of the open stations that asked for the part.'),
			('complete', 'Files without a gap.'),
			('completeness', 'filled / required.'),
			('counted', 'Quantity found.'),
			('counted_on', 'Day of the count.'),
			('counts_a_year', 'How often a year the class is counted.'),
			('criticality', 'How much the vehicle depends on it, 0 to 1.'),
			('customer', 'Name of the customer, masked.'),
			('customer_no', 'The customer.'),
			('dealer_code', 'The station or depot; in retention, fill rates and the backtest NULL: the network.'),
			('demand_rank', 'Share of the station''s other parts that sell less.'),
			('depot_code', 'The depot.'),
			('detail', 'The facts of the trigger in words.'),
			('difference', 'added: new list only; dropped: old list only; NULL: on both.'),
			('due_on', 'Day from which the call or the count is due.'),
			('duration', 'Days since the first event.'),
			('excess', 'Quantity on hand above the target.'),
			('expected_spend', 'Expected amount of a visit.'),
			('expected_visits', 'Visits expected in the next 12 months.'),
			('expires_on', 'Last day on which it makes sense.'),
			('fill_rate', 'quantity_filled / quantity, NULL without demand.'),
			('filled', 'Required fields that are filled.'),
			('first', 'Vehicles that came for maintenance.'),
			('first_rate', 'first / vehicles.'),
			('fitted_on', 'The models know the visits up to this day, NULL: no model.'),
			('follow_up', 'Number of the task.'),
			('frequency', 'Visit days after the first event.'),
			('frequency_effect', 'What the number of visits changes of P(alive), had they all been at once.'),
			('frequency_score', 'Quintile by frequency, 5: most visits.'),
			('from_month', 'First month of the half-year.'),
			('genuine_price', 'Price of the genuine part it stands in for, NULL: unknown.'),
			('half', 'First day of the half-year.'),
			('half_year_amount', 'Amount of the six complete months before.'),
			('half_year_quantity', 'Quantity asked for in the six complete months before.'),
			('issues', 'What was sold and used, at cost.'),
			('last_asked', 'Last month in which somebody asked for it, NULL: never.'),
			('last_counted', 'Day of the last count, NULL: never.'),
			('last_event', 'Last visit, or the delivery of a vehicle that never came.'),
			('last_visit', 'Day of the last visit that counts as a return, NULL: none.'),
			('lead_time', 'Days from order to arrival.'),
			('leakage', 'Share of the used quantity that did not come from the maker, NULL: none used.'),
			('line_fill_rate', 'lines_filled / lines, NULL without demand.'),
			('lines', 'Lines asked for.'),
			('lines_at_genuine_price', 'Lines sold at or above the genuine price.'),
			('lines_filled', 'Of them, filled at once.'),
			('list', 'three_in_one: the must-stock list; by_volume: the old list.'),
			('location', 'station, depot or supplier.'),
			('lost', 'Of the vehicles, those not seen since, up to the end of the month; in survival lost after just so long.'),
			('lower_limit', 'Lower 95 % confidence limit.'),
			('margin_a_year', 'Margin a vehicle seen brings in a year, NULL: none seen.'),
			('mean_stock', 'Mean stock, at cost.'),
			('method', 'seen_again, end_less_new or units_in_operation.'),
			('missing', 'Fields that are not filled.'),
			('mobility_code', '1 demand in all twelve months, 2 in 8-11, 3 in 5-7, 4 in 1-4, 5 in none; 0 available for less than a year.'),
			('monetary', 'Mean amount of a visit day after the first event.'),
			('monetary_score', 'Quintile by mean amount, 5: the highest.'),
			('money', 'Money tied up by the list.'),
			('depot_money', 'Of it, for the station''s share of the pieces at its depot.'),
			('month', 'First day of the month.'),
			('monthly_average_demand', 'Weighted mean of the last six complete months.'),
			('months_of_supply', 'Safety stock in months of average demand, NULL: no demand.'),
			('months_since', 'Months after that of the sale.'),
			('on_hand', 'Quantity on hand.'),
			('on_order', 'Quantity ordered and not received.'),
			('opening_stock', 'Quantity on hand at the start.'),
			('order_cycle', 'Days between orders.'),
			('order_quantity', 'Quantity to buy in whole packs.'),
			('origin', 'genuine, aftermarket or remanufactured.'),
			('outcome', 'confirmed, slowed, not_asked or missed.'),
			('over_three_months', 'The safety stock is more than three months of supply: check it.'),
			('p_alive', 'Probability that the vehicle, the best of a customer''s, will come again.'),
			('pack', 'Orders are multiples of this quantity.'),
			('part_name', 'Name of the part.'),
			('part_no', 'The part, by its newest number.'),
			('parts', 'Number of parts.'),
			('phase', 'introduction, mature or discontinued.'),
			('phone', 'Phone number, masked.'),
			('pieces', 'Quantity of all parts of the list.'),
			('plan_monthly_average_demand', 'Weighted mean of the six months before the half-year.'),
			('plan_quantity', 'Quantity of the published list, NULL: not on it.'),
			('plate', 'Plate.'),
			('price_rank', 'Share of the station''s other parts that are cheaper.'),
			('priority', '1 for the first of the station.'),
			('priority_by_volume', 'Priority on the old list, NULL: not on it.'),
			('quantity', 'Must-stock list: quantity to hold; orders: quantity to order; else quantity asked for.'),
			('quantity_fill_rate', 'quantity_filled / quantity, NULL without demand.'),
			('quantity_filled', 'Quantity filled at once.'),
			('quantity_from_depot', 'Quantity on hand at the depot, so there after the transport.'),
			('fill_rate_with_depot', '(quantity_filled + quantity_from_depot) / quantity, NULL without demand.'),
			('quantity_lost', 'Quantity of lost sales.'),
			('quantity_rank', 'Rank by quantity.'),
			('reason', 'Why.'),
			('reasons', 'Why the stations do not stock it.'),
			('record', 'customer or vehicle.'),
			('record_no', 'Number of the customer or vehicle.'),
			('records', 'Number of files.'),
			('recency', 'Weeks from the first event to the last.'),
			('recency_effect', 'What the time of the last visit changes of P(alive).'),
			('recency_score', 'Quintile by last event, 5: the latest.'),
			('remaining_demand', 'Demand expected in the promised years.'),
			('required', 'Fields that are to be filled.'),
			('retained', 'Vehicles that stayed or came back.'),
			('retention_rate', '1 - churn_rate; in cohorts seen / vehicles, in retention_methods retained / base, in lifetime_values retained / vehicles.'),
			('retry_half', 'Half of the day in which to try again: am or pm; NULL: any.'),
			('rule', 'The rule that made the task.'),
			('safety_stock', 'Safety stock quantity.'),
			('score', 'Importance, 0 to 1.'),
			('second', 'Of them, those that came a second time.'),
			('second_rate', 'second / first.'),
			('seen', 'By cohort: of them, those that came in the month; in lifetime_values vehicles seen in the last twelve months.'),
			('segment', 'Segment by the three quintiles, see rfm_segment().'),
			('share_of_parts', 'parts / parts of the station.'),
			('share_of_value', 'value / value of the station, NULL: no value.'),
			('short_history', 'The part was available for less than six months: the mean is over those.'),
			('sold_on', 'Day of delivery to the first owner.'),
			('spend_model_of', 'Whose model of spend: group or network, NULL: no model.'),
			('state', 'new, assigned or attempted.'),
			('stations', 'Number of stations it is pooled for.'),
			('status', 'active, at_risk or lost.'),
			('survival', 'Share of vehicles not lost so long.'),
			('founding_target', 'What the founding rule would have on hand and on order.'),
			('service_level', 'Probability aimed at that the demand of order cycle and lead time is filled, of the ABC class.'),
			('service_target', 'What that service level would have on hand and on order.'),
			('target', 'Quantity to have on hand and on order.'),
			('tenure', 'Weeks from the first event.'),
			('tenure_effect', 'What the time since the first event changes of P(alive), had nothing followed it.'),
			('third', 'Of them, those that came a third time.'),
			('third_rate', 'third / second.'),
			('to_month', 'Last month of the half-year.'),
			('turns', 'issues / mean_stock, NULL without stock.'),
			('unit_cost', 'Cost of one unit, NULL: unknown.'),
			('upper_limit', 'Upper 95 % confidence limit.'),
			('used', 'Quantity sold and used.'),
			('value', 'Price x usage; of a vehicle its discounted value of all the future, NULL: no bound.'),
			('value_12_months', 'Discounted value of the next 12 months.'),
			('value_5_years', 'Discounted value of five years.'),
			('variance', 'counted - book.'),
			('vehicle_no', 'The vehicle; of a customer the one most likely to come again.'),
			('vehicles', 'By month: vehicles seen in the sixth month before; by cohort: vehicles sold; of a customer: vehicles owned; in lifetime_values seen in the twelve months before the last.'),
			('visit_model', 'Name of the model of visits.'),
			('visit_model_of', 'Whose model of visits: group or network, NULL: no model.'),
			('xyz', 'X, Y or Z by evenness of demand; none: no demand.'),
			('yearly_discount', 'The monthly discount, compounded to a year.'),
			('year_quantity', 'Quantity asked for in the twelve complete months before.')) m (attname, meaning) ON m.attname = a.attname
		JOIN pg_class v ON v.oid = a.attrelid
		WHERE v.relnamespace = 'aftersales'::regnamespace AND v.relkind = 'v' AND v.relname LIKE '%\_now'
			-- these are commented where they are made
			AND v.relname NOT IN ('part_demand_now', 'vehicle_history_now')
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', c.view, c.attname, c.meaning);
	END LOOP;
END
$$;
