-- Part lines over 36 months, 500 stations and 50,000 parts of Zipf popularity, and what is kept of each station-part pair: of 10 million
-- lines come 3.5 million pairs. some_pair: of five stations; pair_month: all their months, what rolling averages in SQL start from.
CREATE EXTENSION aftersales;
SELECT setseed(0.5) \g /dev/null
CREATE UNLOGGED TABLE part_line AS
SELECT ('D' || lpad(floor(random() * 500)::text, 4, '0')) COLLATE "C" AS dealer_code, ('P' || lpad(floor(50000 ^ random())::text, 8, '0')) COLLATE "C" AS part_no,
	(date '2023-07-01' + floor(random() * 1096)::integer) AS day, (1 + floor(random() * 4))::numeric AS quantity, round((random() * 900)::numeric, 2) AS unit_price
FROM generate_series(1, :lines);
CREATE UNLOGGED TABLE pair AS SELECT dealer_code, part_no, sum(quantity * unit_price) AS amount, demand_agg(day, quantity) AS demand FROM part_line GROUP BY dealer_code, part_no;
CREATE UNLOGGED TABLE some_pair AS SELECT * FROM pair WHERE dealer_code LIKE '%00';
CREATE UNLOGGED TABLE pair_month AS SELECT dealer_code, part_no, n, v::integer AS q FROM some_pair, unnest(demand_values(demand, '2023-07-01', '2026-07-01')) WITH ORDINALITY AS m(v, n);
VACUUM ANALYZE;
