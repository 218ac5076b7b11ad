-- demand_agg: monthly average demand of each part at each station
-- ours
SELECT dealer_code, part_no, round(monthly_average_demand(demand_agg(day, quantity), '2026-07-01')::numeric, 6)
FROM line WHERE day >= '2026-01-01' AND day < '2026-07-01' GROUP BY dealer_code, part_no;
-- plain
SELECT dealer_code, part_no, round(sum(greatest(quantity, 0) * extract(month FROM month)) / 21, 6)
FROM (SELECT dealer_code, part_no, date_trunc('month', day::timestamp) AS month, sum(quantity) AS quantity
	FROM line WHERE day >= '2026-01-01' AND day < '2026-07-01' GROUP BY 1, 2, 3) m
GROUP BY dealer_code, part_no;
