-- Kept summaries and the list of what changed since they were made.
-- The columns of extension types are added by kept_columns.sql, so that they come back after DROP EXTENSION CASCADE.
-- No foreign keys: rows come from lines that have them, by refresh() only, which they would cost a third of its time.

CREATE TABLE part_demand (
	dealer_code text COLLATE "C",
	part_no     text COLLATE "C",
	PRIMARY KEY (dealer_code, part_no)
);
COMMENT ON TABLE part_demand IS 'Kept demand of each part at each station; questions read part_demand_now, which adds what is dirty.';
COMMENT ON COLUMN part_demand.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN part_demand.part_no IS 'The part.';

CREATE TABLE vehicle_history (
	dealer_code text COLLATE "C",
	vehicle_no  text COLLATE "C",
	PRIMARY KEY (dealer_code, vehicle_no)
);
COMMENT ON TABLE vehicle_history IS 'Kept visit history of each vehicle at each station; questions read vehicle_history_now, which adds what is dirty.';
COMMENT ON COLUMN vehicle_history.dealer_code IS 'The station.';
COMMENT ON COLUMN vehicle_history.vehicle_no IS 'The vehicle.';

-- What follow-ups ask of a vehicle, as a list of periods: a row a day on which it was seen at a workshop, true until the day before it was seen
-- next. So a day is answered by an index range over due_on or returned_on, whatever the length of the history, and a missed day
-- is answered as of itself. Written by refresh_vehicle_state() only; by vehicle, so it stays on the coordinator where dealers are distributed.
CREATE TABLE vehicle_state (
	vehicle_no  text COLLATE "C",
	seen_on     date,
	until_on    date,
	seen_at     text COLLATE "C" NOT NULL,
	dealer_code text COLLATE "C",
	customer_no text COLLATE "C",
	adviser     text COLLATE "C",
	returned_on date,
	services    integer NOT NULL,
	service_on  date,
	service_km  integer,
	odometer    integer,
	odometer_on date,
	km_per_day  real,
	due_on      date,
	due_by      text CHECK (due_by IN ('date', 'odometer')),
	fingerprint bigint,
	PRIMARY KEY (vehicle_no, seen_on),
	CHECK (until_on > seen_on)
);
CREATE INDEX vehicle_state_due_on ON vehicle_state (due_on, vehicle_no);
CREATE INDEX vehicle_state_returned_on ON vehicle_state (dealer_code, returned_on);
CREATE INDEX vehicle_state_seen_on ON vehicle_state (seen_at, seen_on);
CREATE INDEX vehicle_state_seen_at_several ON vehicle_state (seen_on) WHERE fingerprint IS NULL;
COMMENT ON TABLE vehicle_state IS 'What was known of a vehicle from one day at a workshop to the day before the next: who serves it, and when its next maintenance is due.';
COMMENT ON COLUMN vehicle_state.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN vehicle_state.seen_on IS 'Day it was at a workshop.';
COMMENT ON COLUMN vehicle_state.until_on IS 'Day it was seen next, NULL: not yet.';
COMMENT ON COLUMN vehicle_state.seen_at IS 'The station of that day.';
COMMENT ON COLUMN vehicle_state.dealer_code IS 'The station visited last by a visit that counts as a return, NULL: none.';
COMMENT ON COLUMN vehicle_state.customer_no IS 'Who brought it then, NULL: not told.';
COMMENT ON COLUMN vehicle_state.adviser IS 'Adviser of that visit, NULL: not told.';
COMMENT ON COLUMN vehicle_state.returned_on IS 'Day of that visit.';
COMMENT ON COLUMN vehicle_state.services IS 'Days of maintenance on record.';
COMMENT ON COLUMN vehicle_state.service_on IS 'The last of them, NULL: none.';
COMMENT ON COLUMN vehicle_state.service_km IS 'Odometer then, NULL: not told.';
COMMENT ON COLUMN vehicle_state.odometer IS 'Newest reading [km].';
COMMENT ON COLUMN vehicle_state.odometer_on IS 'Its day.';
COMMENT ON COLUMN vehicle_state.km_per_day IS 'Use by the readings of the twelve months before, see daily_km(); NULL: the model''s.';
COMMENT ON COLUMN vehicle_state.due_on IS 'Day of the next maintenance, see next_service_due(); NULL: no plan.';
COMMENT ON COLUMN vehicle_state.due_by IS 'Why on that day: date or odometer.';
COMMENT ON COLUMN vehicle_state.fingerprint IS 'Of the visits of that day, see visit_fingerprint(): tells whether they are as they were. NULL: they were at several stations, which is not told.';

-- What a change of the rows themselves is told by, however it came: by a load, by taking one back, by plain SQL.
CREATE TABLE vehicle_known (
	vehicle_no  text COLLATE "C" PRIMARY KEY,
	model_code  text COLLATE "C",
	dealer_code text COLLATE "C",
	sold_on     date,
	scrapped_on date,
	plan        bigint
);
COMMENT ON TABLE vehicle_known IS 'Vehicles as refresh_vehicle_state() saw them last, so that it finds those that have changed.';
COMMENT ON COLUMN vehicle_known.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN vehicle_known.model_code IS 'Its model then.';
COMMENT ON COLUMN vehicle_known.dealer_code IS 'Its station then.';
COMMENT ON COLUMN vehicle_known.sold_on IS 'Day of its sale as known then.';
COMMENT ON COLUMN vehicle_known.scrapped_on IS 'Day it was scrapped as known then.';
COMMENT ON COLUMN vehicle_known.plan IS 'Checksum of its model and maintenance plan then, see model_plans().';

-- No key: each writer adds rows of its own and refresh() deletes just the rows it saw, so a load that commits
-- while a refresh runs is never taken for refreshed.
CREATE TABLE dirty (
	kept        text COLLATE "C" NOT NULL CHECK (kept IN ('part_demand', 'vehicle_history', 'vehicle_state')),
	dealer_code text COLLATE "C" NOT NULL REFERENCES dealer,
	month       date NOT NULL CHECK (extract(day FROM month) = 1)
);
CREATE INDEX dirty_dealer_code ON dirty (dealer_code, month);
COMMENT ON TABLE dirty IS 'Months of a station whose lines changed since refresh() ran; written in the transaction of the change.';
COMMENT ON COLUMN dirty.kept IS 'The kept table it concerns: part_demand, vehicle_history or vehicle_state.';
COMMENT ON COLUMN dirty.dealer_code IS 'The station.';
COMMENT ON COLUMN dirty.month IS 'First day of the month.';
