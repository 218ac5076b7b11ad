-- One statement, one snapshot: the dirty rows deleted are just those whose lines the renewed states hold, so what a load
-- commits meanwhile stays dirty. No JIT: how much is dirty is overestimated, and compiling takes longer than a usual refresh.
CREATE OR REPLACE PROCEDURE refresh_demand()
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.refresh_demand', 0));
	WITH renewed AS MATERIALIZED (
		SELECT r.dealer_code, r.part_no, r.demand FROM part_demand_renewed r
	), seen AS (
		DELETE FROM dirty d WHERE d.kept = 'part_demand' RETURNING d.dealer_code
	), gone AS (
		DELETE FROM part_demand k WHERE k.dealer_code IN (SELECT s.dealer_code FROM seen s)
			AND NOT EXISTS (SELECT FROM renewed r WHERE r.dealer_code = k.dealer_code AND r.part_no = k.part_no)
	)
	INSERT INTO part_demand (dealer_code, part_no, demand)
	SELECT r.dealer_code, r.part_no, r.demand
	FROM renewed r LEFT JOIN part_demand k ON k.dealer_code = r.dealer_code AND k.part_no = r.part_no
	WHERE k.demand IS DISTINCT FROM r.demand
	ON CONFLICT (dealer_code, part_no) DO UPDATE SET demand = excluded.demand;
END
$$;
COMMENT ON PROCEDURE refresh_demand() IS 'Brings part_demand up to date; the cost follows the dirty months. A second refresh waits for the first.';

CREATE OR REPLACE PROCEDURE refresh_history()
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp SET jit = off
AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('aftersales.refresh_history', 0));
	WITH renewed AS MATERIALIZED (
		SELECT r.dealer_code, r.vehicle_no, r.visits FROM vehicle_history_renewed r
	), seen AS (
		DELETE FROM dirty d WHERE d.kept = 'vehicle_history' RETURNING d.dealer_code
	), gone AS (
		DELETE FROM vehicle_history k WHERE k.dealer_code IN (SELECT s.dealer_code FROM seen s)
			AND NOT EXISTS (SELECT FROM renewed r WHERE r.dealer_code = k.dealer_code AND r.vehicle_no = k.vehicle_no)
	)
	INSERT INTO vehicle_history (dealer_code, vehicle_no, visits)
	SELECT r.dealer_code, r.vehicle_no, r.visits
	FROM renewed r LEFT JOIN vehicle_history k ON k.dealer_code = r.dealer_code AND k.vehicle_no = r.vehicle_no
	WHERE k.visits IS DISTINCT FROM r.visits
	ON CONFLICT (dealer_code, vehicle_no) DO UPDATE SET visits = excluded.visits;
END
$$;
COMMENT ON PROCEDURE refresh_history() IS 'Brings vehicle_history up to date; the cost follows the dirty months. A second refresh waits for the first.';

CREATE OR REPLACE PROCEDURE refresh()
LANGUAGE plpgsql SECURITY DEFINER SET search_path = aftersales, pg_temp
AS $$
BEGIN
	CALL refresh_demand();
	CALL refresh_history();
	-- what is not marked is looked for by generate_follow_ups()
	PERFORM refresh_vehicle_state('infinity', 9223372036854775807, true);
END
$$;
COMMENT ON PROCEDURE refresh() IS 'Brings every kept table up to date; questions give the same answers before and after, faster after.';
