-- What DROP EXTENSION ... CASCADE takes away of tables, and what cannot be where dealers are distributed (a table kept whole on every node
-- refers to no distributed one): each install_schema() brings it back.
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = 'aftersales.dealer'::regclass AND k.conname = 'dealer_time_zone_check') THEN
		ALTER TABLE aftersales.dealer ADD CONSTRAINT dealer_time_zone_check CHECK (aftersales.is_time_zone(time_zone));
	END IF;
	IF NOT aftersales.tables_are_distributed()
		AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = 'aftersales.complaint'::regclass AND k.conname = 'complaint_visit_no_fkey') THEN
		ALTER TABLE aftersales.complaint ADD CONSTRAINT complaint_visit_no_fkey FOREIGN KEY (dealer_code, visit_no) REFERENCES aftersales.visit;
	END IF;
END
$$;
