SELECT coalesce(d.name, 'network') AS station, count(*) FILTER (WHERE v.status = 'active') AS active, count(*) FILTER (WHERE v.status = 'at_risk') AS at_risk,
	count(*) FILTER (WHERE v.status = 'lost') AS lost, count(*) FILTER (WHERE v.last_visit IS NULL) AS "never seen"
FROM aftersales.vehicle_statuses(:'as_of') v JOIN aftersales.dealer d ON d.dealer_code = v.dealer_code
GROUP BY ROLLUP (d.name)
ORDER BY d.name;
