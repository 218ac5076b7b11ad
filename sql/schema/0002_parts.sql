-- Parts, their supply, stock, orders, and demand without a visit.
-- Days lie in 1990-01-01 to 2089-12-31, as types demand and visit_history hold 1200 months: one far off, by a slip of the pen
-- (0206, 9999), would make every answer about its station fail.

CREATE TABLE part (
	part_no        text COLLATE "C" PRIMARY KEY CHECK (part_no <> ''),
	name           text NOT NULL,
	attribute      text NOT NULL DEFAULT 'common' CHECK (attribute IN ('wear', 'common', 'assembly')),
	phase          text NOT NULL DEFAULT 'mature' CHECK (phase IN ('introduction', 'mature', 'discontinued')),
	origin         text NOT NULL DEFAULT 'genuine' CHECK (origin IN ('genuine', 'aftermarket', 'remanufactured')),
	unit           text,
	price          numeric(14,2) CHECK (price >= 0),
	cost           numeric(14,2) CHECK (cost >= 0),
	order_cycle    numeric CHECK (order_cycle >= 0 AND order_cycle < 'Infinity'),
	lead_time      numeric CHECK (lead_time >= 0 AND lead_time < 'Infinity'),
	pack           numeric CHECK (pack > 0 AND pack < 'Infinity'),
	available_from date CHECK (available_from BETWEEN '1990-01-01' AND '2089-12-31'),
	superseded_by  text COLLATE "C" REFERENCES part DEFERRABLE INITIALLY DEFERRED,
	load_batch     bigint
);
CREATE INDEX part_superseded_by ON part (superseded_by) WHERE superseded_by IS NOT NULL;
COMMENT ON TABLE part IS 'Spare part (配件).';
COMMENT ON COLUMN part.part_no IS 'Part number (配件编码).';
COMMENT ON COLUMN part.name IS 'Name of the part.';
COMMENT ON COLUMN part.attribute IS 'wear: used much; common: moderate use and price, affects driving; assembly: durable, expensive. Not the ABC class.';
COMMENT ON COLUMN part.phase IS 'introduction: stocked by initial supply; mature: by demand; discontinued: by last-time buy.';
COMMENT ON COLUMN part.origin IS 'genuine, aftermarket or remanufactured.';
COMMENT ON COLUMN part.unit IS 'Unit of quantities (piece, litre, ...).';
COMMENT ON COLUMN part.price IS 'Sales price of one unit.';
COMMENT ON COLUMN part.cost IS 'Purchase cost of one unit.';
COMMENT ON COLUMN part.order_cycle IS 'Days between orders to the supplier (采购周期), NULL: the parameter order_cycle.';
COMMENT ON COLUMN part.lead_time IS 'Days from order to arrival (到货周期), NULL: the parameter lead_time.';
COMMENT ON COLUMN part.pack IS 'Orders are multiples of this quantity, NULL: 1.';
COMMENT ON COLUMN part.available_from IS 'Day from which the part could be sold, NULL: always; a station that had demand for it before counts from its first month with demand.';
COMMENT ON COLUMN part.superseded_by IS 'The number that replaced it; its demand counts for the newest number.';
COMMENT ON COLUMN part.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE part_supply (
	dealer_code    text COLLATE "C" REFERENCES dealer,
	part_no        text COLLATE "C" REFERENCES part,
	order_cycle    numeric CHECK (order_cycle >= 0 AND order_cycle < 'Infinity'),
	lead_time      numeric CHECK (lead_time >= 0 AND lead_time < 'Infinity'),
	available_from date CHECK (available_from BETWEEN '1990-01-01' AND '2089-12-31'),
	load_batch     bigint,
	PRIMARY KEY (dealer_code, part_no)
);
COMMENT ON TABLE part_supply IS 'What differs at a station from the part''s own supply figures.';
COMMENT ON COLUMN part_supply.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN part_supply.part_no IS 'The part.';
COMMENT ON COLUMN part_supply.order_cycle IS 'Days between orders from here, NULL: as in part.';
COMMENT ON COLUMN part_supply.lead_time IS 'Days from order to arrival here, NULL: as in part.';
COMMENT ON COLUMN part_supply.available_from IS 'Day from which the station sold the part, NULL: as in part.';
COMMENT ON COLUMN part_supply.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE stock (
	dealer_code text COLLATE "C" REFERENCES dealer,
	part_no     text COLLATE "C" REFERENCES part,
	bin         text COLLATE "C" DEFAULT '',
	on_hand     numeric(14,3) NOT NULL CHECK (on_hand >= 0),
	allocated   numeric(14,3) NOT NULL DEFAULT 0 CHECK (allocated >= 0),
	load_batch  bigint,
	PRIMARY KEY (dealer_code, part_no, bin)
);
COMMENT ON TABLE stock IS 'Quantity on hand by bin.';
COMMENT ON COLUMN stock.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN stock.part_no IS 'The part.';
COMMENT ON COLUMN stock.bin IS 'Bin location (库位), empty: the only one.';
COMMENT ON COLUMN stock.on_hand IS 'Quantity in the bin.';
COMMENT ON COLUMN stock.allocated IS 'Of it, quantity promised to open jobs.';
COMMENT ON COLUMN stock.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE stock_movement (
	dealer_code text COLLATE "C" REFERENCES dealer,
	movement_no text COLLATE "C",
	moved_on    date NOT NULL CHECK (moved_on BETWEEN '1990-01-01' AND '2089-12-31'),
	part_no     text COLLATE "C" NOT NULL REFERENCES part,
	kind        text NOT NULL CHECK (kind IN ('receipt', 'issue', 'return', 'transfer_in', 'transfer_out', 'adjustment')),
	quantity    numeric(14,3) NOT NULL,
	unit_cost   numeric(14,2) CHECK (unit_cost >= 0),
	load_batch  bigint,
	PRIMARY KEY (dealer_code, movement_no)
);
COMMENT ON TABLE stock_movement IS 'Receipts, issues, returns, transfers and adjustments of stock.';
COMMENT ON COLUMN stock_movement.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN stock_movement.movement_no IS 'Number of the movement in its system.';
COMMENT ON COLUMN stock_movement.moved_on IS 'Day of the movement.';
COMMENT ON COLUMN stock_movement.part_no IS 'The part.';
COMMENT ON COLUMN stock_movement.kind IS 'receipt, issue, return, transfer_in, transfer_out or adjustment.';
COMMENT ON COLUMN stock_movement.quantity IS 'Change of the quantity on hand, with its sign.';
COMMENT ON COLUMN stock_movement.unit_cost IS 'Cost of one unit.';
COMMENT ON COLUMN stock_movement.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE counter_sale (
	dealer_code     text COLLATE "C" REFERENCES dealer,
	sale_no         text COLLATE "C",
	line_no         integer,
	sold_on         date NOT NULL CHECK (sold_on BETWEEN '1990-01-01' AND '2089-12-31'),
	kind            text NOT NULL DEFAULT 'counter' CHECK (kind IN ('counter', 'internal')),
	part_no         text COLLATE "C" NOT NULL REFERENCES part,
	quantity        numeric(14,3) NOT NULL,
	quantity_filled numeric(14,3),
	unit_price      numeric(14,2) CHECK (unit_price >= 0),
	voided_at       timestamptz,
	load_batch      bigint,
	PRIMARY KEY (dealer_code, sale_no, line_no)
);
CREATE INDEX counter_sale_sold_on ON counter_sale (dealer_code, sold_on);
COMMENT ON TABLE counter_sale IS 'Lines of parts sold over the counter or used by the station itself.';
COMMENT ON COLUMN counter_sale.dealer_code IS 'The station or depot that sold.';
COMMENT ON COLUMN counter_sale.sale_no IS 'Number of the sale.';
COMMENT ON COLUMN counter_sale.line_no IS 'Line of the sale.';
COMMENT ON COLUMN counter_sale.sold_on IS 'Day of the sale.';
COMMENT ON COLUMN counter_sale.kind IS 'counter: sold; internal: own use.';
COMMENT ON COLUMN counter_sale.part_no IS 'The part.';
COMMENT ON COLUMN counter_sale.quantity IS 'Quantity asked for; negative: a return.';
COMMENT ON COLUMN counter_sale.quantity_filled IS 'Quantity filled at once, NULL: all of it.';
COMMENT ON COLUMN counter_sale.unit_price IS 'Price of one unit.';
COMMENT ON COLUMN counter_sale.voided_at IS 'When the line was voided, NULL: valid.';
COMMENT ON COLUMN counter_sale.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE lost_sale (
	dealer_code  text COLLATE "C" REFERENCES dealer,
	lost_sale_no text COLLATE "C",
	line_no      integer,
	asked_on     date NOT NULL CHECK (asked_on BETWEEN '1990-01-01' AND '2089-12-31'),
	part_no      text COLLATE "C" NOT NULL REFERENCES part,
	quantity     numeric(14,3) NOT NULL CHECK (quantity > 0),
	unit_price   numeric(14,2) CHECK (unit_price >= 0),
	voided_at    timestamptz,
	load_batch   bigint,
	PRIMARY KEY (dealer_code, lost_sale_no, line_no)
);
CREATE INDEX lost_sale_asked_on ON lost_sale (dealer_code, asked_on);
COMMENT ON TABLE lost_sale IS 'Demand the station could not serve and that went elsewhere.';
COMMENT ON COLUMN lost_sale.dealer_code IS 'The station.';
COMMENT ON COLUMN lost_sale.lost_sale_no IS 'Number of the record.';
COMMENT ON COLUMN lost_sale.line_no IS 'Line of the record.';
COMMENT ON COLUMN lost_sale.asked_on IS 'Day the part was asked for.';
COMMENT ON COLUMN lost_sale.part_no IS 'The part.';
COMMENT ON COLUMN lost_sale.quantity IS 'Quantity asked for.';
COMMENT ON COLUMN lost_sale.unit_price IS 'Price of one unit, NULL: the part''s price.';
COMMENT ON COLUMN lost_sale.voided_at IS 'When the line was voided, NULL: valid.';
COMMENT ON COLUMN lost_sale.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE purchase_order (
	dealer_code text COLLATE "C" REFERENCES dealer,
	order_no    text COLLATE "C",
	ordered_on  date NOT NULL CHECK (ordered_on BETWEEN '1990-01-01' AND '2089-12-31'),
	supplier    text,
	closed_on   date CHECK (closed_on BETWEEN '1990-01-01' AND '2089-12-31') CHECK (closed_on >= ordered_on),
	load_batch  bigint,
	PRIMARY KEY (dealer_code, order_no)
);
COMMENT ON TABLE purchase_order IS 'Orders of parts to the supplier or the depot.';
COMMENT ON COLUMN purchase_order.dealer_code IS 'The station or depot that orders.';
COMMENT ON COLUMN purchase_order.order_no IS 'Number of the order.';
COMMENT ON COLUMN purchase_order.ordered_on IS 'Day of the order.';
COMMENT ON COLUMN purchase_order.supplier IS 'Who delivers.';
COMMENT ON COLUMN purchase_order.closed_on IS 'Day the order was closed, NULL: open.';
COMMENT ON COLUMN purchase_order.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE purchase_order_line (
	dealer_code text COLLATE "C",
	order_no    text COLLATE "C",
	line_no     integer,
	part_no     text COLLATE "C" NOT NULL REFERENCES part,
	quantity    numeric(14,3) NOT NULL CHECK (quantity > 0),
	received    numeric(14,3) NOT NULL DEFAULT 0 CHECK (received >= 0),
	expected_on date CHECK (expected_on BETWEEN '1990-01-01' AND '2089-12-31'),
	load_batch  bigint,
	PRIMARY KEY (dealer_code, order_no, line_no),
	FOREIGN KEY (dealer_code, order_no) REFERENCES purchase_order
);
COMMENT ON TABLE purchase_order_line IS 'Lines of purchase orders.';
COMMENT ON COLUMN purchase_order_line.dealer_code IS 'The station or depot that orders.';
COMMENT ON COLUMN purchase_order_line.order_no IS 'Number of the order.';
COMMENT ON COLUMN purchase_order_line.line_no IS 'Line of the order.';
COMMENT ON COLUMN purchase_order_line.part_no IS 'The part.';
COMMENT ON COLUMN purchase_order_line.quantity IS 'Quantity ordered.';
COMMENT ON COLUMN purchase_order_line.received IS 'Of it, quantity received so far.';
COMMENT ON COLUMN purchase_order_line.expected_on IS 'Day it is expected.';
COMMENT ON COLUMN purchase_order_line.load_batch IS 'The load that wrote the row last, NULL: not by a load.';

CREATE TABLE stock_count (
	dealer_code text COLLATE "C" REFERENCES dealer,
	counted_on  date CHECK (counted_on BETWEEN '1990-01-01' AND '2089-12-31'),
	part_no     text COLLATE "C" REFERENCES part,
	bin         text COLLATE "C" DEFAULT '',
	book        numeric(14,3) NOT NULL,
	counted     numeric(14,3) NOT NULL CHECK (counted >= 0),
	load_batch  bigint,
	PRIMARY KEY (dealer_code, counted_on, part_no, bin)
);
COMMENT ON TABLE stock_count IS 'Results of stock-taking (盘点).';
COMMENT ON COLUMN stock_count.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN stock_count.counted_on IS 'Day of the count.';
COMMENT ON COLUMN stock_count.part_no IS 'The part.';
COMMENT ON COLUMN stock_count.bin IS 'Bin location, empty: the only one.';
COMMENT ON COLUMN stock_count.book IS 'Quantity by the books.';
COMMENT ON COLUMN stock_count.counted IS 'Quantity found.';
COMMENT ON COLUMN stock_count.load_batch IS 'The load that wrote the row last, NULL: not by a load.';
