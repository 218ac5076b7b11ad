SELECT to_char(r.month, 'YYYY-MM') AS month, coalesce(r.dealer_code, 'network') AS station,
	round(100 * r.retention_rate::numeric) || ' % of ' || r.vehicles AS kept
FROM aftersales.retention_monthly((:'as_of'::date - interval '12 months')::date, (:'as_of'::date - interval '1 month')::date) r
WHERE r.vehicles > 0
ORDER BY r.month, r.dealer_code
\crosstabview month station kept
