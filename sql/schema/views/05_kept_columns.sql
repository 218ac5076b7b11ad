-- The columns of extension types of the kept tables. DROP EXTENSION ... CASCADE takes them away and nothing else;
-- what they held is made again from the lines.
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_attribute a
			WHERE a.attrelid = 'aftersales.part_demand'::regclass AND a.attname = 'demand' AND NOT a.attisdropped) THEN
		IF EXISTS (SELECT FROM aftersales.part_demand) THEN
			RAISE NOTICE 'kept demand was lost with the extension and is computed from the lines'
				USING HINT = 'CALL aftersales.refresh() to keep it again.';
			DELETE FROM aftersales.part_demand;
			INSERT INTO aftersales.dirty (kept, dealer_code, month)
			SELECT DISTINCT 'part_demand', l.dealer_code, date_trunc('month', l.asked_on::timestamp)::date
			FROM aftersales.demand_line l;
		END IF;
		ALTER TABLE aftersales.part_demand ADD COLUMN demand aftersales.demand NOT NULL;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_attribute a
			WHERE a.attrelid = 'aftersales.vehicle_history'::regclass AND a.attname = 'visits' AND NOT a.attisdropped) THEN
		IF EXISTS (SELECT FROM aftersales.vehicle_history) THEN
			RAISE NOTICE 'kept visit histories were lost with the extension and are computed from the visits'
				USING HINT = 'CALL aftersales.refresh() to keep them again.';
			DELETE FROM aftersales.vehicle_history;
			INSERT INTO aftersales.dirty (kept, dealer_code, month)
			SELECT DISTINCT 'vehicle_history', v.dealer_code, date_trunc('month', v.opened_on::timestamp)::date
			FROM aftersales.visit v;
		END IF;
		ALTER TABLE aftersales.vehicle_history ADD COLUMN visits aftersales.visit_history NOT NULL;
	END IF;
END
$$;
COMMENT ON COLUMN part_demand.demand IS 'Demand by month.';
COMMENT ON COLUMN vehicle_history.visits IS 'Days and amounts of the visits that count as a return.';
