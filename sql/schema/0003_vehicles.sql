-- Customers, vehicles, visits and their lines.
-- Days lie in 1990-01-01 to 2089-12-31, as types demand and visit_history hold 1200 months: one far off, by a slip of the pen
-- (0206, 9999), would make every answer about its station fail.

CREATE TABLE vehicle_model (
	model_code   text COLLATE "C" PRIMARY KEY CHECK (model_code <> ''),
	brand        text NOT NULL,
	name         text NOT NULL,
	km_per_day   numeric NOT NULL DEFAULT 40 CHECK (km_per_day BETWEEN 5 AND 300),
	load_batch   bigint
);
COMMENT ON TABLE vehicle_model IS 'Vehicle model.';
COMMENT ON COLUMN vehicle_model.model_code IS 'The maker''s code of the model.';
COMMENT ON COLUMN vehicle_model.brand IS 'Brand.';
COMMENT ON COLUMN vehicle_model.name IS 'Name of the model.';
COMMENT ON COLUMN vehicle_model.km_per_day IS 'Usual use where a vehicle''s own readings do not tell [km a day].';
COMMENT ON COLUMN vehicle_model.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE service_interval (
	model_code text COLLATE "C" REFERENCES vehicle_model,
	service_no integer CHECK (service_no >= 0),
	months     integer CHECK (months > 0),
	km         integer CHECK (km > 0),
	load_batch bigint,
	PRIMARY KEY (model_code, service_no),
	CHECK (months IS NOT NULL OR km IS NOT NULL)
);
COMMENT ON TABLE service_interval IS 'Maintenance plan of a model: after so many months or km, whichever is first.';
COMMENT ON COLUMN service_interval.model_code IS 'The model.';
COMMENT ON COLUMN service_interval.service_no IS '1: first maintenance, 2: second, ...; 0: every one that has no row of its own.';
COMMENT ON COLUMN service_interval.months IS 'Months after the maintenance before (the first: after the sale).';
COMMENT ON COLUMN service_interval.km IS 'Kilometres after the maintenance before (the first: from 0).';
COMMENT ON COLUMN service_interval.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE customer (
	customer_no text COLLATE "C" PRIMARY KEY CHECK (customer_no <> ''),
	kind        text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'company')),
	name        text NOT NULL,
	phone       text COLLATE "C",
	do_not_call boolean NOT NULL DEFAULT false,
	load_batch  bigint
);
COMMENT ON TABLE customer IS 'Customer. Personal data: readers see it masked, in customer_masked.';
COMMENT ON COLUMN customer.customer_no IS 'Number of the customer in the dealer system.';
COMMENT ON COLUMN customer.kind IS 'person or company.';
COMMENT ON COLUMN customer.name IS 'Name (personal).';
COMMENT ON COLUMN customer.phone IS 'Phone number (personal).';
COMMENT ON COLUMN customer.do_not_call IS 'The customer refuses calls.';
COMMENT ON COLUMN customer.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE consent (
	customer_no text COLLATE "C" REFERENCES customer,
	purpose     text CHECK (purpose IN ('service', 'marketing')),
	channel     text CHECK (channel IN ('phone', 'sms', 'wechat')),
	recorded_on date CHECK (recorded_on BETWEEN '1990-01-01' AND '2089-12-31'),
	granted     boolean NOT NULL,
	proof       text,
	load_batch  bigint,
	PRIMARY KEY (customer_no, purpose, channel, recorded_on)
);
COMMENT ON TABLE consent IS 'Consent and its withdrawal, by purpose and channel; the newest row counts.';
COMMENT ON COLUMN consent.customer_no IS 'The customer.';
COMMENT ON COLUMN consent.purpose IS 'service or marketing.';
COMMENT ON COLUMN consent.channel IS 'phone, sms or wechat.';
COMMENT ON COLUMN consent.recorded_on IS 'Day it was given or withdrawn.';
COMMENT ON COLUMN consent.granted IS 'true: given; false: withdrawn.';
COMMENT ON COLUMN consent.proof IS 'Where the proof is kept.';
COMMENT ON COLUMN consent.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE vehicle (
	vehicle_no  text COLLATE "C" PRIMARY KEY CHECK (vehicle_no <> ''),
	vin         text COLLATE "C" UNIQUE CHECK (vin <> ''),
	plate       text,
	model_code  text COLLATE "C" REFERENCES vehicle_model,
	dealer_code text COLLATE "C" REFERENCES dealer,
	sold_on     date CHECK (sold_on BETWEEN '1990-01-01' AND '2089-12-31'),
	scrapped_on date CHECK (scrapped_on BETWEEN '1990-01-01' AND '2089-12-31'),
	load_batch  bigint
);
COMMENT ON TABLE vehicle IS 'Vehicle. Its odometer and last visit are derived from visits.';
COMMENT ON COLUMN vehicle.vehicle_no IS 'Number of the vehicle in the dealer system.';
COMMENT ON COLUMN vehicle.vin IS 'Vehicle identification number (车架号), NULL: unknown.';
COMMENT ON COLUMN vehicle.plate IS 'Plate (车牌号), as written; not a key.';
COMMENT ON COLUMN vehicle.model_code IS 'The model.';
COMMENT ON COLUMN vehicle.dealer_code IS 'The station responsible until the vehicle visits one.';
COMMENT ON COLUMN vehicle.sold_on IS 'Day of delivery to the first owner.';
COMMENT ON COLUMN vehicle.scrapped_on IS 'Day it left the fleet (scrapped, exported, written off).';
COMMENT ON COLUMN vehicle.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE vehicle_owner (
	vehicle_no  text COLLATE "C" REFERENCES vehicle,
	customer_no text COLLATE "C" NOT NULL REFERENCES customer,
	owned_from  date CHECK (owned_from BETWEEN '1990-01-01' AND '2089-12-31'),
	owned_until date CHECK (owned_until BETWEEN '1990-01-01' AND '2089-12-31'),
	load_batch  bigint,
	PRIMARY KEY (vehicle_no, owned_from),
	CHECK (owned_from < owned_until),
	-- of the hash, as GiST is ten times as fast with numbers as with text
	EXCLUDE USING gist (hashtextextended(vehicle_no, 0) WITH =, daterange(owned_from, owned_until) WITH &&)
);
CREATE INDEX vehicle_owner_customer_no ON vehicle_owner (customer_no);
COMMENT ON TABLE vehicle_owner IS 'Who owned a vehicle when; intervals of a vehicle do not overlap.';
COMMENT ON COLUMN vehicle_owner.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN vehicle_owner.customer_no IS 'The owner.';
COMMENT ON COLUMN vehicle_owner.owned_from IS 'First day of ownership.';
COMMENT ON COLUMN vehicle_owner.owned_until IS 'First day after it, NULL: still the owner.';
COMMENT ON COLUMN vehicle_owner.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE visit_kind (
	kind             text COLLATE "C" PRIMARY KEY,
	name             text NOT NULL,
	counts_as_return boolean NOT NULL,
	is_maintenance   boolean NOT NULL
);
COMMENT ON TABLE visit_kind IS 'Kinds of visits and what they count for.';
COMMENT ON COLUMN visit_kind.kind IS 'Code of the kind.';
COMMENT ON COLUMN visit_kind.name IS 'Name on lists.';
COMMENT ON COLUMN visit_kind.counts_as_return IS 'The visit counts for vehicle status, retention and churn.';
COMMENT ON COLUMN visit_kind.is_maintenance IS 'The visit restarts the maintenance interval.';
INSERT INTO visit_kind VALUES
	('maintenance', '保养', true, true),
	('repair', '维修', true, false),
	('warranty', '保修', true, false),
	('accident', '事故', false, false),
	('recall', '召回', false, false),
	('pdi', '售前检查', false, false);

CREATE TABLE visit (
	dealer_code text COLLATE "C" REFERENCES dealer,
	visit_no    text COLLATE "C",
	vehicle_no  text COLLATE "C" NOT NULL REFERENCES vehicle,
	customer_no text COLLATE "C" REFERENCES customer,
	kind        text COLLATE "C" NOT NULL REFERENCES visit_kind,
	opened_on   date NOT NULL CHECK (opened_on BETWEEN '1990-01-01' AND '2089-12-31'),
	closed_on   date CHECK (closed_on BETWEEN '1990-01-01' AND '2089-12-31') CHECK (closed_on >= opened_on),
	odometer    integer CHECK (odometer BETWEEN 0 AND 9999999),
	staff_no    text COLLATE "C",
	amount      numeric(14,2),
	voided_at   timestamptz,
	load_batch  bigint,
	PRIMARY KEY (dealer_code, visit_no)
);
CREATE INDEX visit_opened_on ON visit (dealer_code, opened_on);
CREATE INDEX visit_closed_on ON visit (closed_on);
-- loads append, so this small index finds what came with a load
CREATE INDEX visit_load_batch ON visit USING brin (load_batch);
CREATE INDEX visit_vehicle_no ON visit (vehicle_no, opened_on);
COMMENT ON TABLE visit IS 'Visit of a vehicle to a workshop (进厂).';
COMMENT ON COLUMN visit.dealer_code IS 'The station.';
COMMENT ON COLUMN visit.visit_no IS 'Number of the job (工单号).';
COMMENT ON COLUMN visit.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN visit.customer_no IS 'Who brought it, NULL: the owner of that day.';
COMMENT ON COLUMN visit.kind IS 'Kind of the visit.';
COMMENT ON COLUMN visit.opened_on IS 'Day it came in.';
COMMENT ON COLUMN visit.closed_on IS 'Day it was settled (结算日期), NULL: still open.';
COMMENT ON COLUMN visit.odometer IS 'Odometer reading [km].';
COMMENT ON COLUMN visit.staff_no IS 'The service adviser.';
COMMENT ON COLUMN visit.amount IS 'Amount of the invoice.';
COMMENT ON COLUMN visit.voided_at IS 'When the visit was voided, NULL: valid.';
COMMENT ON COLUMN visit.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE visit_line (
	dealer_code     text COLLATE "C",
	visit_no        text COLLATE "C",
	line_no         integer,
	kind            text NOT NULL DEFAULT 'part' CHECK (kind IN ('part', 'labour', 'other')),
	part_no         text COLLATE "C" REFERENCES part,
	description     text,
	quantity        numeric(14,3) NOT NULL,
	quantity_filled numeric(14,3),
	unit_price      numeric(14,2) CHECK (unit_price >= 0),
	voided_at       timestamptz,
	load_batch      bigint,
	PRIMARY KEY (dealer_code, visit_no, line_no),
	FOREIGN KEY (dealer_code, visit_no) REFERENCES visit,
	CHECK (kind <> 'part' OR part_no IS NOT NULL)
);
COMMENT ON TABLE visit_line IS 'Parts, labour and other lines of a visit; the day is the visit''s opened_on.';
COMMENT ON COLUMN visit_line.dealer_code IS 'The station.';
COMMENT ON COLUMN visit_line.visit_no IS 'Number of the job.';
COMMENT ON COLUMN visit_line.line_no IS 'Line of the job.';
COMMENT ON COLUMN visit_line.kind IS 'part, labour or other.';
COMMENT ON COLUMN visit_line.part_no IS 'The part, for kind part.';
COMMENT ON COLUMN visit_line.description IS 'Text of the line.';
COMMENT ON COLUMN visit_line.quantity IS 'Quantity asked for (labour: hours); negative: a return.';
COMMENT ON COLUMN visit_line.quantity_filled IS 'Quantity filled at once, NULL: all of it.';
COMMENT ON COLUMN visit_line.unit_price IS 'Price of one unit.';
COMMENT ON COLUMN visit_line.voided_at IS 'When the line was voided, NULL: valid.';
COMMENT ON COLUMN visit_line.load_batch IS 'The load that wrote the row last, NULL: not by a load.';
