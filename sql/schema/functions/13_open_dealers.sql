CREATE OR REPLACE FUNCTION open_dealers(as_of date)
RETURNS TABLE (dealer_code text, kind text, depot_code text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT d.dealer_code, d.kind, p.dealer_code
	FROM aftersales.dealer d
	LEFT JOIN aftersales.dealer p ON p.dealer_code = d.depot_code AND p.kind = 'depot' AND coalesce(p.closed_on, 'infinity') >= as_of
	WHERE coalesce(d.closed_on, 'infinity') >= as_of;
END;
COMMENT ON FUNCTION open_dealers(date) IS 'Stations and depots not closed before a day, each with its depot if that is one and open; no rows for NULL.';
