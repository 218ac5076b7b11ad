-- Orders by service level, and the names that table parameter may have.
INSERT INTO parameter (name, value, note) VALUES
	('order_by_service', 0, '1: a station orders up to the level of its class''s service (class_control), 0: by the founding rule'),
	('service_months', 12, 'complete months from which demand''s mean and deviation are taken for orders by service');
ALTER TABLE parameter ADD CHECK (name <> 'order_by_service' OR value IN (0, 1)), ADD CHECK (name <> 'service_months' OR value BETWEEN 2 AND 120);

-- views/03_parameter_name.sql makes parameter.name refer to it
CREATE TABLE parameter_name (
	name text COLLATE "C" PRIMARY KEY
);
COMMENT ON TABLE parameter_name IS 'Names of the figures that rules read. What adds one to parameter adds its name here first.';
COMMENT ON COLUMN parameter_name.name IS 'Name of the figure.';
