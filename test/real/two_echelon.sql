-- carparts.csv, in table carparts (part_no, month, quantity), as sales of ten stations of one depot. Stated rule: every piece of
-- a part goes to a station by the first 32 bits of the MD5 of its part number and running number, station i = 1 .. 10 with a
-- share in proportion to 1 / i; every part costs 1, so money is pieces; k-th part by number (from 0): order cycle 7 + k mod 3 * 7,
-- lead time 3 + k mod 5 days, the same for stations and depot.
SET search_path = aftersales, public;
INSERT INTO dealer (dealer_code, name, kind, depot_code)
SELECT 'D', 'depot', 'depot', NULL UNION ALL SELECT 'S' || to_char(i, 'FM00'), 'station ' || i, 'station', 'D' FROM generate_series(1, 10) i;
INSERT INTO part (part_no, name, cost, order_cycle, lead_time)
SELECT part_no, 'part ' || part_no, 1, 7 + k % 3 * 7, 3 + k % 5
FROM (SELECT part_no, row_number() OVER (ORDER BY part_no COLLATE "C") - 1 AS k FROM (SELECT DISTINCT part_no FROM carparts) p) p;
WITH station AS (
	SELECT i, sum(1.0 / i) OVER (ORDER BY i) / sum(1.0 / i) OVER () AS upto FROM generate_series(1, 10) i
), piece AS (
	SELECT c.part_no, c.month, row_number() OVER (PARTITION BY c.part_no ORDER BY c.month) AS n
	FROM carparts c CROSS JOIN LATERAL generate_series(1, c.quantity) WHERE c.quantity > 0
), sold AS (
	SELECT p.part_no, p.month, (SELECT min(i) FROM station s
		WHERE s.upto >= ('x' || left(md5(p.part_no || ':' || p.n), 8))::bit(32)::bigint / 4294967296.0) AS i
	FROM piece p
)
INSERT INTO counter_sale (dealer_code, sale_no, line_no, sold_on, part_no, quantity)
SELECT 'S' || to_char(i, 'FM00'), part_no || ' ' || month, 1, (month || '-01')::date, part_no, count(*)
FROM sold GROUP BY i, part_no, month;
INSERT INTO dirty (kept, dealer_code, month) SELECT DISTINCT 'part_demand', dealer_code, month_of(sold_on) FROM counter_sale;
CALL refresh();
