-- The fields that a complete file has: of a customer name, phone and a consent, given or refused; of a vehicle VIN, plate, model, sale and owner.
CREATE OR REPLACE FUNCTION file_gaps(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, record text, record_no text, required integer, missing text[])
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH vehicle AS MATERIALIZED (
		SELECT v.vehicle_no, coalesce(s.dealer_code, v.dealer_code) AS dealer_code, o.customer_no,
			v.vin IS NOT NULL AS vin, m.plate IS NOT NULL AS plate, v.model_code IS NOT NULL AS model, v.sold_on IS NOT NULL AS sale
		FROM aftersales.vehicle v
		JOIN aftersales.vehicle_masked m ON m.vehicle_no = v.vehicle_no
		LEFT JOIN aftersales.vehicle_statuses(as_of) s ON s.vehicle_no = v.vehicle_no
		LEFT JOIN aftersales.vehicle_owner o ON o.vehicle_no = v.vehicle_no
			AND o.owned_from <= as_of AND (o.owned_until IS NULL OR o.owned_until > as_of)
		WHERE v.scrapped_on IS NULL OR v.scrapped_on > as_of
	), owner AS (
		SELECT DISTINCT w.dealer_code, w.customer_no FROM vehicle w WHERE w.customer_no IS NOT NULL
		UNION
		SELECT NULL, c.customer_no FROM aftersales.customer_masked c
		WHERE NOT EXISTS (SELECT FROM vehicle w WHERE w.customer_no = c.customer_no)
	), field AS (
		SELECT w.dealer_code, 'vehicle' AS record, w.vehicle_no AS record_no, f.name, f.filled
		FROM vehicle w
		CROSS JOIN LATERAL (VALUES ('model', w.model), ('owner', w.customer_no IS NOT NULL), ('plate', w.plate), ('sale', w.sale), ('vin', w.vin)) f (name, filled)
		UNION ALL
		SELECT w.dealer_code, 'customer', w.customer_no, f.name, f.filled
		FROM owner w JOIN aftersales.customer_masked c ON c.customer_no = w.customer_no
		CROSS JOIN LATERAL (VALUES
			('consent', EXISTS (SELECT FROM aftersales.consent s WHERE s.customer_no = c.customer_no AND s.recorded_on <= as_of)),
			('name', c.name <> aftersales.mask_name('')), ('phone', coalesce(c.phone <> aftersales.mask_phone(''), false))) f (name, filled)
	)
	SELECT f.dealer_code, f.record, f.record_no, count(*)::integer,
		coalesce(array_agg(f.name ORDER BY f.name) FILTER (WHERE NOT f.filled), '{}')
	FROM field f
	WHERE (dealer IS NULL OR f.dealer_code = dealer) AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	GROUP BY f.dealer_code, f.record, f.record_no
	ORDER BY f.dealer_code, f.record, f.record_no;
END;
COMMENT ON FUNCTION file_gaps(date, text) IS 'The file of each vehicle not scrapped and of each customer (record; record_no is its number): how many fields are required and which are missing. Of a customer: name, phone (of more than 6 characters), consent (given or refused); of a vehicle: vin, plate, model, sale (the day), owner on that day. A vehicle belongs to the station visited last, else its own; a customer to every station that has a vehicle of his, without a vehicle to none (dealer_code NULL). dealer NULL: all. Error 22023: as_of not a day.';

CREATE OR REPLACE FUNCTION file_completeness(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (dealer_code text, record text, records bigint, complete bigint, required bigint, filled bigint, completeness float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH gap AS MATERIALIZED (
		SELECT g.* FROM aftersales.file_gaps(as_of, dealer) g
	)
	SELECT f.dealer_code, f.record, f.records, f.complete, f.required, f.filled, f.filled::float8 / f.required
	FROM (SELECT g.dealer_code, g.record, count(*) AS records, count(*) FILTER (WHERE g.missing = '{}') AS complete,
			sum(g.required) AS required, sum(g.required - cardinality(g.missing)) AS filled
		FROM (SELECT s.dealer_code, s.record, s.required, s.missing FROM gap s WHERE s.dealer_code IS NOT NULL
			UNION ALL
			SELECT DISTINCT ON (s.record, s.record_no) NULL, s.record, s.required, s.missing FROM gap s WHERE dealer IS NULL) g
		GROUP BY g.dealer_code, g.record) f
	ORDER BY f.dealer_code, f.record;
END;
COMMENT ON FUNCTION file_completeness(date, text) IS 'Completeness of the files of customers and of vehicles: filled / required fields, see file_gaps(); complete: files without a gap. dealer NULL: all stations, and the network with dealer_code NULL, where each file counts once. Error 22023: as_of not a day.';
