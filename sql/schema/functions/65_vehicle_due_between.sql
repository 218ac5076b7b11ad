-- The answers about vehicles, by index ranges over vehicle_state, whose periods tell what was known on a day, and over the sales of
-- vehicles never seen at a workshop, model by model, since the plan and the usual use of a model make one lag from the sale.
-- OFFSET 0 keeps each look-up one by key: joined otherwise, whole tables of vehicles and periods are read for some of their rows.
CREATE OR REPLACE FUNCTION vehicle_due_between(from_on date, to_on date, as_of date)
RETURNS TABLE (vehicle_no text, due_on date, due_by text, services integer, counted_from date, dealer_code text, adviser text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.vehicle_no, s.due_on, s.due_by, s.services, coalesce(s.service_on, v.sold_on), coalesce(s.dealer_code, v.dealer_code), s.adviser
	FROM aftersales.vehicle_state s
	CROSS JOIN LATERAL (SELECT c.sold_on, c.dealer_code, c.scrapped_on FROM aftersales.vehicle c WHERE c.vehicle_no = s.vehicle_no OFFSET 0) v
	WHERE s.due_on BETWEEN from_on AND to_on AND s.seen_on <= as_of AND (s.until_on IS NULL OR s.until_on > as_of)
		AND (s.services > 0 OR v.sold_on <= as_of) AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of)
	UNION ALL
	SELECT v.vehicle_no, d.due_on, CASE WHEN d.due_on = (v.sold_on + make_interval(months => m.months))::date THEN 'date' ELSE 'odometer' END,
		0, v.sold_on, v.dealer_code, NULL
	FROM (SELECT p.model_code, p.km_per_day::double precision AS km_per_day, i.months, i.km,
			least(i.months * 28, ceil(i.km / p.km_per_day)::integer) AS least_days, least(i.months * 31, ceil(i.km / p.km_per_day)::integer) AS most_days
		FROM aftersales.vehicle_model p
		CROSS JOIN LATERAL (SELECT n.months, n.km FROM aftersales.service_interval n
			WHERE n.model_code = p.model_code AND n.service_no IN (0, 1) ORDER BY n.service_no DESC LIMIT 1) i) m
	CROSS JOIN LATERAL (SELECT c.vehicle_no, c.sold_on, c.dealer_code, c.scrapped_on FROM aftersales.vehicle c
		WHERE c.model_code = m.model_code AND c.sold_on BETWEEN from_on - m.most_days AND to_on - m.least_days OFFSET 0) v
	CROSS JOIN LATERAL (SELECT aftersales.next_service_due(v.sold_on, 0, m.months, m.km, v.sold_on, 0, m.km_per_day) AS due_on) d
	WHERE d.due_on BETWEEN from_on AND to_on AND v.sold_on <= as_of AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of)
		AND (SELECT s.seen_on FROM aftersales.vehicle_state s WHERE s.vehicle_no = v.vehicle_no AND s.seen_on <= as_of LIMIT 1) IS NULL;
END;
COMMENT ON FUNCTION vehicle_due_between(date, date, date) IS 'Vehicles whose next maintenance is due from one day to another, by what was known on a day; counted_from: the last maintenance on record, else the sale.';

CREATE OR REPLACE FUNCTION vehicle_unseen_between(limit_name text, from_on date, to_on date, as_of date)
RETURNS TABLE (vehicle_no text, unseen_on date, last_on date, dealer_code text, adviser text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH limits AS MATERIALIZED (
		SELECT p.dealer_code, p.brand, make_interval(months => CASE limit_name WHEN 'lost' THEN p.lost_months ELSE p.active_months END) AS span
		FROM aftersales.retention_parameters() p
	), range AS MATERIALIZED (
		SELECT l.dealer_code, min((from_on - l.span)::date) - 4 AS from_on, max((to_on - l.span)::date) + 1 AS to_on FROM limits l GROUP BY l.dealer_code
	), last AS (
		SELECT s.vehicle_no, s.returned_on AS last_on, r.dealer_code, s.adviser
		FROM range r
		CROSS JOIN LATERAL (SELECT k.* FROM aftersales.vehicle_state k
			WHERE k.dealer_code = r.dealer_code AND k.returned_on BETWEEN r.from_on AND r.to_on OFFSET 0) s
		WHERE s.seen_on <= as_of AND (s.until_on IS NULL OR s.until_on > as_of)
		UNION ALL
		SELECT v.vehicle_no, v.sold_on, r.dealer_code, NULL
		FROM range r
		CROSS JOIN LATERAL (SELECT c.vehicle_no, c.sold_on FROM aftersales.vehicle c
			WHERE c.dealer_code = r.dealer_code AND c.sold_on BETWEEN r.from_on AND r.to_on OFFSET 0) v
		WHERE v.sold_on <= as_of AND (SELECT s.seen_on FROM aftersales.vehicle_state s
			WHERE s.vehicle_no = v.vehicle_no AND s.seen_on <= as_of AND s.returned_on IS NOT NULL LIMIT 1) IS NULL
	)
	SELECT k.vehicle_no, e.unseen_on, k.last_on, k.dealer_code, k.adviser
	-- OFFSET 0: each vehicle is looked up once, not once for each brand
	FROM (SELECT l.*, v.scrapped_on, coalesce((SELECT b.brand FROM aftersales.vehicle_model b WHERE b.model_code = v.model_code), '') AS brand
		FROM last l CROSS JOIN LATERAL (SELECT c.scrapped_on, c.model_code FROM aftersales.vehicle c WHERE c.vehicle_no = l.vehicle_no OFFSET 0) v
		OFFSET 0) k
	JOIN limits m ON m.dealer_code = k.dealer_code AND m.brand = k.brand
	-- the first day d with (d - span)::date > last_on; months end on different days, so the later of two guesses
	CROSS JOIN LATERAL (SELECT greatest((k.last_on + 1 + m.span)::date, (k.last_on + m.span)::date + 1) AS unseen_on) e
	WHERE e.unseen_on BETWEEN from_on AND to_on AND (k.scrapped_on IS NULL OR k.scrapped_on > as_of);
END;
COMMENT ON FUNCTION vehicle_unseen_between(text, date, date, date) IS 'Vehicles that became at risk (limit_name active) or lost (lost) from one day to another, as vehicle_status() has it, by what was known on a day; last_on: the last visit that counts, else the sale.';
