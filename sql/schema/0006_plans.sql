-- What the plans of parts need beyond stock and demand: control by class, published must-stock lists, and figures of parts.

ALTER TABLE part
	ADD COLUMN initial_supply numeric CHECK (initial_supply >= 0 AND initial_supply < 'Infinity'),
	ADD COLUMN criticality numeric NOT NULL DEFAULT 0.5 CHECK (criticality BETWEEN 0 AND 1),
	ADD COLUMN genuine_no text COLLATE "C" REFERENCES part DEFERRABLE INITIALLY DEFERRED;
COMMENT ON COLUMN part.initial_supply IS 'Quantity a station holds for each 100 vehicles in operation while the part is in introduction, NULL: by demand only.';
COMMENT ON COLUMN part.criticality IS 'How much the vehicle depends on it, 0 to 1.';
COMMENT ON COLUMN part.genuine_no IS 'The genuine part that an aftermarket or remanufactured one stands in for, NULL: unknown.';

ALTER TABLE stock_movement ADD COLUMN source text CHECK (source IN ('maker', 'other'));
CREATE INDEX stock_movement_moved_on ON stock_movement (dealer_code, moved_on);
COMMENT ON COLUMN stock_movement.source IS 'Where received goods were bought: maker (its depots included) or other; NULL: other for an aftermarket part, else maker.';

ALTER TABLE counter_sale ADD COLUMN waiting boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN counter_sale.waiting IS 'The customer still waits for what was not filled at once (back order).';

CREATE INDEX visit_open ON visit (dealer_code) WHERE closed_on IS NULL AND voided_at IS NULL;
CREATE INDEX purchase_order_open ON purchase_order (dealer_code) WHERE closed_on IS NULL;
CREATE INDEX part_introduction ON part (part_no) WHERE phase = 'introduction';
CREATE INDEX part_available_from ON part (part_no) WHERE available_from IS NOT NULL;
CREATE INDEX vehicle_dealer_code ON vehicle (dealer_code, sold_on);

INSERT INTO parameter (name, value, note) VALUES
	('score_commonality', 0.25, 'weight in part_score(): share of stations that ask for the part; the four sum to 1'),
	('score_criticality', 0.25, 'weight in part_score(): criticality of the part'),
	('score_price', 0.25, 'weight in part_score(): rank by price'),
	('score_demand', 0.25, 'weight in part_score(): rank by half-year quantity');

CREATE TABLE class_control (
	abc           text COLLATE "C" PRIMARY KEY CHECK (abc IN ('A', 'B', 'C')),
	counts_a_year integer NOT NULL CHECK (counts_a_year BETWEEN 1 AND 366),
	service_level numeric NOT NULL CHECK (service_level > 0 AND service_level < 1)
);
COMMENT ON TABLE class_control IS 'How closely the parts of an ABC class are watched.';
COMMENT ON COLUMN class_control.abc IS 'ABC class.';
COMMENT ON COLUMN class_control.counts_a_year IS 'How often a year its stock is counted.';
COMMENT ON COLUMN class_control.service_level IS 'Probability aimed at that the demand of a protection interval is filled.';
INSERT INTO class_control VALUES ('A', 4, 0.99), ('B', 2, 0.95), ('C', 1, 0.90);

-- No routine changes or deletes a published list and nobody is granted to.
CREATE TABLE must_stock_publication (
	half         date PRIMARY KEY CHECK (extract(day FROM half) = 1 AND extract(month FROM half) IN (1, 7)),
	published_at timestamptz NOT NULL DEFAULT now(),
	published_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE must_stock_publication IS 'Half-years whose must-stock lists are published; publish_must_stock_list() is the only writer.';
COMMENT ON COLUMN must_stock_publication.half IS 'First day of the half-year the lists are for.';
COMMENT ON COLUMN must_stock_publication.published_at IS 'When.';
COMMENT ON COLUMN must_stock_publication.published_by IS 'Database user.';

CREATE TABLE must_stock_publication_line (
	half                   date REFERENCES must_stock_publication,
	dealer_code            text COLLATE "C" REFERENCES dealer,
	part_no                text COLLATE "C" REFERENCES part,
	priority               bigint NOT NULL,
	quantity               numeric NOT NULL,
	abc                    text NOT NULL,
	half_year_quantity     numeric NOT NULL,
	monthly_average_demand float8 NOT NULL,
	order_cycle            float8 NOT NULL,
	lead_time              float8 NOT NULL,
	safety_stock           float8 NOT NULL,
	reason                 text NOT NULL,
	PRIMARY KEY (half, dealer_code, part_no)
);
COMMENT ON TABLE must_stock_publication_line IS 'Must-stock lists as published, with the figures they followed from then.';
COMMENT ON COLUMN must_stock_publication_line.half IS 'First day of the half-year.';
COMMENT ON COLUMN must_stock_publication_line.dealer_code IS 'The station.';
COMMENT ON COLUMN must_stock_publication_line.part_no IS 'The part, by its newest number of then.';
COMMENT ON COLUMN must_stock_publication_line.priority IS '1 for the first of the station.';
COMMENT ON COLUMN must_stock_publication_line.quantity IS 'Quantity to hold.';
COMMENT ON COLUMN must_stock_publication_line.abc IS 'ABC class by value of usage at the station.';
COMMENT ON COLUMN must_stock_publication_line.half_year_quantity IS 'Quantity asked for in the half-year before.';
COMMENT ON COLUMN must_stock_publication_line.monthly_average_demand IS 'Weighted mean of its six months.';
COMMENT ON COLUMN must_stock_publication_line.order_cycle IS 'Days between orders.';
COMMENT ON COLUMN must_stock_publication_line.lead_time IS 'Days from order to arrival.';
COMMENT ON COLUMN must_stock_publication_line.safety_stock IS 'Safety stock quantity.';
COMMENT ON COLUMN must_stock_publication_line.reason IS 'Why the station holds it.';
