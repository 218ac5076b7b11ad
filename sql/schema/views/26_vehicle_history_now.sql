-- The twin of part_demand_now for visits; see there.
CREATE OR REPLACE VIEW vehicle_history_renewed AS
SELECT u.dealer_code, u.vehicle_no, rollup(u.visits) AS visits
FROM (SELECT k.dealer_code, k.vehicle_no, without_months(k.visits, d.months) AS visits
	FROM (SELECT dealer_code, array_agg(DISTINCT month) AS months
		FROM dirty WHERE kept = 'vehicle_history' GROUP BY dealer_code) d
	JOIN vehicle_history k ON k.dealer_code = d.dealer_code
	UNION ALL
	SELECT s.dealer_code, v.vehicle_no, visit_agg(v.opened_on, v.amount)
	FROM dirty_span s
	CROSS JOIN LATERAL (SELECT c.vehicle_no, c.opened_on, c.amount FROM counted_visit c
		WHERE c.dealer_code = s.dealer_code AND c.opened_on >= s.first_day AND c.opened_on < s.next_day OFFSET 0) v
	WHERE s.kept = 'vehicle_history'
	GROUP BY s.dealer_code, v.vehicle_no) u
GROUP BY u.dealer_code, u.vehicle_no
HAVING rollup(u.visits) <> '{}';
COMMENT ON VIEW vehicle_history_renewed IS 'Visit histories at stations with dirty months, as refresh_history() will keep them.';
COMMENT ON COLUMN vehicle_history_renewed.dealer_code IS 'The station.';
COMMENT ON COLUMN vehicle_history_renewed.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN vehicle_history_renewed.visits IS 'Days and amounts of the visits that count as a return.';

CREATE OR REPLACE VIEW vehicle_history_now AS
SELECT k.dealer_code, k.vehicle_no, k.visits
FROM vehicle_history k
WHERE k.dealer_code NOT IN (SELECT d.dealer_code FROM dirty d WHERE d.kept = 'vehicle_history')
UNION ALL
SELECT r.dealer_code, r.vehicle_no, r.visits FROM vehicle_history_renewed r;
COMMENT ON VIEW vehicle_history_now IS 'Visit history of each vehicle at each station, never stale: as kept where nothing is dirty, else renewed from the visits of the dirty months.';
COMMENT ON COLUMN vehicle_history_now.dealer_code IS 'The station.';
COMMENT ON COLUMN vehicle_history_now.vehicle_no IS 'The vehicle.';
COMMENT ON COLUMN vehicle_history_now.visits IS 'Days and amounts of the visits that count as a return.';
