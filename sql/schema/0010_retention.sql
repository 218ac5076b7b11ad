-- Figures of rules by brand, and the margin that makes spend a value.
INSERT INTO parameter_name (name) VALUES ('margin_rate');
INSERT INTO parameter (name, value, note) VALUES
	('margin_rate', 1, 'margin of a visit''s amount (share); 1: values are turnover');
ALTER TABLE parameter ADD CHECK (name <> 'margin_rate' OR value <= 1);

CREATE TABLE brand_parameter (
	brand text COLLATE "C" CHECK (brand <> ''),
	name  text COLLATE "C" CHECK (name IN ('active_months', 'lost_months', 'margin_rate')),
	value numeric NOT NULL CHECK (value >= 0 AND value < 'Infinity'),
	note  text,
	PRIMARY KEY (brand, name),
	CHECK (name NOT LIKE '%\_months' OR value BETWEEN 1 AND 1200 AND value = trunc(value)),
	CHECK (name <> 'margin_rate' OR value <= 1)
);
COMMENT ON TABLE brand_parameter IS 'Figures of a brand, which go before those of station and network in table parameter; retention_parameters() reads them.';
COMMENT ON COLUMN brand_parameter.brand IS 'The brand, as in vehicle_model.';
COMMENT ON COLUMN brand_parameter.name IS 'active_months, lost_months or margin_rate, see table parameter.';
COMMENT ON COLUMN brand_parameter.value IS 'The figure.';
COMMENT ON COLUMN brand_parameter.note IS 'Meaning and unit.';
