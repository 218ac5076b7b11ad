SELECT s.part_no, s.part_name, s.half_year_quantity::integer AS half_year, round(s.monthly_average_demand::numeric, 2) AS monthly_avg,
	s.order_cycle + s.lead_time AS days, round(s.safety_stock::numeric, 1) AS safety_stock, s.location, s.reason,
	CASE WHEN o.part_no IS NOT NULL THEN 'stock' END AS old_list
FROM aftersales.stocking_plan(:'as_of', 'BJ01') s
LEFT JOIN aftersales.must_stock_list_by_volume(:'as_of', 'BJ01', 5) o ON o.part_no = s.part_no
ORDER BY s.location = 'station' DESC, s.safety_stock DESC, s.part_no;
