CREATE OR REPLACE VIEW counted_visit AS
SELECT v.dealer_code, v.visit_no, v.vehicle_no, v.opened_on, v.amount
FROM visit v JOIN visit_kind k ON k.kind = v.kind
WHERE k.counts_as_return AND v.voided_at IS NULL;
COMMENT ON VIEW counted_visit IS 'Valid visits of the kinds that count as a return of the vehicle.';
COMMENT ON COLUMN counted_visit.dealer_code IS 'The station.';
COMMENT ON COLUMN counted_visit.visit_no IS 'Number of the job.';
COMMENT ON COLUMN counted_visit.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN counted_visit.opened_on IS 'Day it came in.';
COMMENT ON COLUMN counted_visit.amount IS 'Amount of the invoice.';
