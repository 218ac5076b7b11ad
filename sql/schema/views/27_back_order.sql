CREATE OR REPLACE VIEW back_order AS
SELECT l.dealer_code, l.part_no, v.opened_on AS asked_on, l.quantity - l.quantity_filled AS quantity
FROM visit v JOIN visit_line l ON l.dealer_code = v.dealer_code AND l.visit_no = v.visit_no
WHERE v.closed_on IS NULL AND v.voided_at IS NULL AND l.kind = 'part' AND l.voided_at IS NULL AND l.quantity_filled < l.quantity
UNION ALL
SELECT s.dealer_code, s.part_no, s.sold_on, s.quantity - s.quantity_filled
FROM counter_sale s WHERE s.waiting AND s.voided_at IS NULL AND s.quantity_filled < s.quantity;
COMMENT ON VIEW back_order IS 'What customers wait for now: the unfilled part of the lines of open visits and of counter sales marked waiting. A settled visit waits for nothing.';
COMMENT ON COLUMN back_order.dealer_code IS 'The station or depot.';
COMMENT ON COLUMN back_order.part_no IS 'The part.';
COMMENT ON COLUMN back_order.asked_on IS 'Day of the demand.';
COMMENT ON COLUMN back_order.quantity IS 'Quantity not filled.';
