-- Whether a visit has a lower odometer reading than one of an earlier day of the same vehicle.
SELECT EXISTS (
	SELECT 1 FROM (
		SELECT v.odometer,
			max(v.odometer) OVER (PARTITION BY v.vehicle_no ORDER BY v.opened_on RANGE BETWEEN UNBOUNDED PRECEDING AND '1 day'::interval PRECEDING) AS highest
		FROM aftersales.visit v WHERE v.odometer IS NOT NULL
	) r WHERE r.odometer < r.highest
)
