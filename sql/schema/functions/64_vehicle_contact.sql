CREATE OR REPLACE FUNCTION vehicle_contact(vehicle_no text, as_of date)
RETURNS TABLE (dealer_code text, customer_no text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(l.dealer_code, v.dealer_code), coalesce(o.customer_no, l.customer_no)
	FROM aftersales.vehicle v
	LEFT JOIN aftersales.vehicle_owner o ON o.vehicle_no = v.vehicle_no
		AND o.owned_from <= as_of AND (o.owned_until IS NULL OR o.owned_until > as_of)
	LEFT JOIN LATERAL (SELECT j.dealer_code, j.customer_no
		FROM aftersales.visit j JOIN aftersales.visit_kind k ON k.kind = j.kind
		WHERE j.vehicle_no = vehicle_contact.vehicle_no AND j.opened_on <= as_of AND j.voided_at IS NULL AND k.counts_as_return
		ORDER BY j.opened_on DESC, j.dealer_code, j.visit_no LIMIT 1) l ON true
	WHERE v.vehicle_no = vehicle_contact.vehicle_no;
END;
COMMENT ON FUNCTION vehicle_contact(text, date) IS 'Which station calls whom about a vehicle: the station visited last, else the vehicle''s own; the owner of that day, else who brought it last.';
