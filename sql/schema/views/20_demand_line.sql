CREATE OR REPLACE VIEW demand_line AS
SELECT l.dealer_code, l.part_no, v.opened_on AS asked_on, l.quantity, l.unit_price,
	coalesce(l.quantity_filled, l.quantity) AS quantity_filled, 'workshop' AS kind
FROM visit v JOIN visit_line l ON l.dealer_code = v.dealer_code AND l.visit_no = v.visit_no
WHERE l.kind = 'part' AND l.voided_at IS NULL AND v.voided_at IS NULL
UNION ALL
SELECT s.dealer_code, s.part_no, s.sold_on, s.quantity, s.unit_price, coalesce(s.quantity_filled, s.quantity), s.kind
FROM counter_sale s WHERE s.voided_at IS NULL
UNION ALL
SELECT o.dealer_code, o.part_no, o.asked_on, o.quantity, o.unit_price, 0, 'lost'
FROM lost_sale o WHERE o.voided_at IS NULL;
COMMENT ON VIEW demand_line IS 'Every demand for a part: workshop lines, counter sales and internal use, lost sales.';
COMMENT ON COLUMN demand_line.dealer_code IS 'The station or depot asked.';
COMMENT ON COLUMN demand_line.part_no IS 'The part.';
COMMENT ON COLUMN demand_line.asked_on IS 'Day of the demand.';
COMMENT ON COLUMN demand_line.quantity IS 'Quantity asked for; negative: a return.';
COMMENT ON COLUMN demand_line.unit_price IS 'Price of one unit.';
COMMENT ON COLUMN demand_line.quantity_filled IS 'Quantity filled at once.';
COMMENT ON COLUMN demand_line.kind IS 'workshop, counter, internal or lost; all but lost were used in the end.';
