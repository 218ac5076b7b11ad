-- Visits with a lower odometer reading than one of an earlier day, in the file or in the table. Readings of a day are not compared. $1: how many.
WITH vehicle AS MATERIALIZED (
	SELECT DISTINCT c.vehicle_no FROM pg_temp.change c WHERE c.odometer IS NOT NULL
), replaced AS MATERIALIZED (
	SELECT c.dealer_code, c.visit_no FROM pg_temp.change c
), reading AS (
	SELECT c.file_line, c.vehicle_no, c.opened_on, c.odometer FROM pg_temp.change c WHERE c.odometer IS NOT NULL
	UNION ALL
	SELECT NULL, v.vehicle_no, v.opened_on, v.odometer
	FROM aftersales.visit v JOIN vehicle USING (vehicle_no)
	WHERE v.odometer IS NOT NULL AND v.voided_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM replaced c WHERE c.dealer_code = v.dealer_code AND c.visit_no = v.visit_no)
), earlier AS (
	SELECT r.file_line, r.odometer,
		max(r.odometer) OVER (PARTITION BY r.vehicle_no ORDER BY r.opened_on RANGE BETWEEN UNBOUNDED PRECEDING AND '1 day'::interval PRECEDING) AS highest
	FROM reading r
)
SELECT e.file_line FROM earlier e WHERE e.file_line IS NOT NULL AND e.odometer < e.highest ORDER BY e.file_line LIMIT $1
