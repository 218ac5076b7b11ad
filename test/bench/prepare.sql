-- Flat tables of the sample's lines and visits, and summaries of them: the same input for both sides of each comparison.
CREATE EXTENSION aftersales;
SELECT format('ALTER DATABASE %I SET search_path = public, aftersales', current_database()) \gexec
SET search_path = public, aftersales;

CREATE UNLOGGED TABLE raw_visit (dealer_code text COLLATE "C", visit_no text COLLATE "C", vehicle_no text COLLATE "C",
	customer_no text, kind text, opened_on date, closed_on date, odometer integer, staff_no text, amount numeric);
CREATE UNLOGGED TABLE raw_line (dealer_code text COLLATE "C", visit_no text COLLATE "C", line_no integer, kind text,
	part_no text COLLATE "C", description text, quantity numeric, quantity_filled numeric, unit_price numeric);
\cd :data
\copy raw_visit FROM visit.csv CSV HEADER
\copy raw_line FROM visit_line.csv CSV HEADER

CREATE UNLOGGED TABLE line AS
SELECT row_number() OVER () AS line_no, v.dealer_code, l.part_no, v.opened_on AS day, l.quantity, l.quantity * l.unit_price AS amount
FROM raw_line l JOIN raw_visit v USING (dealer_code, visit_no) WHERE l.kind = 'part';
CREATE UNLOGGED TABLE seen AS
SELECT vehicle_no, opened_on AS day, amount FROM raw_visit;
CREATE UNLOGGED TABLE kept_demand AS
SELECT dealer_code, part_no, demand_agg(day, quantity) AS demand FROM line GROUP BY dealer_code, part_no;
CREATE UNLOGGED TABLE kept_visits AS
SELECT vehicle_no, visit_agg(day, amount) AS h FROM seen GROUP BY vehicle_no;
DROP TABLE raw_visit, raw_line;
VACUUM ANALYZE;
