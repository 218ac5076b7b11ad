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

-- No key: each writer adds rows of its own and refresh() deletes just the rows it saw, so a load that commits
-- while a refresh runs is never taken for refreshed.
CREATE TABLE dirty (
	kept        text COLLATE "C" NOT NULL CHECK (kept IN ('part_demand', 'vehicle_history')),
	dealer_code text COLLATE "C" NOT NULL REFERENCES dealer,
	month       date NOT NULL CHECK (extract(day FROM month) = 1)
);
CREATE INDEX dirty_dealer_code ON dirty (dealer_code, month);
COMMENT ON TABLE dirty IS 'Months of a station whose lines changed since refresh() ran; written in the transaction of the change.';
COMMENT ON COLUMN dirty.kept IS 'The kept table it concerns: part_demand or vehicle_history.';
COMMENT ON COLUMN dirty.dealer_code IS 'The station.';
COMMENT ON COLUMN dirty.month IS 'First day of the month.';
