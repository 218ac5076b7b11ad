-- A depot's parts are classed by the usage of the stations it serves.
CREATE OR REPLACE FUNCTION count_due(as_of date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, part_no text, part_name text, bin text, abc text, counts_a_year integer, last_counted date, due_on date,
	on_hand numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH classed AS (
		SELECT i.dealer_code, i.part_no, i.abc FROM aftersales.stocking_input(as_of, dealer) i
		UNION ALL
		SELECT u.depot_code, u.part_no, aftersales.abc_class(u.value, aftersales.parameter_value('abc_a', u.depot_code),
				greatest(aftersales.parameter_value('abc_a', u.depot_code), aftersales.parameter_value('abc_b', u.depot_code)), true)
			OVER (PARTITION BY u.depot_code ORDER BY u.value DESC NULLS LAST, u.part_no)
		FROM (SELECT i.depot_code, i.part_no, sum(i.value) AS value
			FROM aftersales.stocking_input(as_of) i
			WHERE i.depot_code IS NOT NULL AND (dealer IS NULL OR i.depot_code = dealer)
				AND EXISTS (SELECT FROM aftersales.dealer g WHERE g.kind = 'depot' AND (dealer IS NULL OR g.dealer_code = dealer))
			GROUP BY i.depot_code, i.part_no) u
	)
	SELECT s.dealer_code, p.part_no, p.name, s.bin, w.abc, w.counts_a_year, t.last_counted, coalesce(e.due_on, as_of), s.on_hand
	FROM aftersales.stock s
	JOIN aftersales.dealer d ON d.dealer_code = s.dealer_code AND (d.closed_on IS NULL OR d.closed_on >= as_of)
	JOIN aftersales.part p ON p.part_no = s.part_no
	JOIN aftersales.part_newest n ON n.part_no = s.part_no
	LEFT JOIN classed c ON c.dealer_code = s.dealer_code AND c.part_no = n.newest_no
	JOIN aftersales.class_control w ON w.abc = coalesce(c.abc, 'C')
	LEFT JOIN (SELECT k.dealer_code, k.part_no, k.bin, max(k.counted_on) AS last_counted
		FROM aftersales.stock_count k
		WHERE k.counted_on <= as_of AND (dealer IS NULL OR k.dealer_code = dealer)
		GROUP BY k.dealer_code, k.part_no, k.bin) t ON t.dealer_code = s.dealer_code AND t.part_no = s.part_no AND t.bin = s.bin
	CROSS JOIN LATERAL (SELECT (t.last_counted + interval '12 months' / w.counts_a_year)::date AS due_on) e
	WHERE (dealer IS NULL OR s.dealer_code = dealer) AND coalesce(e.due_on, as_of) <= as_of
		AND aftersales.require(aftersales.is_day(as_of), 'as_of must be a day')
	ORDER BY s.dealer_code, w.abc, e.due_on NULLS FIRST, p.part_no, s.bin;
END;
COMMENT ON FUNCTION count_due(date, text) IS 'Stock-taking (盘点) due: bins not counted for a year / counts_a_year of the part''s ABC class (class_control), or never, most valuable class first. A part without a class counts as C. dealer NULL: all stations and depots.';

CREATE OR REPLACE FUNCTION count_variance(from_day date, to_day date, dealer text DEFAULT NULL)
RETURNS TABLE (
	dealer_code text, counted_on date, part_no text, part_name text, bin text, book numeric, counted numeric, variance numeric,
	amount numeric)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT k.dealer_code, k.counted_on, p.part_no, p.name, k.bin, k.book, k.counted, k.counted - k.book, (k.counted - k.book) * p.cost
	FROM aftersales.stock_count k JOIN aftersales.part p ON p.part_no = k.part_no
	WHERE k.counted_on BETWEEN from_day AND to_day AND (dealer IS NULL OR k.dealer_code = dealer)
		AND aftersales.require(from_day <= to_day, 'from_day must not be after to_day')
	ORDER BY k.dealer_code, k.counted_on, p.part_no, k.bin;
END;
COMMENT ON FUNCTION count_variance(date, date, text) IS 'Counts of a span of days with their variance, counted - book, and its amount at cost. dealer NULL: all stations and depots.';
