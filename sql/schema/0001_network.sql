-- Dealers, staff, workdays, network and station parameters, load batches.
-- Codes are the dealer systems' own, compared byte by byte (COLLATE "C").

CREATE TABLE dealer (
	dealer_code text COLLATE "C" PRIMARY KEY CHECK (dealer_code <> '' AND dealer_code <> '*'),
	name        text NOT NULL,
	kind        text NOT NULL DEFAULT 'station' CHECK (kind IN ('station', 'depot')),
	depot_code  text COLLATE "C" REFERENCES dealer,
	region      text,
	time_zone   text NOT NULL DEFAULT 'Asia/Shanghai',
	opened_on   date,
	closed_on   date,
	load_batch  bigint,
	CHECK (depot_code <> dealer_code)
);
COMMENT ON TABLE dealer IS 'A place that holds stock: a dealer''s service shop (station) or a transfer depot (配件中转库).';
COMMENT ON COLUMN dealer.dealer_code IS 'The dealer system''s code of the station or depot.';
COMMENT ON COLUMN dealer.name IS 'Name as printed on lists.';
COMMENT ON COLUMN dealer.kind IS 'station: serves vehicles; depot: pools slow parts for its stations.';
COMMENT ON COLUMN dealer.depot_code IS 'The depot that serves this station; NULL, closed or no depot: the supplier does.';
COMMENT ON COLUMN dealer.region IS 'Province or sales region.';
COMMENT ON COLUMN dealer.time_zone IS 'IANA time zone of its working day.';
COMMENT ON COLUMN dealer.opened_on IS 'First day of business, NULL: unknown.';
COMMENT ON COLUMN dealer.closed_on IS 'Last day of business, NULL: open.';
COMMENT ON COLUMN dealer.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE staff (
	dealer_code    text COLLATE "C" REFERENCES dealer,
	staff_no       text COLLATE "C",
	name           text NOT NULL,
	position       text,
	employed_from  date,
	employed_until date,
	load_batch     bigint,
	PRIMARY KEY (dealer_code, staff_no),
	CHECK (employed_from <= employed_until)
);
COMMENT ON TABLE staff IS 'People of a station: advisers, technicians, callers, managers.';
COMMENT ON COLUMN staff.dealer_code IS 'The station they work for.';
COMMENT ON COLUMN staff.staff_no IS 'Number of the person in the station''s system.';
COMMENT ON COLUMN staff.name IS 'Name of the person.';
COMMENT ON COLUMN staff.position IS 'adviser, technician, caller, manager, or the station''s own word.';
COMMENT ON COLUMN staff.employed_from IS 'First day, NULL: unknown.';
COMMENT ON COLUMN staff.employed_until IS 'Last day, NULL: still employed.';
COMMENT ON COLUMN staff.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE workday (
	day        date PRIMARY KEY,
	is_workday boolean NOT NULL,
	name       text,
	load_batch bigint
);
COMMENT ON TABLE workday IS 'Exceptions to Monday-to-Friday: public holidays and make-up workdays (调休).';
COMMENT ON COLUMN workday.day IS 'The day.';
COMMENT ON COLUMN workday.is_workday IS 'false: a holiday; true: a make-up workday.';
COMMENT ON COLUMN workday.name IS 'Name of the holiday.';
COMMENT ON COLUMN workday.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE parameter (
	name        text COLLATE "C",
	dealer_code text COLLATE "C" DEFAULT '*',
	value       numeric NOT NULL CHECK (value >= 0 AND value < 'Infinity'),
	note        text,
	station     text COLLATE "C" GENERATED ALWAYS AS (nullif(dealer_code, '*')) STORED REFERENCES dealer,
	PRIMARY KEY (name, dealer_code),
	CHECK (name NOT IN ('abc_a', 'abc_b') OR value > 0 AND value <= 1),
	CHECK (name NOT LIKE '%\_months' OR value BETWEEN 1 AND 1200 AND value = trunc(value)),
	CHECK (name NOT LIKE '%\_days' OR value <= 366 AND value = trunc(value)),
	CHECK (name NOT LIKE 'call\_%' OR value < 24),
	CHECK (name <> 'daily_calls' OR value <= 1000 AND value = trunc(value)),
	CHECK (name <> 'safety_stock_divisor' OR value > 0)
);
COMMENT ON TABLE parameter IS 'Figures of the rules that a network or a station may set; parameter_value() reads them.';
COMMENT ON COLUMN parameter.name IS 'Name of the figure.';
COMMENT ON COLUMN parameter.dealer_code IS '*: the network; else the station it is for.';
COMMENT ON COLUMN parameter.value IS 'The figure.';
COMMENT ON COLUMN parameter.station IS 'The station, if it is for one: it must exist.';
COMMENT ON COLUMN parameter.note IS 'Meaning and unit.';
INSERT INTO parameter (name, value, note) VALUES
	('slow_limit', 12, 'half-year quantity up to which a part is slow, itself included [pieces]'),
	('low_safety_stock', 0, 'safety stock below which a part is pooled at the depot [pieces]'),
	('safety_stock_divisor', 6, 'divisor of the safety stock rule; 6: founding rule, 30: days to months'),
	('order_cycle', 7, 'order cycle of parts that name none [days]'),
	('lead_time', 3, 'lead time of parts that name none [days]'),
	('abc_a', 0.80, 'cumulative value share up to which class A goes'),
	('abc_b', 0.95, 'cumulative value share up to which class B goes'),
	('abc_months', 12, 'complete months of usage that make the value of a part'),
	('active_months', 6, 'a vehicle seen within so many months is active'),
	('lost_months', 12, 'a vehicle not seen for more than so many months is lost');

CREATE TABLE load_batch (
	load_batch     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	table_name     text NOT NULL,
	file_name      text NOT NULL,
	file_hash      text NOT NULL,
	encoding       text NOT NULL DEFAULT 'UTF-8',
	rows_read      bigint NOT NULL DEFAULT 0,
	rows_inserted  bigint NOT NULL DEFAULT 0,
	rows_updated   bigint NOT NULL DEFAULT 0,
	rows_unchanged bigint NOT NULL DEFAULT 0,
	rows_voided    bigint NOT NULL DEFAULT 0,
	rows_rejected  bigint NOT NULL DEFAULT 0,
	loaded_at      timestamptz NOT NULL DEFAULT now(),
	loaded_by      text NOT NULL DEFAULT session_user,
	undone_at      timestamptz,
	undone_by      text
);
CREATE INDEX load_batch_file_hash ON load_batch (table_name, file_hash);
COMMENT ON TABLE load_batch IS 'One row a loaded file; a file of which no row was rejected is not loaded into the same table again unless asked to.';
COMMENT ON COLUMN load_batch.load_batch IS 'Number of the load.';
COMMENT ON COLUMN load_batch.table_name IS 'The table it went into.';
COMMENT ON COLUMN load_batch.file_name IS 'Name of the file as given, without its folder.';
COMMENT ON COLUMN load_batch.file_hash IS 'SHA-256, hexadecimal, of the file''s bytes, followed by those of the mapping file if it was loaded with one.';
COMMENT ON COLUMN load_batch.encoding IS 'Encoding the file was read in, and what it was packed in: UTF-8, GB18030 in gzip, .xlsx.';
COMMENT ON COLUMN load_batch.rows_read IS 'Data rows in the file.';
COMMENT ON COLUMN load_batch.rows_inserted IS 'Rows that were new.';
COMMENT ON COLUMN load_batch.rows_updated IS 'Rows that replaced one of the same key.';
COMMENT ON COLUMN load_batch.rows_unchanged IS 'Rows the table held already.';
COMMENT ON COLUMN load_batch.rows_voided IS 'Rows of the table it voided, as its sets of lines did not have them.';
COMMENT ON COLUMN load_batch.rows_rejected IS 'Rows left out, see the reasons file.';
COMMENT ON COLUMN load_batch.loaded_at IS 'Start of the transaction that loaded it.';
COMMENT ON COLUMN load_batch.loaded_by IS 'Database user.';
COMMENT ON COLUMN load_batch.undone_at IS 'When it was taken back, NULL: it holds.';
COMMENT ON COLUMN load_batch.undone_by IS 'Database user who took it back.';
