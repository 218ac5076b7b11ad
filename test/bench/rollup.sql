-- rollup: monthly average demand of each part in the network, from kept summaries
-- ours
SELECT part_no, round(monthly_average_demand(rollup(demand), '2026-07-01')::numeric, 6) FROM kept_demand GROUP BY part_no;
-- plain
SELECT part_no, coalesce(round(sum(greatest(quantity, 0) * extract(month FROM month)) FILTER (WHERE month >= '2026-01-01') / 21, 6), 0)
FROM (SELECT part_no, date_trunc('month', day::timestamp) AS month, sum(quantity) AS quantity
	FROM line WHERE day < '2026-07-01' GROUP BY 1, 2) m
GROUP BY part_no;
