SELECT m.dealer_code AS station, m.priority, m.part_no, m.part_name, m.quantity AS hold, m.abc,
	round(m.monthly_average_demand::numeric, 2) AS monthly_avg, round(m.months_of_supply::numeric, 2) AS months_of_supply, m.over_three_months AS over_3
FROM aftersales.must_stock_list(:'as_of') m;
