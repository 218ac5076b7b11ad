-- Recalls of the maker and the warranty of models.

ALTER TABLE vehicle_model ADD COLUMN warranty_months integer CHECK (warranty_months BETWEEN 1 AND 1200);
COMMENT ON COLUMN vehicle_model.warranty_months IS 'Warranty after the delivery [months], NULL: parameter warranty_months.';
CREATE INDEX vehicle_sold_on ON vehicle (sold_on);
CREATE INDEX vehicle_model_code ON vehicle (model_code, sold_on);
CREATE INDEX vehicle_load_batch ON vehicle USING brin (load_batch);
CREATE INDEX vehicle_scrapped_on ON vehicle (scrapped_on) WHERE scrapped_on IS NOT NULL;
CREATE INDEX visit_not_loaded ON visit (closed_on) WHERE load_batch IS NULL;
CREATE INDEX visit_not_loaded_opened_on ON visit (opened_on) WHERE load_batch IS NULL;
CREATE INDEX visit_voided ON visit (vehicle_no) WHERE voided_at IS NOT NULL;

CREATE TABLE recall (
	recall_no    text COLLATE "C" PRIMARY KEY CHECK (recall_no <> ''),
	name         text NOT NULL,
	announced_on date NOT NULL CHECK (announced_on BETWEEN '1990-01-01' AND '2089-12-31'),
	ended_on     date CHECK (ended_on BETWEEN '1990-01-01' AND '2089-12-31') CHECK (ended_on >= announced_on),
	load_batch   bigint
);
COMMENT ON TABLE recall IS 'Recall (召回) of the maker.';
COMMENT ON COLUMN recall.recall_no IS 'Number of the recall.';
COMMENT ON COLUMN recall.name IS 'What is to be done.';
COMMENT ON COLUMN recall.announced_on IS 'First day on which customers are told.';
COMMENT ON COLUMN recall.ended_on IS 'Last day, NULL: still on.';
COMMENT ON COLUMN recall.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE recall_vehicle (
	recall_no  text COLLATE "C" REFERENCES recall,
	vehicle_no text COLLATE "C" REFERENCES vehicle,
	done_on    date CHECK (done_on BETWEEN '1990-01-01' AND '2089-12-31'),
	load_batch bigint,
	PRIMARY KEY (recall_no, vehicle_no)
);
COMMENT ON TABLE recall_vehicle IS 'Vehicles that a recall concerns.';
COMMENT ON COLUMN recall_vehicle.recall_no IS 'The recall.';
COMMENT ON COLUMN recall_vehicle.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN recall_vehicle.done_on IS 'Day the work was done, NULL: not yet.';
COMMENT ON COLUMN recall_vehicle.load_batch IS 'The load that wrote the row last, NULL: not by a load.';
