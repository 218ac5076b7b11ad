CREATE OR REPLACE FUNCTION follow_up_trigger_maintenance_due(as_of date)
RETURNS TABLE (vehicle_no text, trigger_key text, cycle integer, dealer_code text, customer_no text, due_on date, expires_on date)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH service AS (
		SELECT v.vehicle_no, max(v.opened_on) AS last_on, count(DISTINCT v.opened_on) AS services
		FROM aftersales.visit v JOIN aftersales.visit_kind k ON k.kind = v.kind
		WHERE k.is_maintenance AND v.voided_at IS NULL AND v.opened_on <= as_of
		GROUP BY v.vehicle_no
	), plan AS (
		SELECT v.vehicle_no, (coalesce(s.last_on, v.sold_on) + make_interval(months => i.months))::date AS service_on
		FROM aftersales.vehicle v
		LEFT JOIN service s ON s.vehicle_no = v.vehicle_no
		CROSS JOIN LATERAL (SELECT n.months FROM aftersales.service_interval n
			WHERE n.model_code = v.model_code AND n.service_no IN (0, coalesce(s.services, 0) + 1)
			ORDER BY n.service_no DESC LIMIT 1) i
		WHERE (v.scrapped_on IS NULL OR v.scrapped_on > as_of) AND coalesce(s.last_on, v.sold_on) <= as_of
	)
	SELECT p.vehicle_no, p.service_on::text, 1, c.dealer_code, c.customer_no,
		p.service_on + r.offset_days, p.service_on + r.offset_days + r.window_days
	FROM aftersales.follow_up_rule r
	JOIN plan p ON p.service_on BETWEEN as_of - r.offset_days - r.window_days AND as_of - r.offset_days
	CROSS JOIN LATERAL aftersales.vehicle_contact(p.vehicle_no, as_of) c
	WHERE r.rule = 'maintenance_due' AND c.dealer_code IS NOT NULL;
END;
COMMENT ON FUNCTION follow_up_trigger_maintenance_due(date) IS 'Reminders of the next maintenance by date that are due on a day: months of the service plan after the last maintenance on record, the first after the sale. A vehicle without any station is left out.';
