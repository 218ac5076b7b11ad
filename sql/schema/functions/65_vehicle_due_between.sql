-- The answers about vehicles, by index ranges over vehicle_state, whose periods tell what was known on a day, and over the sales of
-- vehicles never seen at a workshop, model by model, since the plan and the usual use of a model make one lag from the sale. Asked about
-- some vehicles, each is looked up by key instead.
-- OFFSET 0 keeps each look-up one by key: joined otherwise, whole tables of vehicles and periods are read for some of their rows.
CREATE OR REPLACE FUNCTION vehicle_due_between(from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL)
RETURNS TABLE (vehicle_no text, due_on date, due_by text, services integer, counted_from date, dealer_code text, adviser text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH model AS MATERIALIZED (
		SELECT p.model_code, p.km_per_day::double precision AS km_per_day, i.months, i.km,
			least(i.months * 28, ceil(i.km / p.km_per_day)::integer) AS least_days, least(i.months * 31, ceil(i.km / p.km_per_day)::integer) AS most_days
		FROM aftersales.vehicle_model p
		CROSS JOIN LATERAL (SELECT n.months, n.km FROM aftersales.service_interval n
			WHERE n.model_code = p.model_code AND n.service_no IN (0, 1) ORDER BY n.service_no DESC LIMIT 1) i
	), period AS (
		SELECT s.vehicle_no, s.seen_on, s.until_on, s.due_on, s.due_by, s.services, s.service_on, s.dealer_code, s.adviser
		FROM aftersales.vehicle_state s WHERE vehicles IS NULL AND s.due_on BETWEEN from_on AND to_on
		UNION ALL
		SELECT w.vehicle_no, s.seen_on, s.until_on, s.due_on, s.due_by, s.services, s.service_on, s.dealer_code, s.adviser
		FROM unnest(vehicles) w (vehicle_no)
		CROSS JOIN LATERAL (SELECT k.* FROM aftersales.vehicle_state k WHERE k.vehicle_no = w.vehicle_no AND k.due_on BETWEEN from_on AND to_on OFFSET 0) s
	), sale AS (
		SELECT v.vehicle_no, v.sold_on, v.dealer_code, v.scrapped_on, m.months, m.km, m.km_per_day
		FROM model m
		CROSS JOIN LATERAL (SELECT c.vehicle_no, c.sold_on, c.dealer_code, c.scrapped_on FROM aftersales.vehicle c
			WHERE c.model_code = m.model_code AND c.sold_on BETWEEN from_on - m.most_days AND to_on - m.least_days OFFSET 0) v
		WHERE vehicles IS NULL
		UNION ALL
		SELECT w.vehicle_no, v.sold_on, v.dealer_code, v.scrapped_on, m.months, m.km, m.km_per_day
		FROM unnest(vehicles) w (vehicle_no)
		CROSS JOIN LATERAL (SELECT c.sold_on, c.dealer_code, c.scrapped_on, c.model_code FROM aftersales.vehicle c WHERE c.vehicle_no = w.vehicle_no OFFSET 0) v
		JOIN model m ON m.model_code = v.model_code AND v.sold_on BETWEEN from_on - m.most_days AND to_on - m.least_days
	)
	SELECT p.vehicle_no, p.due_on, p.due_by, p.services, coalesce(p.service_on, v.sold_on), coalesce(p.dealer_code, v.dealer_code), p.adviser
	FROM period p
	CROSS JOIN LATERAL (SELECT c.sold_on, c.dealer_code, c.scrapped_on FROM aftersales.vehicle c WHERE c.vehicle_no = p.vehicle_no OFFSET 0) v
	WHERE p.seen_on <= as_of AND (p.until_on IS NULL OR p.until_on > as_of)
		AND (p.services > 0 OR v.sold_on <= as_of) AND (v.scrapped_on IS NULL OR v.scrapped_on > as_of)
	UNION ALL
	SELECT s.vehicle_no, d.due_on, CASE WHEN d.due_on = (s.sold_on + make_interval(months => s.months))::date THEN 'date' ELSE 'odometer' END,
		0, s.sold_on, s.dealer_code, NULL
	FROM sale s
	CROSS JOIN LATERAL (SELECT aftersales.next_service_due(s.sold_on, 0, s.months, s.km, s.sold_on, 0, s.km_per_day) AS due_on) d
	WHERE d.due_on BETWEEN from_on AND to_on AND s.sold_on <= as_of AND (s.scrapped_on IS NULL OR s.scrapped_on > as_of)
		AND (SELECT k.seen_on FROM aftersales.vehicle_state k WHERE k.vehicle_no = s.vehicle_no AND k.seen_on <= as_of LIMIT 1) IS NULL;
END;
COMMENT ON FUNCTION vehicle_due_between(date, date, date, text[]) IS 'Vehicles (all, or only these) whose next maintenance is due from one day to another, by what was known on a day; counted_from: the last maintenance on record, else the sale.';

CREATE OR REPLACE FUNCTION vehicle_unseen_between(limit_name text, from_on date, to_on date, as_of date, vehicles text[] DEFAULT NULL)
RETURNS TABLE (vehicle_no text, unseen_on date, last_on date, dealer_code text, adviser text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH limits AS MATERIALIZED (
		SELECT p.dealer_code, p.brand, make_interval(months => CASE limit_name WHEN 'lost' THEN p.lost_months ELSE p.active_months END) AS span
		FROM aftersales.retention_parameters() p
	), range AS MATERIALIZED (
		SELECT l.dealer_code, min((from_on - l.span)::date) - 4 AS from_on, max((to_on - l.span)::date) + 1 AS to_on FROM limits l
		WHERE vehicles IS NULL GROUP BY l.dealer_code
	), period AS (
		SELECT s.vehicle_no, s.seen_on, s.until_on, s.returned_on, r.dealer_code, s.adviser
		FROM range r
		CROSS JOIN LATERAL (SELECT k.* FROM aftersales.vehicle_state k
			WHERE k.dealer_code = r.dealer_code AND k.returned_on BETWEEN r.from_on AND r.to_on OFFSET 0) s
		UNION ALL
		SELECT w.vehicle_no, s.seen_on, s.until_on, s.returned_on, s.dealer_code, s.adviser
		FROM unnest(vehicles) w (vehicle_no)
		CROSS JOIN LATERAL (SELECT k.* FROM aftersales.vehicle_state k WHERE k.vehicle_no = w.vehicle_no AND k.returned_on IS NOT NULL OFFSET 0) s
	), sale AS (
		SELECT v.vehicle_no, v.sold_on, r.dealer_code
		FROM range r
		CROSS JOIN LATERAL (SELECT c.vehicle_no, c.sold_on FROM aftersales.vehicle c
			WHERE c.dealer_code = r.dealer_code AND c.sold_on BETWEEN r.from_on AND r.to_on OFFSET 0) v
		UNION ALL
		SELECT w.vehicle_no, v.sold_on, v.dealer_code
		FROM unnest(vehicles) w (vehicle_no)
		CROSS JOIN LATERAL (SELECT c.sold_on, c.dealer_code FROM aftersales.vehicle c WHERE c.vehicle_no = w.vehicle_no OFFSET 0) v
	), last AS (
		SELECT p.vehicle_no, p.returned_on AS last_on, p.dealer_code, p.adviser
		FROM period p WHERE p.seen_on <= as_of AND (p.until_on IS NULL OR p.until_on > as_of)
		UNION ALL
		SELECT s.vehicle_no, s.sold_on, s.dealer_code, NULL
		FROM sale s WHERE s.sold_on <= as_of AND (SELECT k.seen_on FROM aftersales.vehicle_state k
			WHERE k.vehicle_no = s.vehicle_no AND k.seen_on <= as_of AND k.returned_on IS NOT NULL LIMIT 1) IS NULL
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
COMMENT ON FUNCTION vehicle_unseen_between(text, date, date, date, text[]) IS 'Vehicles (all, or only these) that became at risk (limit_name active) or lost (lost) from one day to another, as vehicle_status() has it, by what was known on a day; last_on: the last visit that counts, else the sale.';
