-- Runs as its owner, so it asks for its user's stations itself; a barrier, so that it does before any function of the user sees a row.
CREATE OR REPLACE VIEW vehicle_masked WITH (security_barrier) AS
SELECT v.vehicle_no, mask_plate(nullif(v.plate, '')) AS plate
FROM vehicle v
WHERE is_my_vehicle(v.vehicle_no);
COMMENT ON VIEW vehicle_masked IS 'Plates of vehicles as readers see them: 沪A***45.';
COMMENT ON COLUMN vehicle_masked.vehicle_no IS 'Number of the vehicle.';
COMMENT ON COLUMN vehicle_masked.plate IS 'Plate, masked; NULL: unknown.';
