-- Dated retention models and snapshots of metrics.

INSERT INTO parameter (name, value, note) VALUES
	('fit_min_vehicles', 200, 'a group of vehicles smaller than this is scored by the network''s retention model [vehicles]'),
	('monthly_discount', 0.01, 'discount of a future amount by month, of the 12-month value (share)');

-- Models are kept as text, which says everything a retention_model holds, exactly: a column of an extension type would be lost
-- with DROP EXTENSION ... CASCADE, and a model of a past day cannot be made again once its visits were corrected.
CREATE TABLE retention_fit (
	as_of       date,
	kind        text COLLATE "C" CHECK (kind IN ('visits', 'spend')),
	dealer_code text COLLATE "C",
	brand       text COLLATE "C",
	customers   bigint NOT NULL,
	reason      text NOT NULL CHECK (reason IN ('fitted', 'penalised', 'too_small', 'unbounded', 'flat', 'iteration_limit')),
	model       text NOT NULL,
	fitted_at   timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (as_of, kind, dealer_code, brand)
);
COMMENT ON TABLE retention_fit IS 'Retention models by day and group of vehicles, a group being the brand''s vehicles a station is responsible for; refit_retention_models() is the only writer.';
COMMENT ON COLUMN retention_fit.as_of IS 'The model knows the visits up to this day.';
COMMENT ON COLUMN retention_fit.kind IS 'visits: when vehicles come; spend: what a visit brings.';
COMMENT ON COLUMN retention_fit.dealer_code IS 'The responsible station; *: the network.';
COMMENT ON COLUMN retention_fit.brand IS 'Brand, empty: unknown; *: the network.';
COMMENT ON COLUMN retention_fit.customers IS 'Vehicles the model was fitted to.';
COMMENT ON COLUMN retention_fit.reason IS 'fitted: the model of greatest likelihood; penalised: there is none, the model is that of greatest likelihood less a small penalty; too_small: the group is smaller than the parameter fit_min_vehicles; unbounded, flat, iteration_limit: no maximum even so, see fit_status(). A group is scored by its model if that is fitted or penalised, else by the network''s, whatever became of that.';
COMMENT ON COLUMN retention_fit.model IS 'Text form of the retention_model: model::retention_model has its parameters, standard errors and log-likelihood.';
COMMENT ON COLUMN retention_fit.fitted_at IS 'When it was fitted.';

-- No routine changes or deletes a snapshot and nobody is granted to.
CREATE TABLE metric_snapshot (
	name     text COLLATE "C" PRIMARY KEY CHECK (name <> ''),
	as_of    date NOT NULL,
	taken_at timestamptz NOT NULL DEFAULT now(),
	taken_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE metric_snapshot IS 'Snapshots of metrics that do not change, for baselines; take_metric_snapshot() is the only writer.';
COMMENT ON COLUMN metric_snapshot.name IS 'Name of the snapshot, for example baseline.';
COMMENT ON COLUMN metric_snapshot.as_of IS 'The day whose metrics it holds.';
COMMENT ON COLUMN metric_snapshot.taken_at IS 'When it was taken.';
COMMENT ON COLUMN metric_snapshot.taken_by IS 'Database user.';

CREATE TABLE metric_snapshot_value (
	name        text COLLATE "C" REFERENCES metric_snapshot,
	metric      text COLLATE "C",
	dealer_code text COLLATE "C",
	month       date NOT NULL CHECK (extract(day FROM month) = 1),
	value       float8,
	PRIMARY KEY (name, metric, dealer_code)
);
COMMENT ON TABLE metric_snapshot_value IS 'Metrics of a snapshot; metrics() says what each is.';
COMMENT ON COLUMN metric_snapshot_value.name IS 'The snapshot.';
COMMENT ON COLUMN metric_snapshot_value.metric IS 'Name of the metric.';
COMMENT ON COLUMN metric_snapshot_value.dealer_code IS 'The station; *: the network.';
COMMENT ON COLUMN metric_snapshot_value.month IS 'First day of the month it is of.';
COMMENT ON COLUMN metric_snapshot_value.value IS 'The figure, NULL: nothing to divide by.';
